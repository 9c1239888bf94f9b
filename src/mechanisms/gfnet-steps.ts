import type { StepText } from '../trace/graph';
import { step, terms } from './terms';

/** Texts of the steps of the global filter, its block and its network. */
export const gfnetSteps = {
  patches: step('feature', ['Patches', '图块嵌入'], String.raw`x = W * \X{\text{image}} + b`, [
    'A convolution whose stride is its size turns each patch of the image into one token.',
    '步长等于核大小的卷积把每个图块变成一个词元。',
  ]),
  normalised1: terms.normalised1,
  spectrum: step(
    'feature',
    ['Spectrum', '频谱'],
    String.raw`X[u,v] = \frac{1}{\sqrt{HW}} \sum_{y,x} \X{x_{y,x}}\, e^{-2\pi i (uy/H + vx/W)}`,
    [
      'The Fourier transform writes each channel as a sum of waves; half of the columns suffice, because the map is real.',
      '傅里叶变换把每个通道写成波的叠加；特征图是实数，保留一半列即可。',
    ],
  ),
  filtered: step(
    'feature',
    ['Filtered spectrum', '滤波后的频谱'],
    String.raw`\tilde X[u,v] = \G{K[u,v]}\, X[u,v]`,
    [
      'Each frequency of each channel is scaled and shifted in phase by a learned complex number.',
      '每个通道的每个频率乘以一个可学习的复数：缩放并移相。',
    ],
  ),
  mixed: step(
    'feature',
    ['Mixed map', '混合后的特征图'],
    String.raw`x' = \mathcal{F}^{-1}[\tilde X]`,
    [
      'Back in the image, every pixel now depends on every other: a circular convolution with a kernel as large as the map.',
      '变换回空间域，每个像素都依赖所有像素：相当于与整图同样大的核做循环卷积。',
    ],
  ),
  filter: step('gate', ['Filter magnitude', '滤波器幅值'], String.raw`|\G{K[u,v]}|`, [
    'How strongly each frequency is passed; it is learned once and is the same for every input.',
    '各频率的通过强度；训练完成后对任何输入都相同。',
  ]),
  normalised2: terms.normalised2,
  expanded: terms.expanded,
  activated: terms.activated,
  contracted: terms.contracted,
  'block-output': {
    ...terms.blockOutput,
    title: { en: 'Residual sum', zh: '残差相加' },
    formula: String.raw`\Y{y} = \X{x} + m`,
    note: {
      en: 'One residual goes round filter and perceptron together.',
      zh: '一条残差同时跨过滤波器与感知机。',
    },
  },
  pooled: step(
    'feature',
    ['Mean over the tokens', '词元均值'],
    String.raw`z = \frac{1}{N} \sum_n y_n`,
    ['The image becomes one vector.', '整张图像变成一个向量。'],
  ),
  logits: step('scores', ['Class scores', '类别分数'], String.raw`\S{s} = W z + b`, [
    'A linear layer scores the classes.',
    '线性层给各类别打分。',
  ]),
  classes: step(
    'output',
    ['Class probabilities', '类别概率'],
    String.raw`\Y{p_c} = \frac{e^{\S{s_c}}}{\sum_{c'} e^{\S{s_{c'}}}}`,
    ['The softmax turns the scores into probabilities.', 'softmax 把分数变成概率。'],
  ),
  output: step(
    'output',
    ['Output', '输出'],
    String.raw`\Y{y} = \mathcal{F}^{-1}[\G{K} \odot \mathcal{F}[\X{x}]]`,
    [
      'Every pixel of the output depends on every pixel of the input.',
      '输出的每个像素都依赖输入的所有像素。',
    ],
  ),
} as const satisfies Readonly<Record<string, StepText>>;
