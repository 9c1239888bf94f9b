/**
 * CrossFormer: attention in groups of near or of far pixels.
 * "CrossFormer: A Versatile Vision Transformer Hinging on Cross-scale Attention", Wang, Yao, Chen,
 * Lin, Cai, He, Liu, ICLR 2022, https://arxiv.org/abs/2108.00154
 *
 * As published, the position network has C//16 hidden units; with one, its normalisation leaves the
 * bias constant. A map no larger than a group is one group.
 */
import type { Value } from '../ops/builder';
import type { Text } from '../trace/text';
import {
  firstOf,
  flag,
  mustDivide,
  mustEqual,
  num,
  numOrNull,
  of,
  pair,
  range,
  sizeIn,
} from './arguments';
import { asMap, block, blockWeights, checkResolution, checkWhole, negativeRatio } from './block';
import {
  checkStages,
  embed,
  embeddingWeights,
  merge,
  mergingWeights,
  stagesOf,
} from './crossformer-net';
import { crossformerParams, isNet } from './crossformer-params';
import { crossformerSteps } from './crossformer-steps';
import { type Context, defineMechanism, type InputAxes, type Params } from './define';
import {
  dynamicPositionBias,
  dynamicPositionCheck,
  dynamicPositionWeights,
} from './dynamic-position';
import { mapOrTokens } from './maps';
import { checkImage, classifierWeights, classify } from './network';
import { derived, linear, type Weights } from './weights';
import { biasOfPairs, windowAttention } from './window-attention';

/** A block: where its weights are, and which pixels it groups. */
interface Form {
  readonly prefix: string;
  readonly dim: number;
  readonly heads: number;
  readonly group: number;
  /** Long distance: a group takes pixels from all over the map. */
  readonly spread: boolean;
  readonly part?: string;
}

/** The group in effect: a map that is no larger is one group of neighbours. */
function grouping(least: number, group: number, long: boolean): Pick<Form, 'group' | 'spread'> {
  return least <= group ? { group: least, spread: false } : { group, spread: long };
}

const formOf = (params: Params): Form => ({
  prefix: '',
  dim: num(params, 'dim'),
  heads: num(params, 'num_heads'),
  ...grouping(
    Math.min(...pair(params, 'input_resolution')),
    num(params, 'group_size'),
    num(params, 'lsda_flag') !== 0,
  ),
});

/** Blocks of the network, short and long distance in turn, with the stage that each ends or not. */
const netBlocks = (params: Params) =>
  stagesOf(params).map((stage, i) => ({
    stage,
    part: `${i + 1}`,
    blocks: range(0, stage.depth - 1).map(
      (j): Form => ({
        prefix: `${stage.prefix}blocks.${j}.`,
        dim: stage.dim,
        heads: stage.heads,
        ...grouping(stage.side, stage.group, j % 2 === 1),
        part: `${i + 1}.${j + 1}`,
      }),
    ),
  }));

function checkBlock(params: Params, inputs: InputAxes): Text | null {
  const long = num(params, 'lsda_flag');
  const size = pair(params, 'input_resolution');
  return firstOf(
    mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
    mustDivide(params, 'num_heads', num(params, 'dim'), of.channels),
    checkResolution(params, inputs),
    long !== 0 &&
      long !== 1 && {
        en: `lsda_flag is ${long}; give 0 for short or 1 for long distance.`,
        zh: `lsda_flag 为 ${long}；短距离取 0，长距离取 1。`,
      },
    checkWhole(size, formOf(params).group),
    dynamicPositionCheck(num(params, 'dim')),
    negativeRatio(params, num(params, 'dim')),
  );
}

function weightsOf(params: Params, { prefix, dim, heads, group }: Form): Weights {
  const tokens = group * group;
  const bias = flag(params, 'qkv_bias');
  return {
    ...blockWeights(prefix, dim, num(params, 'mlp_ratio')),
    ...dynamicPositionWeights(`${prefix}attn.pos`, dim, heads),
    [`${prefix}attn.biases`]: derived([(2 * group - 1) ** 2, 2]),
    [`${prefix}attn.relative_position_index`]: derived([tokens, tokens]),
    ...linear(`${prefix}attn.qkv`, dim, 3 * dim, { bias, identity: 'eye' }),
    ...linear(`${prefix}attn.proj`, dim, dim, { identity: 'eye' }),
  };
}

