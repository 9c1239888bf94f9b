import type { Lesson, LessonView, Measure } from './lesson';

/** [1, 64, 32, 32] as the tutorials call it, from a photograph. */
const input = { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 64 } as const;
const params = { n_heads: 8, n_groups: 4, stride: 1 } as const;
const call = { mechanism: 'deformable', params, input, weights: { kind: 'identity' } } as const;
const sparse: LessonView = { ...call, params: { ...params, stride: 4 } };

const size = (step: string, ...roles: Extract<Measure, { kind: 'size' }>['roles']): Measure => ({
  kind: 'size',
  step,
  roles,
});

/** Parameters that a way of telling positions adds to none. */
const added = (of: LessonView): Measure => ({
  kind: 'difference',
  a: { kind: 'parameters', of },
  b: { kind: 'parameters', of: { ...call, params: { ...params, use_pe: false } } },
});
const convolution = added(call);
const table = added({ ...call, params: { ...params, dwc_pe: false } });

export const deformableCall: Lesson = {
  id: 'deformable-call',
  group: 'modules',
  title: {
    en: 'Deformable attention: DAttention(channel=64, q_size=(32,32), n_heads=8, n_groups=4, stride=1)',
    zh: '可变形注意力：DAttention(channel=64, q_size=(32,32), n_heads=8, n_groups=4, stride=1)',
  },
  lead: {
    en: 'Where the sampling points start, what moves them, and what attends to them.',
    zh: '采样点从哪里出发，由什么推动，又被谁关注。',
  },
  sources: [
    {
      title: 'Xia, Pan, Song, Li, Huang: Vision Transformer with Deformable Attention',
      url: 'https://arxiv.org/abs/2201.00520',
    },
  ],
  steps: [
    {
      title: { en: 'Four groups, each with points of its own', zh: '四个组，各有各的采样点' },
      text: {
        en: 'Keys are not read at the pixels but at points that move. The 64 channels are taken in 4 groups of {inGroup}, and each group reads them at {points} points. The arrows lead from where a point starts to where it ends.',
        zh: '键不在像素处读取，而在会移动的点上读取。64 个通道分成 4 组，每组 {inGroup} 个，各组在 {points} 个点上采样。箭头从点的起始位置指向终点。',
      },
      view: { ...call, step: 'moved' },
      quotes: {
        inGroup: { value: 16, digits: 0, measure: size('sampled', 'channel') },
        points: { value: 1024, digits: 0, measure: size('moved', 'height', 'width') },
      },
      task: {
        say: {
          en: 'Choose another group: its points go elsewhere.',
          zh: '换一个组：它的点去了别处。',
        },
        kind: 'select',
        role: 'group',
      },
    },
    {
      title: { en: 'What moves a point', zh: '是什么在推动采样点' },
      text: {
        en: 'A 3×3 depthwise convolution looks at the queries round a point, and two numbers come out: coordinate 0 moves it down, 1 to the right. The tanh and the offset range of 4 half cells bound both by $4/31$ of the map’s half width; in group 0 no point moves down by more than {most}.',
        zh: '3×3 逐通道卷积查看点周围的查询，输出两个数：坐标 0 使它下移，坐标 1 使它右移。tanh 与 4 个半格的偏移范围限定每个方向最多移动半边长的 $4/31$；组 0 中最多下移了 {most}。',
      },
      view: { ...call, step: 'offsets' },
      quotes: {
        most: {
          value: 0.094,
          digits: 3,
          measure: { kind: 'max', step: 'offsets', index: [0, 0, null, null, 0] },
        },
      },
      task: {
        say: {
          en: 'Let points go twice as far: set the offset range to 8.',
          zh: '让点能走远一倍：把“偏移范围”设为 8。',
        },
        kind: 'param',
        name: 'offset_range_factor',
        atLeast: 8,
      },
    },
    {
      title: { en: 'The points start off centre', zh: '起点并不居中' },
      text: {
        en: 'The first and the last pixel have their centres at −1 and 1, and pixel $i$ at $i/{(H - 1)} \\cdot 2 - 1$. The published code puts $i + 0.5$ in the place of $i$, so that the grid lies half a cell too far down and right.',
        zh: '首末像素的中心位于 −1 和 1，像素 $i$ 位于 $i/{(H - 1)} \\cdot 2 - 1$。公开代码在 $i$ 的位置用了 $i + 0.5$，整个网格因此向右下偏了半格。',
      },
      view: {
        ...call,
        step: 'reference',
        pin: { step: 'reference', index: [0, 0, 31, 31, 0] },
      },
      quotes: {
        first: {
          value: -0.968,
          digits: 3,
          measure: { kind: 'cell', step: 'reference', index: [0, 0, 0, 0, 0] },
        },
      },
      question: {
        ask: {
          en: 'Where does the last row, $i = 31$, start? Its coordinate is $\\left(i + 0.5\\right)/{(H - 1)} \\cdot 2 - 1$.',
          zh: '最后一行（$i = 31$）起于何处？坐标为 $\\left(i + 0.5\\right)/{(H - 1)} \\cdot 2 - 1$。',
        },
        answer: {
          kind: 'number',
          measure: { kind: 'cell', step: 'reference', index: [0, 0, 31, 31, 0] },
          tolerance: 0.02,
          digits: 3,
        },
        reveal: {
          en: 'That is half a cell beyond the last centre, so that half of what is read there is the zero outside; the first row starts at {first}. Only an offset can bring such a point back.',
          zh: '它比最后一个像素的中心还远半格，读到的值有一半是图外的 0；第一行则起于 {first}。只有偏移才能把这样的点拉回来。',
        },
      },
    },
    {
      title: { en: 'Every pixel attends to the points', zh: '每个像素关注这些点' },
      text: {
        en: 'Each of the 8 heads compares {queries} pixels with {keys} points. The pinned pixel is an eye, and points on both eyes weigh most. At stride 1 the scores take {products} multiplications, as many as full attention; a larger stride leaves fewer points, not fewer queries.',
        zh: '8 个头各自把 {queries} 个像素与 {keys} 个点相比。固定的像素是一只眼睛，权重最大的点落在两只眼睛上。步长为 1 时，分数需 {products} 次乘法，与全注意力一样多；步长变大，减少的是点而不是查询。',
      },
      view: { ...call, step: 'weights', pin: { step: 'weights', index: [0, 0, 394, 394] } },
      quotes: {
        queries: { value: 1024, digits: 0, measure: size('weights', 'query') },
        keys: { value: 1024, digits: 0, measure: size('weights', 'key') },
        products: {
          value: 67108864,
          digits: 0,
          measure: { kind: 'stepMacs', step: 'products' },
        },
      },
      question: {
        ask: {
          en: 'By what factor does the work for the scores fall with stride 4?',
          zh: '步长为 1 时，分数的计算量是步长为 4 时的几倍？',
        },
        answer: {
          kind: 'number',
          measure: {
            kind: 'ratio',
            a: { kind: 'stepMacs', step: 'products' },
            b: { kind: 'stepMacs', step: 'products', of: sparse },
          },
          tolerance: 0,
          digits: 0,
        },
        reveal: {
          en: 'The points thin out by 4 in both directions; the queries stay as many.',
          zh: '点在两个方向上都稀疏到四分之一，查询数量不变。',
        },
      },
      task: {
        say: { en: 'Set the stride to 4.', zh: '把步长设为 4。' },
        kind: 'param',
        name: 'stride',
        value: 4,
        solution: sparse,
      },
    },
    {
      title: { en: 'Position from a convolution: dwc-pe', zh: '用卷积表示位置：dwc-pe' },
      text: {
        en: 'Attention to a set of points does not know where the query lies. Instead of a table of biases, a 3×3 depthwise convolution of the queries is added to the result. It takes {added} parameters and does not depend on q_size.',
        zh: '对点集的注意力并不知道查询在哪里。这里不用偏置表，而是把查询的 3×3 逐通道卷积加到结果上。它只要 {added} 个参数，且与 q_size 无关。',
      },
      view: { ...call, step: 'local' },
      quotes: {
        added: { value: 640, digits: 0, measure: convolution },
        table: { value: 31752, digits: 0, measure: table },
      },
      question: {
        ask: {
          en: 'Which needs more parameters for this map?',
          zh: '对这张特征图，哪一种参数更多？',
        },
        answer: {
          kind: 'most',
          options: [
            {
              text: { en: 'The depthwise convolution', zh: '逐通道卷积' },
              measure: convolution,
            },
            {
              text: { en: 'A table of relative positions', zh: '相对位置偏置表' },
              measure: table,
            },
          ],
        },
        reveal: {
          en: 'The table: {table}, one for each head and each of $63 \\times 63$ displacements, and it grows with the map.',
          zh: '偏置表：{table} 个，每个头对应 $63 \\times 63$ 种位移，而且随特征图增大。',
        },
      },
    },
  ],
};
