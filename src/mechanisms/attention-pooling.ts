/**
 * Attention pooling with a learned query.
 * "Hierarchical Attention Networks for Document Classification", Yang et al., NAACL 2016,
 * https://aclanthology.org/N16-1174/
 *
 * With `hidden`, the word attention of the paper: e = u_w · tanh(W x + b). Without it the short form
 * of many tutorials, e = tanh(w · x + b), which has one unit and whose scores stay in −1…1.
 */
import { firstOf, mustEqual, num, numOrNull, of, sizeIn } from './arguments';
import { applyMasks } from './attention';
import { defineMechanism } from './define';
import { paddingMask, sequence } from './sequences';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

export const attentionPooling = defineMechanism({
  id: 'attention-pooling',
  name: { en: 'Attention pooling', zh: '注意力池化' },
  family: 'alignment',
  attendsOver: ['tokens', 'pixels'],
  papers: [
    {
      title: 'Hierarchical Attention Networks for Document Classification',
      authors: 'Yang, Yang, Dyer, He, Smola, Hovy',
      venue: 'NAACL',
      year: 2016,
      url: 'https://aclanthology.org/N16-1174/',
    },
  ],
  idea: {
    en: 'One learned query asks every position how much it matters, and the answer weighs the positions into a single vector. It replaces mean or max pooling before a classifier, and its weights show what the decision rests on.',
    zh: '一个可学习的查询询问每个位置有多重要，据此把所有位置加权汇成一个向量。用在分类器之前，代替平均或最大池化；权重显示判断依据何在。',
  },
  formula: String.raw`\Y{y} = \sum_i \A{a_i}\,\X{x_i},\quad \A{a} = \operatorname{softmax}_i\!\left(u_w^\top \tanh(W \X{x_i} + b)\right)`,
  complexity: 'O(N C a)',
  classes: { AttentionPooling: {} },
  inputs: { x: sequence, mask: paddingMask },
  params: {
    dim: channels('x'),
    hidden: {
      kind: 'integer',
      default: null,
      nullable: true,
      min: 1,
      max: 512,
      log: true,
      label: { en: 'Hidden units', zh: '隐藏单元数' },
      help: {
        en: 'Width of the hidden layer that scores a position; without it one tanh unit scores directly.',
        zh: '打分隐藏层的宽度；留空则由单个 tanh 单元直接打分。',
      },
    },
  },
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      (numOrNull(params, 'hidden') ?? 1) < 1 && {
        en: `hidden is ${params.hidden}; give at least 1, or leave it open.`,
        zh: `hidden 为 ${params.hidden}；请至少取 1，或留空。`,
      },
    ),
  weights(params) {
    const [dim, hidden] = [num(params, 'dim'), numOrNull(params, 'hidden')];
    if (hidden === null) return linear('score', dim, 1);
    return {
      ...linear('score', dim, hidden),
      ...linear('context', hidden, 1, { bias: false }),
    };
  },
  steps: {
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
  },
  telling: 'weights',
  run({ t, inputs, weights: w, params }) {
    const x = t.rename(inputs.x, { token: 'key' }); // [B, N, C]
    const projected = t.linear(x, w['score.weight'], w['score.bias']).as('projected'); // [B, N, a]
    const units = t.tanh(projected); // [B, N, a]
    const scored =
      numOrNull(params, 'hidden') === null
        ? units.as('unit-scores') // [B, N, 1]
        : t.linear(units.as('hidden'), w['context.weight']).as('scores'); // [B, N, 1]

    const scores = applyMasks(t, t.pick(scored, 'channel', 0), [inputs.mask]); // [B, N]
    const weights = t
      .softmax(scores, 'key')
      .as('weights')
      .torch('weights', ['batch', 'key'])
      .torch('output.1', ['batch', 'key']);
    return t
      .matMul(weights, x, 'key') // [B, C]
      .as('output')
      .torch('output.0', ['batch', 'channel']);
  },
});
