import type { StepText } from '../trace/graph';
import { deformableSteps } from './deformable-steps';
import { networkSteps } from './network';
import { shiftSteps, swinSteps } from './swin-texts';
import { step, terms } from './terms';

const { padded: _padded, output: _output, ...windowed } = swinSteps;
const {
  output: _result,
  pooled: _pooled,
  'scaled-displacement': _scaled,
  distance: _distance,
  'distance-plus-one': _plusOne,
  'log-distance': _logarithm,
  direction: _direction,
  'signed-distance': _signed,
  'log-displacement': _spaced,
  'bias-features': _features,
  'bias-hidden': _hidden,
  ...deformed
} = deformableSteps;
const { placed: _placed, ...network } = networkSteps;

/** Texts of the steps of DAT's stage and network. */
export const datSteps = {
  ...network,
  embedded: step('feature', ['Width of the stage', '本级宽度'], String.raw`W * \X{x} + b`, [
    'A 1×1 convolution gives the map the channels of the stage.',
    '1×1 卷积把特征图变到本级的通道数。',
  ]),
  ...shiftSteps,
  ...windowed,
  ...deformed,
  query: {
    ...terms.query,
    note: {
      en: 'Every pixel asks: in a window for other pixels, in a deformable layer for sampling points, whose offsets come from these very queries.',
      zh: '每个像素发出查询：在窗口内面向其他像素，在可变形层面向采样点，而采样点的偏移正由这些查询得出。',
    },
  },
  key: { ...terms.key, formula: String.raw`\K{k} = W_k x + b_k` },
  value: { ...terms.value, formula: String.raw`\V{v} = W_v x + b_v` },
  scores: {
    ...terms.scores,
    note: {
      en: 'Scaled by √d; in windows the relative position bias is already added, at sampling points it follows as a step of its own.',
      zh: '按 √d 缩放；窗口内此时已加相对位置偏置，采样点处则另作一步。',
    },
  },
  weights: {
    ...terms.weights,
    note: {
      en: 'For each pixel and head, the weights over its window, or over all sampling points, sum to 1.',
      zh: '每个像素、每个头在本窗口或全部采样点上的权重和为 1。',
    },
  },
  offsets: {
    ...deformed.offsets,
    formula: String.raw`\Delta p = f \tanh(o) \odot \left(\tfrac{1}{H_k},\, \tfrac{1}{W_k}\right)`,
  },
  reference: {
    ...deformed.reference,
    formula: String.raw`p_i = \frac{i + 0.5}{H_k} \cdot 2 - 1`,
    note: {
      en: 'The centres of a regular grid of cells; they are read as if −1 and 1 were the outermost pixels, so the grid is drawn in a little towards the middle.',
      zh: '规则网格各单元的中心；读取时 −1 与 1 对应最外侧像素，因此网格略向中央收缩。',
    },
  },
  clamped: {
    ...deformed.clamped,
    title: { en: 'Points squashed inside', zh: '压缩在图内的采样点' },
    formula: String.raw`\tanh(p + \Delta p)`,
    note: {
      en: 'The tanh keeps every point inside the map and draws all of them towards its middle.',
      zh: 'tanh 使所有点留在图内，并向中央收拢。',
    },
  },
  attended: {
    ...swinSteps.attended,
    formula: String.raw`\operatorname{attn}(\operatorname{LN}(\X{x}))`,
    note: {
      en: 'The result of attention, mixed over the heads, at every pixel.',
      zh: '注意力的结果，各头混合之后，位于每个像素。',
    },
  },
  mixed: step(
    'feature',
    ['MLP, neighbourhood', 'MLP 的邻域'],
    String.raw`\operatorname{DWConv}_3(u)`,
    [
      'A 3×3 depthwise convolution lets the hidden units see their neighbours.',
      '3×3 逐通道卷积使隐藏单元看到邻域。',
    ],
  ),
  halved: step('feature', ['Halved map', '减半的特征图'], 'W * x', [
    'A convolution of stride 2 leads to the next stage, with twice the channels.',
    '步长为 2 的卷积通往下一级，通道加倍。',
  ]),
  'halved-normalised': step(
    'feature',
    ['Normalised map', '归一化的特征图'],
    String.raw`\operatorname{LN}(W * x)`,
    ['The channels are normalised before the next stage.', '进入下一级之前先归一化。'],
  ),
} as const satisfies Readonly<Record<string, StepText>>;
