/**
 * Additive attention.
 * "Neural Machine Translation by Jointly Learning to Align and Translate", Bahdanau, Cho, Bengio,
 * ICLR 2015, https://arxiv.org/abs/1409.0473
 *
 * The keys are also the values. In the paper the queries are states of a recurrent decoder.
 */
import { firstOf, flag, mustBePositive, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { bahdanau2015 } from './papers';
import { dense } from './projected';
import { memory, sequence } from './sequences';
import { biasFlag, channels } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

export const additive = defineMechanism({
  id: 'additive',
  name: { en: 'Additive attention (Bahdanau)', zh: '加性注意力（Bahdanau）' },
  family: 'alignment',
  attendsOver: ['tokens'],
  papers: [bahdanau2015],
  idea: {
    en: 'A small network with one hidden layer scores each pair of query and key, so that the two may have different widths and their match need not be a dot product. It was the first attention of neural translation; it takes more time and memory than a dot product, but its scores stay bounded without scaling.',
    zh: '用单隐层小网络给每对查询与键打分，因此二者宽度可以不同，匹配方式也不限于点积。这是神经机器翻译最早的注意力；比点积更费时间和内存，但分数无需缩放也有界。',
  },
  formula: String.raw`\Y{c_i} = \sum_j \A{\operatorname{softmax}_j}\!\left(v_a^\top \tanh(W_a \Q{q_i} + U_a \K{k_j})\right) \K{k_j}`,
  complexity: 'O(N_q N_k a + N_q N_k d_k)',
  classes: { AdditiveAttention: {} },
  inputs: { query: sequence, keys: memory },
  params: {
    query_dim: channels('query', { en: 'Query channels', zh: '查询通道数' }),
    key_dim: channels('keys', { en: 'Key channels', zh: '键通道数' }),
    attn_dim: {
      kind: 'integer',
      default: 32,
      min: 1,
      max: 512,
      log: true,
      label: { en: 'Hidden units a', zh: '隐藏单元数 a' },
      help: {
        en: 'Width of the layer in which query and key are added.',
        zh: '查询与键相加的隐藏层宽度。',
      },
    },
    bias: { ...biasFlag({ en: 'Bias', zh: '偏置' }), kind: 'flag', default: false },
  },
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'query_dim', sizeIn(inputs, 'query', 'channel'), of.queryChannels),
      mustEqual(params, 'key_dim', sizeIn(inputs, 'keys', 'channel'), of.memoryChannels),
      mustBePositive(params, 'attn_dim'),
    ),
  weights(params) {
    const [hidden, bias] = [num(params, 'attn_dim'), flag(params, 'bias')];
    return {
      ...linear('W_a', num(params, 'query_dim'), hidden, { bias }),
      ...linear('U_a', num(params, 'key_dim'), hidden, { bias }),
      ...linear('v_a', hidden, 1, { bias }),
    };
  },
  steps: {
    query: { ...terms.query, formula: String.raw`W_a \Q{q_i}` },
    key: {
      ...terms.key,
      formula: String.raw`U_a \K{k_j}`,
      note: {
        en: 'The keys are projected once, whatever the number of queries.',
        zh: '键只需投影一次，与查询个数无关。',
      },
    },
    sum: step(
      'feature',
      ['Query plus key', '查询加键'],
      String.raw`u_{ij} = W_a \Q{q_i} + U_a \K{k_j}`,
      [
        'Every query is added to every key: the step that gives the mechanism its name, and its cost.',
        '每个查询与每个键相加：机制由此得名，开销也由此而来。',
      ],
    ),
    hidden: step('feature', ['Hidden layer', '隐藏层'], String.raw`h_{ij} = \tanh(u_{ij})`, [
      'The tanh makes the score depend on query and key together; without it their parts would only add up.',
      'tanh 使分数取决于查询与键的组合；没有它，二者的贡献只是简单相加。',
    ]),
    scores: step(
      'scores',
      ['Alignment scores', '对齐分数'],
      String.raw`\S{e_{ij}} = v_a^\top h_{ij}`,
      [
        'A learned vector reads off the hidden layer how well key j fits query i.',
        '可学习的向量从隐藏层读出键 j 与查询 i 的匹配程度。',
      ],
    ),
    weights: { ...terms.weights, title: { en: 'Alignment weights', zh: '对齐权重' } },
    output: {
      ...terms.contextVectors,
      formula: String.raw`\Y{c_i} = \sum_j \A{a_{ij}} \K{k_j}`,
      note: {
        en: 'The context vector is the weighted mean of the keys, which are the values as well.',
        zh: '上下文向量是键的加权平均；键同时也是值。',
      },
    },
  },
  telling: 'weights',
  run(context) {
    const { t, inputs } = context;
    const keys = t.rename(inputs.keys, { token: 'key' }); // [B, Nk, dk]
    const query = dense(context, t.rename(inputs.query, { token: 'query' }), 'W_a').as('query');
    const key = dense(context, keys, 'U_a').as('key'); // [B, Nk, a]

    const sum = t.add(query, key).as('sum'); // [B, Nq, a, Nk]
    const hidden = t.tanh(sum).as('hidden');
    const scores = t.pick(dense(context, hidden, 'v_a'), 'channel', 0).as('scores'); // [B, Nq, Nk]
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
