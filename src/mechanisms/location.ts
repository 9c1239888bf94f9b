/**
 * Location-based attention.
 * "Effective Approaches to Attention-based Neural Machine Translation", Luong, Pham, Manning,
 * EMNLP 2015, https://arxiv.org/abs/1508.04025, score "location".
 *
 * For sources shorter than `max_len`, the first weights are used, as in the paper.
 */
import { axisOf } from '../trace/axes';
import { firstOf, mustEqual, num, of, range, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { luong2015 } from './papers';
import { memory, sequence } from './sequences';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

export const location = defineMechanism({
  id: 'location',
  name: { en: 'Location-based attention', zh: '基于位置的注意力' },
  family: 'alignment',
  attendsOver: ['tokens'],
  papers: [luong2015],
  idea: {
    en: 'The query alone decides where to look: it has one score for each position of the source, whatever stands there. It suits alignments that run in order, as in speech; on text it shows what attention can do without ever reading a key. The length of the source is bounded by the weights.',
    zh: '看哪里仅由查询决定：它对源序列的每个位置各有一个分数，不管那里是什么。适合语音等按顺序推进的对齐；用在文本上，可以看出从不读取键的注意力能做到什么。源序列长度受权重大小限制。',
  },
  formula: String.raw`\Y{c_i} = \sum_j \A{\operatorname{softmax}_j}\!\left((W_a \Q{q_i})_j\right) \V{v_j}`,
  complexity: 'O(N_q L d_q + N_q N_k d_v)',
  classes: { LocationAttention: {} },
  inputs: { query: sequence, value: memory },
  params: {
    query_dim: channels('query'),
    max_len: {
      kind: 'integer',
      default: 64,
      min: 1,
      max: 4096,
      log: true,
      options(_params, inputs) {
        const length = sizeIn(inputs, 'value', 'token');
        return range(length, Math.max(128, 2 * length));
      },
      label: { en: 'Longest source L', zh: '最大源长度 L' },
      help: {
        en: 'Number of positions that have weights; a source cannot be longer.',
        zh: '拥有权重的位置数；源序列不能更长。',
      },
    },
  },
  check(params, inputs) {
    const [longest, length] = [num(params, 'max_len'), sizeIn(inputs, 'value', 'token')];
    return firstOf(
      mustEqual(params, 'query_dim', sizeIn(inputs, 'query', 'channel'), of.queryChannels),
      longest < length && {
        en: `max_len is ${longest}, but there are ${length} values; make it at least ${length}.`,
        zh: `max_len 为 ${longest}，而值有 ${length} 个；请至少取 ${length}。`,
      },
    );
  },
  weights(params) {
    const { 'W_a.weight': weight } = linear(
      'W_a',
      num(params, 'query_dim'),
      num(params, 'max_len'),
      { bias: false },
    );
    return { 'W_a.weight': { ...weight, roles: ['key', 'channel'] } };
  },
  steps: {
    positions: step(
      'scores',
      ['Scores of all positions', '所有位置的分数'],
      String.raw`\S{e_i} = W_a \Q{q_i}`,
      [
        'Row j of the matrix says which queries want to look at position j.',
        '矩阵的第 j 行规定哪些查询要看位置 j。',
      ],
    ),
    scores: step(
      'scores',
      ['Scores of the source', '源序列的分数'],
      String.raw`\S{s_{ij}} = \S{e_{ij}},\quad j < N_k`,
      ['Positions beyond the end of the source are cut off.', '超出源序列末尾的位置被截去。'],
    ),
    weights: {
      ...terms.weights,
      note: {
        en: 'The softmax over the positions; no key was read, so the same query looks at the same place in any source of this length.',
        zh: '沿位置做 softmax；没有读取任何键，因此同一查询在任何同样长的源序列中都看同一处。',
      },
    },
    output: terms.contextVectors,
  },
  telling: 'weights',
  run(context) {
    const { t, inputs, weights: w } = context;
    const query = t.rename(inputs.query, { token: 'query' }); // [B, Nq, dq]
    const value = t.rename(inputs.value, { token: 'key' }); // [B, Nk, dv]
    const { size, places, labels } = axisOf(value.axes, 'key');

    const order = ['batch', 'query', 'key'] as const;
    const positions = t.matMul(query, w['W_a.weight'], 'channel').as('positions'); // [B, Nq, L]
    const scores = t
      .rename(t.slice(positions, 'key', 0, size), {}, { key: { places, labels } }) // [B, Nq, Nk]
      .as('scores')
      .torch('scores', order);
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