export const crossformer = defineMechanism({
  id: 'crossformer',
  name: { en: 'Long short distance attention (CrossFormer)', zh: '长短距离注意力（CrossFormer）' },
  family: 'window',
  attendsOver: ['pixels', 'windows'],
  papers: [
    {
      title: 'CrossFormer: A Versatile Vision Transformer Hinging on Cross-scale Attention',
      authors: 'Wang, Yao, Chen, Lin, Cai, He, Liu',
      venue: 'ICLR',
      year: 2022,
      url: 'https://arxiv.org/abs/2108.00154',
    },
  ],
  idea: {
    en: 'Every token already holds several scales, because patches of several sizes are embedded together. Attention then runs in groups, by turns of neighbours (short distance) and of pixels at equal distances all over the map (long distance): the second lets the whole image interact at the cost of a window, without shifts or masks. A small network gives the position bias for groups of any size.',
    zh: '多种大小的图块一同嵌入，每个词元因此已含多种尺度。注意力在组内进行，交替使用相邻像素成组（短距离）与全图等间隔像素成组（长距离）：后者以窗口级的开销让整张图相互作用，无需移位与掩码。位置偏置由小网络给出，适用于任意组大小。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\K{K}^\top}{\sqrt{d}} + \operatorname{DPB}(\Delta y, \Delta x)\right)\V{V} \quad\text{in each group}`,
  complexity: 'O(HW (G^2 C + C^2))',
  classes: { CrossFormerBlock: { form: 'block' }, CrossFormer: { form: 'net' } },
  inputs: { x: mapOrTokens },
  params: crossformerParams,
  check: (params, inputs) =>
    isNet(params)
      ? firstOf(checkImage(params, inputs), checkStages(params))
      : checkBlock(params, inputs),
  weights(params) {
    if (!isNet(params)) return weightsOf(params, formOf(params));
    const stages = netBlocks(params);
    const { dim } = stages[stages.length - 1].stage;
    return Object.assign(
      {},
      embeddingWeights(params),
      ...stages.flatMap(({ stage, blocks }) => [
        ...blocks.map((form) => weightsOf(params, form)),
        mergingWeights(stage),
      ]),
      classifierWeights('norm', 'head', dim, num(params, 'num_classes')),
    );
  },
  steps: crossformerSteps,
  telling: 'weights',
  run(context) {
    const { t, inputs, params } = context;
    if (!isNet(params)) {
      const x = asMap(t, inputs.x, pair(params, 'input_resolution')); // [B, H, W, C]
      const order = ['batch', 'height', 'width', 'channel'] as const; // as tokens in PyTorch
      return groupBlock(context, x, formOf(params)).torch('output', order);
    }
    let x = embed(context, inputs.x);
    for (const { stage, blocks, part } of netBlocks(params)) {
      for (const form of blocks) x = groupBlock(context, x, form);
      if (stage.merging.length > 0) x = merge(context, x, stage, part);
    }
    return classify(context, x, 'norm', 'head').torch('output');
  },
});

/** x' = x + attention of the groups of LN x, then x' + MLP(LN x'): [B, H, W, C] → same. */
function groupBlock(context: Context, x: Value, form: Form): Value {
  const { prefix, group, spread, heads, part } = form;
  const attn = `${prefix}attn`;
  const size = [group, group] as const;
  const attend = (normalised: Value): Value =>
    windowAttention(context, normalised, {
      window: size,
      spread,
      heads,
      scale: numOrNull(context.params, 'qk_scale'),
      bias() {
        const offsets = dynamicPositionBias(context, `${attn}.pos`, group, part);
        return biasOfPairs(context.t, offsets, size, part);
      },
      qkv: `${attn}.qkv`,
      proj: `${attn}.proj`,
      softmax: `${attn}.softmax`,
      part,
    });
  return block(context, x, prefix, attend, part);
}
