/**
 * The Transformer: one layer of encoder and one of decoder, with their three attentions.
 * "Attention Is All You Need", Vaswani et al., NeurIPS 2017, https://arxiv.org/abs/1706.03762
 *
 * As torch.nn.Transformer with one layer on each side, ReLU and normalisation after each sublayer,
 * between nn.Embedding with sinusoidal positions and nn.Linear; its state_dict.
 */
import type { Value } from '../ops/builder';
import { type Axis, axis, type Role } from '../trace/axes';
import { firstOf, mustBePositive, mustDivide, num, of } from './arguments';
import { mergeHeads, splitHeads } from './attention';
import { futureMask, numbers } from './constants';
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
import { type Context, defineMechanism } from './define';
import { encoderDecoderSteps } from './encoder-decoder-texts';
import { learnedModel } from './learned';
import { layerNorm } from './mlp';
import { multiHeadWeights, projectHeads } from './multi-head';
import { vaswani2017 } from './papers';
import { dense } from './projected';
import { heads } from './shared-params';
import { linear, norm, type Weights } from './weights';

const prefixed = (prefix: string, weights: Weights): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, spec]) => [`${prefix}.${name}`, spec]));

/** The layers of nn.Transformer, by the names that their modules have there. */
const encoder = 'transformer.encoder.layers.0';
const decoder = 'transformer.decoder.layers.0';

export const encoderDecoder = defineMechanism({
  id: 'encoder-decoder',
  name: { en: 'Transformer encoder and decoder', zh: '编码器-解码器 Transformer' },
  family: 'transformer',
  attendsOver: ['tokens'],
  papers: [vaswani2017],
  idea: {
    en: 'Three attentions make a translator: the encoder’s words look at each other, the decoder’s words look at those already written, and then at the sentence that is translated. Nothing is recurrent, so all words of a known pair are worked out at once.',
    zh: '三种注意力组成一个翻译模型：编码器的词互相关注；解码器的词先关注已写出的词，再关注待翻译的句子。没有循环，因此已知句对的所有词可以同时计算。',
  },
  formula: String.raw`M = \operatorname{enc}(X),\quad \Y{P} = \operatorname{softmax}\!\left(W\,\operatorname{dec}(Y, M)\right),\quad \operatorname{attn}(\Q{Q}, \K{K}, \V{V}) = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\K{K}^\top}{\sqrt{d}} + \text{mask}\right)\V{V}`,
  complexity: 'O((N_s^2 + N_t^2 + N_s N_t) E + (N_s + N_t) E^2)',
  classes: { EncoderDecoder: {} },
  inputs: sentencePairInputs,
  params: {
    ...vocabularyParams,
    d_model: {
      kind: 'integer',
      default: 32,
      min: 2,
      max: 256,
      log: true,
      label: { en: 'Channels', zh: '通道数' },
      help: { en: 'Length of the vector of a word.', zh: '每个词的向量长度。' },
    },
    nhead: heads('d_model', 2),
    dim_feedforward: {
      kind: 'integer',
      default: 64,
      min: 1,
      max: 1024,
      log: true,
      label: { en: 'Hidden units', zh: '隐藏单元数' },
      help: {
        en: 'Width of the two-layer network behind the attentions.',
        zh: '注意力之后两层网络的宽度。',
      },
    },
  },
  check: (params, inputs) =>
    firstOf(
      mustBePositive(params, 'd_model', 'dim_feedforward'),
      mustDivide(params, 'nhead', num(params, 'd_model'), of.channels),
      checkSentences(params, inputs),
    ),
  weights(params) {
    const [dim, hidden] = [num(params, 'd_model'), num(params, 'dim_feedforward')];
    const target = targetWords(params);
    const attention = (name: string) => prefixed(name, multiHeadWeights(dim));
    const rest = (layer: string, norms: number): Weights => ({
      ...linear(`${layer}.linear1`, dim, hidden),
      ...linear(`${layer}.linear2`, hidden, dim),
      ...Object.assign(
        {},
        ...Array.from({ length: norms }, (_, i) => norm(`${layer}.norm${i + 1}`, dim)),
      ),
    });
    return {
      'source.weight': embeddingWeight(num(params, 'src_vocab'), dim, 1 / Math.sqrt(dim)),
      'target.weight': embeddingWeight(target, dim, 1 / Math.sqrt(dim)),
      ...attention(`${encoder}.self_attn`),
      ...rest(encoder, 2),
      ...norm('transformer.encoder.norm', dim),
      ...attention(`${decoder}.self_attn`),
      ...attention(`${decoder}.multihead_attn`),
      ...rest(decoder, 3),
      ...norm('transformer.decoder.norm', dim),
      ...linear('output', dim, target),
    };
  },
  steps: encoderDecoderSteps,
  telling: 'cross-weights',
  // The head that aligns, and the colour, which French puts behind its noun.
  example: { selection: { head: 1 }, pin: { step: 'cross-weights', index: [0, 1, 2, 1] } },
  learned: (params) => learnedModel('encoder-decoder', params),
  run(context) {
    const { t, inputs } = context;
    const source = embed(context, t.rename(inputs.src, { channel: 'word' }), 'source', 'token');
    const memory = encode(context, source.as('source')).as('encoded').torch('transformer.encoder'); // [B, Ns, E]
    const keys = t.rename(memory, { token: 'key' });

    // Words are written one after the other; then the decoder is worked out for all of them at once.
    const written: Value[] = [];
    const { fed, key } = decode(context, (word) => {
      written.push(word);
      return () => {
        const target = embed(context, inSequence(t, written), 'target', 'query');
        const scores = scoresOf(context, runDecoder(context, target, keys));
        return t.pick(scores, 'query', written.length - 1);
      };
    });
    const target = embed(context, fed, 'target', 'query').as('target'); // [B, Nt, E]
    const decoded = runDecoder(context, target, keys, key)
      .as('decoded')
      .torch('transformer.decoder');
    return t
      .softmax(scoresOf(context, decoded).as('word-scores'), 'word') // [B, Nt, words]
      .as('probabilities')
      .torch('output.0');
  },
});

