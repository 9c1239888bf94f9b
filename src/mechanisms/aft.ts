/**
 * Attention Free Transformer, full and simple.
 * "An Attention Free Transformer", Zhai et al., 2021, https://arxiv.org/abs/2105.14103
 *
 * Each channel has its own softmax over the positions, worked out with its maximum taken off: the same
 * numbers as the quotient of sums in the published code, which overflows for large keys. Deviations:
 * position biases are a full matrix, where the paper factorises them; they start from a normal
 * distribution, where the published code starts from ones, which have no effect.
 */
import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import { axisOf } from '../trace/axes';
import { firstOf, flag, follow, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { dense } from './projected';
import { sequence } from './sequences';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { linear, table } from './weights';

export const aft = defineMechanism({
  id: 'aft',
  name: { en: 'Attention Free Transformer (AFT)', zh: '无注意力 Transformer（AFT）' },
  family: 'efficient',
  attendsOver: ['tokens'],
  papers: [
    {
      title: 'An Attention Free Transformer',
      authors: 'Zhai, Talbott, Srivastava, Huang, Goh, Zhang, Susskind',
      venue: 'arXiv',
      year: 2021,
      url: 'https://arxiv.org/abs/2105.14103',
    },
  ],
  idea: {
    en: 'No query is compared with any key. In each channel, the values are averaged with weights that come from the key itself and from a learned bias between positions; the query only opens or closes the result, as a gate. It is attention with as many heads as channels, and its sums can be arranged to need memory linear in N. The simple form drops the biases, so that all positions receive the same average.',
    zh: '查询不与任何键比较。在每个通道中，值按权重平均，权重来自键本身和位置之间的可学习偏置；查询只作为门控放行或抑制结果。相当于头数等于通道数的注意力，其求和可安排成内存随 N 线性增长。简单形式去掉偏置，所有位置得到同一个平均。',
  },
  formula: String.raw`\Y{y_{ic}} = \G{\sigma(\Q{q_{ic}})} \sum_j \A{\frac{e^{\K{k_{jc}} + w_{ij}}}{\sum_{j'} e^{\K{k_{j'c}} + w_{ij'}}}} \V{v_{jc}}`,
  complexity: String.raw`O(N^2 C)\text{ full},\ O(N C^2)\text{ simple}`,
  classes: { AFT_FULL: {} },
  inputs: { input: sequence },
  params: {
    d_model: channels('input'),
    n: {
      kind: 'integer',
      default: null,
      min: 1,
      max: 65536,
      follows: follow('input', 'token'),
      label: { en: 'Positions n', zh: '位置数 n' },
      help: {
        en: 'Length of the sequence that the position biases are made for.',
        zh: '位置偏置所对应的序列长度。',
      },
    },
    simple: {
      kind: 'flag',
      default: false,
      label: { en: 'Simple', zh: '简单形式' },
      help: {
        en: 'Leaves out the position biases: AFT-simple.',
        zh: '去掉位置偏置，即 AFT-simple。',
      },
    },
  },
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'd_model', sizeIn(inputs, 'input', 'channel'), of.inputChannels),
      mustEqual(params, 'n', sizeIn(inputs, 'input', 'token'), of.sequence),
    ),
  weights(params) {
    const [channel, length] = [num(params, 'd_model'), num(params, 'n')];
    return {
      ...linear('fc_q', channel, channel, { identity: 'eye' }),
      ...linear('fc_k', channel, channel, { identity: 'eye' }),
      ...linear('fc_v', channel, channel, { identity: 'eye' }),
      ...(!flag(params, 'simple') && {
        position_biases: table([length, length], 1, ['query', 'key']),
      }),
    };
  },
  steps: {
    query: terms.query,
    key: terms.key,
    value: terms.value,
    bias: step('bias', ['Position biases', '位置偏置'], 'w_{ij}', [
      'How much position i listens to position j, whatever stands there.',
      '位置 i 对位置 j 的重视程度，与内容无关。',
    ]),
    scores: step(
      'scores',
      ['Scores of each channel', '各通道的分数'],
      String.raw`\S{s_{ijc}} = \K{k_{jc}} + w_{ij}`,
      [
        'The content of the key and the pair of positions are simply added.',
        '键的内容与位置对的偏置直接相加。',
      ],
    ),
    weights: {
      ...terms.weights,
      title: { en: 'Weights of each channel', zh: '各通道的权重' },
      formula: String.raw`\A{a_{ijc}} = \frac{e^{\S{s_{ijc}}}}{\sum_{j'} e^{\S{s_{ij'c}}}}`,
      note: {
        en: 'The softmax over the keys, one for each channel, as if each were a head of its own.',
        zh: '每个通道各做一次沿键的 softmax，仿佛每个通道都是一个头。',
      },
    },
    weighted: step('value', ['Weighted values', '加权的值'], String.raw`\A{a_{jc}} \V{v_{jc}}`, [
      'Without position biases the weights are the same for every query: this is done once, not N times.',
      '没有位置偏置时，权重对所有查询都相同：只需计算一次，而不是 N 次。',
    ]),
    context: {
      ...terms.context,
      formula: String.raw`\Y{o_{ic}} = \sum_j \A{a_{ijc}} \V{v_{jc}}`,
      note: {
        en: 'In each channel, the weighted mean of the values.',
        zh: '每个通道中值的加权平均。',
      },
    },
    gate: step('gate', ['Query gates', '查询门控'], String.raw`\G{g_{ic}} = \sigma(\Q{q_{ic}})`, [
      'The query decides how much of the average passes, in each channel.',
      '查询决定每个通道的平均值放行多少。',
    ]),
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y_{ic}} = \G{g_{ic}}\, o_{ic}`,
      note: {
        en: 'The gated average is the output; nothing is projected after it.',
        zh: '门控后的平均即为输出，其后没有投影。',
      },
    },
  },
  telling: 'weights',
  run(context) {
    const { t, inputs, weights: w, params } = context;
    const tokens = t.rename(inputs.input, { token: 'query' }); // [B, N, C]
    const keys = t.rename(inputs.input, { token: 'key' }); // [B, N, C]
    const query = dense(context, tokens, 'fc_q').as('query');
    const key = dense(context, keys, 'fc_k').as('key');
    const value = dense(context, keys, 'fc_v').as('value');

    const attended = flag(params, 'simple')
      ? averaged(t, key, value) // [B, C], the same for every query
      : averagedForEach(t, query, key, value, w.position_biases); // [B, N, C]

    const order = ['batch', 'query', 'channel'] as const;
    const gate = t.sigmoid(query).as('gate').torch('sigmoid', order); // [B, N, C]
    return t.multiply(gate, attended).as('output').torch('output', order); // [B, N, C]
  },
});

const inTorch = ['batch', 'query', 'key', 'channel'] as const;

/** One average of the values in each channel, by what the keys say alone. */
function averaged(t: Toolkit, key: Value, value: Value): Value {
  const weights = t.softmax(key, 'key').as('weights').torch('weights', inTorch); // [B, N, C]
  return t.sum(t.multiply(weights, value).as('weighted'), ['key']).as('context');
}

/** An average for each query, in which keys also count by where they stand: N² weights in each channel. */
function averagedForEach(t: Toolkit, query: Value, key: Value, value: Value, bias: Value): Value {
  const forEachQuery = t.broadcast(key, axisOf(query.axes, 'query'), 1); // [B, Nq, Nk, C]
  const scores = t.add(forEachQuery, bias.as('bias')).as('scores');
  const weights = t.softmax(scores, 'key').as('weights').torch('weights', inTorch);
  const sums = t.matMul(weights, value, 'key'); // [B, C, N]
  return t.transpose(sums, ['batch', 'query', 'channel']).as('context');
}
