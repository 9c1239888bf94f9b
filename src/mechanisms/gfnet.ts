/**
 * Global Filter Network.
 * "Global Filter Networks for Image Classification", Rao, Zhao, Zhu, Lu, Zhou, NeurIPS 2021,
 * https://arxiv.org/abs/2107.00645
 *
 * Three forms: the filter alone, the block round it (with MLP), the whole network. Deviations of the
 * network: no positional embedding, no last normalisation, its linear layer `embedding` is never
 * used, and the head ends in a softmax.
 */
import type { Value } from '../ops/builder';
import { hasRole } from '../trace/axes';
import type { Text } from '../trace/text';
import { firstOf, mapSize, mustEqual, num, of, pair, range, sizeIn } from './arguments';
import { hiddenUnits, negativeRatio } from './block';
import { type Context, defineMechanism, type InputAxes, type Params } from './define';
import { form, gfnetParams, isNet } from './gfnet-params';
import { gfnetSteps } from './gfnet-steps';
import { mapOrTokens } from './maps';
import { layerNorm, mlp, mlpWeights } from './mlp';
import { conv, linear, norm, type Weights } from './weights';

/** Rows and columns of the tokens that the filter works on. */
function filterMap(params: Params, inputs: InputAxes): readonly [number, number] {
  if (!isNet(params)) return pair(params, 'spatial_size');
  return mapSize(inputs, 'x').map((n) => Math.floor(n / num(params, 'patch_size'))) as [
    number,
    number,
  ];
}

/** Rows and columns of frequencies of such a map, the others being their mirror image. */
const frequencies = (params: Params, inputs: InputAxes): readonly [number, number] => {
  const [a, b] = filterMap(params, inputs);
  return [a, Math.floor(b / 2) + 1];
};

/** Rows and columns of the filter, which PyTorch stretches or cuts where one side has only one. */
const filterSize = (params: Params, inputs: InputAxes): readonly [number, number] =>
  isNet(params) ? frequencies(params, inputs) : [num(params, 'h'), num(params, 'w')];

/** Width of the tokens inside. */
const width = (params: Params): number => num(params, isNet(params) ? 'embed_dim' : 'dim');

function checkFilter(params: Params, inputs: InputAxes): Text | null {
  const [a, b] = filterMap(params, inputs);
  const tokens = hasRole(inputs.x, 'token')
    ? sizeIn(inputs, 'x', 'token')
    : sizeIn(inputs, 'x', 'height') * sizeIn(inputs, 'x', 'width');
  const [rows, columns] = frequencies(params, inputs);
  const fits = (own: number, wanted: number) =>
    own >= 1 && (own === wanted || own === 1 || wanted === 1);
  return firstOf(
    (form(params) !== 'filter' || num(params, 'dim') !== 1) &&
      mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
    a * b !== tokens && {
      en: `spatial_size is ${a} × ${b}, but there are ${tokens} tokens; give height and width that multiply to them.`,
      zh: `spatial_size 为 ${a} × ${b}，而词元数为 ${tokens}；高与宽之积应等于词元数。`,
    },
    !(fits(num(params, 'h'), rows) && fits(num(params, 'w'), columns)) && {
      en: `The filter is h × w = ${params.h} × ${params.w}, but a map of ${a} × ${b} has ${rows} × ${columns} frequencies; make them equal.`,
      zh: `滤波器为 h × w = ${params.h} × ${params.w}，而 ${a} × ${b} 的特征图有 ${rows} × ${columns} 个频率；两者应一致。`,
    },
  );
}

