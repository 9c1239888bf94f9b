/**
 * Polarized self-attention, parallel layout.
 * Liu, Liu, Fan, Huang, 2021, https://arxiv.org/abs/2107.00782, equation 3.
 */
import { defineMechanism } from './define';
import { channelGate, liu2021polarized, polarized, polarizedSteps, spatialGate } from './polarized';
import { step, terms } from './terms';

export const polarizedParallel = defineMechanism({
  ...polarized,
  id: 'polarized-parallel',
  name: { en: 'Polarized self-attention, parallel', zh: '极化自注意力（并行）' },
  family: 'channel-spatial',
  attendsOver: ['channels', 'pixels'],
  papers: [liu2021polarized],
  idea: {
    en: 'Each branch collapses one direction entirely and keeps the other at high resolution: the channel branch keeps C/2 channels and pools the pixels, the spatial branch keeps all pixels and pools the channels; a softmax restores the range that pooling flattens. In parallel, both gates look at the same input and their results are added. Made for regression at every pixel, such as pose and segmentation.',
    zh: '每个分支彻底压缩一个方向、在另一方向保持高分辨率：通道分支保留 C/2 个通道而池化像素，空间分支保留全部像素而池化通道；再用 softmax 恢复被池化压平的动态范围。并行布局中两个门控看同一输入，结果相加。为姿态估计、分割等逐像素回归而设计。',
  },
  formula: String.raw`\Y{y} = \G{g_c(\X{x})} \odot \X{x} + \G{g_s(\X{x})} \odot \X{x}`,
  complexity: 'O(HWC^2)',
  classes: { ParallelPolarizedSelfAttention: {} },
  steps: {
    ...polarizedSteps,
    'spatial-gated': step(
      'feature',
      ['Gated by pixel', '按像素门控'],
      String.raw`\G{g_p}\, \X{x_{c,p}}`,
      ['Each pixel of the map is multiplied by its gate.', '特征图的每个像素乘以各自的门控。'],
    ),
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y} = \G{g_c} \odot \X{x} + \G{g_s} \odot \X{x}`,
      note: {
        en: 'Both results are added: a feature passes when its channel or its pixel is open.',
        zh: '两个结果相加：通道或像素之一开启，特征便能通过。',
      },
    },
  },
  telling: 'spatial-gate',
  run(context) {
    const { t } = context;
    const { x } = context.inputs;
    const byChannel = t.multiply(x, channelGate(context, x)).as('channel-gated');
    const byPixel = t.multiply(x, spatialGate(context, x)).as('spatial-gated');
    return t.add(byPixel, byChannel).as('output').torch('output');
  },
});
