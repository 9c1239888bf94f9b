import type { StepText } from '../trace/graph';
import { num, range } from './arguments';
import { isTransformer } from './axial-form';
import type { Param, Params } from './define';
import { channels, headDim, heads } from './shared-params';
import { step, terms } from './terms';

const isAttention = (params: Params): boolean => !isTransformer(params);

const place = {
  label: { en: 'Channel axis', zh: '通道所在轴' },
  help: {
    en: 'Number of the channel axis in the PyTorch tensor: 1 for [B, C, H, W], −1 for [B, H, W, C].',
    zh: '通道在 PyTorch 张量中的轴号：[B, C, H, W] 为 1，[B, H, W, C] 为 −1。',
  },
} as const;

/** Parameters of the attention alone and of the image transformer. */
export const axialParams: Readonly<Record<string, Param>> = {
  form: {
    kind: 'choice',
    default: 'attention',
    choices: {
      attention: { en: 'Attention', zh: '注意力' },
      transformer: { en: 'Image transformer', zh: '图像 Transformer' },
    },
    label: { en: 'Form', zh: '形式' },
    help: {
      en: 'The attention alone, or whole layers with normalisation, residuals and convolutions.',
      zh: '仅注意力，或含归一化、残差与卷积的完整层。',
    },
  },
  dim: channels('x'),
  depth: {
    kind: 'integer',
    default: 1,
    min: 1,
    max: 12,
    when: isTransformer,
    label: { en: 'Layers', zh: '层数' },
    help: {
      en: 'How many pairs of attention and convolutions follow each other.',
      zh: '注意力与卷积成对堆叠的次数。',
    },
  },
  num_dimensions: {
    kind: 'integer',
    default: 2,
    min: 1,
    max: 3,
    when: isAttention,
    follows: ({ x }) => x.length - 2,
    label: { en: 'Axes', zh: '轴数' },
    help: {
      en: 'Axes that attention runs along: 1 for a sequence, 2 for a map, 3 for a video.',
      zh: '注意力所沿的轴数：序列为 1，特征图为 2，视频为 3。',
    },
  },
  heads: heads('dim', 8),
  dim_heads: {
    ...headDim(8),
    kind: 'integer',
    default: null,
    min: 1,
    max: 512,
    nullable: true,
    automatic: (params) => Math.floor(num(params, 'dim') / num(params, 'heads')),
    help: {
      en: 'Length of the queries, keys and values of one head; the channels divided by the heads when automatic.',
      zh: '每个头中查询、键、值的长度；自动时为通道数除以头数。',
    },
  },
  dim_index: {
    kind: 'integer',
    default: -1,
    omitted: -1,
    min: -4,
    max: 4,
    when: isAttention,
    options: (_params, { x }) => [...range(1, x.length - 1), -1],
    ...place,
  },
  image_dim_index: {
    kind: 'integer',
    argument: 'dim_index',
    default: 1,
    omitted: 1,
    min: 1,
    max: 1,
    when: isTransformer,
    ...place,
  },
  sum_axial_out: {
    kind: 'flag',
    default: true,
    when: isAttention,
    label: { en: 'Sum over the axes', zh: '各轴求和' },
    help: {
      en: 'Adds up what the axes give for the same input; else each axis works on the result of the one before.',
      zh: '各轴对同一输入的结果相加；否则后一轴以前一轴的结果为输入。',
    },
  },
  reversible: {
    kind: 'flag',
    default: true,
    when: isTransformer,
    label: { en: 'Reversible', zh: '可逆' },
    help: {
      en: 'Two streams feed each other, so that training need not keep the activations of every layer.',
      zh: '两路数据交替更新，训练时无需保存每层的激活。',
    },
  },
  axial_pos_emb_shape: {
    kind: 'flag',
    default: false,
    when: isTransformer,
    label: { en: 'Position embedding', zh: '位置嵌入' },
    help: {
      en: 'Adds a learned vector for the row and one for the column of a pixel; its shape is the size of the map.',
      zh: '为像素所在的行和列各加一个可学习向量；其形状即特征图大小。',
    },
  },
};

