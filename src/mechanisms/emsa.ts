/**
 * Efficient multi-head self-attention of ResT.
 * "ResT: An Efficient Transformer for Visual Recognition", Zhang, Yang, NeurIPS 2021,
 * https://arxiv.org/abs/2105.13677
 *
 * With `ratio` > 1, keys and values come from the queries' map, made smaller; inputs `keys` and `values`
 * are then not read, as in the published code. Its `attention_weights` multiply what the softmax gives. Its
 * `attention_mask` would put −∞ behind the softmax, which leaves no finite result, and is not taken.
 */
import type { Value } from '../ops/builder';
import type { Text } from '../trace/text';
import { firstOf, flag, mapSize, num, sizeIn } from './arguments';
import { mergeHeads, scaledScores, splitHeads } from './attention';
import { type Context, defineMechanism, type InputAxes, type Params } from './define';
import { convolve, pointwise } from './maps';
import { layerNorm } from './mlp';
import {
  dense,
  project,
  projectedCheck,
  projectedParams,
  projectedSteps,
  projectedWeights,
  type Sequences,
  sequencesOf,
} from './projected';
import { headFactors, memory } from './sequences';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { conv, norm } from './weights';

/** Whether heads exchange scores before the softmax. */
const isMixed = (params: Params): boolean =>
  flag(params, 'apply_transform') && num(params, 'h') > 1;

const isReduced = (params: Params): boolean => num(params, 'ratio') > 1;

function check(params: Params, inputs: InputAxes): Text | null {
  const [height, width] = [num(params, 'H'), num(params, 'W')];
  const [tokens, ratio] = [sizeIn(inputs, 'queries', 'token'), num(params, 'ratio')];
  // The inputs that are not read need not fit.
  const read = isReduced(params) ? { queries: inputs.queries } : inputs;
  return firstOf(
    projectedCheck(params, read),
    isReduced(params) &&
      height * width !== tokens && {
        en: `The map is H × W = ${height} × ${width}, but there are ${tokens} tokens; give height and width that multiply to them.`,
        zh: `特征图为 H × W = ${height} × ${width}，而词元数为 ${tokens}；高与宽之积应等于词元数。`,
      },
    isReduced(params) &&
      Math.min(height, width) + 2 * Math.floor(ratio / 2) < ratio + 1 && {
        en: `ratio is ${ratio}, but its kernel of ${ratio + 1} does not fit the map of ${height} × ${width}; choose a smaller one.`,
        zh: `ratio 为 ${ratio}，其 ${ratio + 1} 的卷积核放不进 ${height} × ${width} 的图；请取小一些。`,
      },
  );
}

const side = (index: 0 | 1, label: Text) =>
  ({
    kind: 'integer',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs: InputAxes) => mapSize(inputs, 'queries')[index],
    label,
    help: { en: 'Size of the map that the tokens are pixels of.', zh: '词元所属特征图的大小。' },
  }) as const;

