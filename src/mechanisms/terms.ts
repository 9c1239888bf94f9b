import type { StepText } from '../trace/graph';

/**
 * Texts of the steps that several mechanisms share. A mechanism takes one as it is, or spreads it
 * and replaces what differs: `{ ...terms.query, formula: … }`.
 */
export const step = (
  role: StepText['role'],
  title: readonly [en: string, zh: string],
  formula: string,
  note: readonly [en: string, zh: string],
): StepText => ({
  role,
  title: { en: title[0], zh: title[1] },
  formula,
  note: { en: note[0], zh: note[1] },
});

/** Attention of queries to keys. */
const attention = {
  query: step('query', ['Queries', '查询'], String.raw`\Q{Q} = \X{X} W_Q^\top + b_Q`, [
    'A learned projection turns each position into a query: what it is looking for.',
    '可学习的线性投影把每个位置变成查询：它要寻找的内容。',
  ]),
  key: step('key', ['Keys', '键'], String.raw`\K{K} = \X{X} W_K^\top + b_K`, [
    'A second projection turns each position into a key: what it offers to be found by.',
    '另一个投影把每个位置变成键：供查询匹配的依据。',
  ]),
  value: step('value', ['Values', '值'], String.raw`\V{V} = \X{X} W_V^\top + b_V`, [
    'A third projection turns each position into a value: what it passes on when it is attended to.',
    '第三个投影把每个位置变成值：被关注时传递的内容。',
  ]),
  products: step(
    'scores',
    ['Dot products', '点积'],
    String.raw`\S{e_{ij}} = \Q{q_i} \cdot \K{k_j}`,
    [
      'The dot product of a query with a key measures how well they match.',
      '查询与键的点积衡量二者的匹配程度。',
    ],
  ),
  scores: step(
    'scores',
    ['Scaled scores', '缩放后的分数'],
    String.raw`\S{s_{ij}} = \frac{\Q{q_i} \cdot \K{k_j}}{\sqrt{d}}`,
    [
      'Dividing by √d keeps the spread of the scores near 1 whatever the width, so that the softmax does not saturate.',
      '除以 √d 使分数的离散程度不随维度增大，避免 softmax 饱和。',
    ],
  ),
  masked: step(
    'scores',
    ['Masked scores', '掩码后的分数'],
    String.raw`\S{s_{ij}} \leftarrow -\infty \;\text{ where masked}`,
    [
      'A masked key gets the score −∞, so that the softmax gives it exactly no weight.',
      '被屏蔽的键分数置为 −∞，softmax 后权重恰为 0。',
    ],
  ),
  weights: step(
    'weights',
    ['Attention weights', '注意力权重'],
    String.raw`\A{a_{ij}} = \frac{e^{\S{s_{ij}}}}{\sum_{j'} e^{\S{s_{ij'}}}}`,
    [
      'The softmax turns the scores of each query into weights that are positive and sum to 1.',
      'softmax 把每个查询的分数变成非负且和为 1 的权重。',
    ],
  ),
  context: step(
    'value',
    ['Weighted values', '加权的值'],
    String.raw`\Y{o_i} = \sum_j \A{a_{ij}} \V{v_j}`,
    ['Each head adds up the values, each in proportion to its weight.', '每个头按权重对值求和。'],
  ),
  output: step(
    'output',
    ['Output', '输出'],
    String.raw`\Y{Y} = [\Y{o^1}; \dots; \Y{o^h}] W_O^\top + b_O`,
    [
      'The heads are put side by side and a last projection mixes them.',
      '各头的结果拼接后，由最后一个投影混合。',
    ],
  ),
  reweighted: step(
    'scores',
    ['Reweighted scores', '加权后的分数'],
    String.raw`\S{s_{ij}} \leftarrow \S{s_{ij}}\, w_{ij}`,
    [
      'Given factors multiply the scores before the softmax, so that a factor of 0 leaves a neutral score rather than no weight.',
      '给定的系数在 softmax 之前乘到分数上，因此系数 0 得到的是中性分数，而非零权重。',
    ],
  ),
  keyForQuery: step('key', ['Keys, as queries see them', '查询眼中的键'], String.raw`W_a \K{k_j}`, [
    'The learned matrix carries each key into the space of the queries.',
    '可学习的矩阵把每个键变换到查询所在的空间。',
  ]),
  bilinearScores: step(
    'scores',
    ['Bilinear scores', '双线性分数'],
    String.raw`\S{s_{ij}} = \Q{q_i}^\top W_a \K{k_j}`,
    [
      'The dot product of a query with a transformed key; it is not symmetric, so that asking and answering can differ.',
      '查询与变换后的键的点积；它不对称，“问”与“答”可以不同。',
    ],
  ),
  contextVectors: step(
    'output',
    ['Context vectors', '上下文向量'],
    String.raw`\Y{c_i} = \sum_j \A{a_{ij}} \V{v_j}`,
    [
      'The context vector of a query is the weighted mean of the values.',
      '查询的上下文向量是值的加权平均。',
    ],
  ),
  causalMask: step(
    'mask',
    ['Causal mask', '因果掩码'],
    String.raw`M_{ij} = 1 \;\text{ where } j > i`,
    [
      'A position may attend only to itself and to what came before it.',
      '每个位置只能关注自身及之前的位置。',
    ],
  ),
} as const;

