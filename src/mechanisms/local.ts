/**
 * Local attention over a sequence: sliding windows, blocks, or a predicted Gaussian window.
 * Sliding: "Longformer: The Long-Document Transformer", Beltagy, Peters, Cohan, 2020,
 * https://arxiv.org/abs/2004.05150. Block: "Blockwise Self-Attention for Long Document Understanding",
 * Qiu et al., Findings of EMNLP 2020, https://arxiv.org/abs/1911.02972. Gaussian: local-p of "Effective
 * Approaches to Attention-based Neural Machine Translation", Luong, Pham, Manning, EMNLP 2015,
 * https://arxiv.org/abs/1508.04025
 *
 * All keys are scored and those outside the window masked, as a plain implementation does; what a
 * banded kernel would save shows in the complexity only. As in the paper, the weights of the Gaussian
 * form are not normalised again.
 */
import type { Value } from '../ops/builder';
import { choice, flag, num, numOrNull } from './arguments';
import { applyMasks, scaledScores } from './attention';
import { maskWhere, positions } from './constants';
import { type Context, defineMechanism, type Params } from './define';
import { isGaussian, localCheck, localParams } from './local-params';
import { luong2015 } from './papers';
import { dense } from './projected';
import { sequence } from './sequences';
import { step, terms } from './terms';
import { linear } from './weights';

const order = ['batch', 'query', 'key'] as const;

export const local = defineMechanism({
  id: 'local',
  name: { en: 'Local attention (1-D)', zh: '局部注意力（一维）' },
  family: 'window',
  attendsOver: ['tokens', 'windows'],
  papers: [
    luong2015,
    {
      title: 'Longformer: The Long-Document Transformer',
      authors: 'Beltagy, Peters, Cohan',
      venue: 'arXiv',
      year: 2020,
      url: 'https://arxiv.org/abs/2004.05150',
    },
    {
      title: 'Blockwise Self-Attention for Long Document Understanding',
      authors: 'Qiu, Ma, Levy, Yih, Wang, Tang',
      venue: 'Findings of EMNLP',
      year: 2020,
      url: 'https://arxiv.org/abs/1911.02972',
    },
  ],
  idea: {
    en: 'Each query sees only keys near it, so that cost grows with N and not with N². A sliding window keeps every neighbour in sight and spreads information over layers; blocks are cheapest but cut neighbours apart at their edges; the Gaussian form predicts where to look and fades with distance from there, also between two sequences.',
    zh: '每个查询只看附近的键，开销随 N 而非 N² 增长。滑动窗口始终看到邻居，信息逐层扩散；分块最省，但块边缘会隔断相邻词元；高斯形式预测看哪里，并随距离衰减，也可用于两个序列之间。',
  },
  formula: String.raw`\Y{y_i} = \sum_{j \in \mathcal{W}(i)} \A{a_{ij}} \V{v_j},\quad \mathcal{W}(i) = \{\, j : |i - j| \le r \,\},\; \{\, j : \lfloor j/b \rfloor = \lfloor i/b \rfloor \,\} \text{ or } \{\, j : |j - p_i| \le r \,\}`,
  complexity: String.raw`O(N r d) \text{ with a banded kernel}`,
  classes: { LocalAttention1D: {} },
  inputs: { query: sequence, key: sequence, value: sequence },
  params: localParams,
  check: localCheck,
  weights(params) {
    if (!isGaussian(params)) return {};
    const dim = num(params, 'dim');
    return {
      ...linear('W_a', dim, dim, { bias: false, identity: 'eye' }),
      ...linear('W_p', dim, dim, { bias: false, identity: 'eye' }),
      ...linear('v_p', dim, 1, { bias: false, identity: 'default' }),
    };
  },
  steps: {
    products: terms.products,
    scores: terms.scores,
    key: terms.keyForQuery,
    'bilinear-scores': terms.bilinearScores,
    'centre-projected': step(
      'feature',
      ['Projected queries', '查询的投影'],
      String.raw`W_p \Q{q_i}`,
      ['A layer of its own reads the place from the query.', '由专门的一层从查询读出位置。'],
    ),
    'centre-hidden': step(
      'feature',
      ['Hidden layer of the centre', '中心的隐藏层'],
      String.raw`\tanh(W_p \Q{q_i})`,
      ['The tanh bounds every unit.', 'tanh 限制每个单元的范围。'],
    ),
    'centre-logits': step(
      'scores',
      ['Centre, before the sigmoid', '中心的对数几率'],
      String.raw`v_p^\top \tanh(W_p \Q{q_i})`,
      ['One number for each query.', '每个查询一个数。'],
    ),
    'centre-share': step(
      'position',
      ['Relative centre', '相对中心'],
      String.raw`\sigma(v_p^\top \tanh(W_p \Q{q_i}))`,
      [
        'How far along the sequence to look, from 0 to 1.',
        '关注处在序列中的相对位置，取值 0 到 1。',
      ],
    ),
    centre: step(
      'position',
      ['Predicted centre', '预测的中心'],
      String.raw`p_i = N_k\, \sigma(v_p^\top \tanh(W_p \Q{q_i}))`,
      [
        'The position, not necessarily whole, round which the query looks.',
        '查询关注的中心位置，不必是整数。',
      ],
    ),
    distance: step('position', ['Distance from the centre', '到中心的距离'], '|j - p_i|', [
      'How far each key lies from the predicted centre.',
      '每个键到预测中心的距离。',
    ]),
    window: step(
      'mask',
      ['Outside the window', '窗口之外'],
      String.raw`M_{ij} = [\,j \notin \mathcal{W}(i)\,]`,
      ['1 where a key lies outside the window of a query.', '键在查询窗口之外处为 1。'],
    ),
    masked: terms.masked,
    softmax: {
      ...terms.weights,
      title: { en: 'Softmax inside the window', zh: '窗口内的 softmax' },
    },
    gaussian: step(
      'gate',
      ['Gaussian', '高斯'],
      String.raw`g_{ij} = \exp\!\left(-\frac{(j - p_i)^2}{2 (r/2)^2}\right)`,
      [
        'Keys near the predicted centre keep their weight, those towards the edge lose it; it lets the gradient move the centre.',
        '靠近预测中心的键保留权重，靠近边缘的逐渐减弱；梯度由此得以移动中心。',
      ],
    ),
    weights: {
      ...terms.weights,
      title: { en: 'Local attention weights', zh: '局部注意力权重' },
      formula: String.raw`\A{a_{ij}} = \operatorname{softmax}_{j \in \mathcal{W}(i)}(\S{s_{ij}})\; g_{ij}`,
      note: {
        en: 'Only keys inside the window have weight. With the Gaussian it also fades from the centre, so that a row sums to less than 1; else g is 1.',
        zh: '只有窗口内的键有权重。高斯形式下权重还随距中心的距离衰减，因此每行之和小于 1；其余形式 g 为 1。',
      },
    },
    output: {
      ...terms.contextVectors,
      title: terms.output.title,
      formula: String.raw`\Y{y_i} = \sum_j \A{a_{ij}} \V{v_j}`,
      note: {
        en: 'Each query takes the values of the keys in its window.',
        zh: '每个查询汇总其窗口内键的值。',
      },
    },
  },
  telling: 'weights',
  reach(params) {
    const size = num(params, choice(params, 'mode') === 'block' ? 'size' : 'radius');
    if (choice(params, 'mode') === 'block') return { kind: 'block', size };
    return { kind: 'near', size: flag(params, 'causal') ? size + 1 : 2 * size + 1 };
  },
  run(context) {
    const { t, inputs, params } = context;
    const query = t.rename(inputs.query, { token: 'query' }); // [B, Nq, d]
    const key = t.rename(inputs.key, { token: 'key' }); // [B, Nk, d]
    const value = t.rename(inputs.value, { token: 'key' }); // [B, Nk, dv]
    const weights = isGaussian(params)
      ? gaussian(context, query, key)
      : windowed(context, query, key);
    weights.as('weights').torch('output.1', order);
    return t
      .matMul(weights, value, 'key') // [B, Nq, dv]
      .as('output')
      .torch('output.0', ['batch', 'query', 'channel']);
  },
});

