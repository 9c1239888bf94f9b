/**
 * Weighted permute-MLP of the Vision Permutator.
 * "Vision Permutator: A Permutable MLP-Like Architecture for Visual Recognition", Hou, Jiang, Yuan,
 * Cheng, Yan, Feng, 2021, https://arxiv.org/abs/2106.12368
 *
 * Deviation: the weights of the branches come in another order than in the official code, which
 * makes no difference to what can be learned.
 */
import type { Value } from '../ops/builder';
import { firstOf, flag, follow, mustDivide, mustEqual, num, of, sizeIn } from './arguments';
import { type Context, defineMechanism } from './define';
import { mlp } from './mlp';
import { biasFlag, channels } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

/** What each branch mixes along. */
const BRANCHES = ['C', 'W', 'H'];

/** Units between the two layers that weigh the branches. */
const hidden = (dim: number): number => Math.floor(dim / 4);

/**
 * Mixes along one side of a map: for every segment of the channels and every line, the pixels of the
 * line with their S channels of the segment are one vector of a linear layer.
 */
function permuted(
  { t, weights: w, params }: Context,
  x: Value,
  side: 'height' | 'width',
  prefix: string,
): Value {
  const segments = num(params, 'seg_dim');
  const inside = x.size('channel') / segments;
  const other = side === 'height' ? 'width' : 'height';
  const apart = t.split(x, 'channel', [
    ['group', segments],
    ['channel', inside],
  ]); // [B, H, W, g, S]
  const lines = t.transpose(apart, ['batch', 'group', other, side, 'channel']);
  const vectors = t.merge(lines, [side, 'channel'], 'channel'); // [B, g, W, H·S]
  const mixed = t.linear(vectors, w[`${prefix}.weight`], w[`${prefix}.bias`]);
  const back = t.split(mixed, 'channel', [
    [side, x.size(side)],
    ['channel', inside],
  ]);
  const map = t.transpose(back, ['batch', 'height', 'width', 'group', 'channel']);
  return t.merge(map, ['group', 'channel'], 'channel'); // [B, H, W, C]
}

