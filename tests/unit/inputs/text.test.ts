import { describe, expect, test } from 'vitest';
import { embed, MAX_CHARACTERS, MAX_TOKENS, tokenize } from '../../../src/inputs/text';
import { Refusal } from '../../../src/trace/text';

const plain = { position: 'none', input: 'sequence' } as const;

function cosine(a: string, b: string, dim = 256): number {
  const { data } = embed([a, b], dim, plain);
  const dot = (i: number, j: number) => {
    let sum = 0;
    for (let c = 0; c < dim; c++) sum += data[i * dim + c] * data[j * dim + c];
    return sum;
  };
  return dot(0, 1) / Math.sqrt(dot(0, 0) * dot(1, 1));
}

describe('tokenize', () => {
  test('words and punctuation stay, spaces go', () => {
    expect(tokenize("  The cat, isn't it?\n\tYes ").tokens).toEqual([
      'The',
      'cat',
      ',',
      "isn't",
      'it',
      '?',
      'Yes',
    ]);
  });

  test('what cannot be seen is no word', () => {
    expect(tokenize('a \u200b b \u200d \ufeff \u202e c').tokens).toEqual(['a', 'b', 'c']);
    expect(tokenize('👩‍👩‍👧 ❤️').tokens).toEqual(['👩‍👩‍👧', '❤️']);
    expect(() => tokenize('\u200b\u200b')).toThrow(Refusal);
  });

  test('a run of one mark is one token', () => {
    expect(tokenize('Wait... what?!').tokens).toEqual(['Wait', '...', 'what', '?', '!']);
    expect(tokenize('. .').tokens).toEqual(['.', '.']);
  });

  test('Chinese, Japanese and Arabic are split into words', () => {
    expect(tokenize('猫喜欢追逐老鼠。').tokens).toEqual(['猫', '喜欢', '追逐', '老鼠', '。']);
    expect(tokenize('猫が好き').tokens.join('')).toBe('猫が好き');
    expect(tokenize('猫が好き').tokens.length).toBeGreaterThan(1);
    expect(tokenize('القط يحب').tokens).toEqual(['القط', 'يحب']);
  });

  test('emoji count', () => {
    expect(tokenize('🐱👩‍🚀').tokens).toEqual(['🐱', '👩‍🚀']);
  });

  test('long text is cut and says by how much', () => {
    const { tokens, cut } = tokenize('word '.repeat(MAX_TOKENS + 7));
    expect(tokens.length).toBe(MAX_TOKENS);
    expect(cut).toBe(7);
    expect(tokenize('word').cut).toBe(0);
  });

  test('empty and enormous texts are refused', () => {
    for (const text of ['', ' \n ', 'x'.repeat(MAX_CHARACTERS + 1)]) {
      expect(() => tokenize(text)).toThrow(Refusal);
    }
  });
});

describe('embed', () => {
  test('axes carry the words and where they stand', () => {
    const { axes, data } = embed(['a', 'b', 'a'], 8, { position: 'none', input: 'memory' });
    expect(axes.map((a) => [a.role, a.size])).toEqual([
      ['batch', 1],
      ['token', 3],
      ['channel', 8],
    ]);
    expect(axes[1].labels).toEqual(['a', 'b', 'a']);
    expect(axes[1].places).toEqual({ kind: 'sequence', input: 'memory' });
    expect(data.slice(0, 8)).toEqual(data.slice(16, 24));
    expect(data.slice(0, 8)).not.toEqual(data.slice(8, 16));
  });

  test('each word has a mean square of 1, in any number of channels', () => {
    for (const dim of [1, 7, 64]) {
      const { data } = embed(['mouse', '🐱', ','], dim, plain);
      for (let n = 0; n < 3; n++) {
        const square = data.slice(n * dim, (n + 1) * dim).reduce((sum, x) => sum + x * x, 0);
        expect(square / dim).toBeCloseTo(1, 5);
      }
    }
  });

  test('like words are alike', () => {
    expect(cosine('cat', 'cats')).toBeGreaterThan(0.4);
    expect(Math.abs(cosine('cat', 'rocket'))).toBeLessThan(0.25);
    expect(cosine('chase', 'chasing')).toBeGreaterThan(cosine('chase', 'mouse') + 0.2);
    expect(cosine('老鼠', '松鼠')).toBeGreaterThan(cosine('老鼠', '喜欢') + 0.2);
  });

  test('case and width of letters do not matter', () => {
    expect(cosine('Cat', 'cat')).toBeCloseTo(1, 6);
    expect(cosine('ｃａｔ', 'cat')).toBeCloseTo(1, 6);
  });

  test('positions add the sinusoids of the Transformer, small', () => {
    const without = embed(['a', 'a'], 4, plain).data;
    const { data } = embed(['a', 'a'], 4, { position: 'sinusoidal', input: 'sequence' });
    const added = Array.from(data, (x, i) => (x - without[i]) / 0.3);
    const expected = [0, 1, 0, 1, Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)];
    expected.forEach((value, i) => {
      expect(added[i]).toBeCloseTo(value, 5);
    });
  });

  test('a word without end is embedded like its beginning, not slowly', () => {
    expect(cosine('x'.repeat(48), 'x'.repeat(90_000), 4)).toBeCloseTo(1, 6);
  });
});
