import type { Lesson, LessonView } from './lesson';

/** Batch 2, as the tutorials call it. */
const random = {
  kind: 'random',
  seed: 1,
  batch: 2,
  tokens: 1024,
  memory: 1024,
  height: 32,
  width: 32,
  channels: 96,
} as const;
const cat = { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 96 } as const;

const params = { window_size: 8, num_heads: 4 } as const;
const windows: LessonView = { mechanism: 'swin-window', params };
const shifted: LessonView = { mechanism: 'swin-shifted', params: { ...params, shift_size: 4 } };
const tutorial: LessonView = { ...windows, params: { ...params, variant: 'tutorial' } };
/** Passing the features on shows where they go. */
const plain = { weights: { kind: 'identity' }, input: cat } as const;

export const swinCall: Lesson = {
  id: 'swin-call',
  group: 'modules',
  title: {
    en: 'Window attention: dim=96, window_size=8, num_heads=4 on 32 × 32, B=2',
    zh: '窗口注意力：dim=96，window_size=8，num_heads=4，输入 32 × 32，B=2',
  },
  lead: {
    en: 'Windows with and without the shift, and two mistakes in a tutorial that no shape reveals.',
    zh: '移位与不移位的窗口，以及教程中从形状上看不出的两处错误。',
  },
  sources: [
    {
      title: 'Liu et al.: Swin Transformer: Hierarchical Vision Transformer using Shifted Windows',
      url: 'https://arxiv.org/abs/2103.14030',
    },
  ],
  steps: [
    {
      title: { en: 'Windows instead of one large matrix', zh: '用窗口代替一个大矩阵' },
      text: {
        en: 'The map is cut into {windows} windows of 8 × 8 pixels, and each of the 4 heads has a matrix of {tokens} × {tokens} in every window. Nothing is compared across a border.',
        zh: '特征图切成 {windows} 个 8 × 8 的窗口，4 个头在每个窗口里各有一个 {tokens} × {tokens} 的矩阵。窗口边界两侧不做任何比较。',
      },
      view: { ...windows, input: random, step: 'weights', selection: { window: 5 } },
      quotes: {
        windows: {
          value: 16,
          digits: 0,
          measure: { kind: 'size', step: 'weights', roles: ['window'] },
        },
        tokens: {
          value: 64,
          digits: 0,
          measure: { kind: 'size', step: 'weights', roles: ['key'] },
        },
      },
      question: {
        ask: {
          en: 'How many times as much work would the scores be with one window of 32 × 32?',
          zh: '若只有一个 32 × 32 的窗口，分数的计算量是现在的几倍？',
        },
        answer: {
          kind: 'number',
          measure: {
            kind: 'ratio',
            a: {
              kind: 'stepMacs',
              step: 'products',
              of: { ...windows, input: random, params: { ...params, window_size: 32 } },
            },
            b: { kind: 'stepMacs', step: 'products' },
          },
          tolerance: 0,
          digits: 0,
        },
        reveal: {
          en: 'Each pixel would be compared with the pixels of all {windows} windows instead of one.',
          zh: '每个像素要与全部 {windows} 个窗口的像素比较，而不是只与一个窗口的。',
        },
      },
      task: {
        say: { en: 'Look at another window.', zh: '看看别的窗口。' },
        kind: 'select',
        role: 'window',
      },
    },
    {
      title: { en: 'Inside a window of a picture', zh: '图像上的一个窗口' },
      text: {
        en: 'The same call on a cat, with projections that pass the features on. The pinned pixel is an eye; all its weight, {all} in sum, stays in the window, and the other eye is out of reach.',
        zh: '同样的调用作用在一张猫的照片上，投影取恒等，原样传递特征。固定的像素是一只眼睛；它的权重之和为 {all}，全部留在窗口之内，另一只眼睛够不着。',
      },
      view: {
        ...windows,
        ...plain,
        step: 'weights',
        selection: { window: 5 },
        pin: { step: 'weights', index: [0, 5, 0, 34, 34] },
      },
      quotes: {
        all: {
          value: 1,
          digits: 2,
          measure: { kind: 'sum', step: 'weights', index: [0, 5, 0, 34, null] },
        },
      },
      task: {
        say: {
          en: 'Pin a pixel at the edge of the window: it cannot see its neighbour across the border.',
          zh: '固定窗口边缘的一个像素：它看不到边界另一侧的邻居。',
        },
        kind: 'pin',
        step: 'weights',
        index: [0, null, null, 0, null],
      },
    },
    {
      title: { en: 'Shifted by half a window', zh: '移位半个窗口' },
      text: {
        en: 'The next layer rolls the map by 4 before it cuts, so that windows straddle the old borders. Rolling also brings opposite edges of the picture together, and the mask keeps these apart. The tutorial never shifts, so that its windows stay isolated however deep the network.',
        zh: '下一层先把特征图循环移动 4 个像素再切分，新窗口便跨越旧边界。循环移位也会把图像相对的两边拼在一起，由掩码隔开。教程从不移位，网络再深，窗口之间也互不相通。',
      },
      view: { ...shifted, ...plain, step: 'attention-mask', selection: { window: 15 } },
      quotes: {
        corner: {
          value: 3072,
          digits: 0,
          measure: { kind: 'nonzero', step: 'attention-mask', index: [15, null, null] },
        },
      },
      question: {
        ask: {
          en: 'Which window has the most of its 64 × 64 pairs masked?',
          zh: '哪个窗口里被屏蔽的像素对（共 64 × 64 对）最多？',
        },
        answer: {
          kind: 'most',
          options: [
            {
              text: { en: 'Top left', zh: '左上角' },
              measure: { kind: 'nonzero', step: 'attention-mask', index: [0, null, null] },
            },
            {
              text: { en: 'Top right', zh: '右上角' },
              measure: { kind: 'nonzero', step: 'attention-mask', index: [3, null, null] },
            },
            {
              text: { en: 'Bottom right', zh: '右下角' },
              measure: { kind: 'nonzero', step: 'attention-mask', index: [15, null, null] },
            },
          ],
        },
        reveal: {
          en: 'Bottom right, {corner}: it holds pieces of all four corners of the picture, and each piece sees itself only.',
          zh: '右下角，{corner} 对：它由图像四个角的碎片拼成，每块只能看到自己。',
        },
      },
      task: {
        say: { en: 'Open the attention weights of this window.', zh: '打开这个窗口的注意力权重。' },
        kind: 'step',
        step: 'weights',
      },
    },
    {
      title: { en: 'Spot the mistake: whom does it compare?', zh: '找错误：它在比较谁？' },
      text: {
        en: 'This is the form of the tutorial. Queries and keys are left as [window, token, head, channel] when q·kᵀ is taken, so that the product runs over the last two axes. All shapes agree, and no error is raised.',
        zh: '这是教程中的写法。计算 q·kᵀ 时，查询和键仍是 [窗口, 词元, 头, 通道]，乘积作用在最后两个轴上。形状全都对得上，程序不会报错。',
      },
      view: { ...tutorial, input: random, step: 'head-weights', selection: { window: 5 } },
      quotes: {
        right: {
          value: 64,
          digits: 0,
          measure: { kind: 'size', step: 'windows', roles: ['token'] },
        },
      },
      question: {
        ask: {
          en: 'How many rows does its attention matrix have?',
          zh: '它的注意力矩阵有多少行？',
        },
        answer: {
          kind: 'number',
          measure: { kind: 'size', step: 'head-weights', roles: ['query'] },
          tolerance: 0,
          digits: 0,
        },
        reveal: {
          en: 'One for each head, where the {right} pixels of the window were meant: every pixel mixes its own heads, and none looks at another. The axes head and token have to be swapped first.',
          zh: '每个头一行，而本应是窗口的 {right} 个像素：每个像素只混合自己的各个头，谁也不看谁。正确做法是先交换“头”与“词元”两个轴。',
        },
      },
      task: {
        say: {
          en: 'Choose the paper’s variant: a matrix of pixels with pixels.',
          zh: '改选论文的版本：矩阵的行和列变成像素。',
        },
        kind: 'param',
        name: 'variant',
        value: 'paper',
        solution: { ...windows, input: random },
      },
    },
    {
      title: { en: 'Spot the mistake: where did the cat go?', zh: '找错误：猫去哪儿了？' },
      text: {
        en: 'The result lies in memory as [window, token, channel]. The tutorial views it as a map at once, so that the 64 pixels of a window, 8 × 8 in the picture, fill two whole rows of 32. The windows have to be put back in both directions first.',
        zh: '结果在内存中的排列是 [窗口, 词元, 通道]。教程直接把它视作特征图，于是一个窗口的 64 个像素（图中的 8 × 8）填满了宽 32 的整整两行。正确做法是先在两个方向上把窗口拼回去。',
      },
      view: { ...tutorial, ...plain, step: 'scrambled' },
      task: {
        say: {
          en: 'Choose the paper’s variant and open its output: the cat comes back.',
          zh: '改选论文的版本并打开“输出”：猫回来了。',
        },
        kind: 'step',
        step: 'output',
        solution: { ...windows, ...plain, step: 'output' },
      },
    },
  ],
};
