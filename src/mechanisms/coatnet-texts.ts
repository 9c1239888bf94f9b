import type { StepText } from '../trace/graph';
import { step, terms } from './terms';

/** Steps of the network, by stage. */
export const coatnetSteps: Readonly<Record<string, StepText>> = {
  stem: step(
    'feature',
    ['Stem', '起始卷积'],
    String.raw`x_0 = w_2 * \operatorname{ReLU}(w_1 * \X{X})`,
    ['Two 3 × 3 convolutions at full resolution.', '全分辨率下的两个 3 × 3 卷积。'],
  ),
  widened: step(
    'feature',
    ['Channels of the stage', '本阶段的通道'],
    String.raw`x \leftarrow W_b \operatorname{ReLU}(W_a x)`,
    [
      'Two 1 × 1 layers with a rectifier between them bring each position to the channels of the stage.',
      '两个 1 × 1 层夹一个 ReLU，把每个位置变到本阶段的通道数。',
    ],
  ),
  pooled: step(
    'feature',
    ['Halved map', '减半的特征图'],
    String.raw`x \leftarrow \operatorname{maxpool}_{2 \times 2}(x)`,
    [
      'The largest of each 2 × 2 pixels stays; a last odd row or column is dropped.',
      '每 2 × 2 个像素保留最大值；多出的一行或一列被丢弃。',
    ],
  ),
  depthwise: step('feature', ['Depthwise convolution', '逐通道卷积'], 'u = w_d * x', [
    'Each channel is convolved on its own.',
    '每个通道各自卷积。',
  ]),
  normalised: {
    ...terms.batchNormalised,
    note: {
      en: 'Batch normalisation with the stored statistics, ε = 0.01.',
      zh: '用保存的统计量做批归一化，ε = 0.01。',
    },
  },
  'swish-gate': step('gate', ['Swish gates', 'Swish 门控'], String.raw`\G{\sigma(u)}`, [
    'Swish is u·σ(u): every number is gated by itself.',
    'Swish 即 u·σ(u)：每个数由自身门控。',
  ]),
  activated: step('feature', ['Swish', 'Swish 激活'], String.raw`z = u\,\G{\sigma(u)}`, [
    'Large values pass, negative ones fade out.',
    '放行较大的值，抑制负值。',
  ]),
  squeeze: terms.squeeze,
  reduced: {
    ...terms.reduced,
    formula: 'v = W_1 z + b_1',
    note: { en: 'A bottleneck of C/4 units.', zh: 'C/4 个单元的瓶颈层。' },
  },
  'reduced-gate': step(
    'gate',
    ['Swish gates of the bottleneck', '瓶颈层的 Swish 门控'],
    String.raw`\G{\sigma(v)}`,
    ['Each unit of the bottleneck is gated by itself.', '瓶颈层的每个单元由自身门控。'],
  ),
  hidden: {
    ...terms.hidden,
    formula: String.raw`h = v\,\G{\sigma(v)}`,
    note: {
      en: 'Swish lets a unit respond to a combination of channels, or stay silent.',
      zh: 'Swish 使单元对某种通道组合作出响应，或不作响应。',
    },
  },
  logits: { ...terms.logits, formula: String.raw`\S{s} = W_2 h + b_2` },
  'channel-gate': terms.channelGate,
  gated: { ...terms.gated, role: 'feature', title: { en: 'Gated channels', zh: '门控后的通道' } },
  projected: step('feature', ['Projection', '投影'], String.raw`p = \operatorname{BN}(w_p * z)`, [
    'A 1 × 1 convolution mixes the channels, and batch normalisation follows.',
    '1 × 1 卷积混合通道，再做批归一化。',
  ]),
  residual: step('feature', ['Residual sum', '残差相加'], 'x + p', [
    'The input of the convolution block is added back.',
    '加回卷积模块的输入。',
  ]),
  query: terms.query,
  key: terms.key,
  value: terms.value,
  products: terms.products,
  scores: terms.scores,
  weights: {
    ...terms.weights,
    note: {
      en: 'Every position of the small map attends to all others; the weights of each sum to 1.',
      zh: '小特征图上的每个位置关注所有位置，权重和为 1。',
    },
  },
  context: terms.context,
  attended: { ...terms.output, role: 'feature', title: { en: 'Attention', zh: '注意力结果' } },
  'pooled-tokens': step(
    'feature',
    ['Halved sequence', '减半的序列'],
    String.raw`x_j \leftarrow \max(x_{2j}, x_{2j+1})`,
    [
      'The larger of two neighbours in the sequence stays: pixels of a row, as the map was laid out row by row.',
      '序列中相邻两个取较大者；因特征图按行展开，它们是同一行的像素。',
    ],
  ),
  output: {
    ...terms.output,
    formula: String.raw`\Y{Y} \in \mathbb{R}^{C_4 \times \sqrt{n} \times \sqrt{n}}`,
    note: {
      en: 'The n remaining tokens are laid out as a square map.',
      zh: '剩下的 n 个词元排成正方形特征图。',
    },
  },
};
