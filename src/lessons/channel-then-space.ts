import type { Params } from '../mechanisms/define';
import type { Lesson, LessonView, Measure } from './lesson';

const cat = { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 16 } as const;

/** Untrained weights, so much larger than usual that the gates differ. */
const view = (mechanism: string, step: string, gain: number, params: Params = {}): LessonView => ({
  mechanism,
  params,
  input: cat,
  weights: { kind: 'pytorch', gain },
  step,
});
const se = view('se', 'gate', 32, { reduction: 4 });
const eca = view('eca', 'gate', 4);
const cbam = view('cbam', 'spatial-gate', 2, { reduction: 4, kernel_size: 7 });
/** Projections that pass the features on; an eye is pinned. */
const danet: LessonView = {
  ...view('danet', 'weights', 1),
  weights: { kind: 'identity' },
  pin: { step: 'weights', index: [0, 0, 12 * 32 + 10, 14 * 32 + 25] },
};
const polarized = view('polarized-sequential', 'spatial-gate', 4);

const parameters = (of?: LessonView): Measure => ({ kind: 'parameters', of });
const macs = (of?: LessonView): Measure => ({ kind: 'macs', of });
const extreme = (kind: 'min' | 'max', step: string, axes: number): Measure => ({
  kind,
  step,
  index: Array.from({ length: axes }, () => null),
});

