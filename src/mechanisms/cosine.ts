/**
 * Cosine attention: content-based addressing.
 * "Neural Turing Machines", Graves, Wayne, Danihelka, 2014, https://arxiv.org/abs/1410.5401, 3.3.1
 *
 * β is a learned constant, where the paper's controller emits one for each head and time step.
 */
import type { Value } from '../ops/builder';
import { defineMechanism } from './define';
import { factor } from './maps';
import { queryKeyCheck, queryKeyValue } from './sequences';
import { step, terms } from './terms';

/** Lengths below this count as this, so that a vector of zeros has no direction instead of NaN. */
const SHORTEST = 1e-8;

export const cosine = defineMechanism({
  id: 'cosine',
  name: { en: 'Cosine attention (content-based)', zh: '余弦注意力（基于内容）' },
  family: 'alignment',
  attendsOver: ['tokens'],
  papers: [
    {
      title: 'Neural Turing Machines',
      authors: 'Graves, Wayne, Danihelka',
      venue: 'arXiv',
      year: 2014,
      url: 'https://arxiv.org/abs/1410.5401',
    },
  ],
  idea: {
    en: 'Only the direction of query and key counts, not their length: the score is the cosine of their angle, and a learned strength β sets how sharply the best match is preferred. Scores cannot explode, and a key cannot win by being long; with a small β the weights are nearly even.',
    zh: '只看查询与键的方向，不看长度：分数是二者夹角的余弦，可学习的强度 β 决定对最佳匹配偏好的尖锐程度。分数不会爆炸，键也不能靠长度取胜；β 小时权重近乎均匀。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}_j}\!\left(\beta\, \frac{\Q{q_i} \cdot \K{k_j}}{\lVert\Q{q_i}\rVert\,\lVert\K{k_j}\rVert}\right)\V{V}`,
  complexity: 'O(N_q N_k d)',
  classes: { CosineAttention: {} },
  inputs: queryKeyValue,
  params: {},
  check: queryKeyCheck,
  weights: () => ({ beta: factor(1, 'ones') }),
  steps: {
    length: step('feature', ['Lengths', '长度'], String.raw`\lVert x \rVert = \sqrt{x \cdot x}`, [
      'The Euclidean length of each query and of each key.',
      '每个查询与每个键的欧氏长度。',
    ]),
    query: {
      ...terms.query,
      title: { en: 'Unit queries', zh: '单位查询' },
      formula: String.raw`\Q{\hat q_i} = \Q{q_i} / \lVert\Q{q_i}\rVert`,
      note: {
        en: 'Divided by its length, a query is a direction and nothing else.',
        zh: '除以长度后，查询只剩方向。',
      },
    },
    key: {
      ...terms.key,
      title: { en: 'Unit keys', zh: '单位键' },
      formula: String.raw`\K{\hat k_j} = \K{k_j} / \lVert\K{k_j}\rVert`,
      note: {
        en: 'Long keys lose the advantage that a dot product gives them.',
        zh: '长的键失去点积赋予的优势。',
      },
    },
    cosines: step(
      'scores',
      ['Cosines', '余弦'],
      String.raw`\cos\theta_{ij} = \Q{\hat q_i} \cdot \K{\hat k_j}`,
      [
        'From −1, opposite, over 0, unrelated, to 1, the same direction.',
        '−1 为反向，0 为无关，1 为同向。',
      ],
    ),
    scores: step(
      'scores',
      ['Sharpened scores', '锐化后的分数'],
      String.raw`\S{s_{ij}} = \beta \cos\theta_{ij}`,
      [
        'The strength β stretches the range −1…1, in which a softmax could hardly prefer anything.',
        '强度 β 拉开 −1…1 的范围，否则 softmax 难以分出高下。',
      ],
    ),
    weights: terms.weights,
    output: terms.contextVectors,
  },
  telling: 'cosines',
  run({ t, inputs, weights: w }) {
    const direction = (x: Value, name: 'query' | 'key', symbol: string): Value => {
      const length = t.norm2(x, ['channel']).as('length', symbol); // [B, N]
      return t.divide(x, t.clamp(length, SHORTEST)).as(name); // [B, N, d]
    };
    const query = direction(t.rename(inputs.query, { token: 'query' }), 'query', 'q');
    const key = direction(t.rename(inputs.key, { token: 'key' }), 'key', 'k');
    const value = t.rename(inputs.value, { token: 'key' }); // [B, Nk, dv]

    const order = ['batch', 'query', 'key'] as const;
    const cosines = t.matMul(query, key, 'channel').as('cosines'); // [B, Nq, Nk]
    const beta = t.pick(w.beta, 'channel', 0);
    const scores = t.multiply(cosines, beta).as('scores').torch('scores', order);
    const weights = t
      .softmax(scores, 'key')
      .as('weights')
      .torch('weights', order)
      .torch('output.1', order);
    return t
      .matMul(weights, value, 'key') // [B, Nq, dv]
      .as('output')
      .torch('output.0', ['batch', 'query', 'channel']);
  },
});
