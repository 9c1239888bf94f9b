/** How words go into a decoder and come out of it, one after the other. */
import type { Value } from '../ops/builder';
import { type Axis, axis, axisOf } from '../trace/axes';
import type { InputSpec } from '../trace/tensor';
import type { Text } from '../trace/text';
import { firstOf, mustEqual, numOrNull, of, sizeIn } from './arguments';
import { numbers } from './constants';
import type { Context, InputAxes, Param, Params } from './define';
import { channels } from './shared-params';
import { chinese, english, examples, french, START } from './translation';

const words = { order: ['batch', 'token', 'channel'] } as const;

/** A sentence as one-hot words [B, N, words], and its translation where the decoder is to follow one. */
export const sentencePairInputs = {
  src: {
    ...words,
    from: 'sequence',
    vocabulary: { words: english, chinese: chinese.en, examples: examples.en },
  },
  tgt: {
    ...words,
    from: 'memory',
    optional: true,
    vocabulary: { words: french, chinese: chinese.fr, examples: examples.fr },
  },
} as const satisfies Readonly<Record<string, InputSpec>>;

/** Sizes of the two vocabularies. */
export const vocabularyParams = {
  src_vocab: {
    ...channels('src'),
    label: { en: 'Source words', zh: '源语言词数' },
    help: { en: 'Words of the source language.', zh: '源语言词表的大小。' },
  },
  tgt_vocab: {
    kind: 'integer',
    default: null,
    nullable: true,
    min: 1,
    max: 4096,
    log: true,
    follows: (inputs) => (inputs.tgt ? sizeIn(inputs, 'tgt', 'channel') : french.length),
    label: { en: 'Target words', zh: '目标语言词数' },
    help: { en: 'Words of the target language.', zh: '目标语言词表的大小。' },
  },
} as const satisfies Readonly<Record<string, Param>>;

/** Words of the target language; None stands for the little French. */
export const targetWords = (params: Params): number =>
  numOrNull(params, 'tgt_vocab') ?? french.length;

/** Every word is a round of the loop, and the whole loop is kept to be looked at. */
const MOST = 24;

/** Objections to vocabularies that are not those of the inputs, and to long sentences. */
export function checkSentences(params: Params, inputs: InputAxes): Text | null {
  const long = Object.values(inputs).find((axes) => axisOf(axes, 'token').size > MOST);
  const count = long && axisOf(long, 'token').size;
  return firstOf(
    count !== undefined && {
      en: `The sentence has ${count} words, but the decoder is unrolled for at most ${MOST}; give a shorter one.`,
      zh: `句子有 ${count} 个词，而解码器最多展开 ${MOST} 步；请输入更短的句子。`,
    },
    mustEqual(params, 'src_vocab', sizeIn(inputs, 'src', 'channel'), of.inputChannels),
    inputs.tgt &&
      mustEqual(
        { tgt_vocab: targetWords(params) },
        'tgt_vocab',
        sizeIn(inputs, 'tgt', 'channel'),
        of.inputChannels,
      ),
  );
}

type QueryExtra = Pick<Axis, 'places' | 'labels' | 'written'>;

/** Values of one position each, [batch, …], as one with an axis of positions: [batch, query, …]. */
export function inSequence(
  t: Context['t'],
  values: readonly Value[],
  query: QueryExtra = {},
): Value {
  const rest = values[0].axes.map(({ role }) => role).filter((role) => role !== 'batch');
  const stacked = t.transpose(t.stack(values, 'query'), ['batch', 'query', ...rest]);
  return t.rename(stacked, {}, { query });
}

export interface Decoded {
  /** What the decoder reads to write each word: the start mark, and the words before. [B, query, word] */
  readonly fed: Value;
  /** What the axis of queries stands for: position i is the word that is written there. */
  readonly query: QueryExtra;
  /** The same for an axis of keys that are the words read. */
  readonly key: QueryExtra;
}

/**
 * Writes a sentence: the given one, or else of each word the likeliest, as many as the source has.
 * @param read takes the next word [batch, word], and can tell the scores [batch, word] of the one after.
 */
export function decode(context: Context, read: (word: Value) => () => Value): Decoded {
  const { t, inputs, constant, params } = context;
  const batch = axisOf(inputs.src.axes, 'batch');
  const vocabulary = axis('word', targetWords(params));
  const given = inputs.tgt && t.rename(inputs.tgt, { token: 'query', channel: 'word' });
  const length = given ? given.size('query') : inputs.src.size('token');
  const start = constant(
    numbers([batch, vocabulary], (_, word) => (word === 0 ? 1 : 0)),
    START,
  );
  const fed: Value[] = [];
  const indices: Value[] = [];
  t.uncounted(() => {
    for (let i = 0; i < length; i++) {
      const before = fed[i - 1];
      if (!before) fed.push(start);
      else if (given) fed.push(t.pick(given, 'query', i - 1));
      else fed.push(t.oneHot(indices[i - 1], vocabulary));
      const scores = read(fed[i]);
      if (!given) indices.push(t.argmax(scores(), 'word'));
    }
  });
  const written = given ? t.argmax(given, 'word') : inSequence(t, indices);
  const query = named('tgt', written, vocabulary.size);
  const all = inSequence(t, fed, query);
  return { fed: all, query, key: named('read', t.argmax(all, 'word'), vocabulary.size) };
}

/** The words that a node names, as far as it is known which words these are. */
const named = (input: string, indices: Value, count: number): QueryExtra => ({
  places: { kind: 'sequence', input },
  ...(count === french.length && { written: { node: indices.id, words: french } }),
});

/** Weights of torch.nn.Embedding, a row for each word. */
export const embeddingWeight = (count: number, dim: number, std = 1) =>
  ({
    shape: [count, dim],
    roles: ['word', 'channel'],
    init: { kind: 'normal', std },
  }) as const;

/** Scores of words [… channel] as [… word], named where they are of the little French. */
export const asWords = (t: Context['t'], x: Value): Value =>
  t.rename(
    x,
    { channel: 'word' },
    x.size('channel') === french.length ? { word: { labels: french } } : {},
  );
