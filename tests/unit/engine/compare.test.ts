import { expect, test } from 'vitest';
import { compare, sameUpToFlattening } from '../../../src/engine/checks/compare';
import { axis } from '../../../src/trace/axes';

test('shapes agree when one side has flattened axes or dropped axes of one', () => {
  expect(sameUpToFlattening([2, 4, 9, 9], [8, 9, 9])).toBe(true);
  expect(sameUpToFlattening([8, 9, 9], [2, 4, 9, 9])).toBe(true);
  expect(sameUpToFlattening([2, 16], [2, 16, 1, 1])).toBe(true);
  expect(sameUpToFlattening([1, 1], [])).toBe(true);
  // In one place this side is flattened, in another that side.
  expect(sameUpToFlattening([2, 4, 3, 12], [8, 3, 3, 4])).toBe(true);
});

test('shapes that only hold as many numbers do not agree', () => {
  expect(sameUpToFlattening([4, 6], [6, 4])).toBe(false);
  expect(sameUpToFlattening([4, 6], [4, 5])).toBe(false);
  expect(sameUpToFlattening([2, 3], [2, 3, 2])).toBe(false);
});

const computed = {
  axes: [axis('batch', 2), axis('channel', 3)],
  data: Float32Array.of(1, 2, 3, 4, 5, 6),
};

test('the largest difference is found where it is, in the order of the reference', () => {
  const reference = { shape: [3, 2], data: Float32Array.of(1, 4, 2, 5.5, 3, 6) };
  const { error, tolerance, index } = compare(computed, ['channel', 'batch'], reference, 1e-3);
  expect(error).toBe(0.5);
  expect(index).toEqual([1, 1]);
  expect(tolerance).toBeCloseTo(7e-3, 10);
});

test('an axis that only the reference has is one along which nothing changes', () => {
  const same = { shape: [2, 2, 3], data: Float32Array.of(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6) };
  const order = ['batch', 'query', 'channel'] as const;
  expect(compare(computed, order, same, 1e-3).error).toBe(0);
  const other = { ...same, data: same.data.with(3, 1.5) };
  expect(compare(computed, order, other, 1e-3)).toMatchObject({ error: 0.5, index: [0, 1, 0] });
});

test('what is not a number is never close', () => {
  const reference = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const broken = { ...computed, data: Float32Array.of(1, Number.NaN, 3, 4, 5, 6) };
  expect(compare(broken, ['batch', 'channel'], reference, 1).error).toBe(Number.POSITIVE_INFINITY);
});

test('another shape is an error that names both', () => {
  const reference = { shape: [6, 2], data: new Float32Array(12) };
  expect(() => compare(computed, ['batch', 'channel'], reference, 1)).toThrow(
    'has shape [2, 3] instead of [6, 2]',
  );
});
