/**
 * Polarized self-attention, sequential layout.
 * Liu, Liu, Fan, Huang, 2021, https://arxiv.org/abs/2107.00782, equation 4.
 */
import { defineMechanism } from './define';
import { channelGate, liu2021polarized, polarized, polarizedSteps, spatialGate } from './polarized';
import { terms } from './terms';

export const polarizedSequential = defineMechanism({
  ...polarized,
  id: 'polarized-sequential',
  name: { en: 'Polarized self-attention, sequential', zh: '极化自注意力（串行）' },
  family: 'channel-spatial',
  attendsOver: ['channels', 'pixels'],
  papers: [liu2021polarized],
  idea: {
    en: 'The two branches of polarized self-attention one after the other: the channels are gated first, and the spatial gate then looks at what they let through. The paper finds both layouts about equally good; in this one a feature passes only when its channel and its pixel are open. For regression at every pixel, such as pose and segmentation.',
    zh: '极化自注意力的两个分支先后进行：先门控通道，空间门控再看放行后的结果。论文中两种布局效果相近；串行时，通道与像素都开启，特征才能通过。适合姿态估计、分割等逐像素回归。',
  },
  formula: String.raw`\Y{y} = \G{g_s(u)} \odot u,\quad u = \G{g_c(\X{x})} \odot \X{x}`,
  complexity: 'O(HWC^2)',
  classes: { SequentialPolarizedSelfAttention: {} },
  steps: {
    ...polarizedSteps,
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y_{c,p}} = \G{g_p}\, \G{g_c}\, \X{x_{c,p}}`,
      note: {
        en: 'The channel-gated map, each pixel multiplied by its gate.',
        zh: '按通道门控后的图，每个像素再乘以其门控。',
      },
    },
  },
  telling: 'spatial-gate',
  run(context) {
    const { t } = context;
    const { x } = context.inputs;
    const byChannel = t.multiply(x, channelGate(context, x)).as('channel-gated'); // u
    return t.multiply(byChannel, spatialGate(context, byChannel)).as('output').torch('output');
  },
});
