/**
 * Convolutional gate: a gate of its own for every channel of every pixel.
 * The soft mask of "Residual Attention Network for Image Classification", Wang, Jiang, Qian, Yang,
 * Li, Zhang, Wang, Tang, CVPR 2017, https://arxiv.org/abs/1704.06904, in its shortest form.
 *
 * Deviations: two convolutions with a bottleneck take the place of the paper's hourglass branch, and
 * the gate multiplies by g, where the paper multiplies by 1 + g.
 */
import { firstOf, mustBeOdd, mustEqual, mustLeaveOne, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { convolve, map } from './maps';
import { channels, oddKernel, reduction } from './shared-params';
import { step, terms } from './terms';
import { conv } from './weights';

export const convGate = defineMechanism({
  id: 'conv-gate',
  name: { en: 'Convolutional gate', zh: '卷积门控' },
  family: 'channel-spatial',
  attendsOver: ['channels', 'pixels'],
  papers: [
    {
      title: 'Residual Attention Network for Image Classification',
      authors: 'Wang, Jiang, Qian, Yang, Li, Zhang, Wang, Tang',
      venue: 'CVPR',
      year: 2017,
      url: 'https://arxiv.org/abs/1704.06904',
    },
  ],
  idea: {
    en: 'Two convolutions with a bottleneck between them give every channel of every pixel a gate of its own. With 1×1 kernels a pixel decides alone, with 3×3 kernels it asks its neighbours; nothing is averaged over the map, so that small objects keep their own gates. The plain building block of soft masks in segmentation and restoration.',
    zh: '两层卷积夹一个瓶颈，为每个像素的每个通道各给一个门控。1×1 卷积核时各像素自行决定，3×3 时参考邻域；全程不做全局平均，小目标因此保有自己的门控。它是分割与图像复原中软掩码的基本构件。',
  },
  formula: String.raw`\Y{y} = \G{\sigma\!\left(w_2 * \operatorname{ReLU}(w_1 * \X{x})\right)} \odot \X{x}`,
  complexity: 'O(HW k^2 C^2/r)',
  classes: { ConvGate: {} },
  inputs: { x: map },
  params: {
    in_channels: channels('x'),
    reduction: reduction('x', 8),
    kernel_size: oddKernel(1, 31, {
      en: 'Side of both convolutions; odd. With 1 a gate depends on its own pixel only.',
      zh: '两层卷积的核边长，须为奇数。取 1 时门控只取决于本像素。',
    }),
  },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'in_channels', channel, of.inputChannels),
      mustLeaveOne(params, 'reduction', channel),
      mustBeOdd(params, 'kernel_size'),
    );
  },
  weights(params) {
    const [channel, size] = [num(params, 'in_channels'), num(params, 'kernel_size')];
    const reduced = Math.floor(channel / num(params, 'reduction'));
    return {
      ...conv('conv1', channel, reduced, [size, size]),
      ...conv('conv2', reduced, channel, [size, size]),
    };
  },
  steps: {
    reduced: {
      ...terms.reduced,
      formula: String.raw`u = w_1 * \X{x} + b_1`,
      note: {
        en: 'A convolution narrows each pixel to C/r channels.',
        zh: '卷积把每个像素压缩到 C/r 个通道。',
      },
    },
    hidden: terms.hidden,
    logits: {
      ...terms.logits,
      formula: String.raw`\S{s} = w_2 * h + b_2`,
      note: {
        en: 'A second convolution returns to one score for each channel of each pixel.',
        zh: '第二层卷积恢复为每个像素每个通道一个分数。',
      },
    },
    gate: step('gate', ['Gates', '门控'], String.raw`\G{g_{c,y,x}} = \sigma(\S{s_{c,y,x}})`, [
      'Each channel has a map of gates between 0 (close) and 1 (let through), decided pixel by pixel.',
      '每个通道有一张 0（关闭）到 1（放行）的门控图，逐像素决定。',
    ]),
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y_{c,y,x}} = \G{g_{c,y,x}}\, \X{x_{c,y,x}}`,
      note: {
        en: 'Every number of the map is multiplied by its own gate.',
        zh: '特征图的每个数乘以各自的门控。',
      },
    },
  },
  telling: 'gate',
  run(context) {
    const { t, params } = context;
    const { x } = context.inputs;
    const padding = (num(params, 'kernel_size') - 1) / 2;
    const reduced = convolve(context, x, 'conv1', { padding }).as('reduced'); // [B, H, W, C/r]
    const hidden = t.relu(reduced).as('hidden');
    const logits = convolve(context, hidden, 'conv2', { padding }).as('logits'); // [B, H, W, C]
    const gate = t.sigmoid(logits).as('gate').torch('sigmoid');
    return t.multiply(x, gate).as('output').torch('output');
  },
});