function checkNet(params: Params, inputs: InputAxes): Text | null {
  if (!hasRole(inputs.x, 'height')) {
    return {
      en: 'The whole network takes an image, not tokens; choose the filter or the block.',
      zh: '完整网络的输入是图像而非词元；请改选滤波器或模块。',
    };
  }
  const [height, wide] = mapSize(inputs, 'x');
  const size = num(params, 'img_size');
  return firstOf(
    (height !== size || wide !== size) && {
      en: `img_size is ${size}, but the image is ${height} × ${wide}; give a square image of that size.`,
      zh: `img_size 为 ${size}，而图像为 ${height} × ${wide}；请使用该边长的正方形图像。`,
    },
    num(params, 'patch_size') > size && {
      en: `patch_size is ${params.patch_size}, larger than the image of ${size}; choose a smaller one.`,
      zh: `patch_size 为 ${params.patch_size}，大于图像边长 ${size}；请取小一些。`,
    },
  );
}

function blockWeights(prefix: string, params: Params, inputs: InputAxes): Weights {
  const dim = width(params);
  return {
    ...norm(`${prefix}norm1`, dim),
    ...filterWeights(`${prefix}filter.`, params, inputs),
    ...norm(`${prefix}norm2`, dim),
    ...mlpWeights(`${prefix}mlp`, dim, hiddenUnits(dim, num(params, 'mlp_ratio'))),
  };
}

function filterWeights(prefix: string, params: Params, inputs: InputAxes): Weights {
  return {
    [`${prefix}complex_weight`]: {
      shape: [...filterSize(params, inputs), width(params), 2],
      roles: ['frequency-y', 'frequency-x', 'channel', 'part'],
      init: { kind: 'normal', std: 0.02 },
    },
  };
}

/** Blocks of the form, by the prefix of their weights. */
function blockPrefixes(params: Params): string[] {
  if (isNet(params)) return range(0, num(params, 'depth') - 1).map((i) => `blocks.${i}.`);
  return form(params) === 'block' ? [''] : [];
}

export const gfnet = defineMechanism({
  id: 'gfnet',
  name: { en: 'Global filter (GFNet)', zh: '全局滤波器（GFNet）' },
  family: 'efficient',
  attendsOver: ['frequencies'],
  papers: [
    {
      title: 'Global Filter Networks for Image Classification',
      authors: 'Rao, Zhao, Zhu, Lu, Zhou',
      venue: 'NeurIPS',
      year: 2021,
      url: 'https://arxiv.org/abs/2107.00645',
    },
  ],
  idea: {
    en: 'Mixing by Fourier transform: each channel of the map is multiplied, frequency by frequency, with a learned complex filter, which is a circular convolution with a kernel as large as the map. All positions interact at N log N cost; the weights do not depend on the input, so it is a gate over frequencies rather than attention to content.',
    zh: '用傅里叶变换混合空间信息：每个通道的频谱逐频率乘以可学习的复数滤波器，等价于与整图同样大的核做循环卷积。所有位置以 N log N 的开销相互作用；权重不依赖输入，因此它是对频率的门控，而非基于内容的注意力。',
  },
  formula: String.raw`\Y{y} = \mathcal{F}^{-1}\!\left[\G{K} \odot \mathcal{F}[\X{x}]\right]`,
  complexity: String.raw`O(N C \log N)`,
  classes: {
    GlobalFilter: { form: 'filter' },
    Block: { form: 'block' },
    GFNet: { form: 'net' },
  },
  inputs: { x: mapOrTokens },
  params: gfnetParams,
  check: (params, inputs) =>
    firstOf(
      isNet(params) ? checkNet(params, inputs) : checkFilter(params, inputs),
      form(params) !== 'filter' && negativeRatio(params, width(params)),
    ),
  weights(params, inputs) {
    if (form(params) === 'filter') return filterWeights('', params, inputs);
    const blocks = blockPrefixes(params).map((prefix) => blockWeights(prefix, params, inputs));
    if (!isNet(params)) return blocks[0];
    const [inside, dim, patch] = [
      sizeIn(inputs, 'x', 'channel'),
      width(params),
      num(params, 'patch_size'),
    ];
    return Object.assign(
      {},
      conv('patch_embed.proj', inside, dim, [patch, patch]),
      linear('embedding', inside * patch * patch, dim),
      ...blocks,
      linear('head', dim, num(params, 'num_classes')),
    );
  },
  steps: gfnetSteps,
  telling: 'filter',
  // An untrained filter is noise; what it does to a photograph's spectrum is not.
  example: { step: 'filtered' },
  run(context) {
    const { t, inputs, params } = context;
    if (isNet(params)) return net(context);

    const [height, wide] = pair(params, 'spatial_size');
    const x = hasRole(inputs.x.axes, 'token')
      ? t.split(inputs.x, 'token', [
          ['height', height],
          ['width', wide],
        ])
      : inputs.x; // [B, H, W, C]
    const order = ['batch', 'height', 'width', 'channel'] as const; // as tokens in PyTorch
    if (form(params) === 'filter') {
      const output = filter(context, x, '').as('output').torch('output', order);
      magnitude(context, '');
      return output;
    }
    const { output, mixed } = block(context, x, '');
    mixed.torch('filter.out', order);
    magnitude(context, 'filter.');
    return output.torch('output', order);
  },
});

