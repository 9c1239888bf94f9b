import type { StepText } from '../trace/graph';
import { choice, range, sizeIn } from './arguments';
import type { Param, Params } from './define';
import { channels } from './shared-params';
import { step, terms } from './terms';

/** What the forms of attention pooling declare. */

/** Whose question the positions answer. */
export const formOf = (params: Params): string => choice(params, 'pooling');
export const isLearned = (params: Params): boolean => formOf(params) === 'learned';
const asksPosition = (params: Params): boolean => formOf(params) === 'query';
const hasStrength = (params: Params): boolean => ['salience', 'query'].includes(formOf(params));

export const poolingParams: Readonly<Record<string, Param>> = {
  pooling: {
    kind: 'choice',
    default: 'learned',
    choices: {
      learned: { en: 'Learned query', zh: '可学习的查询' },
      average: { en: 'Average', zh: '平均池化' },
      salience: { en: 'Salient keys, no query', zh: '显著的键（无查询）' },
      query: { en: 'One position asks', zh: '以某一位置为查询' },
    },
    label: { en: 'Pooling', zh: '池化方式' },
    help: {
      en: 'What a weight depends on: learned numbers, nothing, the position alone, or its match with a query.',
      zh: '权重取决于什么：可学习的参数、不取决于任何内容、仅取决于该位置自身，或取决于它与查询的匹配。',
    },
  },
  dim: channels('x'),
  hidden: {
    kind: 'integer',
    default: null,
    nullable: true,
    automatic: () => ({ en: 'none', zh: '无' }),
    min: 1,
    max: 512,
    log: true,
    when: isLearned,
    label: { en: 'Hidden units', zh: '隐藏单元数' },
    help: {
      en: 'Width of the hidden layer that scores a position; without it one tanh unit scores directly.',
      zh: '打分隐藏层的宽度；没有时由单个 tanh 单元直接打分。',
    },
  },
  position: {
    kind: 'integer',
    default: null,
    nullable: true,
    automatic: (_, inputs) => Math.floor(sizeIn(inputs, 'x', 'token') / 2),
    min: 0,
    max: 1_000_000,
    options: (_, inputs) => range(0, sizeIn(inputs, 'x', 'token') - 1),
    when: asksPosition,
    label: { en: 'Position of the query', zh: '查询的位置' },
    help: {
      en: 'Its features are the query. Pixels are counted row by row from 0; the middle one when automatic.',
      zh: '以该位置的特征为查询。像素从 0 起逐行编号；自动时取正中。',
    },
  },
  strength: {
    kind: 'number',
    default: 1,
    min: 0.1,
    max: 20,
    log: true,
    when: hasStrength,
    label: { en: 'Strength β', zh: '强度 β' },
    help: {
      en: 'Factor on the scores: a larger one makes the weights sharper.',
      zh: '分数的系数；越大，权重越集中。',
    },
  },
};

export const poolingSteps = {
  'equal-scores': step('scores', ['Equal scores', '相等的分数'], String.raw`\S{e_i} = 0`, [
    'Nothing is asked, so that no position scores higher than another: average pooling cannot choose.',
    '什么也不问，任何位置都不比别处分数高：平均池化不作选择。',
  ]),
  mean: step(
    'feature',
    ['Mean position', '平均特征'],
    String.raw`\bar x = \frac{1}{N} \sum_i \X{x_i}`,
    [
      'What the positions have in common; what is salient differs from it.',
      '各位置的共性；显著的位置与之不同。',
    ],
  ),
  contrast: step('key', ['Contrast', '反差'], String.raw`\K{k_i} = \X{x_i} - \bar x`, [
    'How each position differs from the mean, channel by channel.',
    '每个位置在各通道上与均值的差。',
  ]),
  salience: step(
    'scores',
    ['Salience', '显著性'],
    String.raw`\S{e_i} = \lVert \K{k_i} \rVert / \sqrt{d}`,
    [
      'The length of the contrast: how much a position stands out. No query takes part.',
      '反差的长度：该位置有多突出。没有查询参与。',
    ],
  ),
  query: step('query', ['Query', '查询'], String.raw`\Q{q} = \X{x_p} - \bar x`, [
    'The features of one position, less what all have in common, are what is looked for.',
    '取某一位置的特征，减去所有位置的共性，作为要找的内容。',
  ]),
  match: step(
    'scores',
    ['Match with the query', '与查询的匹配'],
    String.raw`\S{e_i} = \frac{\Q{q} \cdot \K{k_i}}{\sqrt{d}}`,
    [
      'A scaled dot product: a position that stands out counts only if it differs from the mean in the query’s way.',
      '缩放点积：突出的位置，只有其不同之处与查询一致，才能得高分。',
    ],
  ),
  sharpened: step('scores', ['Sharpened scores', '锐化后的分数'], String.raw`\beta\, \S{e_i}`, [
    'The strength β stretches the scores before the softmax.',
    '强度 β 在 softmax 之前拉开分数。',
  ]),
  projected: step('feature', ['Projected positions', '位置的投影'], String.raw`W \X{x_i} + b`, [
    'A learned layer reads off each position what may make it important.',
    '可学习的线性层从每个位置读出可能决定其重要性的内容。',
  ]),
  hidden: step(
    'feature',
    ['Hidden representation', '隐藏表示'],
    String.raw`u_i = \tanh(W \X{x_i} + b)`,
    ['The tanh keeps every unit between −1 and 1.', 'tanh 把每个单元限制在 −1 到 1 之间。'],
  ),
  'unit-scores': step(
    'scores',
    ['Scores', '分数'],
    String.raw`\S{e_i} = \tanh(w \cdot \X{x_i} + b)`,
    [
      'A single tanh unit scores each position; scores between −1 and 1 keep the weights within a factor of e².',
      '单个 tanh 单元给每个位置打分；分数限于 −1 到 1，权重之比不超过 e²。',
    ],
  ),
  scores: step('scores', ['Scores', '分数'], String.raw`\S{e_i} = \Q{u_w} \cdot u_i`, [
    'The learned query u_w scores each position; it is the same for every input.',
    '可学习的查询 u_w 给每个位置打分；它对任何输入都相同。',
  ]),
  masked: terms.masked,
  weights: {
    ...terms.weights,
    title: { en: 'Pooling weights', zh: '池化权重' },
    formula: String.raw`\A{a_i} = \frac{e^{\S{e_i}}}{\sum_{i'} e^{\S{e_{i'}}}}`,
    note: {
      en: 'The softmax over the positions makes the weights sum to 1: what one gains, the others lose.',
      zh: '在所有位置上做 softmax，权重和为 1：此消彼长。',
    },
  },
  output: step(
    'output',
    ['Pooled vector', '池化向量'],
    String.raw`\Y{y} = \sum_i \A{a_i}\,\X{x_i}`,
    [
      'The weighted mean of the positions is one vector for the whole input.',
      '各位置的加权平均，是代表整个输入的一个向量。',
    ],
  ),
} as const satisfies Readonly<Record<string, StepText>>;
