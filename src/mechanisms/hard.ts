/**
 * Hard attention, in its deterministic form.
 * "Show, Attend and Tell: Neural Image Caption Generation with Visual Attention", Xu et al., ICML 2015,
 * https://arxiv.org/abs/1502.03044
 *
 * The paper draws the position from the soft weights and learns by REINFORCE; here it is the most
 * likely one, the first of equals.
 */
import { axisOf } from '../trace/axes';
import { scaledScores } from './attention';
import { defineMechanism } from './define';
import { queryKeyCheck, queryKeyValue } from './sequences';
import { step, terms } from './terms';

export const hard = defineMechanism({
  id: 'hard',
  name: { en: 'Hard attention', zh: '硬注意力' },
  family: 'alignment',
  attendsOver: ['tokens', 'pixels'],
  papers: [
    {
      title: 'Show, Attend and Tell: Neural Image Caption Generation with Visual Attention',
      authors: 'Xu, Ba, Kiros, Cho, Courville, Salakhutdinov, Zemel, Bengio',
      venue: 'ICML',
      year: 2015,
      url: 'https://arxiv.org/abs/1502.03044',
    },
  ],
  idea: {
    en: 'Each query takes exactly one value: that of the best key. Nothing is blurred by averaging, and only one position need be read, but the choice has no gradient, so that training samples it or approximates it. Compare its weights with the soft ones to see what averaging adds.',
    zh: '每个查询只取一个值：最佳键对应的那个。没有平均造成的模糊，也只需读取一个位置，但选择不可导，训练时须采样或近似。与软权重对照，可看出平均带来了什么。',
  },
  formula: String.raw`\Y{y_i} = \V{v_{j^*(i)}},\quad j^*(i) = \operatorname*{arg\,max}_j \frac{\Q{q_i} \cdot \K{k_j}}{\sqrt{d}}`,
  complexity: 'O(N_q N_k d)',
  classes: { HardAttention: {} },
  inputs: queryKeyValue,
  params: {},
  check: queryKeyCheck,
  weights: () => ({}),
  steps: {
    products: terms.products,
    scores: terms.scores,
    soft: {
      ...terms.weights,
      title: { en: 'Soft weights, for comparison', zh: '软权重（供对照）' },
      formula: String.raw`\A{p_{ij}} = \operatorname{softmax}_j(\S{s_{ij}})`,
      note: {
        en: 'What soft attention would use, and what the stochastic form draws the position from.',
        zh: '软注意力会使用的权重；随机形式据此采样位置。',
      },
    },
    choice: step(
      'position',
      ['Chosen key', '选中的键'],
      String.raw`j^*(i) = \operatorname*{arg\,max}_j \S{s_{ij}}`,
      [
        'The number of the key with the largest score; of equals, the first.',
        '分数最大的键的序号；相等时取最前者。',
      ],
    ),
    weights: {
      ...terms.weights,
      title: { en: 'Hard weights', zh: '硬权重' },
      formula: String.raw`\A{a_{ij}} = [\,j = j^*(i)\,]`,
      note: {
        en: 'All weight goes to the chosen key, exactly 0 to the others.',
        zh: '全部权重给选中的键，其余恰为 0。',
      },
    },
    output: {
      ...terms.contextVectors,
      title: { en: 'Selected values', zh: '选出的值' },
      formula: String.raw`\Y{y_i} = \V{v_{j^*(i)}}`,
      note: {
        en: 'Each query receives the value of its key, unchanged.',
        zh: '每个查询原样得到所选键的值。',
      },
    },
  },
  telling: 'weights',
  run({ t, inputs }) {
    const query = t.rename(inputs.query, { token: 'query' }); // [B, Nq, d]
    const key = t.rename(inputs.key, { token: 'key' }); // [B, Nk, d]
    const value = t.rename(inputs.value, { token: 'key' }); // [B, Nk, dv]

    const order = ['batch', 'query', 'key'] as const;
    const scores = scaledScores(t, query, key); // [B, Nq, Nk]
    t.softmax(scores, 'key').as('soft').torch('root@torch.softmax', order);
    const choice = t.argmax(scores, 'key').as('choice').torch('output.1', ['batch', 'query']);
    const weights = t
      .oneHot(choice, axisOf(key.axes, 'key')) // [B, Nq, Nk]
      .as('weights')
      .torch('output.2', order);
    return t
      .matMul(weights, value, 'key') // [B, Nq, dv]
      .as('output')
      .torch('output.0', ['batch', 'query', 'channel']);
  },
});