/** Gates over channels and pixels. */
const gating = {
  squeeze: step(
    'feature',
    ['Squeeze: channel means', '压缩：通道均值'],
    String.raw`z_c = \frac{1}{HW} \sum_{y,x} \X{x_{c,y,x}}`,
    [
      'Averaging over the map leaves one number per channel: how strongly it responds overall.',
      '在整张特征图上取平均，每个通道只留一个数：它的总体响应强度。',
    ],
  ),
  reduced: step('feature', ['Reduced channels', '降维'], 'u = W_1 z', [
    'A bottleneck of C/r units forces the channels to share what they know.',
    '仅有 C/r 个单元的瓶颈层迫使各通道共享信息。',
  ]),
  hidden: step('feature', ['Hidden units', '隐藏单元'], String.raw`h = \operatorname{ReLU}(u)`, [
    'The rectifier lets a hidden unit respond to a combination of channels, or stay silent.',
    'ReLU 使隐藏单元对某种通道组合作出响应，或不作响应。',
  ]),
  logits: step('scores', ['Gate logits', '门控分数'], String.raw`\S{s} = W_2 h`, [
    'The bottleneck is widened again to one score per channel.',
    '瓶颈层再展开为每个通道一个分数。',
  ]),
  channelGate: step('gate', ['Channel gates', '通道门控'], String.raw`\G{g_c} = \sigma(\S{s_c})`, [
    'The sigmoid makes each score a gate between 0 (close the channel) and 1 (let it through); gates do not compete.',
    'sigmoid 把每个分数变成 0（关闭）到 1（放行）之间的门控；各门控互不竞争。',
  ]),
  gated: step('output', ['Output', '输出'], String.raw`\Y{y_{c,y,x}} = \G{g_c}\, \X{x_{c,y,x}}`, [
    'Each channel of the map is multiplied by its gate.',
    '特征图的每个通道乘以各自的门控。',
  ]),
} as const;

/** Layers of convolutional networks. */
const layers = {
  batchNormalised: step(
    'feature',
    ['Batch normalisation', '批归一化'],
    String.raw`\gamma \frac{u - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta`,
    [
      'The stored mean and variance of each channel bring the numbers to a common scale.',
      '用保存的各通道均值与方差，把数值调到同一尺度。',
    ],
  ),
} as const;

/** Parts of a transformer block. */
const block = {
  normalised1: step(
    'feature',
    ['First normalisation', '第一次归一化'],
    String.raw`\hat x = \gamma \odot \frac{\X{x} - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta`,
    [
      'Layer normalisation brings the channels of each position to mean 0 and variance 1 before mixing.',
      '混合之前，层归一化使每个位置的通道均值为 0、方差为 1。',
    ],
  ),
  residual1: step(
    'feature',
    ['Residual sum', '残差相加'],
    String.raw`x' = \X{x} + \operatorname{attn}(\hat x)`,
    [
      'The result of attention is added to the input, which stays available unchanged.',
      '注意力的结果与原输入相加，原信息得以保留。',
    ],
  ),
  normalised2: step(
    'feature',
    ['Second normalisation', '第二次归一化'],
    String.raw`\hat x = \gamma \odot \frac{x' - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta`,
    [
      'The channels are normalised again before the multilayer perceptron.',
      '进入多层感知机之前再次归一化。',
    ],
  ),
  expanded: step('feature', ['MLP, widened', 'MLP 升维'], String.raw`u = \hat x W_1^\top + b_1`, [
    'A linear layer widens each position on its own.',
    '线性层在每个位置上独立升维。',
  ]),
  activated: step('feature', ['MLP, GELU', 'MLP 的 GELU'], String.raw`h = u\,\Phi(u)`, [
    'GELU, in its exact form with the error function, passes large values and fades out negative ones.',
    'GELU（精确的误差函数形式）放行较大的值，抑制负值。',
  ]),
  contracted: step('feature', ['MLP, narrowed', 'MLP 降维'], String.raw`m = h W_2^\top + b_2`, [
    'A second linear layer returns to the number of channels.',
    '第二个线性层恢复原通道数。',
  ]),
  blockOutput: step('output', ['Output', '输出'], String.raw`\Y{y} = x' + m`, [
    'The second residual sum is the output of the block.',
    '第二次残差相加即为该模块的输出。',
  ]),
} as const;

export const terms = { ...attention, ...gating, ...layers, ...block } as const;
