import type { StepText } from '../trace/graph';
import type { InputSpec } from '../trace/tensor';
import { mapSize, num, range } from './arguments';
import { wholeWindows } from './block';
import type { Param, Params } from './define';
import { biasFlag, channels, heads, mlpRatio } from './shared-params';
import { isBlock } from './swin';
import { isTutorial } from './swin-tutorial';
import { step, terms } from './terms';

/** What the shifted and the unshifted form declare alike. */

/** A map with its channels last, or its pixels as tokens for the block. */
export const swinInput: InputSpec = {
  order: ['batch', 'height', 'width', 'channel'],
  alternatives: [['batch', 'token', 'channel']],
  from: 'image',
};

export const swinClasses = {
  SwinAttention: { form: 'attention' },
  SwinTransformerBlock: { form: 'block' },
} as const;

/** Parameters of both classes, with the `shift_size` of one of the two forms. */
export const swinParams = (shift: Param): Readonly<Record<string, Param>> => ({
  form: {
    kind: 'choice',
    default: 'attention',
    choices: {
      attention: { en: 'Attention', zh: '注意力' },
      block: { en: 'Block', zh: '模块' },
    },
    label: { en: 'Form', zh: '形式' },
    help: {
      en: 'The attention alone, or the whole block with normalisation, residuals and perceptron.',
      zh: '仅注意力，或含归一化、残差与感知机的完整模块。',
    },
  },
  dim: channels('x'),
  input_resolution: {
    kind: 'list',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => mapSize(inputs, 'x'),
    when: isBlock,
    label: { en: 'Map size', zh: '特征图大小' },
    help: { en: 'Height and width of the map.', zh: '特征图的高与宽。' },
  },
  window_size: {
    kind: 'integer',
    default: 7,
    min: 1,
    max: 32,
    options: (params, inputs) => windowOptions(params, mapSize(inputs, 'x')),
    label: { en: 'Window size', zh: '窗口大小' },
    help: {
      en: 'Side of a window in pixels; attention never leaves it.',
      zh: '窗口边长（像素），注意力不越过窗口。',
    },
  },
  shift_size: shift,
  num_heads: heads('dim', 4),
  qkv_bias: biasFlag({ en: 'Bias of q, k, v', zh: 'q、k、v 的偏置' }),
  qk_scale: {
    kind: 'number',
    default: null,
    nullable: true,
    automatic: (params) => (num(params, 'dim') / num(params, 'num_heads')) ** -0.5,
    min: 0.01,
    max: 10,
    log: true,
    label: { en: 'Scale', zh: '缩放系数' },
    help: {
      en: 'Factor on the queries; 1/√d when automatic.',
      zh: '查询的系数，自动时为 1/√d。',
    },
  },
  mlp_ratio: { ...mlpRatio, when: isBlock },
});

/**
 * The attention pads to whole windows; the block must fit as it is, or take the map as one window;
 * the tutorial's form must fit as it is.
 */
function windowOptions(params: Params, size: readonly [number, number]): readonly number[] {
  if (isBlock(params)) return wholeWindows(size);
  if (isTutorial(params)) return wholeWindows(size).filter((side) => side <= Math.min(...size));
  return range(1, Math.min(32, Math.max(...size)));
}

