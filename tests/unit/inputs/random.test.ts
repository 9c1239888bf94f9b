import { expect, test } from 'vitest';
import { hash, random } from '../../../src/inputs/random';

test('the hash is FNV-1a', () => {
  // Reference values of Fowler, Noll and Vo's own test suite.
  expect(hash('')).toBe(0x811c9dc5);
  expect(hash('foobar')).toBe(0xbf9cf968);
});

test('the stream is sfc32 seeded by splitmix32, as worked out in another language', () => {
  const { uniform } = random(7, 'fc.0.weight');
  expect(Array.from({ length: 4 }, () => uniform() * 2 ** 32)).toEqual([
    2925724111, 920919900, 1304506566, 3480913169,
  ]);
});

test('each part of the seed matters', () => {
  const first = (...seed: (string | number)[]) => random(...seed).uniform();
  const values = [first(1), first(2), first('1'), first(1, 'a'), first(1, 'b'), first('1a')];
  expect(new Set(values).size).toBe(values.length);
  expect(first(1, 'a')).toBe(first(1, 'a'));
});

test('normal numbers have mean 0, variance 1 and normal tails', () => {
  const { normal } = random('moments');
  const x = Array.from({ length: 100_000 }, normal);
  const mean = (f: (v: number) => number) => x.reduce((sum, v) => sum + f(v), 0) / x.length;
  expect(Math.abs(mean((v) => v))).toBeLessThan(0.015);
  expect(Math.abs(mean((v) => v * v) - 1)).toBeLessThan(0.02);
  expect(Math.abs(mean((v) => (Math.abs(v) > 1.959964 ? 1 : 0)) - 0.05)).toBeLessThan(0.004);
});