/** Number of a layer before the names of its steps, where there are several. */
export const layerName = (params: Params, layer: number): string =>
  num(params, 'depth') > 1 ? `${layer + 1} ` : '';

export const axialSteps: Readonly<Record<string, StepText>> = {
  placed: step(
    'position',
    ['Input with position', '加入位置的输入'],
    String.raw`\X{x_{y,x}} + p^{\text{row}}_y + p^{\text{col}}_x`,
    [
      'Every pixel adds a learned vector for its row and one for its column.',
      '每个像素加上所在行与所在列的可学习向量。',
    ],
  ),
  normalised1: terms.normalised1,
  query: { ...terms.query, formula: String.raw`\Q{Q} = \X{X} W_Q^\top` },
  key: { ...terms.key, formula: String.raw`\K{K} = \X{X} W_K^\top` },
  value: { ...terms.value, formula: String.raw`\V{V} = \X{X} W_V^\top` },
  products: {
    ...terms.products,
    formula: String.raw`\S{e_{p,j}} = \Q{q_p} \cdot \K{k_j},\quad j \in \text{line}(p)`,
    note: {
      en: 'Each position is compared with those on its own line: H is its column, W its row.',
      zh: '每个位置只与自己所在线上的位置比较：H 为所在列，W 为所在行。',
    },
  },
  scores: terms.scores,
  weights: {
    ...terms.weights,
    note: {
      en: 'Every line has a softmax of its own, so that the weights of a column sum to 1, and those of a row do too.',
      zh: '每条线各有自己的 softmax：列上的权重和为 1，行上的权重和也为 1。',
    },
  },
  context: terms.context,
  attended: {
    ...terms.output,
    role: 'feature',
    title: { en: 'Result along an axis', zh: '沿一轴的结果' },
    note: {
      en: 'The heads are mixed; each axis has projections of its own.',
      zh: '混合各头；每个轴有自己的投影。',
    },
  },
  normalised2: {
    ...terms.normalised2,
    title: { en: 'Channel normalisation', zh: '通道归一化' },
    formula: String.raw`\hat x = g \odot \frac{x - \mu}{\sigma + \epsilon} + b`,
    note: {
      en: 'The channels of each pixel are normalised before the convolutions, with ε outside the root.',
      zh: '卷积之前对每个像素的通道归一化，ε 在根号之外。',
    },
  },
  expanded: {
    ...terms.expanded,
    title: { en: 'Convolution, widened', zh: '卷积升维' },
    formula: String.raw`u = w_1 * \hat x + b_1`,
    note: {
      en: 'A 3 × 3 convolution widens the channels fourfold and mixes neighbours.',
      zh: '3 × 3 卷积把通道扩为四倍并混合邻域。',
    },
  },
  activated: {
    ...terms.activated,
    title: { en: 'Leaky ReLU', zh: 'Leaky ReLU' },
    formula: String.raw`h = \max(u, 0.01\, u)`,
    note: {
      en: 'Positive values pass, negative ones are reduced to a hundredth.',
      zh: '正值放行，负值缩为百分之一。',
    },
  },
  contracted: {
    ...terms.contracted,
    title: { en: 'Convolution, narrowed', zh: '卷积降维' },
    formula: 'm = w_2 * h + b_2',
    note: {
      en: 'A second 3 × 3 convolution returns to the number of channels.',
      zh: '第二个 3 × 3 卷积恢复原通道数。',
    },
  },
  residual1: {
    ...terms.residual1,
    formula: String.raw`x_1 \leftarrow x_1 + f(x_2),\quad x_2 \leftarrow x_2 + g(x_1)`,
    note: {
      en: 'The result is added to a stream; reversible layers have two streams that take turns, others one.',
      zh: '结果加到数据流上；可逆层有两路交替更新，否则只有一路。',
    },
  },
  output: {
    ...terms.output,
    formula: String.raw`\Y{Y} = \sum_{\text{axes}} \operatorname{attn}_{\text{axis}}(\X{X})`,
    note: {
      en: 'What the axes give is put together: their sum, the last of them, or the mean of the two streams.',
      zh: '合并各轴的结果：求和、取最后一个，或取两路的均值。',
    },
  },
};
