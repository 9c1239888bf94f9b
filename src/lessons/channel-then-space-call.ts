import type { Lesson, LessonView, Measure } from './lesson';

const input = { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 64 } as const;
const params = { reduction: 16, kernel_size: 49 } as const;

const cbam: LessonView = { mechanism: 'cbam', params, input, weights: { gain: 2 } };
const small: LessonView = { ...cbam, params: { ...params, kernel_size: 7 } };
const se: LessonView = {
  mechanism: 'se',
  params: { reduction: 16 },
  input,
  weights: { gain: 8 },
};
const eca: LessonView = { mechanism: 'eca', params: { kernel_size: 3 }, input };

const both: LessonView = {
  ...se,
  page: 'compare',
  step: 'output',
  compare: { mechanism: 'cbam', params, gain: 2, step: 'output' },
};

/** What the spatial half adds to the two layers, which are those of SE. */
const spatial: Measure = {
  kind: 'difference',
  a: { kind: 'parameters', of: cbam },
  b: { kind: 'parameters', of: se },
};
const times: Measure = {
  kind: 'ratio',
  a: { kind: 'stepMacs', step: 'spatial-logits', of: cbam },
  b: { kind: 'stepMacs', step: 'spatial-logits', of: small },
};

export const channelThenSpaceCall: Lesson = {
  id: 'channel-then-space-call',
  group: 'modules',
  title: {
    en: 'Channel, then space: CBAMBlock(channel=64, reduction=16, kernel_size=49), SE and ECA',
    zh: '先通道后空间：CBAMBlock(channel=64, reduction=16, kernel_size=49)，以及 SE、ECA',
  },
  lead: {
    en: 'The two halves of CBAM in their order, what its large kernel costs, and its two light relatives on the same map.',
    zh: 'CBAM 的两个部分及其顺序，大卷积核的代价，以及同一特征图上的两个轻量近亲。',
  },
  sources: [
    {
      title: 'Woo, Park, Lee, Kweon: CBAM: Convolutional Block Attention Module',
      url: 'https://arxiv.org/abs/1807.06521',
    },
    {
      title: 'Hu, Shen, Albanie, Sun, Wu: Squeeze-and-Excitation Networks',
      url: 'https://arxiv.org/abs/1709.01507',
    },
    { title: 'Wang et al.: ECA-Net', url: 'https://arxiv.org/abs/1910.03151' },
  ],
  steps: [
    {
      title: { en: 'Channel first: what to look for', zh: '先通道：看什么' },
      text: {
        en: 'The maximum and the mean of each of the 64 channels go through the same two layers, 64 → {hidden} → 64. Both results are added, and a sigmoid makes one gate for each channel, the same at every pixel.',
        zh: '64 个通道各自的最大值与均值经过同样的两层：64 → {hidden} → 64。两路结果相加后经 sigmoid，每个通道得到一个门控，对所有像素相同。',
      },
      view: { ...cbam, step: 'channel-gate' },
      quotes: {
        hidden: {
          value: 4,
          digits: 0,
          measure: { kind: 'size', step: 'hidden', roles: ['channel'] },
        },
        layers: { value: 512, digits: 0, measure: { kind: 'parameters', of: se } },
        kernel: { value: 4803, digits: 0, measure: spatial },
      },
      question: {
        ask: { en: 'Which half has more parameters?', zh: '哪一部分的参数更多？' },
        answer: {
          kind: 'most',
          options: [
            {
              text: { en: 'The two layers of the channel gate', zh: '通道门控的两层' },
              measure: { kind: 'parameters', of: se },
            },
            {
              text: { en: 'The one convolution of the spatial gate', zh: '空间门控的一个卷积' },
              measure: spatial,
            },
          ],
        },
        reveal: {
          en: 'The convolution: {kernel} against {layers}. It has two kernels of 49 × 49 and a bias.',
          zh: '卷积：{kernel} 对 {layers}。它有两个 49 × 49 的卷积核和一个偏置。',
        },
      },
      task: {
        say: { en: 'Pin the gate of a channel.', zh: '固定某个通道的门控。' },
        kind: 'pin',
        step: 'channel-gate',
      },
    },
    {
      title: { en: 'Then space: where to look', zh: '后空间：看哪里' },
      text: {
        en: 'The spatial half sees the map that the channel gates have already scaled. At each pixel it takes the strongest channel and the mean of all, so that a closed channel no longer counts.',
        zh: '空间部分看到的是已按通道门控缩放的特征图。在每个像素上，它取最强的通道和所有通道的均值，因此被关闭的通道不再起作用。',
      },
      view: { ...cbam, step: 'spatial-max' },
      task: {
        say: {
          en: 'Open the spatial gate: one number for each pixel, for all channels.',
          zh: '打开空间门控：每个像素一个数，所有通道共用。',
        },
        kind: 'step',
        step: 'spatial-gate',
      },
    },
    {
      title: { en: 'A kernel larger than the map', zh: '比特征图还大的卷积核' },
      text: {
        en: 'The default kernel of the published code is 49 × 49, the map 32 × 32: in the middle of the map every gate reads all of it. The paper uses 7 × 7. The large one costs {macs} multiplications.',
        zh: '公开代码默认的卷积核为 49 × 49，而特征图只有 32 × 32：位于图中部的每个门控都读遍全图。论文用的是 7 × 7。大卷积核需要 {macs} 次乘法。',
      },
      view: { ...cbam, step: 'spatial-gate' },
      quotes: {
        macs: { value: 4917248, digits: 0, measure: { kind: 'stepMacs', step: 'spatial-logits' } },
      },
      question: {
        ask: {
          en: 'How many times the cost of 7 × 7 is that?',
          zh: '这是 7 × 7 时的多少倍？',
        },
        answer: { kind: 'number', measure: times, tolerance: 0, digits: 0 },
        reveal: {
          en: 'Seven times the side, in both directions.',
          zh: '边长是 7 倍，两个方向都是。',
        },
      },
      task: {
        say: {
          en: 'Set the kernel size to 7 and watch the gate follow the picture.',
          zh: '把卷积核大小设为 7，看门控如何贴近图像内容。',
        },
        kind: 'param',
        name: 'kernel_size',
        value: 7,
      },
    },
    {
      title: { en: 'SEAttention beside ECAAttention', zh: 'SEAttention 与 ECAAttention 并排' },
      text: {
        en: 'Both start from the same channel means. SE asks all channels at once through its bottleneck, with {se} parameters; in ECA a gate depends on 3 neighbouring channels only, and all gates share one short kernel.',
        zh: '二者都从相同的通道均值出发。SE 通过瓶颈综合所有通道，共 {se} 个参数；ECA 的门控只取决于相邻的 3 个通道，且共用一个短卷积核。',
      },
      view: {
        ...se,
        page: 'compare',
        step: 'gate',
        compare: { mechanism: 'eca', params: { kernel_size: 3 }, gain: 4, step: 'gate' },
      },
      quotes: {
        se: { value: 512, digits: 0, measure: { kind: 'parameters', of: se } },
      },
      question: {
        ask: {
          en: 'How many parameters has ECAAttention(kernel_size=3)?',
          zh: 'ECAAttention(kernel_size=3) 有多少个参数？',
        },
        answer: {
          kind: 'number',
          measure: { kind: 'parameters', of: eca },
          tolerance: 0,
          digits: 0,
        },
        reveal: {
          en: 'Three weights and, in this code, a bias that the paper does not have. The number of channels does not matter.',
          zh: '三个权重，外加这份代码多出、论文没有的一个偏置。与通道数无关。',
        },
      },
    },
    {
      title: { en: 'What one more question costs', zh: '多问一个“在哪里”的代价' },
      text: {
        en: 'SE’s gate for brightness, {gate}, all but erases the channel, and alike at every pixel. CBAM also weighs the pixels, and adds the input back, so that nothing is lost. That takes {cbam} multiply–accumulates instead of {se}, nearly all of them in the large kernel.',
        zh: 'SE 给亮度通道的门控只有 {gate}，几乎把它抹掉，而且每个像素都一样。CBAM 还会给像素加权，并加回输入，信息不会丢失。代价是乘加次数从 {se} 增至 {cbam}，几乎全在大卷积核上。',
      },
      view: both,
      quotes: {
        gate: {
          value: 0.014,
          digits: 3,
          measure: { kind: 'cell', step: 'gate', index: [0, 0] },
        },
        se: { value: 131584, digits: 0, measure: { kind: 'macs', of: se } },
        cbam: { value: 5180416, digits: 0, measure: { kind: 'macs', of: cbam } },
      },
      task: {
        say: {
          en: 'Change a setting of B, such as its kernel size.',
          zh: '改动 B 的某项设置，例如卷积核大小。',
        },
        kind: 'change',
        what: 'compare',
        solution: {
          ...both,
          compare: { mechanism: 'cbam', params: { ...params, kernel_size: 7 } },
        },
      },
    },
  ],
};