export const vip = defineMechanism({
  id: 'vip',
  name: { en: 'Weighted permute-MLP (ViP)', zh: '加权置换 MLP（ViP）' },
  family: 'channel-spatial',
  attendsOver: ['branches', 'channels'],
  papers: [
    {
      title: 'Vision Permutator: A Permutable MLP-Like Architecture for Visual Recognition',
      authors: 'Hou, Jiang, Yuan, Cheng, Yan, Feng',
      venue: 'TPAMI',
      year: 2022,
      url: 'https://arxiv.org/abs/2106.12368',
    },
  ],
  idea: {
    en: 'Three linear layers mix the map along its height, its width and its channels, each after a permutation that lays what is to be mixed side by side, so that positions along a line keep their identity. A softmax decides for every channel how much of each direction to take. A transformer-free way to mix space, for maps of one fixed size.',
    zh: '三个线性层分别沿高、宽和通道混合特征图，每次先置换，把要混合的数排到一起，因此同一行（列）上的位置仍可区分。再由 softmax 为每个通道决定三个方向各取多少。这是不用 Transformer 的空间混合方式，适用于固定尺寸的特征图。',
  },
  formula: String.raw`\Y{Y} = \left(\A{a_c} \odot \X{X_c} + \A{a_w} \odot \X{X_w} + \A{a_h} \odot \X{X_h}\right) W_P^\top + b_P`,
  complexity: 'O(HWC^2)',
  classes: { WeightedPermuteMLP: {} },
  inputs: { x: { order: ['batch', 'height', 'width', 'channel'], from: 'image' } },
  params: {
    dim: channels('x'),
    seg_dim: {
      kind: 'integer',
      default: 8,
      min: 1,
      max: 4096,
      follows: follow('x', 'height'),
      label: { en: 'Segments', zh: '分段数' },
      help: {
        en: 'Parts that the channels are cut into; as many as the map has rows and columns, so that a line of a segment has C numbers again.',
        zh: '通道切成的份数；须等于特征图的行数与列数，使每段的一行（列）恰好又是 C 个数。',
      },
    },
    qkv_bias: biasFlag({ en: 'Bias of the three layers', zh: '三个线性层的偏置' }, false),
  },
  check(params, inputs) {
    const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
    const segments = num(params, 'seg_dim');
    return firstOf(
      mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      (height !== segments || width !== segments) && {
        en: `seg_dim is ${segments} and the map ${height} × ${width}, but height, width and seg_dim must be equal; use a square map.`,
        zh: `seg_dim 为 ${segments}，特征图为 ${height} × ${width}，而高、宽与 seg_dim 必须相等；请使用正方形特征图。`,
      },
      mustDivide(params, 'seg_dim', num(params, 'dim'), of.channels),
      hidden(num(params, 'dim')) < 1 && {
        en: `dim is ${params.dim}, a quarter of which leaves no hidden unit; give at least 4 channels.`,
        zh: `dim 为 ${params.dim}，取四分之一后没有隐藏单元；至少需要 4 个通道。`,
      },
    );
  },
  weights(params) {
    const dim = num(params, 'dim');
    const bias = flag(params, 'qkv_bias');
    return {
      ...linear('mlp_c', dim, dim, { bias, identity: 'eye' }),
      ...linear('mlp_h', dim, dim, { bias, identity: 'eye' }),
      ...linear('mlp_w', dim, dim, { bias, identity: 'eye' }),
      ...linear('reweighting.fc1', dim, hidden(dim), { identity: 'default' }),
      ...linear('reweighting.fc2', hidden(dim), 3 * dim, { identity: 'default' }),
      ...linear('proj', dim, dim, { identity: 'eye' }),
    };
  },
  steps: {
    channel: step(
      'feature',
      ['Mixed over channels', '沿通道混合'],
      String.raw`\X{X_c} = \X{X} W_c^\top`,
      ['Each pixel mixes its own channels.', '每个像素混合自己的通道。'],
    ),
    height: step(
      'feature',
      ['Mixed along the height', '沿高混合'],
      String.raw`\X{X_h} = \operatorname{perm}^{-1}\!\left(\operatorname{perm}_h(\X{X})\, W_h^\top\right)`,
      [
        'In each segment of C/H channels, the pixels of a column are put side by side and mixed by one linear layer.',
        '在每段 C/H 个通道内，把一列像素并排，用一个线性层混合。',
      ],
    ),
    width: step(
      'feature',
      ['Mixed along the width', '沿宽混合'],
      String.raw`\X{X_w} = \operatorname{perm}^{-1}\!\left(\operatorname{perm}_w(\X{X})\, W_w^\top\right)`,
      ['The same along the rows.', '对各行做同样的事。'],
    ),
    squeeze: {
      ...terms.squeeze,
      formula: String.raw`z = \operatorname{mean}_{HW}(\X{X_c} + \X{X_h} + \X{X_w})`,
      note: {
        en: 'One number per channel sums up what the three directions have found.',
        zh: '每个通道一个数，概括三个方向的结果。',
      },
    },
    expanded: {
      ...terms.expanded,
      title: { en: 'Bottleneck', zh: '瓶颈层' },
      formula: 'u = z W_1^\\top + b_1',
      note: {
        en: 'A bottleneck of C/4 units makes the channels share what they know.',
        zh: 'C/4 个单元的瓶颈层使各通道共享信息。',
      },
    },
    activated: terms.activated,
    contracted: step(
      'scores',
      ['Scores of the directions', '各方向的分数'],
      String.raw`\S{s} = W_2 h + b_2`,
      [
        'Every channel gets three scores, one for each direction.',
        '每个通道得到三个分数，每个方向一个。',
      ],
    ),
    weights: {
      ...terms.weights,
      title: { en: 'Weights of the directions', zh: '各方向的权重' },
      formula: String.raw`\A{a_{k,c}} = \frac{e^{\S{s_{k,c}}}}{\sum_{k'} e^{\S{s_{k',c}}}}`,
      note: {
        en: 'In each channel the three directions compete: their weights sum to 1.',
        zh: '每个通道内三个方向竞争，权重和为 1。',
      },
    },
    context: step(
      'value',
      ['Weighted sum', '加权和'],
      String.raw`\Y{O} = \sum_k \A{a_k} \odot \X{X_k}`,
      ['The directions are added up, each in proportion to its weight.', '三个方向按权重相加。'],
    ),
    output: {
      ...terms.output,
      formula: String.raw`\Y{Y} = \Y{O} W_P^\top + b_P`,
      note: { en: 'A last linear layer mixes the channels.', zh: '最后一个线性层混合各通道。' },
    },
  },
  telling: 'weights',
  run(context) {
    const { t, weights: w } = context;
    const { x } = context.inputs;
    const channel = t.linear(x, w['mlp_c.weight'], w['mlp_c.bias']).as('channel'); // [B, H, W, C]
    const height = permuted(context, x, 'height', 'mlp_h').as('height');
    const width = permuted(context, x, 'width', 'mlp_w').as('width');
    const branches = t.stack([channel, width, height], 'branch', BRANCHES); // [3, B, H, W, C]

    const squeezed = t.mean(t.sum(branches, ['branch']), ['height', 'width']).as('squeeze'); // [B, C]
    const scores = t.split(mlp(context, squeezed, 'reweighting'), 'channel', [
      ['channel', x.size('channel')],
      ['branch', 3],
    ]); // [B, C, 3]
    const weights = t
      .softmax(t.rename(scores, {}, { branch: { labels: BRANCHES } }), 'branch')
      .as('weights')
      .torch('root@Tensor.softmax', ['branch', 'batch', 'channel']);
    const sum = t.sum(t.multiply(branches, weights), ['branch']).as('context'); // [B, H, W, C]
    return t
      .linear(sum, w['proj.weight'], w['proj.bias'])
      .as('output')
      .torch('output', ['batch', 'height', 'width', 'channel']);
  },
});
