/**
 * Sequence to sequence: a recurrent encoder and a recurrent decoder, with additive attention between
 * them or with one fixed context.
 * "Neural Machine Translation by Jointly Learning to Align and Translate", Bahdanau, Cho, Bengio,
 * ICLR 2015, https://arxiv.org/abs/1409.0473
 * "Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation",
 * Cho et al., EMNLP 2014, https://arxiv.org/abs/1406.1078
 *
 * Simpler than the paper: the word is read off by one layer, without maxout.
 */
import type { Value } from '../ops/builder';
import { axisOf } from '../trace/axes';
import { choice, firstOf, mustBePositive, num } from './arguments';
import {
  asWords,
  checkSentences,
  decode,
  embeddingWeight,
  inSequence,
  sentencePairInputs,
  targetWords,
  vocabularyParams,
} from './decoding';
import { type Context, defineMechanism, type Params } from './define';
import { gruCell, gruWeights, readWords } from './gru';
import { learnedModel } from './learned';
import { bahdanau2015 } from './papers';
import { dense } from './projected';
import { seq2seqSteps } from './seq2seq-texts';
import { linear } from './weights';

const isAdditive = (params: Params): boolean => choice(params, 'attention') === 'additive';

export const seq2seq = defineMechanism({
  id: 'seq2seq',
  name: { en: 'Seq2seq with a recurrent decoder', zh: '循环神经网络 Seq2seq' },
  family: 'alignment',
  attendsOver: ['tokens'],
  papers: [
    bahdanau2015,
    {
      title:
        'Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation',
      authors: 'Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk, Bengio',
      venue: 'EMNLP',
      year: 2014,
      url: 'https://arxiv.org/abs/1406.1078',
    },
  ],
  idea: {
    en: 'An encoder reads the sentence word by word in both directions, and a decoder writes the translation word by word. With a fixed context the decoder has one vector for the whole sentence; with attention it looks back at every source word before each word that it writes, and long sentences stop being a bottleneck.',
    zh: '编码器从两个方向逐词读入句子，解码器再逐词写出译文。固定上下文时，整句话只压缩成一个向量；有注意力时，解码器每写一个词都回看全部源词，长句不再是瓶颈。',
  },
  formula: String.raw`\Y{s_t} = \operatorname{GRU}([y_{t-1}; c_t], s_{t-1}),\quad c_t = \sum_j \A{\operatorname{softmax}_j}\!\left(v^\top \tanh(W_a \Q{s_{t-1}} + U_a \K{h_j})\right) \K{h_j} \;\text{ or }\; c_t = c`,
  complexity: 'O((N_s + N_t) h^2 + N_s N_t a)',
  classes: {
    AdditiveSeq2Seq: { attention: 'additive' },
    FixedContextSeq2Seq: { attention: 'fixed' },
  },
  inputs: sentencePairInputs,
  params: {
    attention: {
      kind: 'choice',
      default: 'additive',
      choices: {
        additive: { en: 'Attention: a context for each word', zh: '注意力：每个词各有上下文' },
        fixed: { en: 'Fixed: one context for all words', zh: '固定：所有词共用一个上下文' },
      },
      label: { en: 'Context', zh: '上下文' },
      help: {
        en: 'What the decoder knows of the sentence when it writes a word.',
        zh: '解码器写每个词时所掌握的源句信息。',
      },
    },
    ...vocabularyParams,
    emb_dim: {
      kind: 'integer',
      default: 16,
      min: 1,
      max: 256,
      log: true,
      label: { en: 'Embedding width', zh: '词嵌入宽度' },
      help: { en: 'Length of a word’s vector.', zh: '每个词的向量长度。' },
    },
    hidden_size: {
      kind: 'integer',
      default: 16,
      min: 1,
      max: 256,
      log: true,
      label: { en: 'State width', zh: '状态宽度' },
      help: {
        en: 'Length of a recurrent state; the encoder has one for each direction.',
        zh: '循环状态的长度；编码器两个方向各有一个。',
      },
    },
  },
  check: (params, inputs) =>
    firstOf(mustBePositive(params, 'emb_dim', 'hidden_size'), checkSentences(params, inputs)),
  weights(params) {
    const [dim, h] = [num(params, 'emb_dim'), num(params, 'hidden_size')];
    const target = targetWords(params);
    return {
      'source.weight': embeddingWeight(num(params, 'src_vocab'), dim),
      'target.weight': embeddingWeight(target, dim),
      ...gruWeights('encoder', dim, h, '_l0'),
      ...gruWeights('encoder', dim, h, '_l0_reverse'),
      ...linear('bridge', 2 * h, h),
      ...(isAdditive(params) && {
        ...linear('attention.W_a', h, h, { bias: false }),
        ...linear('attention.U_a', 2 * h, h, { bias: false }),
        ...linear('attention.v_a', h, 1, { bias: false }),
      }),
      ...gruWeights('decoder', dim + 2 * h, h),
      ...linear('output', h + 2 * h + dim, target),
    };
  },
  steps: seq2seqSteps,
  telling: 'weights',
  // The colour, which French puts behind its noun.
  example: { pin: { step: 'weights', index: [0, 2, 1] } },
  learned: (params) =>
    learnedModel(isAdditive(params) ? 'seq2seq-additive' : 'seq2seq-fixed', params),
  run(context) {
    const { t, inputs, params, weights: w } = context;
    const h = num(params, 'hidden_size');
    const embed = (words: Value, name: 'source' | 'target'): Value =>
      t.matMul(words, w[`${name}.weight`], 'word');

    // The encoder.
    const source = embed(t.rename(inputs.src, { channel: 'word' }), 'source').as('source'); // [B, Ns, e]
    const read = (suffix: string, backwards: boolean): Value =>
      readWords(context, source, h, 'encoder', suffix, { backwards });
    const [forward, backward] = [read('_l0', false), read('_l0_reverse', true)]; // [B, Ns, h]
    const { places, labels } = axisOf(source.axes, 'token');
    const annotations = t
      .rename(
        t.concat([forward, backward], 'channel'),
        { token: 'key' },
        { key: { places, labels } },
      )
      .as('annotations')
      .torch('encoder'); // [B, Ns, 2h]
    const last = source.size('token') - 1;
    const summary = t
      .concat([t.pick(forward, 'token', last), t.pick(backward, 'token', 0)], 'channel')
      .as('summary'); // [B, 2h]
    const initial = t.tanh(dense(context, summary, 'bridge').torch('bridge')); // [B, h]

    // The decoder goes from state to state, and then all that it did is worked out for every word at once.
    const key = isAdditive(params) && dense(context, annotations, 'attention.U_a').as('key'); // [B, Ns, h]
    const before: Value[] = [];
    let state = initial;
    const { fed, query } = decode(context, (word) => {
      const y = embed(word, 'target');
      const c = key ? attend(context, state, key, annotations).context : summary;
      before.push(state);
      state = gruCell(context, t.concat([y, c], 'channel'), state, 'decoder').state;
      const after = state;
      return () => scoresOf(context, after, c, y);
    });

    const target = embed(fed, 'target').as('target'); // [B, Nt, e]
    const previous = inSequence(t, before, query).as('previous'); // [B, Nt, h]
    let c: Value;
    if (key) {
      const attended = attend(context, previous, key, annotations);
      attended.query.as('query');
      attended.hidden.as('hidden');
      attended.scores.as('scores');
      const order = ['batch', 'query', 'key'] as const;
      attended.weights.as('weights').torch('output.1', order);
      c = attended.context;
    } else c = t.broadcast(summary, axisOf(previous.axes, 'query'), 1);
    c.as('context'); // [B, Nt, 2h]
    const gated = gruCell(context, t.concat([target, c], 'channel'), previous, 'decoder');
    gated.reset.as('reset');
    gated.update.as('update');
    gated.candidate.as('candidate');
    gated.state.as('state').torch(key ? 'output.2' : 'output.1'); // [B, Nt, h]
    const scores = scoresOf(context, gated.state, c, target).as('word-scores'); // [B, Nt, words]
    return t.softmax(scores, 'word').as('probabilities').torch('output.0');
  },
});

/** Additive attention of decoder states [batch, (query,) channel] to the annotations. */
function attend(context: Context, state: Value, key: Value, annotations: Value) {
  const { t, weights: w } = context;
  const v = t.rename(t.pick(w['attention.v_a.weight'], 'output', 0), { input: 'channel' });
  const query = dense(context, state, 'attention.W_a');
  const hidden = t.tanh(t.add(query, key)); // [B, Nt, h, Ns]
  const scores = t.matMul(hidden, v, 'channel'); // [B, Nt, Ns]
  const weights = t.softmax(scores, 'key');
  return { query, hidden, scores, weights, context: t.matMul(weights, annotations, 'key') };
}

/** Scores of all target words, from the new state, the context and the word before. */
const scoresOf = (context: Context, state: Value, c: Value, y: Value): Value =>
  asWords(context.t, dense(context, context.t.concat([state, c, y], 'channel'), 'output'));
