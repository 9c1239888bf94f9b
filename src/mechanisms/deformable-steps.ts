import type { StepText } from '../trace/graph';
import { step, terms } from './terms';

/** Texts of the steps of deformable attention. */
export const deformableSteps = {
  query: { ...terms.query, formula: String.raw`\Q{q} = W_q * \X{x} + b_q` },
  'offset-features': step(
    'feature',
    ['Surroundings of the queries', '查询的邻域特征'],
    String.raw`\operatorname{DWConv}_k(\Q{q})`,
    [
      'For each group, a depthwise convolution gathers what lies round each reference point.',
      '对每个组，逐通道卷积汇集各参考点周围的信息。',
    ],
  ),
  'offset-normalised': {
    ...terms.normalised1,
    title: { en: 'Normalised surroundings', zh: '归一化的邻域特征' },
    formula: String.raw`\operatorname{LN}(\operatorname{DWConv}_k(\Q{q}))`,
  },
  'offset-hidden': {
    ...terms.activated,
    title: { en: 'Hidden units of the offsets', zh: '偏移网络的隐藏单元' },
    formula: String.raw`\operatorname{GELU}(\operatorname{LN}(\cdot))`,
  },
  'raw-offsets': step(
    'position',
    ['Raw offsets', '原始偏移'],
    String.raw`o = W_o \operatorname{GELU}(\cdot)`,
    [
      'Two numbers for each point: how far to move down and to the right.',
      '每个点两个数：向下、向右移动多少。',
    ],
  ),
  bounded: step('position', ['Bounded offsets', '限幅后的偏移'], String.raw`\tanh(o)`, [
    'The tanh keeps every offset between −1 and 1.',
    'tanh 把偏移限制在 −1 到 1。',
  ]),
  offsets: step(
    'position',
    ['Offsets', '偏移'],
    String.raw`\Delta p = f \tanh(o) \odot \left(\tfrac{1}{H_k - 1},\, \tfrac{1}{W_k - 1}\right)`,
    [
      'In the coordinates of the map, where −1 and 1 are its edges, a point can move f half cells.',
      '在边缘为 −1 与 1 的坐标中，点最多移动 f 个半格。',
    ],
  ),
  reference: step(
    'position',
    ['Reference points', '参考点'],
    String.raw`p_{i} = \frac{i + 0.5}{H_k - 1} \cdot 2 - 1`,
    [
      'A regular grid. As published it lies half a cell too far down and right, so that the last row and column start outside the map.',
      '规则网格。按公开实现，它向右下偏了半格，最后一行和一列已在图外。',
    ],
  ),
  moved: step('position', ['Sampling points', '采样点'], String.raw`p + \Delta p`, [
    'Each point has moved from its reference to where the queries suggest.',
    '每个点从参考位置移到查询建议的位置。',
  ]),
  clamped: step(
    'position',
    ['Points held inside', '截断在图内的采样点'],
    String.raw`\operatorname{clamp}(p + \Delta p, -1, 1)`,
    ['Points that would leave the map stop at its edge.', '超出图外的点停在边缘。'],
  ),
  sampled: step(
    'feature',
    ['Sampled features', '采样的特征'],
    String.raw`\tilde x = \phi(\X{x};\, p + \Delta p)`,
    [
      'Bilinear interpolation reads the map between its pixels; outside the map it reads zero.',
      '双线性插值在像素之间读取特征，图外读到 0。',
    ],
  ),
  pooled: step(
    'feature',
    ['Averages of cells', '单元格均值'],
    String.raw`\tilde x = \operatorname{avgpool}_s(\X{x})`,
    ['Without offsets, each key is the mean of its cell.', '不偏移时，每个键取所在单元格的均值。'],
  ),
  key: { ...terms.key, formula: String.raw`\K{\tilde k} = W_k \tilde x + b_k` },
  value: { ...terms.value, formula: String.raw`\V{\tilde v} = W_v \tilde x + b_v` },
  products: terms.products,
  scores: terms.scores,
  displacement: step(
    'position',
    ['Displacements', '位移'],
    String.raw`\delta_{ij} = p^{q}_i - (p_j + \Delta p_j)`,
    ['From every sampling point to every query.', '从每个采样点到每个查询的位移。'],
  ),
  'table-position': step(
    'position',
    ['Places in the table', '查表位置'],
    String.raw`\delta_{ij} / 2`,
    [
      'Halved, displacements between −2 and 2 become positions in the table.',
      '减半之后，−2 到 2 的位移成为表中的位置。',
    ],
  ),
  'scaled-displacement': step(
    'position',
    ['Displacements, scaled', '放大的位移'],
    String.raw`4\,\delta_{ij}`,
    ['Displacements are stretched to −8…8.', '位移放大到 −8…8。'],
  ),
  distance: step('position', ['Distances', '距离'], String.raw`|4\,\delta_{ij}|`, [
    'How far, without direction.',
    '只看远近，不看方向。',
  ]),
  'distance-plus-one': step(
    'position',
    ['Distances plus one', '距离加一'],
    String.raw`|4\,\delta_{ij}| + 1`,
    ['So that the logarithm of no distance is 0.', '使零距离的对数为 0。'],
  ),
  'log-distance': step(
    'position',
    ['Logarithm of the distances', '距离的对数'],
    String.raw`\log_2(|4\,\delta_{ij}| + 1)`,
    ['Near distances are spread out and far ones drawn together.', '近处展开，远处压缩。'],
  ),
  direction: step(
    'position',
    ['Directions', '方向'],
    String.raw`\operatorname{sign}(\delta_{ij})`,
    ['Above or below, left or right.', '上下、左右。'],
  ),
  'signed-distance': step(
    'position',
    ['Signed logarithmic distances', '带方向的对数距离'],
    String.raw`\operatorname{sign}(\delta_{ij}) \log_2(|4\,\delta_{ij}| + 1)`,
    ['Distance and direction together.', '距离与方向合在一起。'],
  ),
  'log-displacement': step(
    'position',
    ['Log-spaced displacements', '对数间隔的位移'],
    String.raw`\operatorname{sign}(\delta_{ij}) \log_2(|4\,\delta_{ij}| + 1) / \log_2 8`,
    ['Brought to about −1…1 for the perceptron.', '归一到约 −1…1，供感知机使用。'],
  ),
  'bias-features': step(
    'feature',
    ['Position features', '位置特征'],
    String.raw`W_1 \hat\delta_{ij} + b_1`,
    ['A linear layer of 32 units reads the displacement.', '32 个单元的线性层读取位移。'],
  ),
  'bias-hidden': step(
    'feature',
    ['Position features, rectified', '位置特征的 ReLU'],
    String.raw`\operatorname{ReLU}(W_1 \hat\delta_{ij} + b_1)`,
    [
      'The rectifier makes the bias a bent function of distance.',
      'ReLU 使偏置成为距离的折线函数。',
    ],
  ),
  bias: step('bias', ['Position bias', '位置偏置'], 'B_{ij}', [
    'What the relative position of query and point adds to their score.',
    '查询与采样点的相对位置给分数增加的量。',
  ]),
  biased: {
    ...terms.scores,
    title: { en: 'Scores with position', zh: '加入位置的分数' },
    formula: String.raw`\S{s_{ij}} + B_{ij}`,
    note: {
      en: 'Content and position are added.',
      zh: '内容与位置相加。',
    },
  },
  weights: {
    ...terms.weights,
    note: {
      en: 'For each pixel and head, the weights over the sampling points sum to 1.',
      zh: '每个像素、每个头在所有采样点上的权重和为 1。',
    },
  },
  context: terms.context,
  local: step(
    'feature',
    ['Local enhancement', '局部增强'],
    String.raw`\operatorname{DWConv}_3(\Q{q})`,
    [
      'A 3×3 depthwise convolution of the queries brings in the surroundings, and with them position.',
      '查询的 3×3 逐通道卷积引入邻域信息，从而带来位置信息。',
    ],
  ),
  enhanced: step(
    'value',
    ['Enhanced values', '增强后的结果'],
    String.raw`\Y{o} + \operatorname{DWConv}_3(\Q{q})`,
    ['Attention and local surroundings are added.', '注意力结果与局部信息相加。'],
  ),
  output: { ...terms.output, formula: String.raw`\Y{y} = W_{out} * \Y{o} + b_{out}` },
} as const satisfies Readonly<Record<string, StepText>>;