export const emsa = defineMechanism({
  id: 'emsa',
  name: { en: 'Efficient multi-head self-attention (EMSA)', zh: '高效多头自注意力（EMSA）' },
  family: 'efficient',
  attendsOver: ['pixels', 'tokens'],
  papers: [
    {
      title: 'ResT: An Efficient Transformer for Visual Recognition',
      authors: 'Zhang, Yang',
      venue: 'NeurIPS',
      year: 2021,
      url: 'https://arxiv.org/abs/2105.13677',
    },
  ],
  idea: {
    en: 'All pixels ask, but only a coarse version of the map answers: a strided depthwise convolution leaves far fewer keys and values. Because short keys make heads alike, a 1×1 convolution lets the heads exchange their scores, and instance normalisation restores their differences. For backbones at high resolution.',
    zh: '所有像素都发问，但只由粗化的特征图作答：带步长的逐通道卷积使键和值大为减少。由于头变窄会彼此雷同，用 1×1 卷积让各头交换分数，再以实例归一化恢复差异。适合高分辨率骨干网络。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{IN}\!\left(\operatorname{softmax}\!\left(\operatorname{Conv}\!\left(\frac{\Q{Q}\K{K'}^\top}{\sqrt{d_k}}\right)\right)\right)} \V{V'} W_O^\top,\quad \K{K'}, \V{V'} \text{ from } \operatorname{LN}(\operatorname{DWConv}_s(\X{X}))`,
  complexity: String.raw`O\!\left(N^2 h (d_k + d_v) / s^2 + N C h (d_k + d_v)\right)`,
  classes: { EMSA: {} },
  inputs: {
    queries: { order: ['batch', 'token', 'channel'], from: 'image' },
    keys: { ...memory, optional: true },
    values: { ...memory, optional: true },
    attention_weights: headFactors,
  },
  params: {
    d_model: channels('queries'),
    ...projectedParams,
    H: side(0, { en: 'Height H', zh: '高 H' }),
    W: side(1, { en: 'Width W', zh: '宽 W' }),
    ratio: {
      kind: 'integer',
      default: 3,
      min: 1,
      max: 16,
      label: { en: 'Reduction s', zh: '缩小倍数 s' },
      help: {
        en: 'Height and width of the keys’ map are divided by this; 1 for ordinary attention.',
        zh: '键的特征图高宽除以该值；取 1 即普通注意力。',
      },
    },
    apply_transform: {
      kind: 'flag',
      default: true,
      label: { en: 'Heads exchange scores', zh: '各头交换分数' },
      help: {
        en: 'A 1×1 convolution over the heads before the softmax, and instance normalisation after it; needs at least two heads.',
        zh: 'softmax 之前在头之间做 1×1 卷积，之后做实例归一化；至少需要两个头。',
      },
    },
  },
  check,
  weights(params) {
    const [channel, heads] = [num(params, 'd_model'), num(params, 'h')];
    const kernel = num(params, 'ratio') + 1;
    return {
      ...projectedWeights(params),
      ...(isReduced(params) && {
        ...conv('sr_conv', channel, channel, [kernel, kernel], {
          groups: channel,
          identity: 'eye',
        }),
        ...norm('sr_ln', channel),
      }),
      ...(isMixed(params) && conv('transform.conv', heads, heads, [1, 1], { identity: 'eye' })),
    };
  },
  steps: {
    reduced: step(
      'feature',
      ['Coarse map', '粗化的特征图'],
      String.raw`\operatorname{DWConv}_s(\X{X})`,
      [
        'A depthwise convolution with stride s: one coarse pixel for s × s fine ones.',
        '步长为 s 的逐通道卷积：每 s × s 个像素合成一个粗像素。',
      ],
    ),
    normalised: {
      ...terms.normalised1,
      title: { en: 'Normalised coarse tokens', zh: '归一化的粗词元' },
      note: {
        en: 'Layer normalisation over the channels; keys and values are projected from the result.',
        zh: '沿通道做层归一化；键和值由其投影得到。',
      },
    },
    query: terms.query,
    key: terms.key,
    value: terms.value,
    products: terms.products,
    scores: terms.scores,
    mixed: step(
      'scores',
      ['Scores, mixed over the heads', '头间混合的分数'],
      String.raw`\S{s'^{\,h}_{ij}} = b_h + \sum_{h'} w_{hh'} \S{s^{h'}_{ij}}`,
      [
        'Each head takes a learned combination of the scores of all heads.',
        '每个头取所有头分数的可学习组合。',
      ],
    ),
    weights: terms.weights,
    contrast: step(
      'scores',
      ['Instance-normalised weights', '实例归一化的权重'],
      String.raw`\frac{\A{a^h_{ij}} - \mu_h}{\sqrt{\sigma_h^2 + \epsilon}}`,
      [
        'Mean 0 and variance 1 in each head: no distribution any more, as rows sum to 0 and keys below the mean count negatively.',
        '每个头均值为 0、方差为 1：不再是概率分布，每行之和为 0，低于均值的键贡献为负。',
      ],
    ),
    reweighted: step(
      'scores',
      ['Reweighted', '乘以给定系数'],
      String.raw`\A{a_{ij}} \leftarrow \A{a_{ij}}\, w_{ij}`,
      [
        'Given factors multiply what the softmax and the normalisation gave, so that rows need not sum to 1.',
        '给定的系数乘到 softmax 与归一化之后的结果上，因此各行之和不必为 1。',
      ],
    ),
    context: {
      ...projectedSteps.context,
      note: {
        en: 'Each head adds up the coarse values, each in proportion to its weight.',
        zh: '每个头按权重对粗化的值求和。',
      },
    },
    output: terms.output,
  },
  telling: 'weights',
  run(context) {
    const { t, inputs, params, weights: w } = context;
    const heads = num(params, 'h');
    const { query, key, value } = project(
      context,
      isReduced(params) ? reducedSequences(context) : sequencesOf(t, inputs),
    );
    const scores = scaledScores(t, splitHeads(t, query, heads), splitHeads(t, key, heads));

    const order = ['batch', 'head', 'query', 'key'] as const;
    const attention = (): Value => {
      if (!isMixed(params))
        return t.softmax(scores, 'key').as('weights').torch('root@torch.softmax', order);
      const kernel = pointwise(t, w['transform.conv.weight']); // [h, h]
      const mixed = t
        .linear(scores, kernel, w['transform.conv.bias'], { axis: 'head' })
        .as('mixed'); // [B, h, N, n']
      const weights = t.softmax(mixed, 'key').as('weights').torch('transform.softmax', order);
      return t
        .standardise(weights, ['query', 'key'], 1e-5)
        .as('contrast')
        .torch('transform.out', order);
    };
    const factors = inputs.attention_weights;
    const weights = factors ? t.multiply(attention(), factors).as('reweighted') : attention();
    const attended = t.matMul(weights, splitHeads(t, value, heads), 'key').as('context');
    return dense(context, mergeHeads(t, attended), 'fc_o') // [B, N, C]
      .as('output')
      .torch('output', ['batch', 'query', 'channel']);
  },
});

/** The queries, and as keys and values the pixels of their map made smaller. */
function reducedSequences(context: Context): Sequences {
  const { t, inputs, params } = context;
  const [height, width, ratio] = [num(params, 'H'), num(params, 'W'), num(params, 'ratio')];
  const places = { kind: 'grid', height, width } as const;
  const map = t.split(inputs.queries, 'token', [
    ['height', height],
    ['width', width],
  ]); // [B, H, W, C]
  const coarse = convolve(context, map, 'sr_conv', {
    stride: ratio,
    padding: Math.floor(ratio / 2),
    groups: map.size('channel'),
  })
    .as('reduced') // [B, H', W', C]
    .torch('sr_conv.out');
  const tokens = t.merge(coarse, ['height', 'width'], 'key'); // [B, n', C]
  const normalised = layerNorm(context, tokens, 'sr_ln').as('normalised');
  return {
    queries: t.rename(inputs.queries, { token: 'query' }, { query: { places } }),
    keys: normalised,
    values: normalised,
  };
}
