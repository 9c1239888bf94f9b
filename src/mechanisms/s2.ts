/**
 * Split attention over spatial shifts, of S²-MLPv2.
 * "S²-MLPv2: Improved Spatial-Shift MLP Architecture for Vision", Yu, Li, Cai, Sun, Li, 2021,
 * https://arxiv.org/abs/2108.01072
 *
 * Deviation of the published code: its shifts to higher indices copy within one tensor, so that what
 * was just written is read again and the first line is smeared over the whole axis.
 */
import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import { axis } from '../trace/axes';
import { choice, firstOf, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { map } from './maps';
import { channels, variant } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

/** Towards higher (+1) or lower (−1) indices of the height or the width. */
type Shift = readonly ['height' | 'width', 1 | -1];

/** Shifts of the four quarters of the channels, in the two branches that are shifted. */
const SHIFTS: readonly (readonly Shift[])[] = [
  [
    ['height', 1],
    ['height', -1],
    ['width', 1],
    ['width', -1],
  ],
  [
    ['width', 1],
    ['width', -1],
    ['height', 1],
    ['height', -1],
  ],
];

const BRANCHES = ['↓↑→←', '→←↓↑', '·'];

/** Sizes of the four quarters, of which some are empty when there are fewer than four channels. */
function quarters(size: number): number[] {
  const bounds = [0, 1, 2, 3, 4].map((i) => Math.floor((i * size) / 4));
  return bounds.slice(1).map((end, i) => end - bounds[i]);
}

/** Moves a map by one pixel; the line at the border keeps its values. */
function shifted(t: Toolkit, x: Value, [side, by]: Shift, smear: boolean): Value {
  const size = x.size(side);
  const from = Array.from({ length: size }, (_, i) =>
    smear && by > 0 ? 0 : Math.min(size - 1, Math.max(0, i - by)),
  );
  return t.gather(x, side, from, [axis(side, size)]);
}

/** Shifts each quarter of the channels its own way. */
function shiftQuarters(t: Toolkit, x: Value, shifts: readonly Shift[], smear: boolean): Value {
  const sizes = quarters(x.size('channel'));
  const moved = shifts.flatMap((shift, i) => {
    if (sizes[i] === 0) return [];
    const start = sizes.slice(0, i).reduce((a, b) => a + b, 0);
    return [shifted(t, t.slice(x, 'channel', start, sizes[i]), shift, smear)];
  });
  return t.concat(moved, 'channel');
}

export const s2 = defineMechanism({
  id: 's2',
  name: { en: 'Spatial-shift attention (S²-MLPv2)', zh: '空间移位注意力（S²-MLPv2）' },
  family: 'channel-spatial',
  attendsOver: ['branches', 'channels'],
  papers: [
    {
      title: 'S²-MLPv2: Improved Spatial-Shift MLP Architecture for Vision',
      authors: 'Yu, Li, Cai, Sun, Li',
      venue: 'arXiv',
      year: 2021,
      url: 'https://arxiv.org/abs/2108.01072',
    },
  ],
  idea: {
    en: 'Pixels exchange information without any learned spatial weight: the channels are widened threefold, a quarter of each of two parts is moved by one pixel in each direction, and a softmax over the three parts decides, channel by channel, how much of the two shifted ones and of the unshifted one to take. It costs no more than its linear layers and works at any image size.',
    zh: '像素间的信息交换不需要任何可学习的空间权重：通道先扩为三倍，其中两份的四个四分之一各向一个方向移动一个像素，再由三份之间的 softmax 逐通道决定两份移位与一份不移位的比例。开销仅为线性层，适用于任意图像尺寸。',
  },
  formula: String.raw`\Y{Y} = \left(\sum_{k=1}^{3} \A{a_k} \odot \X{\hat x_k}\right) W_2^\top,\quad \A{a} = \operatorname{softmax}_k\!\left(W_b \operatorname{GELU}\!\left(W_a \textstyle\sum_{k,y,x} \X{\hat x_k}\right)\right)`,
  complexity: 'O(HWC^2)',
  classes: { S2Attention: {} },
  inputs: { x: map },
  params: {
    variant: variant({
      en: 'The published code shifts in place, so that a shift by +1 reads what it has just written: on the CPU the first line is smeared over the whole axis, half of the shifted channels lose their content, and another device may give something else.',
      zh: '公开代码就地移位，+1 方向会读到刚写入的值：在 CPU 上首行（列）被涂抹到整条轴，一半的移位通道丢失内容，换设备结果还可能不同。',
    }),
    channels: channels('x'),
  },
  check: (params, inputs) =>
    firstOf(mustEqual(params, 'channels', sizeIn(inputs, 'x', 'channel'), of.inputChannels)),
  weights(params) {
    const size = num(params, 'channels');
    return {
      ...linear('mlp1', size, 3 * size),
      ...linear('mlp2', size, size),
      ...linear('split_attention.mlp1', size, size, { bias: false }),
      ...linear('split_attention.mlp2', size, 3 * size, { bias: false }),
    };
  },
  steps: {
    widened: step(
      'feature',
      ['Three copies', '三份'],
      String.raw`[\X{x_1}, \X{x_2}, \X{x_3}] = \X{X} W_1^\top + b_1`,
      [
        'A linear layer makes three mixtures of the channels of each pixel.',
        '线性层为每个像素生成三份通道混合。',
      ],
    ),
    branches: step(
      'feature',
      ['Shifted copies', '移位后的三份'],
      String.raw`\X{\hat x_1} = \operatorname{shift}_{\downarrow\uparrow\rightarrow\leftarrow}(\X{x_1}),\; \X{\hat x_2} = \operatorname{shift}_{\rightarrow\leftarrow\downarrow\uparrow}(\X{x_2}),\; \X{\hat x_3} = \X{x_3}`,
      [
        'Each quarter of the channels of the first two is moved by one pixel, in the order of the arrows; the line at the border keeps its values. The third stays.',
        '前两份的通道各分四份，按箭头次序各移动一个像素，边界行列保持原值；第三份不动。',
      ],
    ),
    squeeze: step(
      'feature',
      ['Sum over copies and pixels', '对各份与像素求和'],
      String.raw`\bar a_c = \sum_{k,y,x} \X{\hat x_{k,c,y,x}}`,
      [
        'One number per channel sums up the whole image. As it is a sum and not a mean, it grows with the image, and the softmax below saturates easily.',
        '每个通道一个数概括整幅图像。因是求和而非均值，它随图像增大，下面的 softmax 容易饱和。',
      ],
    ),
    hidden: step(
      'feature',
      ['Hidden units', '隐藏单元'],
      String.raw`h = \operatorname{GELU}(W_a \bar a)`,
      ['A hidden layer mixes the channels.', '隐藏层混合各通道。'],
    ),
    scores: step(
      'scores',
      ['Scores of the copies', '各份的分数'],
      String.raw`\S{s_{k,c}} = (W_b h)_{k,c}`,
      ['Each copy gets a score for every channel.', '每一份在每个通道上得到一个分数。'],
    ),
    weights: {
      ...terms.weights,
      title: { en: 'Weights of the copies', zh: '各份的权重' },
      formula: String.raw`\A{a_{k,c}} = \frac{e^{\S{s_{k,c}}}}{\sum_{k'} e^{\S{s_{k',c}}}}`,
      note: {
        en: 'In each channel the three copies compete: their weights sum to 1.',
        zh: '每个通道内三份竞争，权重和为 1。',
      },
    },
    context: step(
      'value',
      ['Weighted sum', '加权和'],
      String.raw`\Y{o_c} = \sum_k \A{a_{k,c}} \X{\hat x_{k,c}}`,
      ['The copies are added up, each in proportion to its weight.', '各份按权重相加。'],
    ),
    output: {
      ...terms.output,
      formula: String.raw`\Y{Y} = \Y{O} W_2^\top + b_2`,
      note: { en: 'A last linear layer mixes the channels.', zh: '最后一个线性层混合各通道。' },
    },
  },
  telling: 'weights',
  run({ t, inputs: { x }, weights: w, params }) {
    const size = num(params, 'channels');
    const smear = choice(params, 'variant') === 'published';
    const widened = t.linear(x, w['mlp1.weight'], w['mlp1.bias']).as('widened'); // [B, H, W, 3C]
    const copies = t.parts(widened, 'channel', [size, size, size]);
    const moved = copies.map((copy, i) =>
      SHIFTS[i] ? shiftQuarters(t, copy, SHIFTS[i], smear) : copy,
    );
    const branches = t.stack(moved, 'branch', BRANCHES).as('branches'); // [3, B, H, W, C]

    const squeezed = t.sum(branches, ['branch', 'height', 'width']).as('squeeze'); // [B, C]
    const hidden = t.gelu(t.linear(squeezed, w['split_attention.mlp1.weight'])).as('hidden');
    const scores = t
      .split(t.linear(hidden, w['split_attention.mlp2.weight']), 'channel', [
        ['branch', 3],
        ['channel', size],
      ])
      .as('scores');
    const weights = t
      .softmax(t.rename(scores, {}, { branch: { labels: BRANCHES } }), 'branch')
      .as('weights')
      .torch('split_attention.softmax', ['batch', 'branch', 'channel']); // [B, 3, C]
    const context = t.sum(t.multiply(branches, weights), ['branch']).as('context'); // [B, H, W, C]
    return t.linear(context, w['mlp2.weight'], w['mlp2.bias']).as('output').torch('output');
  },
});