/** F⁻¹[K ⊙ F[x]] on a map [B, H, W, C]. Steps: spectrum, filtered. */
function filter({ t, weights: w }: Context, x: Value, prefix: string, part?: string): Value {
  const spectrum = t.rfft2(x).as('spectrum', part); // [B, H, W/2+1, C, 2]
  const own = (['frequency-y', 'frequency-x'] as const).reduce(
    // Where the map has one frequency, PyTorch keeps the first of the products.
    (kept, role) =>
      spectrum.size(role) === 1 && kept.size(role) > 1 ? t.slice(kept, role, 0, 1) : kept,
    w[`${prefix}complex_weight`],
  );
  const filtered = t.complexMultiply(spectrum, own).as('filtered', part);
  return t.irfft2(filtered, x.size('width')); // [B, H, W, C]
}

/** How strongly the filter passes each frequency. */
function magnitude({ t, weights: w }: Context, prefix: string): void {
  t.magnitude(w[`${prefix}complex_weight`])
    .as('filter')
    .torch('filter_magnitude', ['frequency-y', 'frequency-x', 'channel']);
}

/** x + MLP(LN(filter(LN(x)))), with only one residual round both. */
function block(context: Context, x: Value, prefix: string, part?: string) {
  const normalised = layerNorm(context, x, `${prefix}norm1`).as('normalised1', part);
  const mixed = filter(context, normalised, `${prefix}filter.`, part).as('mixed', part);
  const again = layerNorm(context, mixed, `${prefix}norm2`).as('normalised2', part);
  const output = context.t
    .add(x, mlp(context, again, `${prefix}mlp`, part))
    .as('block-output', part);
  return { output, mixed };
}

/** Patches, blocks, mean, class probabilities: [B, H, W, 3] → [B, classes]. */
function net(context: Context): Value {
  const { t, inputs, weights: w, params } = context;
  const stride = num(params, 'patch_size');
  let x = t
    .conv2d(inputs.x, w['patch_embed.proj.weight'], w['patch_embed.proj.bias'], { stride })
    .as('patches'); // [B, h, w, C]
  for (const [i, prefix] of blockPrefixes(params).entries()) {
    const { output, mixed } = block(context, x, prefix, `${i + 1}`);
    if (i === 0) {
      mixed.torch('blocks.0.filter.out', ['batch', 'height', 'width', 'channel']);
      magnitude(context, `${prefix}filter.`);
    }
    x = output;
  }
  const pooled = t.mean(x, ['height', 'width']).as('pooled'); // [B, C]
  const scores = t.linear(pooled, w['head.weight'], w['head.bias']);
  const logits = t.rename(scores, { channel: 'class' }).as('logits'); // [B, classes]
  return t.softmax(logits, 'class').as('classes').torch('softmax').torch('output');
}
