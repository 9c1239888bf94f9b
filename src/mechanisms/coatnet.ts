/**
 * CoAtNet: convolutional stages, then attention stages.
 * "CoAtNet: Marrying Convolution and Attention for All Data Sizes", Dai, Liu, Le, Tan, NeurIPS 2021,
 * https://arxiv.org/abs/2106.04803
 *
 * Deviations: the attention has no relative position bias, no residuals and no layer normalisation;
 * between its stages the tokens are pooled as a sequence, not as a map; one block for each stage; no
 * expansion inside the convolution blocks.
 */
import type { Value } from '../ops/builder';
import { axisOf } from '../trace/axes';
import type { Places } from '../trace/places';
import { firstOf, follow, mustEqual, num, nums, of, sizeIn } from './arguments';
import { attendInHeads } from './attention';
import { coatnetSteps } from './coatnet-texts';
import { type Context, defineMechanism, type InputAxes, type Params } from './define';
import { convolve, map } from './maps';
import { mbconv, mbconvWeights } from './mbconv';
import { dense, project, projectedWeights } from './projected';
import { channels } from './shared-params';
import { conv, linear, type Weights } from './weights';

const HEADS = 8;
const STAGES = 5;

/** Channels of the five stages. */
const stageChannels = (params: Params): readonly number[] =>
  nums(params, 'out_chs').slice(0, STAGES);

const half = (n: number): number => Math.floor(n / 2);

/** Tokens that are left at the end: three halvings of the map, two of the sequence. */
function tokensLeft(inputs: InputAxes): number {
  const eighth = (n: number): number => half(half(half(n)));
  const tokens = eighth(sizeIn(inputs, 'x', 'height')) * eighth(sizeIn(inputs, 'x', 'width'));
  return half(half(tokens));
}

/** Width of the queries, keys and values of one head. */
const headWidth = (channel: number): number => Math.floor(channel / HEADS);

const attentionWeights = (stage: number, channel: number): Weights => {
  const width = headWidth(channel);
  return projectedWeights({ d_model: channel, h: HEADS, d_k: width, d_v: width }, `s${stage}.`);
};

