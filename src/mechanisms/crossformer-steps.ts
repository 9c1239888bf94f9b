import type { StepText } from '../trace/graph';
import { networkSteps } from './network';
import { swinSteps } from './swin-texts';
import { step, terms } from './terms';

const { padded: _padded, output: _output, 'bias-table': _table, ...windowed } = swinSteps;

/** Texts of the steps of the CrossFormer block and network. */
export const crossformerSteps = {
  ...networkSteps,
  patches: {
    ...networkSteps.patches,
    title: { en: 'Patches of one size', zh: '一种大小的图块' },
    note: {
      en: 'Patches of several sizes are taken at the same centres; the smallest get the most channels.',
      zh: '在相同中心取不同大小的图块，小图块分得的通道最多。',
    },
  },
  embedded: step(
    'feature',
    ['Cross-scale embedding', '跨尺度嵌入'],
    String.raw`x = [x^{(1)};\, x^{(2)};\, \dots]`,
    [
      'The patches of all sizes are put side by side, so that every token knows several scales.',
      '各尺度的图块拼接在一起，每个词元都含多种尺度的信息。',
    ],
  ),
  ...windowed,
  windows: step(
    'feature',
    ['Groups', '分组'],
    String.raw`\X{x} \to \frac{HW}{G^2} \times G^2 \times C`,
    [
      'Short distance: G × G neighbours make a group. Long distance: pixels H/G and W/G apart do, so that each group spans the whole map.',
      '短距离：G × G 个相邻像素成组；长距离：间隔 H/G、W/G 的像素成组，每组跨越整张图。',
    ],
  ),
  'bias-embedded': step(
    'feature',
    ['Embedded offsets', '偏移的嵌入'],
    String.raw`u = W_0\,(\Delta y, \Delta x) + b_0`,
    [
      'The dynamic position bias starts from the offset between two tokens of a group, as two numbers.',
      '动态位置偏置从组内两词元的偏移（两个数）出发。',
    ],
  ),
  'bias-normalised': {
    ...terms.normalised1,
    title: { en: 'Normalised position features', zh: '归一化的位置特征' },
    formula: String.raw`\operatorname{LN}(u)`,
    note: {
      en: 'Each layer of the small network begins with a normalisation; with a single unit it would leave a constant.',
      zh: '小网络的每层先做归一化；若只有一个单元，结果为常数。',
    },
  },
  'bias-hidden': step(
    'feature',
    ['Position features, rectified', '位置特征的 ReLU'],
    String.raw`\operatorname{ReLU}(\operatorname{LN}(u))`,
    ['The rectifier bends the bias.', 'ReLU 使偏置成为折线函数。'],
  ),
  'bias-features': step(
    'feature',
    ['Position features', '位置特征'],
    String.raw`u \leftarrow W_k \operatorname{ReLU}(\operatorname{LN}(u)) + b_k`,
    ['The next linear layer of the small network.', '小网络的下一个线性层。'],
  ),
  'bias-table': step(
    'bias',
    ['Dynamic position bias', '动态位置偏置'],
    String.raw`\hat B[\Delta y, \Delta x] = \operatorname{DPB}(\Delta y, \Delta x)`,
    [
      'For every offset and head, the network says what it adds to the score; unlike a table, it works for groups of any size.',
      '对每种偏移与每个头，网络给出加到分数上的量；与查表不同，它适用于任意组大小。',
    ],
  ),
  weights: {
    ...terms.weights,
    note: {
      en: 'For each token, the weights over its own group sum to 1.',
      zh: '每个词元在自己组内的权重和为 1。',
    },
  },
  attended: {
    ...swinSteps.attended,
    formula: String.raw`\operatorname{MSA}(\operatorname{LN}(\X{x}))`,
    note: {
      en: 'The tokens go back from their groups to their places on the map.',
      zh: '各词元由组内回到图上原位。',
    },
  },
  projected: {
    ...swinSteps.projected,
    note: {
      en: 'The heads are put side by side and mixed, still inside the group.',
      zh: '各头拼接并混合，仍在组内。',
    },
  },
  'merge-normalised': step(
    'feature',
    ['Normalised before merging', '合并前的归一化'],
    String.raw`\operatorname{LN}(x)`,
    ['The channels are normalised before the map is halved.', '特征图减半之前先归一化。'],
  ),
  'merge-scale': step(
    'feature',
    ['Merging at one scale', '一种尺度的合并'],
    'W^{(k)} * x + b^{(k)}',
    [
      'A convolution of stride 2 halves the map; several kernel sizes do so side by side.',
      '步长为 2 的卷积使特征图减半；多种核大小并行。',
    ],
  ),
  merged: step(
    'feature',
    ['Merged map', '合并后的特征图'],
    String.raw`[W^{(1)} * x;\, W^{(2)} * x;\, \dots]`,
    [
      'Half as many rows and columns, twice as many channels, and again several scales in each token.',
      '行列各减半、通道加倍，每个词元再次包含多种尺度。',
    ],
  ),
} as const satisfies Readonly<Record<string, StepText>>;
