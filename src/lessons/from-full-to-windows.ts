import type { Params } from '../mechanisms/define';
import type { Lesson, LessonView, Measure } from './lesson';

const image = (side: number) =>
  ({ kind: 'image', image: 'chelsea', height: side, width: side, channels: 16 }) as const;

/** The eye on the left, on the map and in its window of 8 × 8. */
const eye = { row: 12, column: 10 } as const;
const onMap = eye.row * 32 + eye.column;

const full: LessonView = { mechanism: 'sdpa', input: image(32), step: 'weights' };
const windows: LessonView = {
  mechanism: 'swin-window',
  params: { window_size: 8, num_heads: 1 },
  input: image(32),
  step: 'weights',
  selection: { window: 5 },
};
const shifted: LessonView = {
  ...windows,
  mechanism: 'swin-shifted',
  params: { window_size: 8, num_heads: 1, shift_size: 4 },
};
const reach = (params: Params, step: string): LessonView => ({
  mechanism: 'swin-shifted',
  params: { form: 'reach', window_size: 8, ...eye, layers: 3, ...params },
  input: image(32),
  step,
});

const products = (of?: LessonView): Measure => ({ kind: 'stepMacs', step: 'products', of });
/** Cells of the weights of all windows. */
const cells: Measure = { kind: 'size', step: 'weights', roles: ['window', 'query', 'key'] };
const fullCells: Measure = { kind: 'size', step: 'weights', roles: ['query', 'key'] };
/** Pixels that hold something of the eye's content. */
const reached = (step: string): Measure => ({ kind: 'nonzero', step, index: [null, null] });