export const channelThenSpace: Lesson = {
  id: 'channel-then-space',
  group: 'lessons',
  title: { en: 'Channel, then space', zh: '先通道，后空间' },
  lead: {
    en: 'SE, ECA, CBAM, DANet and polarized self-attention on one photograph: what each of them weighs, and what it costs.',
    zh: '在同一张照片上看 SE、ECA、CBAM、DANet 与极化自注意力：各自给什么加权，开销多大。',
  },
  sources: [
    {
      title: 'Hu et al.: Squeeze-and-Excitation Networks',
      url: 'https://arxiv.org/abs/1709.01507',
    },
    { title: 'Wang et al.: ECA-Net', url: 'https://arxiv.org/abs/1910.03151' },
    {
      title: 'Woo et al.: CBAM: Convolutional Block Attention Module',
      url: 'https://arxiv.org/abs/1807.06521',
    },
    {
      title: 'Fu et al.: Dual Attention Network for Scene Segmentation',
      url: 'https://arxiv.org/abs/1809.02983',
    },
    { title: 'Liu et al.: Polarized Self-Attention', url: 'https://arxiv.org/abs/2107.00782' },
  ],
  steps: [
    {
      title: { en: 'SE: one gate per channel', zh: 'SE：每个通道一个门控' },
      text: {
        en: 'Each of the {channels} channels is [squeezed](step:squeeze) to its mean, a bottleneck looks at all of them, and out come gates from {least} to {most}. Where the cat is plays no part. The weights are untrained and enlarged, so that the gates differ.',
        zh: '{channels} 个通道各自[压缩](step:squeeze)成均值，瓶颈层统观全体，得到 {least} 到 {most} 的门控。猫在哪里毫无影响。这里的权重未经训练，只是放大了，好让门控有所区别。',
      },
      view: se,
      quotes: {
        channels: {
          value: 16,
          digits: 0,
          measure: { kind: 'size', step: 'gate', roles: ['channel'] },
        },
        least: { value: 0.43, digits: 2, measure: extreme('min', 'gate', 2) },
        most: { value: 0.59, digits: 2, measure: extreme('max', 'gate', 2) },
      },
      task: {
        kind: 'pin',
        step: 'gate',
        say: {
          en: 'Click a gate; its arithmetic leads back to the hidden units and the means.',
          zh: '点击任一门控，沿算式回看隐藏单元与各通道均值。',
        },
      },
    },
    {
      title: { en: 'ECA: ask the neighbours only', zh: 'ECA：只问邻居' },
      text: {
        en: 'ECA drops the bottleneck: one short convolution slides along the channels, and a gate depends on three means, its own and its neighbours’.',
        zh: 'ECA 去掉瓶颈：一个短卷积沿通道滑动，每个门控只取决于三个均值，即自己与左右相邻通道的均值。',
      },
      view: eca,
      quotes: {
        se: { value: 128, digits: 0, measure: parameters(se) },
      },
      question: {
        ask: {
          en: 'SE has $2C^2/r$ weights. How many parameters has ECA?',
          zh: 'SE 有 $2C^2/r$ 个权重。ECA 有多少个参数？',
        },
        answer: { kind: 'number', measure: parameters(), tolerance: 0, digits: 0 },
        reveal: {
          en: 'Three weights and a bias, whatever the number of channels, where SE has {se}.',
          zh: '三个权重加一个偏置，与通道数无关；SE 则有 {se} 个。',
        },
      },
      task: {
        kind: 'param',
        name: 'kernel_size',
        atLeast: 5,
        say: {
          en: 'Let a gate see more neighbours: set the kernel size to 5 or more.',
          zh: '让门控看到更多邻居：把卷积核大小设为 5 或更大。',
        },
      },
    },
    {
      title: { en: 'CBAM: what, then where', zh: 'CBAM：先“看什么”，再“看哪里”' },
      text: {
        en: 'After [channel gates](step:channel-gate) like those of SE, CBAM takes the [maximum](step:spatial-max) and [mean](step:spatial-mean) over the channels and convolves them to one gate per pixel, here from {least} to {most}. Now it matters where the cat is.',
        zh: '先做类似 SE 的[通道门控](step:channel-gate)，CBAM 再沿通道取[最大](step:spatial-max)与[平均](step:spatial-mean)，卷积得到每个像素一个门控，此处为 {least} 到 {most}。猫在哪里开始起作用了。',
      },
      view: cbam,
      quotes: {
        least: { value: 0.12, digits: 2, measure: extreme('min', 'spatial-gate', 3) },
        most: { value: 0.65, digits: 2, measure: extreme('max', 'spatial-gate', 3) },
      },
      task: {
        kind: 'param',
        name: 'kernel_size',
        atMost: 3,
        say: {
          en: 'Make the spatial kernel 3 or smaller: the gate follows finer detail.',
          zh: '把空间卷积核改为 3 或更小：门控会跟随更细的结构。',
        },
      },
    },
    {
      title: { en: 'DANet: compare instead of gate', zh: 'DANet：不做门控，而做比较' },
      text: {
        en: 'A gate weighs each thing on its own; DANet compares. One branch lets every pixel attend to every pixel, {pixels} weights: with identity projections one eye finds the other. The [second](step:weights~2) does the same among the channels, and both results are added.',
        zh: '门控给每一项单独加权，DANet 则相互比较：一个分支让每个像素关注所有像素，共 {pixels} 个权重；投影取恒等时，一只眼睛能找到另一只。[另一个分支](step:weights~2)在通道之间做同样的事，两路结果相加。',
      },
      view: danet,
      quotes: {
        pixels: {
          value: 1048576,
          digits: 0,
          measure: { kind: 'size', step: 'weights', roles: ['query', 'key'] },
        },
      },
      question: {
        ask: {
          en: 'How many weights has the channel branch?',
          zh: '通道分支有多少个权重？',
        },
        answer: {
          kind: 'number',
          measure: { kind: 'size', step: 'weights~2', roles: ['query', 'key'] },
          tolerance: 0,
          digits: 0,
        },
        reveal: {
          en: 'That is $C^2 = 16^2$: it grows with the square of the channels, the other with the square of the pixels.',
          zh: '即 $C^2 = 16^2$：它随通道数的平方增长，另一个随像素数的平方增长。',
        },
      },
      task: {
        kind: 'step',
        step: 'weights~2',
        say: { en: 'Open the weights of the channels.', zh: '打开通道之间的权重。' },
      },
    },
    {
      title: {
        en: 'Polarized: collapse one, keep the other',
        zh: '极化：压一个方向，留另一个方向',
      },
      text: {
        en: 'Polarized self-attention gates channels, then pixels, as CBAM does. But each branch keeps its own side at high resolution ({half} [channels](step:channel-value), all pixels) and pools the other by a [softmax](step:pixel-weights) instead of a plain mean.',
        zh: '极化自注意力也像 CBAM 那样先门控通道、再门控像素。不同在于每个分支在自己的方向上保持高分辨率（{half} [个通道](step:channel-value)、全部像素），另一方向用 [softmax](step:pixel-weights) 加权池化，而非简单平均。',
      },
      view: polarized,
      quotes: {
        half: {
          value: 8,
          digits: 0,
          measure: { kind: 'size', step: 'channel-value', roles: ['channel'] },
        },
      },
      task: {
        kind: 'step',
        step: 'pixel-weights',
        say: {
          en: 'Open the weights of the pixels: which of them speak for the channels?',
          zh: '打开像素权重：通道门控听哪些像素的？',
        },
      },
    },
    {
      title: { en: 'What it costs', zh: '开销' },
      text: {
        en: 'The two that gate channel, then space, side by side on the cat. Of {se} multiply–accumulates, SE spends nearly all on averaging the map and on multiplying it by its gates; whoever also weighs pixels pays more.',
        zh: '在同一只猫上并排看“先通道、后空间”的两种。SE 的 {se} 次乘加几乎全花在对特征图取平均和乘门控上；还要给像素加权的，就得多付。',
      },
      view: {
        ...cbam,
        page: 'compare',
        compare: { mechanism: 'polarized-sequential', params: {}, step: 'spatial-gate' },
      },
      quotes: {
        se: { value: 32896, digits: 0, measure: macs(se) },
        danet: {
          value: 366,
          digits: 0,
          measure: { kind: 'ratio', a: macs(danet), b: macs() },
        },
      },
      question: {
        ask: {
          en: 'Which of the five needs the most multiply–accumulates on this map?',
          zh: '在这张特征图上，五种之中哪一种的乘加次数最多？',
        },
        answer: {
          kind: 'most',
          options: [
            { text: { en: 'SE', zh: 'SE' }, measure: macs(se) },
            { text: { en: 'ECA', zh: 'ECA' }, measure: macs(eca) },
            { text: { en: 'CBAM', zh: 'CBAM' }, measure: macs() },
            { text: { en: 'DANet', zh: 'DANet' }, measure: macs(danet) },
            { text: { en: 'Polarized', zh: '极化自注意力' }, measure: macs(polarized) },
          ],
        },
        reveal: {
          en: 'DANet: {danet} times CBAM, for its pixels are compared in pairs. It belongs on the last, small map of a network.',
          zh: 'DANet：是 CBAM 的 {danet} 倍，因为它对像素两两比较。它适合网络末端的小特征图。',
        },
      },
    },
  ],
};
