/**
 * Pyramid split attention.
 * "EPSANet: An Efficient Pyramid Squeeze Attention Block on Convolutional Neural Network",
 * Zhang, Zu, Lu, Zou, Meng, 2021 (ACCV 2022), https://arxiv.org/abs/2105.14447
 *
 * Deviations: the softmax runs over gates that have already passed a sigmoid, so that a scale can
 * outweigh another by e at most; the convolutions are not grouped. The published code keeps its
 * layers in plain lists, which PyTorch neither trains nor saves, and overwrites its input; this file
 * follows a copy with both mended, whose numbers are the same.
 */
import { axis } from '../trace/axes';
import { divisors, firstOf, mustDivide, mustEqual, num, of, range, sizeIn } from './arguments';
import { defineMechanism, type Params } from './define';
import { convolve, map } from './maps';
import { channels, reduction } from './shared-params';
import { step, terms } from './terms';
import { conv, type Weights } from './weights';

/**
 * Channels of a scale, and of the bottleneck of its gates. The class never compares its argument with the input, so
 * that one which S does not divide fits an input without the remainder.
 */
const widths = (params: Params): { scale: number; bottleneck: number } => {
  const [channel, scales] = [num(params, 'channel'), num(params, 'S')];
  return {
    scale: Math.floor(channel / scales),
    bottleneck: Math.floor(channel / (scales * num(params, 'reduction'))),
  };
};

/** Side of the kernel of scale i: 3, 5, 7, … */
const side = (i: number): number => 2 * i + 3;

