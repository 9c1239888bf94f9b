/**
 * Criss-cross attention.
 * "CCNet: Criss-Cross Attention for Semantic Segmentation", Huang et al., ICCV 2019,
 * https://arxiv.org/abs/1811.11721
 *
 * Deviation: one pass, where the paper repeats it with shared weights (R = 2) so that every pixel
 * reaches every other. `gamma` is initialised to zero in the published code, which makes a fresh
 * module the identity: its output then is its input, whatever the weights.
 */
import type { Value } from '../ops/builder';
import { firstOf, mustEqual, num, of, sizeIn } from './arguments';
import { diagonal } from './constants';
import { defineMechanism } from './define';
import { factor, map } from './maps';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { conv } from './weights';

/** Queries and keys have an eighth of the channels. */
const reduced = (channel: number): number => Math.floor(channel / 8);

export const crissCross = defineMechanism({
  id: 'criss-cross',
  name: { en: 'Criss-cross attention', zh: '十字交叉注意力' },
  family: 'spatial',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'CCNet: Criss-Cross Attention for Semantic Segmentation',
      authors: 'Huang, Wang, Wei, Huang, Shi, Liu, Huang',
      venue: 'ICCV',
      year: 2019,
      url: 'https://arxiv.org/abs/1811.11721',
    },
  ],
  idea: {
    en: 'A pixel attends only to its own row and column, H + W places instead of H·W. Two passes in a row let any pixel reach any other through the crossing of their lines, at a fraction of the memory: made for dense prediction on large maps. The published initialisation sets gamma to 0, so that a fresh module passes its input through; give gamma another value to see the attention in the output.',
    zh: '每个像素只关注所在的行和列，共 H + W 个位置而非 H·W 个。连续做两次，任意两个像素便可经行列交点相通，内存占用大减：为大特征图上的密集预测而设计。公开实现把 gamma 初始化为 0，新建模块会原样输出输入；要在输出中看到注意力，需让 gamma 不为 0。',
  },
  formula: String.raw`\Y{y_{p}} = \gamma \sum_{j \in \text{row}(p) \cup \text{col}(p)} \A{a_{p,j}} \V{v_j} + \X{x_p},\quad \A{a_p} = \operatorname{softmax}_j(\Q{q_p} \cdot \K{k_j})`,
  complexity: String.raw`O\!\left(HW (H+W) C + HWC^2\right)`,
  classes: { CrissCrossAttention: {} },
  inputs: { x: map },
  params: { in_dim: channels('x') },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'in_dim', channel, of.inputChannels),
      reduced(channel) < 1 && {
        en: `in_dim is ${channel}, an eighth of which leaves no channel for queries and keys; give at least 8.`,
        zh: `in_dim 为 ${channel}，查询和键取其八分之一后没有通道；至少需要 8 个。`,
      },
    );
  },
  weights(params) {
    const channel = num(params, 'in_dim');
    const small = reduced(channel);
    return {
      gamma: factor(0, 'ones'),
      ...conv('query_conv', channel, small, [1, 1], { identity: 'eye' }),
      ...conv('key_conv', channel, small, [1, 1], { identity: 'eye' }),
      ...conv('value_conv', channel, channel, [1, 1], { identity: 'eye' }),
    };
  },
  steps: {
    query: {
      ...terms.query,
      formula: String.raw`\Q{q} = W_q * \X{x} + b_q`,
      note: {
        en: 'A 1×1 convolution gives every pixel a short query of C/8 channels.',
        zh: '1×1 卷积给每个像素一个 C/8 维的短查询。',
      },
    },
    key: { ...terms.key, formula: String.raw`\K{k} = W_k * \X{x} + b_k` },
    value: { ...terms.value, formula: String.raw`\V{v} = W_v * \X{x} + b_v` },
    'column-products': {
      ...terms.products,
      title: { en: 'Scores along the column', zh: '列方向的分数' },
      formula: String.raw`\S{e_{(y,x),y'}} = \Q{q_{y,x}} \cdot \K{k_{y',x}}`,
      note: {
        en: 'Every pixel is compared with the H pixels of its column.',
        zh: '每个像素与所在列的 H 个像素比较。',
      },
    },
    self: step(
      'mask',
      ['Own pixel in the column', '列中的自身像素'],
      String.raw`M_{y,y'} = 1 \;\text{ where } y' = y`,
      [
        'The pixel itself lies on both lines; it is counted once, in the row.',
        '像素自身同时在行和列上，只在行中计一次。',
      ],
    ),
    masked: terms.masked,
    'row-products': {
      ...terms.products,
      title: { en: 'Scores along the row', zh: '行方向的分数' },
      formula: String.raw`\S{e_{(y,x),x'}} = \Q{q_{y,x}} \cdot \K{k_{y,x'}}`,
      note: {
        en: 'Every pixel is compared with the W pixels of its row.',
        zh: '每个像素与所在行的 W 个像素比较。',
      },
    },
    scores: {
      ...terms.products,
      title: { en: 'Scores on the cross', zh: '十字上的分数' },
      formula: String.raw`\S{e_p} = [\S{e^{\text{col}}_p};\, \S{e^{\text{row}}_p}]`,
      note: {
        en: 'Column and row are put side by side, so that one softmax runs over the whole cross. There is no scaling.',
        zh: '列与行拼接，使 softmax 在整个十字上进行；分数不缩放。',
      },
    },
    weights: {
      ...terms.weights,
      note: {
        en: 'For each pixel, the H + W weights on its cross sum to 1.',
        zh: '每个像素十字上的 H + W 个权重和为 1。',
      },
    },
    'column-context': {
      ...terms.context,
      title: { en: 'Values of the column', zh: '列的加权值' },
      formula: String.raw`\sum_{y'} \A{a_{(y,x),y'}}\, \V{v_{y',x}}`,
      note: { en: 'What the column contributes.', zh: '列方向的贡献。' },
    },
    'row-context': {
      ...terms.context,
      title: { en: 'Values of the row', zh: '行的加权值' },
      formula: String.raw`\sum_{x'} \A{a_{(y,x),x'}}\, \V{v_{y,x'}}`,
      note: { en: 'What the row contributes.', zh: '行方向的贡献。' },
    },
    context: {
      ...terms.context,
      formula: String.raw`\Y{o} = \Y{o^{\text{col}}} + \Y{o^{\text{row}}}`,
      note: { en: 'Both contributions are added.', zh: '两部分相加。' },
    },
    scaled: step('value', ['Scaled by gamma', '乘以 gamma'], String.raw`\gamma\, \Y{o}`, [
      'A learned factor, 0 at the start, lets training phase the attention in.',
      '可学习系数，初始为 0，训练中逐渐引入注意力。',
    ]),
    output: {
      ...terms.output,
      formula: String.raw`\Y{y} = \gamma\, \Y{o} + \X{x}`,
      note: { en: 'The input is added back.', zh: '加回输入。' },
    },
  },
  telling: 'weights',
  // A pixel of the cat's left pupil, whose row crosses the right one.
  example: { pin: { step: 'weights', index: [0, 13 * 32 + 10, 32 + 25] } },
  run({ t, inputs: { x }, weights: w, constant }) {
    const [height, width] = [x.size('height'), x.size('width')];
    const project = (name: string): Value =>
      t.conv2d(x, w[`${name}_conv.weight`], w[`${name}_conv.bias`]).as(name);
    const [query, key, value] = [project('query'), project('key'), project('value')];
    const pixels = ['batch', 'height', 'width', 'key'] as const;

    // Column: same width, any height. [B, H, W, H]
    const columnProducts = t
      .transpose(t.matMul(query, t.rename(key, { height: 'key' }), 'channel'), pixels)
      .as('column-products');
    const self = constant(diagonal('height', 'key', height), 'own pixel').as('self');
    const column = t.mask(columnProducts, self).as('masked');
    // Row: same height, any width. [B, H, W, W]
    const row = t
      .transpose(t.matMul(query, t.rename(key, { width: 'key' }), 'channel'), pixels)
      .as('row-products');

    const places = { kind: 'cross', height, width } as const;
    const cross = t.rename(t.concat([column, row], 'key'), {}, { key: { places } });
    const scores = t.merge(cross, ['height', 'width'], 'query').as('scores'); // [B, HW, H+W]
    const weights = t
      .softmax(scores, 'key')
      .as('weights')
      .torch('softmax', ['batch', 'query', 'key']);

    const onMap = t.split(weights, 'query', [
      ['height', height],
      ['width', width],
    ]); // [B, H, W, H+W]
    const [columnWeights, rowWeights] = t.parts(onMap, 'key', [height, width]);
    const image = ['batch', 'height', 'width', 'channel'] as const;
    const fromColumn = t
      .transpose(t.matMul(columnWeights, t.rename(value, { height: 'key' }), 'key'), image)
      .as('column-context'); // [B, H, W, C]
    const fromRow = t
      .matMul(rowWeights, t.rename(value, { width: 'key' }), 'key')
      .as('row-context');
    const context = t.add(fromColumn, fromRow).as('context'); // [B, H, W, C]

    const scaled = t.multiply(context, w.gamma).as('scaled');
    return t.add(scaled, x).as('output').torch('output');
  },
});