/** √E times the embedding, plus the sinusoids of the positions. */
function embed(
  { t, weights: w, constant }: Context,
  words: Value,
  name: 'source' | 'target',
  role: Role,
): Value {
  const embedded = t.matMul(words, w[`${name}.weight`], 'word');
  const dim = embedded.size('channel');
  const position = numbers([axis(role, words.size(role)), axis('channel', dim)], (n, i) => {
    const angle = n / 10000 ** ((i - (i % 2)) / dim);
    return i % 2 ? Math.cos(angle) : Math.sin(angle);
  });
  const scaled = t.scale(embedded, Math.sqrt(dim), String.raw`\sqrt{E}`);
  return t.add(scaled, constant(position, 'positions'));
}

/** [batch, token, channel] → the same, each word in the light of the others. */
function encode(context: Context, source: Value): Value {
  const { t } = context;
  const queries = t.rename(source, { token: 'query' });
  const attended = attend(context, `${encoder}.self_attn`, 'encoder', {
    query: queries,
    memory: t.rename(source, { token: 'key' }),
  });
  const x = addNorm(context, queries, attended, `${encoder}.norm1`);
  const y = addNorm(context, x, feedForward(context, x, encoder), `${encoder}.norm2`);
  return t.rename(layerNorm(context, y, 'transformer.encoder.norm'), { query: 'token' });
}

/**
 * @param target words read so far [batch, query, channel].
 * @param memory the encoded sentence [batch, key, channel].
 * @param key what the words read stand for; steps are recorded only where it is given.
 */
function runDecoder(
  context: Context,
  target: Value,
  memory: Value,
  key?: Pick<Axis, 'places' | 'written'>,
): Value {
  const { t, constant } = context;
  const future = constant(futureMask(target.size('query')), 'causal mask');
  if (key) future.as('causal-mask');
  const own = attend(context, `${decoder}.self_attn`, key && 'causal', {
    query: target,
    memory: t.rename(target, { query: 'key' }, { key: { written: undefined, ...key } }),
    mask: future,
  });
  const x = addNorm(context, target, own, `${decoder}.norm1`);
  const other = attend(context, `${decoder}.multihead_attn`, key && 'cross', { query: x, memory });
  const y = addNorm(context, x, other, `${decoder}.norm2`);
  const z = addNorm(context, y, feedForward(context, y, decoder), `${decoder}.norm3`);
  return layerNorm(context, z, 'transformer.decoder.norm');
}

interface Attended {
  /** [batch, query, channel] */
  readonly query: Value;
  /** Keys and values [batch, key, channel]. */
  readonly memory: Value;
  readonly mask?: Value;
}

/**
 * Multi-head attention.
 * @param name of its steps NAME-query, NAME-key, NAME-scores, NAME-weights; none are recorded without it.
 */
function attend(
  context: Context,
  prefix: string,
  name: 'encoder' | 'causal' | 'cross' | undefined,
  { query: x, memory, mask }: Attended,
): Value {
  const { t, params } = context;
  const show = (value: Value, step: 'query' | 'key' | 'scores' | 'weights'): Value =>
    name ? value.as(`${name}-${step}`) : value;
  const { query, key, value } = projectHeads(context, x, memory, `${prefix}.`);
  const split = (y: Value): Value => splitHeads(t, y, num(params, 'nhead'));
  const k = show(split(key), 'key'); // [B, Nk, h, d]
  const scale = 1 / Math.sqrt(k.size('channel'));
  // As in torch.nn.MultiheadAttention, the queries are scaled rather than their products.
  const q = show(t.scale(split(query), scale, String.raw`1/\sqrt{d}`), 'query'); // [B, Nq, h, d]
  const products = t.matMul(q, k, 'channel'); // [B, h, Nq, Nk]
  const scores = show(mask ? t.mask(products, mask) : products, 'scores');
  const weights = show(t.softmax(scores, 'key'), 'weights');
  if (name) weights.torch(`output.${torchOutputs.indexOf(name)}`);
  const joined = mergeHeads(t, t.matMul(weights, split(value), 'key')); // [B, Nq, E]
  return dense(context, joined, `${prefix}.out_proj`);
}

/** The weights that a recorded call gives after the probabilities. */
const torchOutputs = ['', 'encoder', 'causal', 'cross'];

const addNorm = (context: Context, x: Value, y: Value, name: string): Value =>
  layerNorm(context, context.t.add(x, y), name);

const feedForward = (context: Context, x: Value, layer: string): Value =>
  dense(context, context.t.relu(dense(context, x, `${layer}.linear1`)), `${layer}.linear2`);

/** Scores of all target words. */
const scoresOf = (context: Context, decoded: Value): Value =>
  asWords(context.t, dense(context, decoded, 'output'));