/** Whether query i may look at key j, in a sliding window or a block. */
function sees(params: Params): (i: number, j: number) => boolean {
  const causal = flag(params, 'causal');
  const [radius, size] = [numOrNull(params, 'radius') ?? 0, numOrNull(params, 'size') ?? 1];
  const near =
    choice(params, 'mode') === 'sliding'
      ? (i: number, j: number) => Math.abs(i - j) <= radius
      : (i: number, j: number) => Math.floor(i / size) === Math.floor(j / size);
  return (i, j) => near(i, j) && !(causal && j > i);
}

/** Softmax over the keys in a window that the positions alone decide: [B, Nq, Nk]. */
function windowed({ t, params, constant }: Context, query: Value, key: Value): Value {
  const allowed = sees(params);
  const outside = maskWhere(query.size('query'), key.size('key'), (i, j) => !allowed(i, j));
  const window = constant(outside, 'window').as('window'); // [Nq, Nk]
  const scores = applyMasks(t, scaledScores(t, query, key), [window]);
  return t.softmax(scores, 'key').torch('root@torch.softmax', order);
}

/** Softmax over the keys round a predicted centre, times a Gaussian: [B, Nq, Nk]. */
function gaussian(context: Context, query: Value, key: Value): Value {
  const { t, params, constant } = context;
  const radius = num(params, 'radius');
  const scores = t
    .matMul(query, dense(context, key, 'W_a').as('key'), 'channel')
    .as('bilinear-scores');

  const projected = dense(context, query, 'W_p').as('centre-projected'); // [B, Nq, d]
  const hidden = t.tanh(projected).as('centre-hidden');
  const logits = t.pick(dense(context, hidden, 'v_p'), 'channel', 0).as('centre-logits'); // [B, Nq]
  const share = t
    .sigmoid(logits)
    .as('centre-share')
    .torch('root@torch.sigmoid', ['batch', 'query']);
  const centre = t
    .scale(share, key.size('key'), 'N_k')
    .as('centre')
    .torch('output.2', ['batch', 'query']);

  const places = constant(positions('key', key.size('key')), 'positions'); // [Nk]
  const distance = t.abs(t.subtract(centre, places)).as('distance'); // [B, Nq, Nk]
  const window = t.sign(t.relu(t.affine(distance, 1, -radius, { offset: '-r' }))).as('window');
  const softmax = t
    .softmax(applyMasks(t, scores, [window]), 'key')
    .as('softmax')
    .torch('root@torch.softmax', order);
  const fall = -1 / (2 * (radius / 2) ** 2);
  const near = t.exp(t.scale(t.square(distance), fall, String.raw`\tfrac{-1}{2 (r/2)^2}`));
  return t.multiply(softmax, near.as('gaussian'));
}
