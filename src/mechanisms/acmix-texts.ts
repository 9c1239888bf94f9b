import type { StepText } from '../trace/graph';
import { num, squareSides } from './arguments';
import type { Param } from './define';
import { channels, oddKernel } from './shared-params';
import { step, terms } from './terms';

/** Side of the convolution, and how many mixtures of the projections it shifts and adds. */
export const KERNEL = 3;
export const POSITIONS = KERNEL * KERNEL;

export const acmixParams: Readonly<Record<string, Param>> = {
  in_planes: channels('x'),
  out_planes: {
    kind: 'integer',
    default: 32,
    min: 1,
    max: 1024,
    log: true,
    options: (params) =>
      Array.from({ length: 64 }, (_, i) => (i + 1) * Math.max(1, num(params, 'head'))),
    label: { en: 'Output channels', zh: '输出通道数' },
    help: {
      en: 'Channels of the result, a multiple of the heads.',
      zh: '输出的通道数，须为头数的倍数。',
    },
  },
  kernel_att: {
    ...oddKernel(7, 15, {
      en: 'Side of the neighbourhood that a pixel attends to; odd.',
      zh: '像素所关注邻域的边长，须为奇数。',
    }),
    label: { en: 'Neighbourhood side', zh: '邻域边长' },
  },
  head: {
    kind: 'integer',
    default: 4,
    min: 1,
    max: 64,
    label: { en: 'Heads', zh: '头数' },
    help: {
      en: 'Attention runs this many times side by side, each on its share of the output channels.',
      zh: '注意力并行运行的次数，各头分得一份输出通道。',
    },
  },
  kernel_conv: {
    kind: 'integer',
    default: KERNEL,
    min: KERNEL,
    max: KERNEL,
    label: { en: 'Kernel of the convolution', zh: '卷积核边长' },
    help: {
      en: 'Side of the convolution; the class runs with 3 only.',
      zh: '卷积的边长；该类仅支持 3。',
    },
  },
  stride: {
    kind: 'integer',
    default: 1,
    min: 1,
    max: 8,
    options: (_params, inputs) => squareSides(inputs, 'x'),
    label: { en: 'Stride', zh: '步长' },
    help: {
      en: 'Every how many-th pixel gets a result; it must divide height and width.',
      zh: '每隔多少像素给出一个结果，须整除高和宽。',
    },
  },
  dilation: {
    kind: 'integer',
    default: 1,
    min: 1,
    max: 1,
    label: { en: 'Dilation', zh: '膨胀率' },
    help: {
      en: 'Spacing of the neighbourhood; the class runs with 1 only.',
      zh: '邻域的间隔；该类仅支持 1。',
    },
  },
};

export const acmixSteps: Readonly<Record<string, StepText>> = {
  query: {
    ...terms.query,
    formula: String.raw`\Q{q} = W_1 * \X{x} + b_1`,
    note: {
      en: 'The first 1 × 1 convolution; both branches use its result.',
      zh: '第一个 1 × 1 卷积，其结果供两个分支共用。',
    },
  },
  key: { ...terms.key, formula: String.raw`\K{k} = W_2 * \X{x} + b_2` },
  value: { ...terms.value, formula: String.raw`\V{v} = W_3 * \X{x} + b_3` },
  position: step('position', ['Position features', '位置特征'], 'p = W_p * [x; y] + b_p', [
    'A 1 × 1 convolution of the coordinates, from −1 to 1, gives every pixel a vector for its place.',
    '对 −1 到 1 的坐标做 1 × 1 卷积，给每个像素一个位置向量。',
  ]),
  'scaled-query': step(
    'query',
    ['Scaled queries', '缩放后的查询'],
    String.raw`\Q{\hat q} = \Q{q} / \sqrt{d}`,
    ['Only the attention branch scales its queries.', '仅注意力分支缩放查询。'],
  ),
  'relative-position': step('position', ['Relative positions', '相对位置'], 'p - p_t', [
    'The difference of two position vectors depends only on the offset between the pixels, as the convolution is linear.',
    '由于卷积是线性的，两个位置向量之差只取决于像素间的偏移。',
  ]),
  'neighbour-keys': step(
    'key',
    ['Keys of the neighbourhood', '邻域的键'],
    String.raw`\K{k_t} + p - p_t,\quad t \in k \times k`,
    [
      'The keys of the k × k pixels round each pixel, with their relative positions; beyond the border the map is mirrored.',
      '每个像素周围 k × k 个像素的键，加上相对位置；越过边界处用镜像填充。',
    ],
  ),
  'neighbour-values': step(
    'value',
    ['Values of the neighbourhood', '邻域的值'],
    String.raw`\V{v_t},\quad t \in k \times k`,
    ['The values of the same pixels.', '同一批像素的值。'],
  ),
  scores: {
    ...terms.scores,
    formula: String.raw`\S{s_t} = \Q{\hat q} \cdot (\K{k_t} + p - p_t)`,
    note: {
      en: 'Each pixel is compared with the pixels of its neighbourhood, by content and place.',
      zh: '每个像素按内容和位置与邻域像素比较。',
    },
  },
  weights: {
    ...terms.weights,
    formula: String.raw`\A{a_t} = \frac{e^{\S{s_t}}}{\sum_{t'} e^{\S{s_{t'}}}}`,
    note: {
      en: 'The k² weights of each pixel sum to 1.',
      zh: '每个像素的 k² 个权重和为 1。',
    },
  },
  context: {
    ...terms.context,
    title: { en: 'Attention branch', zh: '注意力分支' },
    formula: String.raw`\Y{o_{\text{att}}} = \sum_t \A{a_t} \V{v_t}`,
  },
  mixtures: step(
    'feature',
    ['Nine mixtures', '九种混合'],
    String.raw`f_j = W_{f,j} [\Q{q^1} \dots \Q{q^h}; \K{k^1} \dots \K{k^h}; \V{v^1} \dots \V{v^h}]`,
    [
      'The heads of queries, keys and values are mixed to nine maps, one for each position of a 3 × 3 kernel.',
      '把查询、键、值的各头混合成九张图，对应 3 × 3 卷积核的九个位置。',
    ],
  ),
  convolution: step(
    'feature',
    ['Convolution branch', '卷积分支'],
    String.raw`o_{\text{conv}} = \sum_{j} \operatorname{shift}_j(f_j)`,
    [
      'A grouped convolution, which begins as a plain shift of each mixture to its position, adds them up.',
      '分组卷积把它们相加；其初始值恰为把每种混合移到各自位置。',
    ],
  ),
  'attention-part': step(
    'value',
    ['Share of the attention', '注意力的份额'],
    String.raw`\alpha\, \Y{o_{\text{att}}}`,
    ['The attention branch, times its learned factor.', '注意力分支乘以可学习系数。'],
  ),
  'convolution-part': step(
    'value',
    ['Share of the convolution', '卷积的份额'],
    String.raw`\beta\, o_{\text{conv}}`,
    ['The convolution branch, times its learned factor.', '卷积分支乘以可学习系数。'],
  ),
  output: {
    ...terms.output,
    formula: String.raw`\Y{y} = \alpha\, \Y{o_{\text{att}}} + \beta\, o_{\text{conv}}`,
    note: { en: 'Both branches are added.', zh: '两个分支相加。' },
  },
};
