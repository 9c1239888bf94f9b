import { axis } from '../trace/axes';
import type { HostTensor } from '../trace/tensor';
import { Refusal } from '../trace/text';
import { random } from './random';

export const MAX_TOKENS = 512;
export const MAX_CHARACTERS = 100_000;

/** Amplitude of the position code. Small against the words' unit variance, so that words still count most. */
const POSITION_AMPLITUDE = 0.3;

export interface Tokens {
  readonly tokens: readonly string[];
  /** How many more tokens the text had. */
  readonly cut: number;
}

/**
 * Splits text of any language into words, by the Unicode rules and the dictionaries of the browser.
 * White space goes; punctuation and emoji stay as tokens of their own, as in language models, since
 * commas and full stops structure a map; a run of one mark (`...`, `!!`) is one token.
 * @param locale language of the text; what the script says when left out.
 * @throws Refusal for a text without tokens or above MAX_CHARACTERS.
 */
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\s]*$/u;

export function tokenize(text: string, locale = 'en'): Tokens {
  if (text.length > MAX_CHARACTERS) {
    throw new Refusal(
      `The text has ${text.length} characters and the limit is ${MAX_CHARACTERS}; give a shorter passage.`,
      `文本有 ${text.length} 个字符，上限为 ${MAX_CHARACTERS}；请输入更短的段落。`,
    );
  }
  const found: string[] = [];
  let joins = false;
  for (const { segment } of new Intl.Segmenter(locale, { granularity: 'word' }).segment(text)) {
    // Joiners and marks of direction belong to a word or are none.
    const token = invisible.test(segment) ? '' : segment.trim();
    const last = found.length - 1;
    if (joins && /^\p{P}$/u.test(token) && found[last].endsWith(token)) found[last] += token;
    else if (token) found.push(token);
    joins = /^\p{P}$/u.test(token);
  }
  if (found.length === 0) {
    throw new Refusal('The text is empty; type at least one word.', '文本为空；请至少输入一个词。');
  }
  return {
    tokens: found.slice(0, MAX_TOKENS),
    cut: Math.max(0, found.length - MAX_TOKENS),
  };
}

export type Position = 'sinusoidal' | 'none';

export interface EmbedOptions {
  readonly position: Position;
  /** Which text the words belong to. */
  readonly input: string;
}

/**
 * Turns words into vectors without any training: the pieces of a word (its runs of 2 to 4
 * characters with the word's ends marked, the whole word, and each Chinese character) each have a
 * random normal vector of their own; the word is their sum, scaled to a mean square of 1. Words
 * that share pieces are alike, and the same word always has the same vector. After fastText
 * (Bojanowski et al., 2017), with hashing in place of learning.
 * @returns [batch 1, token N, channel dim].
 */
export function embed(
  tokens: readonly string[],
  dim: number,
  { position, input }: EmbedOptions,
): HostTensor {
  const data = new Float32Array(tokens.length * dim);
  const known = new Map<string, Float32Array>();
  tokens.forEach((token, n) => {
    const word = token.normalize('NFKC').toLowerCase();
    const vector = known.get(word) ?? wordVector(word, dim);
    known.set(word, vector);
    data.set(vector, n * dim);
  });
  if (position === 'sinusoidal') addPositions(data, tokens.length, dim);
  return { axes: textAxes(tokens, dim, input), data };
}

/** Axes of `embed`'s result, without the numbers. */
export const textAxes = (tokens: readonly string[], dim: number, input: string) => [
  axis('batch', 1),
  axis('token', tokens.length, { places: { kind: 'sequence', input }, labels: tokens }),
  axis('channel', dim),
];

/** Beyond this many characters it is no word, and its pieces would take long. */
const MAX_WORD = 48;

function pieces(word: string): Set<string> {
  const letters = [...word].slice(0, MAX_WORD);
  const characters = ['<', ...letters, '>'];
  const found = new Set([characters.join('')]);
  for (let length = 2; length <= 4; length++) {
    for (let i = 0; i + length <= characters.length; i++) {
      found.add(characters.slice(i, i + length).join(''));
    }
  }
  for (const letter of letters) if (/\p{Script=Han}/u.test(letter)) found.add(letter);
  return found;
}

function wordVector(word: string, dim: number): Float32Array {
  const total = new Float64Array(dim);
  for (const piece of pieces(word)) {
    const { normal } = random('piece', piece);
    for (let i = 0; i < dim; i++) total[i] += normal();
  }
  const meanSquare = total.reduce((sum, x) => sum + x * x, 0) / dim;
  return Float32Array.from(total, (x) => x / Math.sqrt(meanSquare));
}

/** The sinusoids of Vaswani et al. 2017: sine in even channels, cosine in odd ones. */
function addPositions(data: Float32Array, count: number, dim: number): void {
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < dim; i++) {
      const angle = n / 10000 ** ((i - (i % 2)) / dim);
      data[n * dim + i] += POSITION_AMPLITUDE * (i % 2 ? Math.cos(angle) : Math.sin(angle));
    }
  }
}
