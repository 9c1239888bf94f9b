/**
 * Bilinear (general, multiplicative) attention.
 * "Effective Approaches to Attention-based Neural Machine Translation", Luong, Pham, Manning,
 * EMNLP 2015, https://arxiv.org/abs/1508.04025, score "general".
 *
 * The keys are also the values; no scaling.
 */
import { firstOf, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { luong2015 } from './papers';
import { dense } from './projected';
import { memory, sequence } from './sequences';
import { channels } from './shared-params';
import { terms } from './terms';
import { linear } from './weights';

export const bilinear = defineMechanism({
  id: 'bilinear',
  name: { en: 'Bilinear attention (Luong “general”)', zh: '双线性注意力（Luong “general”）' },
  family: 'alignment',
  attendsOver: ['tokens'],
  papers: [luong2015],
  idea: {
    en: 'One learned matrix between query and key says which features of the one answer to which of the other, so that the two may live in different spaces. As cheap as a dot product and as flexible as a projection of one side; the query and key projections of the Transformer are this matrix in two factors.',
    zh: '在查询与键之间放一个可学习的矩阵，规定一方的哪些特征对应另一方的哪些特征，因此二者可以处于不同空间。开销与点积相当，灵活性等同于投影其中一方；Transformer 的查询与键投影就是这一矩阵的两个因子。',
  },
  formula: String.raw`\Y{c_i} = \sum_j \A{\operatorname{softmax}_j}\!\left(\Q{q_i}^\top W_a \K{k_j}\right) \K{k_j}`,
  complexity: 'O(N_k d_q d_k + N_q N_k (d_q + d_k))',
  classes: { BilinearAttention: {} },
  inputs: { query: sequence, keys: memory },
  params: {
    query_dim: channels('query', { en: 'Query channels', zh: '查询通道数' }),
    key_dim: channels('keys', { en: 'Key channels', zh: '键通道数' }),
  },
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'query_dim', sizeIn(inputs, 'query', 'channel'), of.queryChannels),
      mustEqual(params, 'key_dim', sizeIn(inputs, 'keys', 'channel'), of.memoryChannels),
    ),
  weights: (params) =>
    linear('W_a', num(params, 'key_dim'), num(params, 'query_dim'), {
      bias: false,
      identity: 'eye',
    }),
  steps: {
    key: terms.keyForQuery,
    scores: terms.bilinearScores,
    weights: terms.weights,
    output: { ...terms.contextVectors, formula: String.raw`\Y{c_i} = \sum_j \A{a_{ij}} \K{k_j}` },
  },
  telling: 'weights',
  run(context) {
    const { t, inputs } = context;
    const query = t.rename(inputs.query, { token: 'query' }); // [B, Nq, dq]
    const keys = t.rename(inputs.keys, { token: 'key' }); // [B, Nk, dk]

    const key = dense(context, keys, 'W_a').as('key'); // [B, Nk, dq]
    const scores = t.matMul(query, key, 'channel').as('scores'); // [B, Nq, Nk]
    const order = ['batch', 'query', 'key'] as const;
    const weights = t
      .softmax(scores, 'key')
      .as('weights')
      .torch('root@torch.softmax', order)
      .torch('output.1', order);
    return t
      .matMul(weights, keys, 'key') // [B, Nq, dk]
      .as('output')
      .torch('output.0', ['batch', 'query', 'channel']);
  },
});
