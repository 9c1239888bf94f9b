/**
 * Attention pooling with a learned query.
 * "Hierarchical Attention Networks for Document Classification", Yang et al., NAACL 2016,
 * https://aclanthology.org/N16-1174/
 *
 * With `hidden`, the word attention of the paper: e = u_w · tanh(W x + b). Without it the short form
 * of many tutorials, e = tanh(w · x + b), which has one unit and whose scores stay in −1…1.
 *
 * The other forms have no weights and stand beside it for comparison: equal scores, which is average
 * pooling; scores of the position alone, by how much it stands out; and its match with one position.
 */
import type { Value } from '../ops/builder';
import { axisOf } from '../trace/axes';
import { firstOf, mustEqual, num, numOrNull, of, sizeIn } from './arguments';
import { applyMasks } from './attention';
import { formOf, isLearned, poolingParams, poolingSteps } from './attention-pooling-texts';
import { numbers } from './constants';
import { type Context, defineMechanism } from './define';
import { paddingMask, sequence } from './sequences';
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
  classes: { AttentionPooling: { pooling: 'learned' } },
  inputs: { x: sequence, mask: paddingMask },
  params: poolingParams,
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      (numOrNull(params, 'hidden') ?? 1) < 1 && {
        en: `hidden is ${params.hidden}; give at least 1, or leave it open.`,
        zh: `hidden 为 ${params.hidden}；请至少取 1，或留空。`,
      },
    ),
  weights(params) {
    if (!isLearned(params)) return {};
    const [dim, hidden] = [num(params, 'dim'), numOrNull(params, 'hidden')];
    if (hidden === null) return linear('score', dim, 1);
    return {
      ...linear('score', dim, hidden),
      ...linear('context', hidden, 1, { bias: false }),
    };
  },
  steps: poolingSteps,
  telling: 'weights',
  run(context) {
    const { t, inputs } = context;
    const x = t.rename(inputs.x, { token: 'key' }); // [B, N, C]
    const scores = applyMasks(t, scoresOf(context, x), [inputs.mask]); // [B, N]
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

/** One score for each position: [B, N]. */
function scoresOf(context: Context, x: Value): Value {
  switch (formOf(context.params)) {
    case 'average':
      return equalScores(context, x);
    case 'learned':
      return learnedScores(context, x);
    default:
      return scoresOfContrast(context, x);
  }
}

function equalScores({ t, constant }: Context, x: Value): Value {
  const none = constant(
    numbers([axisOf(x.axes, 'key')], () => 0),
    'no score',
  ); // [N]
  return t.broadcast(none, axisOf(x.axes, 'batch')).as('equal-scores');
}

function learnedScores({ t, weights: w, params }: Context, x: Value): Value {
  const projected = t.linear(x, w['score.weight'], w['score.bias']).as('projected'); // [B, N, a]
  const units = t.tanh(projected); // [B, N, a]
  const scored =
    numOrNull(params, 'hidden') === null
      ? units.as('unit-scores') // [B, N, 1]
      : t.linear(units.as('hidden'), w['context.weight']).as('scores'); // [B, N, 1]
  return t.pick(scored, 'channel', 0);
}

/** Scores without learned numbers: how much a position stands out, or stands out as another one does. */
function scoresOfContrast({ t, params }: Context, x: Value): Value {
  const contrast = t.subtract(x, t.mean(x, ['key']).as('mean')).as('contrast'); // [B, N, C]
  const perRoot = (y: Value): Value =>
    t.scale(y, 1 / Math.sqrt(x.size('channel')), String.raw`1/\sqrt{d}`);
  const sharpened = (y: Value): Value =>
    t.scale(y, num(params, 'strength'), String.raw`\beta`).as('sharpened');
  if (formOf(params) === 'salience')
    return sharpened(perRoot(t.norm2(contrast, ['channel'])).as('salience'));
  const asked = numOrNull(params, 'position') ?? Math.floor(x.size('key') / 2);
  const query = t.pick(contrast, 'key', asked).as('query'); // [B, C]
  return sharpened(perRoot(t.matMul(contrast, query, 'channel')).as('match')); // [B, N]
}
