import { expect, test } from 'vitest';
import {
  diagonal,
  futureMask,
  numbers,
  positions,
  shiftMask,
} from '../../../src/mechanisms/constants';
import { axis, indexAt, sizeOf } from '../../../src/trace/axes';

test('numbers are asked for cell by cell, row-major', () => {
  const axes = [axis('window', 2), axis('query', 3), axis('key', 4)];
  const { data } = numbers(axes, (w, q, k) => 100 * w + 10 * q + k);
  expect(data).toHaveLength(sizeOf(axes));
  data.forEach((value, i) => {
    const [w, q, k] = indexAt(axes, i);
    expect(value).toBe(100 * w + 10 * q + k);
  });
});

test('masks and grids', () => {
  expect([...futureMask(3).data]).toEqual([0, 1, 1, 0, 0, 1, 0, 0, 0]);
  expect([...diagonal('query', 'key', 2).data]).toEqual([1, 0, 0, 1]);
  expect([...positions('key', 4).data]).toEqual([0, 1, 2, 3]);
  // Windows of 2 × 2 on a map of 4 × 4, shifted by 1: the first lies in one region, the last in four.
  const { data } = shiftMask([4, 4], [2, 2], 1);
  expect([...data.subarray(0, 16)]).toEqual(Array(16).fill(0));
  expect([...data.subarray(48)]).toEqual(
    Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 0 : -100)),
  );
});

test('nothing is worked out before it is read', () => {
  expect(() => futureMask(1_000_000)).not.toThrow();
});
