/**
 * Convolutional Block Attention Module.
 * "CBAM: Convolutional Block Attention Module", Woo, Park, Lee, Kweon, ECCV 2018,
 * https://arxiv.org/abs/1807.06521
 *
 * Deviations: the residual is added inside the block, where the paper has only that of the ResNet
 * round it; the spatial convolution has a bias and no batch normalisation; its default size is 49,
 * the paper's is 7.
 */
import type { Value } from '../ops/builder';
import type { Part } from '../trace/graph';
import { firstOf, mustBeOdd, mustEqual, mustLeaveOne, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { map, pointwise } from './maps';
import { channels, oddKernel, reduction } from './shared-params';
import { step, terms } from './terms';
import { conv } from './weights';

export const cbam = defineMechanism({
  id: 'cbam',
  name: { en: 'Convolutional block attention (CBAM)', zh: '卷积块注意力（CBAM）' },
  family: 'channel-spatial',
  attendsOver: ['channels', 'pixels'],
  papers: [
    {
      title: 'CBAM: Convolutional Block Attention Module',
      authors: 'Woo, Park, Lee, Kweon',
      venue: 'ECCV',
      year: 2018,
      url: 'https://arxiv.org/abs/1807.06521',
    },
  ],
  idea: {
    en: 'First channel gates decide what to look for, then a spatial gate decides where. Both use the maximum beside the mean, because the strongest response tells what the average hides. A light addition to detection and classification networks.',
    zh: '先用通道门控决定“看什么”，再用空间门控决定“看哪里”。二者都在均值之外使用最大值，因为最强响应包含被平均掩盖的信息。适合作为检测与分类网络的轻量附加模块。',
  },
  formula: String.raw`\Y{y} = \G{g_s} \odot (\G{g_c} \odot \X{x}) + \X{x}`,
  complexity: 'O(CHW + C^2/r + k^2 HW)',
  classes: { CBAMBlock: {} },
  inputs: { x: map },
  params: {
    channel: channels('x'),
    reduction: reduction('x', 16),
    kernel_size: oddKernel(49, 63, {
      en: 'Side of the convolution that makes the spatial gate; odd. The paper uses 7.',
      zh: '生成空间门控的卷积核边长，须为奇数。论文取 7。',
    }),
  },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'channel', channel, of.inputChannels),
      mustLeaveOne(params, 'reduction', channel),
      mustBeOdd(params, 'kernel_size'),
    );
  },
  weights(params) {
    const [channel, size] = [num(params, 'channel'), num(params, 'kernel_size')];
    const reduced = Math.floor(channel / num(params, 'reduction'));
    return {
      ...conv('ca.se.0', channel, reduced, [1, 1], { bias: false }),
      ...conv('ca.se.2', reduced, channel, [1, 1], { bias: false }),
      ...conv('sa.conv', 2, 1, [size, size]),
    };
  },
  steps: {
    'channel-max': step(
      'feature',
      ['Channel maxima', '通道最大值'],
      String.raw`z^{\max}_c = \max_{y,x} \X{x_{c,y,x}}`,
      ['The strongest response of each channel.', '每个通道最强的响应。'],
    ),
    'channel-mean': terms.squeeze,
    reduced: { ...terms.reduced, formula: 'u = W_0 z' },
    hidden: terms.hidden,
    logits: {
      ...terms.logits,
      formula: 'W_1 h',
      note: {
        en: 'The same two layers serve the maxima and the means.',
        zh: '最大值与均值共用同样的两层。',
      },
    },
    'channel-logits': {
      ...terms.logits,
      formula: String.raw`\S{s_c} = M(z^{\max})_c + M(z^{\text{mean}})_c`,
      note: {
        en: 'Both votes are added before the sigmoid.',
        zh: '两路结果在 sigmoid 之前相加。',
      },
    },
    'channel-gate': terms.channelGate,
    refined: step(
      'feature',
      ['Channel-refined map', '通道加权后的特征图'],
      String.raw`u_{c,y,x} = \G{g_c}\, \X{x_{c,y,x}}`,
      [
        'Each channel is scaled by its gate; the spatial gate looks at the result.',
        '各通道乘以门控；空间门控基于这一结果。',
      ],
    ),
    'spatial-max': step(
      'feature',
      ['Maximum over the channels', '沿通道取最大'],
      String.raw`m^{\max}_{y,x} = \max_c u_{c,y,x}`,
      ['At each pixel, the strongest channel.', '每个像素上最强的通道响应。'],
    ),
    'spatial-mean': step(
      'feature',
      ['Mean over the channels', '沿通道取平均'],
      String.raw`m^{\text{mean}}_{y,x} = \frac{1}{C} \sum_c u_{c,y,x}`,
      ['At each pixel, the mean of all channels.', '每个像素上所有通道的均值。'],
    ),
    'spatial-logits': {
      ...terms.logits,
      formula: String.raw`\S{s} = [m^{\max}; m^{\text{mean}}] * w + b`,
      note: {
        en: 'A large kernel looks at both maps round each pixel.',
        zh: '较大的卷积核在每个像素周围同时看两张图。',
      },
    },
    'spatial-gate': {
      ...terms.channelGate,
      title: { en: 'Spatial gate', zh: '空间门控' },
      formula: String.raw`\G{g_{y,x}} = \sigma(\S{s_{y,x}})`,
      note: {
        en: 'One gate between 0 and 1 for each pixel, the same for all channels.',
        zh: '每个像素一个 0 到 1 之间的门控，所有通道共用。',
      },
    },
    gated: step('feature', ['Gated map', '门控后的特征图'], String.raw`\G{g_{y,x}}\, u_{c,y,x}`, [
      'Pixels that do not matter are dimmed.',
      '不重要的像素被减弱。',
    ]),
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y} = \G{g_s} \odot \G{g_c} \odot \X{x} + \X{x}`,
      note: {
        en: 'The input is added back, so that a closed gate does not erase it.',
        zh: '加回输入，门控关闭时也不会抹掉信息。',
      },
    },
  },
  telling: 'spatial-gate',
  // The published kernel, a wider bottleneck, and larger weights than untrained ones.
  example: { params: { reduction: 4, kernel_size: 7 }, gain: 2 },
  run({ t, inputs: { x }, weights: w, params }) {
    const squeeze = pointwise(t, w['ca.se.0.weight']); // [C/r, C]
    const excite = pointwise(t, w['ca.se.2.weight']); // [C, C/r]
    const vote = (z: Value, part: Part): Value => {
      const hidden = t.relu(t.linear(z, squeeze).as('reduced', part)).as('hidden', part);
      return t.linear(hidden, excite).as('logits', part); // [B, C]
    };
    const largest = t.max(x, ['height', 'width']).as('channel-max'); // [B, C]
    const average = t.mean(x, ['height', 'width']).as('channel-mean'); // [B, C]
    const channelLogits = t
      .add(
        vote(largest, { en: 'maxima', zh: '最大值' }),
        vote(average, { en: 'means', zh: '均值' }),
      )
      .as('channel-logits');
    const channelGate = t
      .sigmoid(channelLogits)
      .as('channel-gate')
      .torch('ca.sigmoid', ['batch', 'channel']);
    const refined = t.multiply(x, channelGate).as('refined'); // [B, H, W, C]

    const views = [
      t.max(refined, ['channel']).as('spatial-max'), // [B, H, W]
      t.mean(refined, ['channel']).as('spatial-mean'), // [B, H, W]
    ];
    const both = t.transpose(t.stack(views, 'channel', ['max', 'mean']), [
      'batch',
      'height',
      'width',
      'channel',
    ]); // [B, H, W, 2]
    const padding = Math.floor(num(params, 'kernel_size') / 2);
    const spatialLogits = t
      .conv2d(both, w['sa.conv.weight'], w['sa.conv.bias'], { padding })
      .as('spatial-logits'); // [B, H, W, 1]
    const spatialGate = t
      .sigmoid(t.pick(spatialLogits, 'channel', 0)) // [B, H, W]
      .as('spatial-gate')
      .torch('sa.sigmoid', ['batch', 'height', 'width']);

    const gated = t.multiply(refined, spatialGate).as('gated'); // [B, H, W, C]
    return t.add(gated, x).as('output').torch('output');
  },
});