export const coatnet = defineMechanism({
  id: 'coatnet',
  name: { en: 'CoAtNet', zh: 'CoAtNet（卷积与注意力网络）' },
  family: 'hybrid',
  attendsOver: ['channels', 'pixels'],
  papers: [
    {
      title: 'CoAtNet: Marrying Convolution and Attention for All Data Sizes',
      authors: 'Dai, Liu, Le, Tan',
      venue: 'NeurIPS',
      year: 2021,
      url: 'https://arxiv.org/abs/2106.04803',
    },
  ],
  idea: {
    en: 'Convolutions come first, where maps are large and neighbours matter, and attention comes last, where few positions are left and all of them can see each other. The convolution blocks carry channel gates as well. A whole small network, to see how the two halves share the work; it learns from little data like a convolutional network and scales like a transformer.',
    zh: '卷积在前，此时特征图大、邻域重要；注意力在后，此时位置不多，可彼此全部可见。卷积模块内还带有通道门控。这是一个完整的小网络，可观察两部分如何分工：既像卷积网络那样适应小数据，又像 Transformer 那样可扩展。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{attn}}_4 \circ \A{\operatorname{attn}}_3 \circ \G{\operatorname{MBConv}}_2 \circ \G{\operatorname{MBConv}}_1 \circ \operatorname{conv}_0 (\X{X})`,
  complexity: String.raw`O\!\left(HW C_{\text{in}} C_0 + HW C_1^2 + \left(\tfrac{HW}{64}\right)^2 C_2\right)`,
  classes: { CoAtNet: {} },
  inputs: { x: map },
  params: {
    in_ch: channels('x'),
    image_size: {
      kind: 'integer',
      default: null,
      min: 1,
      max: 4096,
      follows: follow('x', 'height'),
      label: { en: 'Image size', zh: '图像边长' },
      help: {
        en: 'Side that the constructor is told; nothing is computed from it.',
        zh: '构造函数中给出的边长，不参与计算。',
      },
    },
    out_chs: {
      kind: 'list',
      default: [64, 96, 192, 384, 768],
      min: 1,
      max: 2048,
      label: { en: 'Channels of the stages', zh: '各阶段通道数' },
      help: {
        en: 'Channels after each of the five stages; those of the third and fourth are shared by 8 heads.',
        zh: '五个阶段各自的输出通道数；第三、四个由 8 个头平分。',
      },
    },
  },
  check(params, inputs) {
    const chosen = nums(params, 'out_chs');
    const left = tokensLeft(inputs);
    const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
    return firstOf(
      mustEqual(params, 'in_ch', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      (chosen.length < STAGES || !chosen.every((n) => Number.isInteger(n) && n >= 1)) && {
        en: `out_chs is [${chosen.join(', ')}], but the five stages need five numbers of channels; give them.`,
        zh: `out_chs 为 [${chosen.join(', ')}]，而五个阶段需要五个通道数；请补全。`,
      },
      Math.min(chosen[2], chosen[3]) < HEADS && {
        en: `The third and fourth of out_chs are ${chosen[2]} and ${chosen[3]}, but are shared by ${HEADS} heads; give at least ${HEADS}.`,
        zh: `out_chs 的第三、四个为 ${chosen[2]} 与 ${chosen[3]}，要由 ${HEADS} 个头平分；至少取 ${HEADS}。`,
      },
      (left < 1 || !Number.isInteger(Math.sqrt(left))) && {
        en: `An image of ${height} × ${width} leaves ${left} positions at the end, which make no square map; use a square one whose side is 16, 32, 64 or another multiple of 16.`,
        zh: `${height} × ${width} 的图像最后剩下 ${left} 个位置，排不成正方形；请使用边长为 16、32、64 或其他 16 的倍数的正方形图像。`,
      },
    );
  },
  weights(params) {
    const inside = num(params, 'in_ch');
    const [c0, c1, c2, c3, c4] = stageChannels(params);
    const widen = (stage: number, from: number, to: number): Weights => ({
      ...conv(`mlp${stage}.0`, from, to, [1, 1]),
      ...conv(`mlp${stage}.2`, to, to, [1, 1]),
    });
    const widenTokens = (stage: number, from: number, to: number): Weights => ({
      ...linear(`mlp${stage}.0`, from, to),
      ...linear(`mlp${stage}.2`, to, to),
    });
    return {
      ...conv('s0.0', inside, inside, [3, 3]),
      ...conv('s0.2', inside, inside, [3, 3]),
      ...widen(0, inside, c0),
      ...mbconvWeights('s1', c0),
      ...widen(1, c0, c1),
      ...mbconvWeights('s2', c1),
      ...widen(2, c1, c2),
      ...attentionWeights(3, c2),
      ...widenTokens(3, c2, c3),
      ...attentionWeights(4, c3),
      ...widenTokens(4, c3, c4),
    };
  },
  steps: coatnetSteps,
  telling: 'weights',
  run(context) {
    const { t } = context;
    const { x } = context.inputs;
    const first = t.relu(convolve(context, x, 's0.0', { padding: 1 }));
    const stem = convolve(context, first, 's0.2', { padding: 1 }).as('stem'); // [B, H, W, C]

    let y = halveMap(context, stem, 0); // [B, H/2, W/2, C0]
    for (const stage of [1, 2])
      y = halveMap(context, mbconv(context, y, `s${stage}`, `${stage}`), stage);
    let tokens = t.merge(y, ['height', 'width'], 'token'); // [B, HW/64, C2]
    for (const stage of [3, 4])
      tokens = halveTokens(context, attend(context, tokens, stage), stage);

    const side = Math.sqrt(tokens.size('token'));
    return t
      .split(tokens, 'token', [
        ['height', side],
        ['width', side],
      ])
      .as('output')
      .torch('output');
  },
});

/** Two 1 × 1 convolutions, then the largest of each 2 × 2 pixels. */
function halveMap(context: Context, x: Value, stage: number): Value {
  const { t } = context;
  const hidden = t.relu(convolve(context, x, `mlp${stage}.0`));
  const widened = convolve(context, hidden, `mlp${stage}.2`).as('widened', `${stage}`);
  return t.maxPool2d(widened, { kernel: 2 }).as('pooled', `${stage}`);
}

/** Multi-head self-attention on tokens [B, N, C]. */
function attend(context: Context, x: Value, stage: number): Value {
  const { t } = context;
  const [prefix, part] = [`s${stage}.`, `${stage}`];
  const keys = t.rename(x, { token: 'key' });
  const sequences = { queries: t.rename(x, { token: 'query' }), keys, values: keys };
  const projected = project(context, sequences, prefix, part);
  const attended = attendInHeads(t, projected, HEADS, [], { part });
  attended.weights.torch(`s${stage}@torch.softmax`, ['batch', 'head', 'query', 'key']);
  const mixed = dense(context, attended.context, `${prefix}fc_o`).as('attended', part);
  return t.rename(mixed, { query: 'token' });
}

/** Two linear layers, then the larger of each two neighbours in the sequence. */
function halveTokens(context: Context, x: Value, stage: number): Value {
  const { t } = context;
  const hidden = t.relu(dense(context, x, `mlp${stage}.0`));
  const widened = dense(context, hidden, `mlp${stage}.2`).as('widened', `${stage}`);
  const count = half(widened.size('token'));
  const pairs = t.split(t.slice(widened, 'token', 0, 2 * count), 'token', [
    ['token', count],
    ['part', 2],
  ]);
  const places = halvedRows(axisOf(widened.axes, 'token').places);
  return t
    .rename(t.max(pairs, ['part']), {}, places && { token: { places } })
    .as('pooled-tokens', `${stage}`);
}

/** Two neighbours of a row become one, where rows have an even number of pixels. */
const halvedRows = (places: Places | undefined): Places | undefined =>
  places?.kind === 'grid' && places.width % 2 === 0
    ? { ...places, width: places.width / 2 }
    : undefined;
