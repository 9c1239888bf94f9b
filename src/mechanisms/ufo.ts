/**
 * UFO attention: linear, without softmax.
 * "UFO-ViT: High Performance Linear Vision Transformer without Softmax", Song, 2021,
 * https://arxiv.org/abs/2109.14382
 *
 * XNorm has no epsilon: a feature vector of zeros gives NaN, as in PyTorch.
 */
import type { Value } from '../ops/builder';
import { axis, type Role } from '../trace/axes';
import { num } from './arguments';
import { mergeHeads, splitHeads } from './attention';
import { defineMechanism } from './define';
import {
  dense,
  project,
  projectedCheck,
  projectedParams,
  projectedWeights,
  sequencesOf,
} from './projected';
import { queriesKeysValues } from './sequences';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { filled } from './weights';

export const ufo = defineMechanism({
  id: 'ufo',
  name: { en: 'UFO attention', zh: 'UFO 注意力' },
  family: 'efficient',
  attendsOver: ['tokens', 'channels'],
  papers: [
    {
      title: 'UFO-ViT: High Performance Linear Vision Transformer without Softmax',
      authors: 'Song',
      venue: 'arXiv',
      year: 2021,
      url: 'https://arxiv.org/abs/2109.14382',
    },
  ],
  idea: {
    en: 'Keys and values are multiplied first, which gives a small matrix per head that describes the whole input; the queries then read from it. Vectors are set to a common length instead of a softmax. No N × N matrix exists, so that cost grows with N; what is lost is that no query can single out one position.',
    zh: '先把键与值相乘，每个头得到一个描述整个输入的小矩阵，查询再从中读取；用统一向量长度代替 softmax。不存在 N × N 矩阵，开销随 N 增长；代价是查询无法单独挑出某个位置。',
  },
  formula: String.raw`\Y{Y} = \operatorname{concat}_h\!\left[\operatorname{XN}(\Q{Q})\,\operatorname{XN}(\K{K}^\top \V{V})\right] W_O^\top + b_O,\quad \operatorname{XN}(z) = \gamma \frac{z}{\lVert z \rVert_2}`,
  complexity: 'O(N h d_k d_v + N C h (d_k + d_v))',
  classes: { UFOAttention: {} },
  inputs: queriesKeysValues,
  params: { d_model: channels('queries'), ...projectedParams },
  check: projectedCheck,
  weights: (params) => ({
    ...projectedWeights(params),
    gamma: filled([1, num(params, 'h'), 1, 1], 1, {
      roles: ['batch', 'head', 'kernel-y', 'kernel-x'],
      identity: 'default',
    }),
  }),
  steps: {
    query: terms.query,
    key: terms.key,
    value: terms.value,
    summary: step(
      'feature',
      ['Keys times values', '键乘值'],
      String.raw`M = \K{K}^\top \V{V} = \sum_j \K{k_j} \V{v_j}^\top`,
      [
        'Summed over all positions: which features of the keys occur with which features of the values.',
        '对所有位置求和：键的哪些特征与值的哪些特征同时出现。',
      ],
    ),
    length: step('feature', ['Lengths', '长度'], String.raw`\lVert z \rVert_2`, [
      'The Euclidean length of each row.',
      '每一行的欧氏长度。',
    ]),
    unit: step('feature', ['Unit vectors', '单位向量'], String.raw`z / \lVert z \rVert_2`, [
      'Divided by its length, each row keeps only its direction.',
      '每一行除以长度，只保留方向。',
    ]),
    'normalised-summary': step(
      'weights',
      ['Context matrix', '上下文矩阵'],
      String.raw`\hat M = \gamma_h\, M / \lVert M \rVert_2`,
      [
        'The learned γ of the head sets the length of every row: what the softmax does for ordinary attention.',
        '该头可学习的 γ 设定每一行的长度，起到普通注意力中 softmax 的作用。',
      ],
    ),
    'normalised-query': step(
      'query',
      ['Normalised queries', '归一化的查询'],
      String.raw`\Q{\hat q_i} = \gamma_h\, \Q{q_i} / \lVert\Q{q_i}\rVert_2`,
      [
        'All queries have the same length, so that none dominates.',
        '所有查询长度相同，没有哪个占优。',
      ],
    ),
    context: {
      ...terms.context,
      formula: String.raw`\Y{o_i} = \Q{\hat q_i} \hat M`,
      note: {
        en: 'Each query mixes the rows of the context matrix of its head.',
        zh: '每个查询混合所在头的上下文矩阵的各行。',
      },
    },
    output: terms.output,
  },
  telling: 'normalised-summary',
  run(context) {
    const { t, inputs, weights: w, params } = context;
    const heads = num(params, 'h');
    const { query, key, value } = project(context, sequencesOf(t, inputs));
    const features = (x: Value): Value => t.rename(splitHeads(t, x, heads), { channel: 'slot' });
    const q = t.transpose(features(query), ['batch', 'head', 'query', 'slot']); // [B, h, Nq, dk]
    const v = splitHeads(t, value, heads); // [B, Nk, h, dv]

    const gamma = t.reinterpret(w.gamma, [axis('head', heads)]);
    const normalise = (x: Value, along: Role, part: string): Value => {
      const length = t.norm2(x, [along]).as('length', part);
      return t.multiply(t.divide(x, length).as('unit', part), gamma);
    };
    const summary = t.matMul(features(key), v, 'key').as('summary'); // [B, h, dk, dv]
    const contexts = normalise(summary, 'channel', 'M')
      .as('normalised-summary')
      .torch('root@XNorm', ['batch', 'head', 'slot', 'channel']);
    const queries = normalise(q, 'slot', 'q')
      .as('normalised-query')
      .torch('root@XNorm', ['batch', 'head', 'query', 'slot']);

    const attended = t.matMul(queries, contexts, 'slot').as('context'); // [B, h, Nq, dv]
    return dense(context, mergeHeads(t, attended), 'fc_o') // [B, Nq, C]
      .as('output')
      .torch('output', ['batch', 'query', 'channel']);
  },
});
