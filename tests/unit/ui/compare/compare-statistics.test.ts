import { expect, test } from 'vitest';
import { correlationOf } from '../../../../src/ui/compare/Numbers';
import {
  differenceOf,
  entropyOf,
  overlapOf,
  shareWithin,
} from '../../../../src/ui/compare/statistics';

test('entropy in bits, worked out by hand', () => {
  expect(entropyOf([1, 1, 1, 1])).toBe(2);
  expect(entropyOf([0, 5, 0])).toBeCloseTo(0, 12);
  // ½·1 + ¼·2 + ¼·2
  expect(entropyOf([0.5, 0.25, 0.25])).toBeCloseTo(1.5, 12);
  // Shares are taken of the sum: 3 : 1 is −¾ log2 ¾ − ¼ log2 ¼.
  expect(entropyOf([6, 2])).toBeCloseTo(0.811278, 6);
  expect(2 ** entropyOf([1, 1, 1])).toBeCloseTo(3, 12);
  expect(entropyOf([0, 0])).toBeCloseTo(0, 12);
});

test('overlap is the sum of the smaller shares', () => {
  expect(overlapOf([1, 0], [0, 1])).toBe(0);
  expect(overlapOf([3, 1], [3, 1])).toBeCloseTo(1, 12);
  // min(½, ¼) + min(½, ¼) + min(0, ½)
  expect(overlapOf([1, 1, 0], [1, 1, 2])).toBeCloseTo(0.5, 12);
});

test('share of a distribution on some positions', () => {
  expect(shareWithin([1, 2, 1], new Set([1]))).toBeCloseTo(0.5, 12);
  expect(shareWithin([1, 2, 1], new Set())).toBe(0);
});

test('difference: first minus second, the largest and the mean of its size', () => {
  const { values, most, mean } = differenceOf([1, 2, 3], [2, 2, 0]);
  expect([...values]).toEqual([-1, 0, 3]);
  expect(most).toBe(3);
  expect(mean).toBeCloseTo(4 / 3, 12);
  expect(() => differenceOf([1], [1, 2])).toThrow('1 numbers against 2');
});

test('masked on both sides is no difference, on one side it is shown and not counted', () => {
  const { values, most, mean } = differenceOf([-Infinity, 1, 2], [-Infinity, -Infinity, 1]);
  expect([...values]).toEqual([0, Infinity, 1]);
  expect(most).toBe(1);
  expect(mean).toBe(0.5);
});

test('correlation, worked out by hand', () => {
  expect(correlationOf([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
  expect(correlationOf([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
  // Σ(x−2)(y−2) = 1·…: (−1)(−1) + 0·1 + 1·0 = 1, over √(2·2).
  expect(correlationOf([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
  expect(correlationOf([1, 1], [1, 2])).toBeNull();
});