export const psa = defineMechanism({
  id: 'psa',
  name: { en: 'Pyramid split attention (PSA)', zh: '金字塔拆分注意力（PSA）' },
  family: 'channel',
  attendsOver: ['branches', 'channels'],
  papers: [
    {
      title:
        'EPSANet: An Efficient Pyramid Squeeze Attention Block on Convolutional Neural Network',
      authors: 'Zhang, Zu, Lu, Zou, Meng',
      venue: 'ACCV',
      year: 2022,
      url: 'https://arxiv.org/abs/2105.14447',
    },
  ],
  idea: {
    en: 'The channels are split into S parts, and each part is convolved with a kernel of its own size, 3, 5, 7 and so on: a pyramid of scales at the price of one convolution. SE gates score the channels of each part, and a softmax across the parts lets the scales compete. Takes the place of the 3×3 convolution in a residual block, for detection of objects of many sizes.',
    zh: '通道分成 S 份，每份用各自大小的卷积核（3、5、7 等）卷积：以一次卷积的代价得到多尺度金字塔。SE 门控为每份的通道打分，再在各份之间做 softmax，使各尺度竞争。用来替换残差块中的 3×3 卷积，适合检测大小悬殊的目标。',
  },
  formula: String.raw`\Y{Y} = [\A{a_1} \odot \X{F_1}; \dots; \A{a_S} \odot \X{F_S}],\quad \A{a} = \operatorname{softmax}_i\, \G{\operatorname{SE}_i(\X{F_i})},\quad \X{F_i} = w_i * \X{X_i}`,
  complexity: String.raw`O\!\left(HW (C/S)^2 \textstyle\sum_i k_i^2\right)`,
  classes: { PSA: {} },
  inputs: { x: map },
  params: {
    channel: channels('x'),
    reduction: reduction('x', 4),
    S: {
      kind: 'integer',
      default: 4,
      min: 1,
      max: 16,
      options: (_params, inputs) => divisors(sizeIn(inputs, 'x', 'channel')).filter((d) => d <= 16),
      label: { en: 'Scales', zh: '尺度数' },
      help: {
        en: 'Number of parts of the channels, each with a kernel of its own size; it must divide the channels.',
        zh: '通道拆分的份数，每份一种卷积核大小；须整除通道数。',
      },
    },
  },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustDivide(params, 'S', channel, of.channels),
      num(params, 'S') * widths(params).scale !== channel &&
        mustEqual(params, 'channel', channel, of.inputChannels),
      !(widths(params).bottleneck >= 1) && {
        en: `reduction is ${num(params, 'reduction')}, which leaves none of the ${widths(params).scale} channels of a scale; choose at most ${widths(params).scale}.`,
        zh: `reduction 为 ${num(params, 'reduction')}，会使每个尺度的 ${widths(params).scale} 个通道一个不剩；最多可取 ${widths(params).scale}。`,
      },
    );
  },
  weights(params) {
    const { scale, bottleneck } = widths(params);
    return Object.assign(
      {},
      ...range(0, num(params, 'S') - 1).map(
        (i): Weights => ({
          ...conv(`convs.${i}`, scale, scale, [side(i), side(i)]),
          ...conv(`se_blocks.${i}.1`, scale, bottleneck, [1, 1], { bias: false }),
          ...conv(`se_blocks.${i}.3`, bottleneck, scale, [1, 1], { bias: false }),
        }),
      ),
    );
  },
  steps: {
    scale: step(
      'feature',
      ['Scale of the pyramid', '金字塔的一个尺度'],
      String.raw`\X{F_i} = \X{X_i} * w_i + b_i`,
      [
        'Each part of the channels is convolved with a kernel of its own size.',
        '每份通道用各自大小的卷积核卷积。',
      ],
    ),
    squeeze: {
      ...terms.squeeze,
      formula: String.raw`z_{i,c} = \frac{1}{HW} \sum_{y,x} \X{F_{i,c,y,x}}`,
    },
    reduced: { ...terms.reduced, formula: 'u_i = W_{i,1} z_i' },
    hidden: { ...terms.hidden, formula: String.raw`h_i = \operatorname{ReLU}(u_i)` },
    logits: { ...terms.logits, formula: 'W_{i,2} h_i' },
    gate: {
      ...terms.channelGate,
      title: { en: 'SE gates of a scale', zh: '一个尺度的 SE 门控' },
      formula: String.raw`\G{e_{i,c}} = \sigma(W_{i,2} h_i)_c`,
      note: {
        en: 'Each scale scores its own channels between 0 and 1.',
        zh: '每个尺度给自己的通道打 0 到 1 的分。',
      },
    },
    weights: {
      ...terms.weights,
      title: { en: 'Weights of the scales', zh: '尺度权重' },
      formula: String.raw`\A{a_{i,c}} = \frac{e^{\G{e_{i,c}}}}{\sum_{i'} e^{\G{e_{i',c}}}}`,
      note: {
        en: 'The scales compete for each channel position; because the scores lie between 0 and 1, no weight is more than e times another.',
        zh: '各尺度在每个通道位置上竞争；由于分数在 0 到 1 之间，任意两个权重之比不超过 e。',
      },
    },
    spread: {
      ...terms.weights,
      title: { en: 'Weights at every pixel', zh: '逐像素的权重' },
      formula: String.raw`\A{a_{i,c,y,x}} = \A{a_{i,c}}`,
      note: {
        en: 'The weights are repeated over the map: they depend on the channel and not on the place.',
        zh: '权重在整张图上重复：只取决于通道，与位置无关。',
      },
    },
    weighted: step(
      'value',
      ['Weighted scales', '加权后的各尺度'],
      String.raw`\A{a_{i,c}}\, \X{F_{i,c,y,x}}`,
      ['Each scale is scaled, channel by channel.', '逐通道缩放各尺度。'],
    ),
    output: {
      ...terms.gated,
      formula: String.raw`\Y{Y} = [\A{a_1} \odot \X{F_1}; \dots; \A{a_S} \odot \X{F_S}]`,
      note: {
        en: 'The scales lie side by side again, as many channels as before.',
        zh: '各尺度重新并排，通道数与原来相同。',
      },
    },
  },
  telling: 'weights',
  run(context) {
    const { t, weights: w, params } = context;
    const { x } = context.inputs;
    const count = num(params, 'S');
    const labels = range(0, count - 1).map((i) => `${side(i)}×${side(i)}`);

    const parts = t.parts(
      x,
      'channel',
      labels.map(() => widths(params).scale),
    );
    const scales = parts.map((part, i) =>
      convolve(context, part, `convs.${i}`, { padding: i + 1 }).as('scale', labels[i]),
    ); // S × [B, H, W, c]
    const gates = scales.map((scale, i) => {
      const layers = `se_blocks.${i}`;
      const squeezed = t.mean(scale, ['height', 'width']).as('squeeze', labels[i]); // [B, c]
      const reduced = t.linear(squeezed, w[`${layers}.1.weight`]).as('reduced', labels[i]);
      const hidden = t.relu(reduced).as('hidden', labels[i]); // [B, c/r]
      const logits = t.linear(hidden, w[`${layers}.3.weight`]).as('logits', labels[i]);
      return t
        .sigmoid(logits) // [B, c]
        .as('gate', labels[i])
        .torch(`${layers}.4`, ['batch', 'channel']);
    });
    const weights = t.softmax(t.stack(gates, 'branch', labels), 'branch').as('weights'); // [S, B, c]
    const columns = t.broadcast(weights, axis('width', x.size('width')), 2); // [S, B, W, c]
    const spread = t
      .broadcast(columns, axis('height', x.size('height')), 2) // [S, B, H, W, c]
      .as('spread')
      .torch('softmax', ['batch', 'branch', 'channel', 'height', 'width']);

    const weighted = t.multiply(t.stack(scales, 'branch', labels), spread).as('weighted');
    return t.merge(weighted, ['branch', 'channel'], 'channel').as('output').torch('output');
  },
});
