/**
 * Efficient Channel Attention.
 * "ECA-Net: Efficient Channel Attention for Deep Convolutional Neural Networks",
 * Wang, Wu, Zhu, Li, Zuo, Hu, CVPR 2020, https://arxiv.org/abs/1910.03151
 *
 * Deviations: the convolution has a bias, and its length k is an argument; the paper has no bias and
 * derives k from the number of channels.
 */
import { num, range } from './arguments';
import { defineMechanism } from './define';
import { map } from './maps';
import { terms } from './terms';
import { conv } from './weights';

export const eca = defineMechanism({
  id: 'eca',
  name: { en: 'Efficient channel attention (ECA)', zh: '高效通道注意力（ECA）' },
  family: 'channel',
  attendsOver: ['channels'],
  papers: [
    {
      title: 'ECA-Net: Efficient Channel Attention for Deep Convolutional Neural Networks',
      authors: 'Wang, Wu, Zhu, Li, Zuo, Hu',
      venue: 'CVPR',
      year: 2020,
      url: 'https://arxiv.org/abs/1910.03151',
    },
  ],
  idea: {
    en: 'SE without the bottleneck: each gate depends on the means of k neighbouring channels only, through one short convolution that all channels share. That is k weights in place of 2C²/r, and no information is lost in a reduction; the choice where every parameter counts.',
    zh: '去掉瓶颈的 SE：每个门控只依赖相邻 k 个通道的均值，由所有通道共享的一维短卷积得到。参数从 2C²/r 降到 k 个，也没有降维带来的信息损失；适合对参数量极敏感的场合。',
  },
  formula: String.raw`\Y{y_c} = \G{\sigma\!\left(\operatorname{conv1d}_k(z)\right)_c}\, \X{x_c},\quad z = \operatorname{mean}_{HW}(\X{x})`,
  complexity: 'O(CHW + kC)',
  classes: { ECAAttention: {} },
  inputs: { x: map },
  params: {
    kernel_size: {
      kind: 'integer',
      default: 3,
      min: 1,
      max: 31,
      options: () => range(0, 15).map((i) => 2 * i + 1),
      label: { en: 'Kernel size', zh: '卷积核大小' },
      help: {
        en: 'How many neighbouring channels a gate depends on; odd, so that it has a middle.',
        zh: '每个门控依赖的相邻通道数；须为奇数，才有中心。',
      },
    },
  },
  check(params) {
    const size = num(params, 'kernel_size');
    if (size >= 1 && size % 2 === 1) return null;
    return {
      en: `kernel_size is ${size}, which would not give one gate per channel; choose an odd number.`,
      zh: `kernel_size 为 ${size}，得到的门控数与通道数不符；请取奇数。`,
    };
  },
  weights: (params) => conv('conv', 1, 1, [num(params, 'kernel_size')]),
  steps: {
    squeeze: terms.squeeze,
    logits: {
      ...terms.logits,
      formula: String.raw`\S{s_c} = b + \sum_{i=1}^{k} w_i\, z_{c + i - (k+1)/2}`,
      note: {
        en: 'A convolution along the channels lets each of them see its k neighbours; beyond the ends it sees zeros.',
        zh: '沿通道方向的卷积让每个通道看到相邻的 k 个通道；两端之外补零。',
      },
    },
    gate: terms.channelGate,
    output: terms.gated,
  },
  telling: 'gate',
  // Larger weights than untrained ones: the gates differ.
  example: { gain: 4 },
  run({ t, inputs: { x }, weights: w, params }) {
    const squeezed = t.mean(x, ['height', 'width']).as('squeeze'); // [B, C]
    const padding = (num(params, 'kernel_size') - 1) / 2;
    const logits = t
      .conv1d(squeezed, w['conv.weight'], w['conv.bias'], { along: 'channel', padding })
      .as('logits'); // [B, C]
    const gate = t.sigmoid(logits).as('gate').torch('sigmoid', ['batch', 'channel']);
    return t.multiply(x, gate).as('output').torch('output'); // [B, H, W, C]
  },
});
