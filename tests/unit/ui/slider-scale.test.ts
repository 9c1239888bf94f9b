import { expect, test } from 'vitest';
import { parseList } from '../../../src/ui/controls/ListField';
import { type Range, sliderScale } from '../../../src/ui/controls/slider-scale';
import {
  formatBytes,
  formatCount,
  formatMilliseconds,
  formatNumber,
  formatOf,
} from '../../../src/ui/format';
import { shortList } from '../../../src/ui/inspector/ParamField';

test.each<[string, Range]>([
  ['whole numbers', { min: 1, max: 9, integer: true }],
  ['a logarithmic range', { min: 1, max: 4096, integer: true, log: true }],
  ['real numbers', { min: 0, max: 1 }],
  ['options', { min: 1, max: 64, options: [1, 2, 4, 16] }],
])('a slider over %s reaches both ends, and each of its steps brings another value', (_, range) => {
  const scale = sliderScale(range);
  const values = Array.from({ length: scale.last + 1 }, (_, i) => scale.valueAt(i));
  expect(values[0]).toBe(range.options?.[0] ?? range.min);
  expect(values.at(-1)).toBe(range.options?.at(-1) ?? range.max);
  for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1]);
});

test('a typed number goes to the nearest that fits', () => {
  expect(sliderScale({ min: 1, max: 64, options: [1, 2, 4, 16] }).nearest(9)).toBe(4);
  expect(sliderScale({ min: 1, max: 9, integer: true }).nearest(3.6)).toBe(4);
  expect(sliderScale({ min: 1, max: 9, integer: true }).nearest(-5)).toBe(1);
});

test('lists are read with or without brackets, and only within their range', () => {
  const plain = { en: '', zh: '' };
  const numbers = {
    kind: 'list',
    label: plain,
    help: plain,
    default: [1],
    min: 1,
    max: 9,
  } as const;
  expect(parseList('1, 3, 5', numbers)).toEqual([1, 3, 5]);
  expect(parseList('[8, 8]', numbers)).toEqual([8, 8]);
  expect(parseList('[1, 2], [3]', numbers)).toEqual([[1, 2], [3]]);
  expect(parseList('1, 30', numbers)).toBeUndefined();
  expect(parseList('one', numbers)).toBeUndefined();
  expect(parseList('true', numbers)).toBeUndefined();
  const names = { ...numbers, entries: ['L', 'S'] };
  expect(parseList('["L"], ["S", "L"]', names)).toEqual([['L'], ['S', 'L']]);
  expect(parseList('"X"', names)).toBeUndefined();
  expect(parseList('true, false', { ...numbers, entries: 'flags' })).toEqual([true, false]);
});

test('numbers have one look', () => {
  expect(formatNumber(0.298426)).toBe('0.2984');
  expect(formatNumber(-0.000512)).toBe('−0.000512');
  expect(formatNumber(1.5e-9)).toBe('1.50e−9');
  expect(formatNumber(Number.NaN)).toBe('NaN');
  expect(formatBytes(1536)).toBe('1.50\u202fKiB');
  expect(formatCount(4224)).toBe('4,224');
  expect(formatMilliseconds(1234)).toBe('1.23\u202fs');
});

test('the number of a position is whole, whatever else is written with decimals', () => {
  expect([0, 473, 1023].map(formatOf({ op: 'argmax' }))).toEqual(['0', '473', '1023']);
  expect(formatOf({ op: 'softmax' })(1)).toBe('1.0000');
});

test('the values that fit are named in few words', () => {
  expect(shortList([1, 2, 4, 8])).toBe('1, 2, 4, 8');
  expect(shortList([0, 1, 2, 3])).toBe('0–3');
  expect(shortList([1, 2])).toBe('1, 2');
  expect(shortList([1, 3, 5, 7, 9, 11, 13, 15, 17, 19])).toBe('1, 3, 5, 7, 9, 11, …, 19');
});