export const fromFullToWindows: Lesson = {
  id: 'from-full-to-windows',
  group: 'lessons',
  title: { en: 'From O(N²) to windows', zh: '从 O(N²) 到窗口' },
  lead: {
    en: 'How many cells full, window and shifted-window attention compute, and how far a pixel’s content gets in one, two, three layers.',
    zh: '全局、窗口与移位窗口注意力各算多少格；一层、两层、三层之后，一个像素的内容能传多远。',
  },
  sources: [
    {
      title: 'Liu et al.: Swin Transformer: Hierarchical Vision Transformer using Shifted Windows',
      url: 'https://arxiv.org/abs/2103.14030',
    },
  ],
  steps: [
    {
      title: { en: 'Everyone sees everyone', zh: '人人互见' },
      text: {
        en: 'A photograph of 32 × 32 pixels is {pixels} tokens. In full attention each of them has a row with one weight for every token; the pinned row is the eye on the left, and it finds the other one across the whole picture.',
        zh: '32 × 32 像素的照片是 {pixels} 个词元。全局注意力中，每个词元占一行，对每个词元各有一个权重；固定的这一行是画面左侧的眼睛，它越过整张图找到了另一只。',
      },
      view: { ...full, pin: { step: 'weights', index: [0, onMap, 14 * 32 + 25] } },
      quotes: {
        pixels: {
          value: 1024,
          digits: 0,
          measure: { kind: 'size', step: 'weights', roles: ['query'] },
        },
      },
      question: {
        ask: {
          en: 'How many weights are there in all?',
          zh: '总共有多少个权重？',
        },
        answer: { kind: 'number', measure: fullCells, tolerance: 0, digits: 0 },
        reveal: {
          en: 'That is $N^2 = 1024 \\cdot 1024$, in one head of one layer.',
          zh: '即 $N^2 = 1024 \\cdot 1024$，而这只是一层中的一个头。',
        },
      },
    },
    {
      title: { en: 'Windows of M × M', zh: 'M × M 的窗口' },
      text: {
        en: 'Cut into windows of 8 × 8, the map has {windows} of them, and each pixel sees the {inside} of its own: $16 \\cdot 64 \\cdot 64$ weights, {cells}. In general $N M^2$ instead of $N^2$; the cost grows with the number of pixels and no longer with its square.',
        zh: '切成 8 × 8 的窗口后共有 {windows} 个，每个像素只看自己窗口内的 {inside} 个：$16 \\cdot 64 \\cdot 64$，即 {cells} 个权重。一般地，$N^2$ 变成 $N M^2$；开销随像素数线性增长，不再是平方。',
      },
      view: { ...windows, pin: { step: 'weights', index: [0, 5, 0, 34, 34] } },
      quotes: {
        windows: {
          value: 16,
          digits: 0,
          measure: { kind: 'size', step: 'weights', roles: ['window'] },
        },
        inside: {
          value: 64,
          digits: 0,
          measure: { kind: 'size', step: 'weights', roles: ['key'] },
        },
        cells: { value: 65536, digits: 0, measure: cells },
      },
      question: {
        ask: {
          en: 'By which factor does the work for the scores fall against full attention?',
          zh: '全局注意力计算分数的工作量是这里的几倍？',
        },
        answer: {
          kind: 'number',
          measure: { kind: 'ratio', a: products(full), b: products() },
          tolerance: 0,
          digits: 0,
        },
        reveal: {
          en: '$N / M^2 = 1024 / 64 = 16$, the number of windows.',
          zh: '$N / M^2 = 1024 / 64 = 16$，正是窗口的个数。',
        },
      },
      task: {
        kind: 'param',
        name: 'window_size',
        value: 4,
        say: {
          en: 'Set the window size to 4: more windows, but a quarter of the cells.',
          zh: '把窗口大小设为 4：窗口更多，格数却只有四分之一。',
        },
        // The pinned pixel has no such place in a smaller window.
        solution: { ...windows, params: { ...windows.params, window_size: 4 } },
      },
    },
    {
      title: { en: 'Layers of the same windows', zh: '叠加同样的窗口' },
      text: {
        en: 'What does the saving cost? Follow the content of the [eye’s pixel](step:followed): in each layer, a pixel that looks at one holding some of it receives some too. After one layer that is the eye’s window.',
        zh: '省下的计算有什么代价？跟踪[眼睛这个像素](step:followed)的内容：每一层里，只要看到持有它的像素，自己也就持有一部分。一层之后，正是眼睛所在的窗口。',
      },
      view: reach({ shift_size: 0 }, 'reached'),
      question: {
        ask: {
          en: 'How many pixels hold some of it after three layers of the same windows?',
          zh: '同样的窗口叠三层之后，有多少像素持有它？',
        },
        answer: { kind: 'number', measure: reached('reached~3'), tolerance: 0, digits: 0 },
        reveal: {
          en: 'As many as after the first: windows that never move never exchange anything, however deep the network.',
          zh: '与第一层之后一样多：窗口不动，网络再深，彼此也互不相通。',
        },
      },
      task: {
        kind: 'step',
        step: 'reached~3',
        say: { en: 'Open what is reached after layer 3.', zh: '打开第 3 层之后的覆盖范围。' },
      },
    },
    {
      title: { en: 'Every second layer shifted', zh: '每隔一层移位' },
      text: {
        en: 'Now the second layer cuts the map half a window further on. Its windows straddle the old borders, and the content spreads: [one layer](step:reached), {one} pixels; [two](step:reached~2), {two}; [three](step:reached~3), {three}.',
        zh: '现在第二层错开半个窗口再切分，新窗口跨在旧边界上，内容便扩散开来：[一层](step:reached) {one} 个像素；[两层](step:reached~2) {two} 个；[三层](step:reached~3) {three} 个。',
      },
      view: reach({ shift_size: 4 }, 'reach'),
      quotes: {
        one: { value: 64, digits: 0, measure: reached('reached') },
        two: { value: 256, digits: 0, measure: reached('reached~2') },
        three: { value: 576, digits: 0, measure: reached('reached~3') },
      },
      task: {
        kind: 'reach',
        measure: { kind: 'min', step: 'reach', index: [null, null] },
        atLeast: 1,
        say: {
          en: 'Add layers until no pixel of the map is left out.',
          zh: '增加层数，直到没有像素被遗漏。',
        },
        solution: reach({ shift_size: 4, layers: 5 }, 'reach'),
      },
    },
    {
      title: { en: 'At the price of windows', zh: '开销仍是窗口级的' },
      text: {
        en: 'The shift adds no weights: {cells} as before. In the last column of windows the roll has brought opposite edges together, and the [mask](step:attention-mask) keeps them apart.',
        zh: '移位不增加权重：仍是 {cells} 个。循环移位在最后一列窗口里拼接了左右两边，由[掩码](step:attention-mask)隔开。',
      },
      view: {
        ...shifted,
        selection: { window: 7 },
        pin: { step: 'weights', index: [0, 7, 0, 29, 29] },
      },
      quotes: {
        cells: { value: 65536, digits: 0, measure: cells },
        full: {
          value: 16,
          digits: 0,
          measure: {
            kind: 'ratio',
            a: products({ ...full, input: image(64) }),
            b: products(full),
          },
        },
      },
      question: {
        ask: {
          en: 'The photograph doubles to 64 × 64. By which factor does the work for the scores grow in windows?',
          zh: '照片放大到 64 × 64。在窗口形式下，计算分数的工作量增加到几倍？',
        },
        answer: {
          kind: 'number',
          measure: {
            kind: 'ratio',
            a: products({ ...shifted, input: image(64) }),
            b: products(),
          },
          tolerance: 0,
          digits: 0,
        },
        reveal: {
          en: 'It grows as the number of pixels does. Full attention would take {full} times as much.',
          zh: '与像素数同步增长。全局注意力则增加到 {full} 倍。',
        },
      },
    },
  ],
};
