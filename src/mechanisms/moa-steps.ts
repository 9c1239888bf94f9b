import type { StepText } from '../trace/graph';
import { networkSteps } from './network';
import { swinSteps } from './swin-texts';
import { step, terms } from './terms';

const { padded: _padded, output: _output, ...windowed } = swinSteps;

/** Texts of the steps of the multi-resolution overlapped attention. */
export const moaSteps = {
  ...networkSteps,
  ...windowed,
  windows: {
    ...windowed.windows,
    note: {
      en: 'The map is cut into windows of w × w pixels: attention stays inside them, or takes each as one token.',
      zh: '特征图划分为 w × w 的窗口：注意力或限于窗口之内，或把每个窗口当作一个词元。',
    },
  },
  viewed: step(
    'feature',
    ['Memory read as a map', '内存直读为特征图'],
    String.raw`\mathbb{R}^{HW \times C} \to \mathbb{R}^{C \times H \times W}`,
    [
      'As published, the tokens are not transposed: what counts as a pixel from here on mixes places and channels.',
      '公开代码未做转置：此后所谓的像素混合了不同位置与通道。',
    ],
  ),
  reduced: step('feature', ['Reduced channels', '降维'], String.raw`u = W_r * \X{x} + b_r`, [
    'A 1×1 convolution divides the channels by the reduction, because whole windows will be flattened.',
    '由于整个窗口将被展平，先以 1×1 卷积把通道数除以压缩比。',
  ]),
  overlapping: step(
    'feature',
    ['Overlapping windows', '重叠窗口'],
    String.raw`u \to L^2 \times (w + 2)^2 \times c`,
    [
      'For the keys, every window also takes a border of one pixel from its neighbours, so that windows overlap.',
      '用于键的每个窗口还包含一圈来自邻窗的像素，窗口因而重叠。',
    ],
  ),
  query: {
    ...terms.query,
    note: {
      en: 'A learned projection makes the query: of a pixel inside its window, or of a whole window.',
      zh: '可学习的线性投影得到查询：窗口内的像素，或整个窗口。',
    },
  },
  key: {
    ...terms.key,
    note: {
      en: 'The keys are pixels of the window, or whole windows with their borders.',
      zh: '键为窗口内的像素，或带边框的整个窗口。',
    },
  },
  'bias-table': {
    ...windowed['bias-table'],
    note: {
      en: 'One learned number for each head and each offset between two tokens.',
      zh: '两词元的每种相对偏移、每个头各有一个可学习的数。',
    },
  },
  weights: {
    ...terms.weights,
    note: {
      en: 'For each token, the weights over all tokens that it may see sum to 1: its window, or all windows.',
      zh: '每个词元对可见词元（本窗口或所有窗口）的权重和为 1。',
    },
  },
  global: {
    ...terms.output,
    title: { en: 'Global tokens', zh: '全局词元' },
    note: {
      en: 'The heads are put side by side and mixed: one vector for each window, with what it found in the others.',
      zh: '各头拼接并混合：每个窗口一个向量，含有它从其他窗口得到的信息。',
    },
  },
  'tokens-normalised': step(
    'feature',
    ['Normalised local result', '归一化的局部结果'],
    String.raw`\hat x = \operatorname{LN}(x)`,
    ['The result of the local blocks is normalised.', '对局部模块的结果做归一化。'],
  ),
  distributed: step(
    'feature',
    ['Global tokens on the map', '全局词元放回特征图'],
    String.raw`\hat x_{y,x} + \Y{g}_{\operatorname{window}(y,x)}`,
    ['Every pixel gets the token of its window.', '每个像素加上所在窗口的词元。'],
  ),
  aggregated: step('feature', ['Residual sum', '残差相加'], String.raw`z = x + \hat x + \Y{g}`, [
    'Local and global results are added to the input of the normalisation.',
    '局部与全局的结果和归一化之前的输入相加。',
  ]),
  'aggregated-normalised': step(
    'feature',
    ['Second normalisation', '第二次归一化'],
    String.raw`\hat z = \operatorname{LN}(z)`,
    ['The channels are normalised again.', '再次归一化。'],
  ),
  smoothed: step(
    'feature',
    ['Convolution over the seams', '跨窗口卷积'],
    String.raw`W_{3 \times 3} * \hat z + b`,
    ['A 3×3 convolution lets neighbouring windows exchange.', '3×3 卷积使相邻窗口互通。'],
  ),
  'stage-output': step(
    'output',
    ['Local and global together', '局部与全局合一'],
    String.raw`\Y{y} = \hat z + W_{3 \times 3} * \hat z + b`,
    ['The convolution is added to what it came from.', '卷积结果与其输入相加。'],
  ),
  neighbours: step(
    'feature',
    ['Four neighbours together', '四邻像素拼接'],
    String.raw`[x_{0,0};\, x_{1,0};\, x_{0,1};\, x_{1,1}]`,
    ['The channels of each 2×2 pixels are put side by side.', '每 2×2 像素的通道拼接在一起。'],
  ),
  'merge-normalised': step(
    'feature',
    ['Normalised before merging', '合并前的归一化'],
    String.raw`\operatorname{LN}(x)`,
    ['The four times as many channels are normalised.', '对四倍的通道做归一化。'],
  ),
  merged: step('output', ['Merged map', '合并后的特征图'], 'W_m x', [
    'A linear layer leaves twice the channels at half the rows and columns.',
    '线性层得到两倍通道、一半行列的特征图。',
  ]),
} as const satisfies Readonly<Record<string, StepText>>;
