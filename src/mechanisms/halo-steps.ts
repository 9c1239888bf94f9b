import type { StepText } from '../trace/graph';
import { step, terms } from './terms';

/** Steps of attention in blocks with halos. */
export const haloSteps: Readonly<Record<string, StepText>> = {
  query: { ...terms.query, formula: String.raw`\Q{Q} = \X{X} W_Q^\top` },
  key: { ...terms.key, formula: String.raw`\K{K} = \X{X} W_K^\top` },
  value: { ...terms.value, formula: String.raw`\V{V} = \X{X} W_V^\top` },
  blocks: step(
    'query',
    ['Queries in blocks', '分块的查询'],
    String.raw`\Q{Q} \to \Q{Q_{\text{block}}} \in \mathbb{R}^{b^2 \times hd}`,
    [
      'The queries are cut into blocks of b × b pixels that do not overlap.',
      '查询被切成互不重叠的 b × b 块。',
    ],
  ),
  'halo-keys': step(
    'key',
    ['Keys with their halo', '带光晕的键'],
    String.raw`\K{K_{\text{block}}} \in \mathbb{R}^{r^2 \times hd},\quad r = b + 2 h_{\text{halo}}`,
    [
      'The keys of a block are those of its pixels and of a halo round it; halos overlap, and beyond the image they are zeros.',
      '一个块的键包括块内像素及其外围光晕；相邻块的光晕互相重叠，超出图像处补零。',
    ],
  ),
  'halo-values': step(
    'value',
    ['Values with their halo', '带光晕的值'],
    String.raw`\V{V_{\text{block}}} \in \mathbb{R}^{r^2 \times hd}`,
    ['The values of the same pixels.', '同一批像素的值。'],
  ),
  'scaled-query': step(
    'query',
    ['Scaled queries', '缩放后的查询'],
    String.raw`\Q{\hat q} = \Q{q} / \sqrt{d}`,
    [
      'Scaling the queries instead of the scores gives the same and is cheaper.',
      '缩放查询与缩放分数等价，但更省计算。',
    ],
  ),
  products: terms.products,
  'offset-embedding': step(
    'position',
    ['Embeddings of the offsets', '偏移嵌入'],
    String.raw`r_{j-p} = r^{\text{row}}_{y_j - y_p} + r^{\text{col}}_{x_j - x_p}`,
    [
      'Each offset between a key and a query has a learned vector: one for its rows plus one for its columns.',
      '键与查询之间的每种偏移对应一个可学习向量：行向量与列向量之和。',
    ],
  ),
  'position-scores': step(
    'bias',
    ['Scores of the offsets', '偏移分数'],
    String.raw`\S{b_{pj}} = \Q{\hat q_p} \cdot r_{j-p}`,
    [
      'The query says how much it cares for each offset, whatever lies there.',
      '查询对每种偏移的偏好，与那里的内容无关。',
    ],
  ),
  scores: {
    ...terms.scores,
    title: { en: 'Scores', zh: '分数' },
    formula: String.raw`\S{s_{pj}} = \Q{\hat q_p} \cdot \K{k_j} + \S{b_{pj}}`,
    note: { en: 'Content and position are added.', zh: '内容分数与位置分数相加。' },
  },
  hidden: step(
    'mask',
    ['Masked keys', '被屏蔽的键'],
    String.raw`M_{j} = 1 \;\text{ where } j \text{ is masked}`,
    [
      'The paper masks the padding beyond the image; the published code masks the image and leaves the padding.',
      '论文屏蔽图像外的填充；公开代码却屏蔽图像而保留填充。',
    ],
  ),
  masked: terms.masked,
  weights: {
    ...terms.weights,
    note: {
      en: 'For each query, the weights of the r² keys of its block sum to 1.',
      zh: '对每个查询，所在块的 r² 个键的权重和为 1。',
    },
  },
  context: terms.context,
  projected: {
    ...terms.output,
    role: 'feature',
    title: { en: 'Projected blocks', zh: '投影后的块' },
  },
  output: {
    ...terms.output,
    formula: String.raw`\Y{Y} = \operatorname{unblock}(\cdot)`,
    note: { en: 'The blocks are put together to a map again.', zh: '把各块拼回特征图。' },
  },
};
