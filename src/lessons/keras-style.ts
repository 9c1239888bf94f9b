import type { Lesson, LessonView } from './lesson';

const words = (dim: number) =>
  ({
    kind: 'text',
    text: 'The cat likes chasing mice, and the mice like teasing the cat.',
    second: '',
    dim,
    position: 'sinusoidal',
  }) as const;

const plain: LessonView = { mechanism: 'dot-product', input: words(64), step: 'weights' };
const gate: LessonView = {
  mechanism: 'conv-gate',
  params: { reduction: 8, kernel_size: 1 },
  input: { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 32 },
  weights: { gain: 4 },
  step: 'gate',
};

export const kerasStyle: Lesson = {
  id: 'keras-style',
  group: 'modules',
  title: {
    en: 'Keras-style layers: self-attention without scaling, and the convolutional gate',
    zh: 'Keras 风格的层：不缩放的自注意力与卷积门控',
  },
  lead: {
    en: 'What is lost without the factor 1/√d, and why a gate of sigmoids is no distribution.',
    zh: '少了 1/√d 会怎样，以及为什么 sigmoid 门控不是概率分布。',
  },
  sources: [
    {
      title: 'Vaswani et al.: Attention Is All You Need',
      url: 'https://arxiv.org/abs/1706.03762',
    },
    {
      title: 'Wang et al.: Residual Attention Network for Image Classification',
      url: 'https://arxiv.org/abs/1704.06904',
    },
  ],
  steps: [
    {
      title: { en: 'Three dense layers and a softmax', zh: '三个全连接层加一个 softmax' },
      text: {
        en: 'The layer makes queries, keys and values with three dense layers and returns $\\A{\\operatorname{softmax}}(\\Q{Q}\\K{K}^\\top)\\,\\V{V}$. For 64 channels it learns {parameters} numbers. They are untrained here, so that the pattern means nothing yet; each word’s row still sums to {row}.',
        zh: '该层用三个全连接层得到查询、键和值，返回 $\\A{\\operatorname{softmax}}(\\Q{Q}\\K{K}^\\top)\\,\\V{V}$。64 个通道时共有 {parameters} 个参数。此处未经训练，图案尚无意义；但每个词对应的一行权重之和仍为 {row}。',
      },
      view: { ...plain, params: { projections: true }, weights: { kind: 'pytorch' } },
      quotes: {
        parameters: { value: 12480, digits: 0, measure: { kind: 'parameters' } },
        row: {
          value: 1,
          digits: 2,
          measure: { kind: 'sum', step: 'weights', index: [0, 1, null] },
        },
      },
      task: {
        say: {
          en: 'Pin any weight and follow it back to the layers.',
          zh: '固定任意一个权重，沿计算过程追到全连接层。',
        },
        kind: 'pin',
        step: 'weights',
      },
    },
    {
      title: { en: 'The missing factor', zh: '缺少的系数' },
      text: {
        en: 'A is this layer without its projections, B scaled dot-product attention, on the same words. B divides every score by √64, so that those of A are {times} times as large.',
        zh: 'A 是该层（去掉投影），B 是缩放点积注意力，输入相同。B 的每个分数都除以 √64，所以 A 的分数是 B 的 {times} 倍。',
      },
      view: {
        ...plain,
        page: 'compare',
        pin: { step: 'weights', index: [0, 1, 12] },
        compare: { mechanism: 'sdpa', params: {}, step: 'weights' },
      },
      quotes: {
        times: {
          value: 8,
          digits: 0,
          measure: {
            kind: 'ratio',
            a: { kind: 'cell', step: 'scores', index: [0, 1, 12] },
            b: { kind: 'cell', step: 'scores', index: [0, 1, 12], side: 'second' },
          },
        },
        left: {
          value: 0.822,
          digits: 3,
          measure: { kind: 'max', step: 'weights', index: [0, 1, null] },
        },
        right: {
          value: 0.545,
          digits: 3,
          measure: { kind: 'max', step: 'weights', index: [0, 1, null], side: 'second' },
        },
      },
      question: {
        ask: {
          en: 'Where is the largest weight of the first “cat” larger?',
          zh: '第一个“cat”的最大权重，哪一种更大？',
        },
        answer: {
          kind: 'most',
          options: [
            {
              text: { en: 'Without the factor', zh: '不缩放' },
              measure: { kind: 'max', step: 'weights', index: [0, 1, null] },
            },
            {
              text: { en: 'With the factor', zh: '缩放' },
              measure: { kind: 'max', step: 'weights', index: [0, 1, null], side: 'second' },
            },
          ],
        },
        reveal: {
          en: '{left} without it, {right} with it. Larger scores lie farther apart, and the softmax turns distances of scores into ratios of weights.',
          zh: '不缩放为 {left}，缩放为 {right}。分数越大，彼此的差也越大，而 softmax 把分数之差变成权重之比。',
        },
      },
    },
    {
      title: { en: 'It gets worse with width', zh: '通道越多越严重' },
      text: {
        en: 'The spread of the scores grows with the number of channels. With 64 of them all {some} weights of the pinned row are still above zero, if only just.',
        zh: '分数的离散程度随通道数增大。64 个通道时，固定的这一行中 {some} 个权重都还大于零，尽管有的已极小。',
      },
      view: { ...plain, pin: { step: 'weights', index: [0, 1, 12] } },
      quotes: {
        some: {
          value: 14,
          digits: 0,
          measure: { kind: 'nonzero', step: 'weights', index: [0, 1, null] },
        },
      },
      task: {
        say: {
          en: 'Give each word 256 channels: most weights become exactly 0, and no gradient comes back through them.',
          zh: '把每个词的通道数改为 256：多数权重恰好变成 0，梯度也无法从那里传回。',
        },
        kind: 'reach',
        measure: { kind: 'nonzero', step: 'weights', index: [0, 1, null] },
        atMost: 7,
        solution: { ...plain, input: words(256) },
      },
    },
    {
      title: { en: 'The convolutional attention module', zh: '卷积注意力模块' },
      text: {
        en: 'A 1×1 convolution from C to C/8, ReLU, a 1×1 convolution back to C, and a sigmoid: with C = 32 the bottleneck has {hidden} channels, and out come {gates} gates, one for every channel of every pixel. The map is multiplied by them.',
        zh: '1×1 卷积 C→C/8、ReLU、1×1 卷积恢复到 C，再经 sigmoid：C = 32 时瓶颈有 {hidden} 个通道，得到 {gates} 个门控，每个像素的每个通道各一个，再与特征图相乘。',
      },
      view: { ...gate, pin: { step: 'gate', index: [0, 12, 10, 0] } },
      quotes: {
        hidden: {
          value: 4,
          digits: 0,
          measure: { kind: 'size', step: 'hidden', roles: ['channel'] },
        },
        gates: {
          value: 32768,
          digits: 0,
          measure: { kind: 'size', step: 'gate', roles: ['height', 'width', 'channel'] },
        },
      },
      question: {
        ask: {
          en: 'A softmax over the channels would sum to 1. What do the 32 gates of the pinned pixel sum to, roughly?',
          zh: '若沿通道做 softmax，和为 1。固定像素的 32 个门控之和大约是多少？',
        },
        answer: {
          kind: 'number',
          measure: { kind: 'sum', step: 'gate', index: [0, 12, 10, null] },
          tolerance: 3,
          digits: 2,
        },
        reveal: {
          en: 'A sigmoid of a score near 0 is about one half, and gates do not compete: all of them can open or close at once.',
          zh: '分数接近 0 时 sigmoid 约为一半；门控之间互不竞争，可以同时打开或关闭。',
        },
      },
      task: {
        say: {
          en: 'Set the kernel size to 3: a gate now asks the neighbours of its pixel, too.',
          zh: '把卷积核大小设为 3：门控还会参考像素的邻域。',
        },
        kind: 'param',
        name: 'kernel_size',
        atLeast: 3,
      },
    },
  ],
};
