import { describe, expect, test } from 'vitest';
import { tokenize } from '../../../src/inputs/text';
import { catalogue } from '../../../src/mechanisms/catalogue';
import { defaultView } from '../../../src/state/default-view';
import { plateRequests, plateSize, shares, smallInput } from '../../../src/state/plate-input';

const named = (id: string) => catalogue.find((m) => m.id === id) ?? catalogue[0];

describe('the input at the size of a plate', () => {
  test('an image keeps its shape', () => {
    const small = smallInput({
      kind: 'image',
      image: 'coffee',
      height: 32,
      width: 64,
      channels: 8,
    });
    expect(small).toEqual({
      kind: 'image',
      image: 'coffee',
      height: 8,
      width: 16,
      channels: plateSize.channels,
    });
  });

  test.each([
    'The cat likes chasing mice, and the mice like teasing the cat, again and again.',
    '猫喜欢追逐老鼠，老鼠也喜欢逗猫，如此往复，没有尽头，直到天黑。',
  ])('"%s" is cut after whole words', (text) => {
    const small = smallInput({ kind: 'text', text, second: '', dim: 64, position: 'none' });
    if (small.kind !== 'text') throw new Error(small.kind);
    expect(text.startsWith(small.text)).toBe(true);
    expect(tokenize(small.text).tokens).toEqual(tokenize(text).tokens.slice(0, plateSize.tokens));
  });

  test('a short or an empty text stays as it is', () => {
    for (const text of ['two words', ' ']) {
      const choice = { kind: 'text', text, second: 'x', dim: 8, position: 'none' } as const;
      expect(smallInput(choice)).toEqual(choice);
    }
  });
});

test('a mechanism that cannot take the common input shows one of its own kind', () => {
  const text = { kind: 'text', text: 'one two', dim: 16, position: 'none' } as const;
  const requests = plateRequests(named('se'), { ...defaultView, input: text });
  expect(requests.map((r) => r.input.kind)).toEqual(['image', 'image']);
  expect(plateRequests(named('mha'), { ...defaultView, input: text })[0].input).toEqual(text);
  expect(shares({ kind: 'tensors', tensors: {} }, named('mha'))).toBe(false);
});

test('weights are identity only where a mechanism has that form', () => {
  const kindOf = (id: string) => plateRequests(named(id), defaultView)[0].weights.kind;
  expect([kindOf('mha'), kindOf('se')]).toEqual(['identity', 'pytorch']);
});