export const swinSteps = {
  normalised1: terms.normalised1,
  padded: step(
    'feature',
    ['Padded map', '补零后的特征图'],
    String.raw`\X{x} \in \mathbb{R}^{H_p \times W_p \times C}`,
    [
      'Zeros at the right and at the bottom make the sides multiples of the window.',
      '在右侧和底部补零，使边长成为窗口的整数倍。',
    ],
  ),
  windows: step(
    'feature',
    ['Windows', '划分窗口'],
    String.raw`\X{x} \to \frac{HW}{w^2} \times w^2 \times C`,
    [
      'The map is cut into windows of w × w pixels, which from here on know nothing of each other.',
      '特征图划分为 w × w 的窗口，此后各窗口互不可见。',
    ],
  ),
  query: terms.query,
  key: terms.key,
  value: terms.value,
  'scaled-query': {
    ...terms.query,
    title: { en: 'Scaled queries', zh: '缩放后的查询' },
    formula: String.raw`\Q{q} \leftarrow \Q{q} / \sqrt{d}`,
    note: {
      en: 'Scaling the queries before the product has the same effect as scaling the scores, for less work.',
      zh: '先缩放查询与缩放分数等效，但计算量更小。',
    },
  },
  products: terms.products,
  'bias-table': step(
    'bias',
    ['Relative position table', '相对位置偏置表'],
    String.raw`\hat B \in \mathbb{R}^{(2w-1) \times (2w-1)}`,
    [
      'One learned number for each head and each offset between two pixels of a window.',
      '窗口内两像素的每种相对偏移、每个头各有一个可学习的数。',
    ],
  ),
  'position-bias': step(
    'bias',
    ['Relative position bias', '相对位置偏置'],
    String.raw`B_{ij} = \hat B[y_i - y_j,\, x_i - x_j]`,
    ['Every pair of tokens looks up the number for its offset.', '每对词元按相对偏移查表取值。'],
  ),
  scores: {
    ...terms.scores,
    title: { en: 'Scores with position', zh: '加入位置的分数' },
    formula: String.raw`\S{s_{ij}} = \frac{\Q{q_i} \cdot \K{k_j}}{\sqrt{d}} + B_{ij}`,
    note: {
      en: 'Content and position are added, so that a head can prefer near or far, left or right.',
      zh: '内容与位置相加，头可以偏好远近或方位。',
    },
  },
  weights: {
    ...terms.weights,
    note: {
      en: 'For each pixel, the weights over its own window sum to 1.',
      zh: '每个像素在自己窗口内的权重和为 1。',
    },
  },
  context: terms.context,
  projected: {
    ...terms.output,
    role: 'value',
    title: { en: 'Projection', zh: '投影' },
    note: {
      en: 'The heads are put side by side and mixed, still inside the window.',
      zh: '各头拼接并混合，仍在窗口之内。',
    },
  },
  output: {
    ...terms.output,
    formula: String.raw`\Y{y} \in \mathbb{R}^{H \times W \times C}`,
    note: {
      en: 'The windows are put back in their places, and the padding is cut off.',
      zh: '各窗口放回原位，并裁去补零部分。',
    },
  },
  attended: {
    ...terms.context,
    title: { en: 'Attention on the map', zh: '放回特征图的注意力结果' },
    formula: String.raw`\operatorname{W\text{-}MSA}(\operatorname{LN}(\X{x}))`,
    note: {
      en: 'The windows are put back in their places.',
      zh: '各窗口放回原位。',
    },
  },
  residual1: terms.residual1,
  normalised2: terms.normalised2,
  expanded: terms.expanded,
  activated: terms.activated,
  contracted: terms.contracted,
  'block-output': terms.blockOutput,
} as const satisfies Readonly<Record<string, StepText>>;

/** Steps that only the shifted form has. */
export const shiftSteps = {
  shifted: step(
    'feature',
    ['Shifted map', '移位后的特征图'],
    String.raw`\X{x'_{y,x}} = \X{x_{(y+s) \bmod H,\,(x+s) \bmod W}}`,
    [
      'The map is rolled by half a window, so that the new windows straddle the borders of the old ones.',
      '特征图循环移动半个窗口，新窗口便跨越旧窗口的边界。',
    ],
  ),
  'attention-mask': step(
    'mask',
    ['Region mask', '区域掩码'],
    String.raw`M_{ij} = -100 \;\text{ where } \operatorname{region}(i) \ne \operatorname{region}(j)`,
    [
      'Rolling brought opposite edges into one window; pixels that were not neighbours must not see each other.',
      '循环移位把相对的边缘拼进同一窗口；原本不相邻的像素不应互相关注。',
    ],
  ),
  masked: {
    ...terms.masked,
    formula: String.raw`\S{s_{ij}} \leftarrow \S{s_{ij}} + M_{ij}`,
    note: {
      en: 'Adding −100 leaves a masked pair with practically no weight.',
      zh: '加上 −100 后，被屏蔽的像素对权重几乎为 0。',
    },
  },
} as const satisfies Readonly<Record<string, StepText>>;
