import { expect, test } from 'vitest';
import { clampRange, moveRange, showPosition, wholeCells } from '../../../src/draw/viewport';

test('zooming keeps the cell under the pointer where it is', () => {
  // Pointer at pixel 150 of 300: cell 50 of 100. Zoom by 2 about it: p → 2p − 150.
  expect(moveRange([0, 100], 300, 2, -150, 100, 1)).toEqual([25, 75]);
  const [from, to] = moveRange([0, 100], 300, 4, -3 * 30, 100, 1);
  expect(from + (30 / 300) * (to - from)).toBeCloseTo(10, 10);
});

test('dragging moves and stops at the ends', () => {
  expect(moveRange([20, 40], 200, 1, 50, 100, 1)).toEqual([15, 35]);
  expect(moveRange([20, 40], 200, 1, 9999, 100, 1)).toEqual([0, 20]);
  expect(moveRange([20, 40], 200, 1, -9999, 100, 1)).toEqual([80, 100]);
});

test('zooming out ends at the whole, zooming in at the fewest cells', () => {
  expect(moveRange([20, 40], 200, 0.01, 0, 100, 1)).toEqual([0, 100]);
  const range = moveRange([20, 40], 200, 100, -9900, 100, 5);
  expect(range[1] - range[0]).toBe(5);
  expect(moveRange(range, 200, 3, -300, 100, 5)).toEqual(range);
});

test('an axis shorter than the fewest cells is shown whole', () => {
  expect(clampRange([0.2, 0.7], 3, 8)).toEqual([0, 3]);
});

test('whole cells cover a range without one more for a rounding error', () => {
  expect(wholeCells([2.3, 4.1], 10)).toEqual([2, 5]);
  expect(wholeCells([2.9999999, 5.0000001], 10)).toEqual([3, 5]);
  expect(wholeCells([9.5, 9.6], 10)).toEqual([9, 10]);
});

test('a position is brought into view by the shortest way', () => {
  expect(showPosition([10, 20], 25, 100)).toEqual([16, 26]);
  expect(showPosition([10, 20], 3, 100)).toEqual([3, 13]);
  expect(showPosition([10, 20], 15, 100)).toEqual([10, 20]);
});
