import { expect, test } from 'vitest';
import { axis } from '../../../src/trace/axes';
import { cellAt, type Layout, spotOf } from '../../../src/ui/stage/cells';

const layout: Layout = {
  axes: [axis('batch', 1), axis('head', 4), axis('height', 3), axis('width', 5), axis('key', 8)],
  rows: ['height', 'width'],
  columns: ['key'],
  fixed: { batch: 0, head: 2 },
};

test('every place of a figure is a cell, and every cell is at that place', () => {
  for (let row = 0; row < 15; row++) {
    for (let column = 0; column < 8; column++) {
      const index = cellAt(layout, { row, column });
      expect(index).toEqual([0, 2, Math.floor(row / 5), row % 5, column]);
      expect(index && spotOf(layout, index)).toEqual({ row, column });
    }
  }
});

test('a cell of another head is not in the figure', () => {
  expect(spotOf(layout, [0, 1, 0, 0, 0])).toBeNull();
});

test('a mean over heads is no single cell', () => {
  expect(
    cellAt({ ...layout, fixed: { batch: 0, head: 'mean' } }, { row: 0, column: 0 }),
  ).toBeNull();
});

test('axes may stand in any order', () => {
  const turned: Layout = { ...layout, rows: ['key'], columns: ['width', 'height'] };
  expect(cellAt(turned, { row: 7, column: 4 })).toEqual([0, 2, 1, 1, 7]);
  expect(spotOf(turned, [0, 2, 1, 1, 7])).toEqual({ row: 7, column: 4 });
});
