import { describe, expect, it } from 'vitest';
import {
  bandsOf,
  cellsOf,
  fromUnit,
  maskedTokens,
  outlineOf,
  pathOf,
  positionOf,
  regionOf,
  type WindowPlaces,
  windowCells,
  windowOf,
} from '../../../src/draw/support';
import type { Places } from '../../../src/trace/places';

const shifted: WindowPlaces = {
  kind: 'window',
  rows: 2,
  columns: 2,
  size: [2, 2],
  shift: [1, 1],
  height: 4,
  width: 4,
};
const yx = (cells: readonly { y: number; x: number }[]) => cells.map(({ y, x }) => [y, x]);

describe('windows', () => {
  it('shifts a window by one pixel, and wraps the last one round the map', () => {
    expect(yx(windowCells(shifted, 0))).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]);
    expect(yx(windowCells(shifted, 3))).toEqual([
      [3, 3],
      [3, 0],
      [0, 3],
      [0, 0],
    ]);
  });

  it('finds the window and token of every pixel, with shift and with spread', () => {
    for (const places of [shifted, { ...shifted, shift: [0, 0], spread: true } as WindowPlaces])
      for (let window = 0; window < 4; window++)
        windowCells(places, window).forEach((pixel, token) => {
          expect(windowOf(places, pixel)).toEqual({ window, token });
        });
  });

  it('labels the regions of the shifted mask as the reference does', () => {
    // img_mask of a 4×4 map, window 2, shift 1, rolled back to the image.
    const labels = [0, 1, 2, 3].map((y) => [0, 1, 2, 3].map((x) => regionOf(shifted, { y, x })));
    expect(labels).toEqual([
      [8, 6, 6, 7],
      [2, 0, 0, 1],
      [2, 0, 0, 1],
      [5, 3, 3, 4],
    ]);
    expect(bandsOf(shifted).rows).toEqual([0, 2, 3, 4]);
  });

  it('masks the tokens of other regions', () => {
    expect(maskedTokens(shifted, { y: 1, x: 1 })).toEqual([false, false, false, false]);
    expect(maskedTokens(shifted, { y: 0, x: 0 })).toEqual([true, true, true, false]);
    expect(maskedTokens({ ...shifted, shift: [0, 0] }, { y: 0, x: 0 })).not.toContain(true);
  });

  it('keeps the coordinates of padding', () => {
    const padded: WindowPlaces = { ...shifted, shift: [0, 0], height: 3, width: 3 };
    expect(yx(windowCells(padded, 3))).toEqual([
      [2, 2],
      [2, 3],
      [3, 2],
      [3, 3],
    ]);
  });

  it('puts a halo round a window, which leaves its own cells and their window as they are', () => {
    const plain: WindowPlaces = { ...shifted, shift: [0, 0] };
    const halo: WindowPlaces = { ...plain, halo: 1 };
    const seen = cellsOf(halo, new Float32Array(16), { window: 1 });
    expect(yx(seen)).toEqual([-1, 0, 1, 2].flatMap((y) => [1, 2, 3, 4].map((x) => [y, x])));
    for (let window = 0; window < 4; window++)
      expect(windowCells(halo, window)).toEqual(windowCells(plain, window));
    expect(windowOf(halo, { y: 2, x: 1 })).toEqual({ window: 2, token: 1 });
  });

  it('spreads a group over the map', () => {
    const spread: WindowPlaces = { ...shifted, shift: [0, 0], spread: true };
    expect(yx(windowCells(spread, 1))).toEqual([
      [0, 1],
      [0, 3],
      [2, 1],
      [2, 3],
    ]);
  });
});

describe('cells of a query', () => {
  it('puts a cross on the column and the row of the query', () => {
    const cross: Places = { kind: 'cross', height: 2, width: 3 };
    const cells = cellsOf(cross, [0.1, 0.2, 0.3, 0.4, 0], { query: { y: 1, x: 2 } });
    expect(yx(cells)).toEqual([
      [0, 2],
      [1, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(cells.map((c) => c.value)).toEqual([0.1, 0.2, 0.3, 0.4, 0]);
  });

  it('puts a line on the column or the row of the query', () => {
    const query = { y: 1, x: 2 };
    const column: Places = { kind: 'line', along: 'height', height: 2, width: 3 };
    expect(yx(cellsOf(column, [0, 0], { query }))).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(yx(cellsOf({ ...column, along: 'width' }, [0, 0, 0], { query }))).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
  });

  it('keeps the part of a kernel that lies over the border', () => {
    const kernel: Places = {
      kind: 'neighbourhood',
      kernel: [3, 3],
      dilation: 1,
      padding: 1,
      height: 5,
      width: 5,
    };
    expect(yx(cellsOf(kernel, new Float32Array(9), { query: { y: 0, x: 4 } }))).toEqual([
      [-1, 3],
      [-1, 4],
      [-1, 5],
      [0, 3],
      [0, 4],
      [0, 5],
      [1, 3],
      [1, 4],
      [1, 5],
    ]);
  });

  it('puts a kernel round every other pixel', () => {
    const places: Places = { kind: 'lattice', columns: 3, stride: 2, height: 4, width: 6 };
    const queries = cellsOf(places, new Float32Array(6));
    expect(yx(queries)).toEqual([
      [0, 0],
      [0, 2],
      [0, 4],
      [2, 0],
      [2, 2],
      [2, 4],
    ]);
  });

  it('has no position for words', () => {
    expect(positionOf({ kind: 'sequence', input: 'x' }, 2)).toBeNull();
  });

  it('marks masked keys', () => {
    const cells = cellsOf({ kind: 'grid', height: 1, width: 2 }, [1, 0], {}, [false, true]);
    expect(cells).toEqual([
      { y: 0, x: 0, value: 1 },
      { y: 0, x: 1, value: 0, masked: true },
    ]);
  });

  it('takes −1 and 1 to the centres of the first and the last pixel', () => {
    expect([-1, 0, 1].map((g) => fromUnit(g, 8))).toEqual([0, 3.5, 7]);
  });
});

describe('outlines', () => {
  const loops = (cells: number[][]) => outlineOf(cells.map(([y, x]) => ({ y, x })));

  it('merges the sides of a block', () => {
    expect(
      loops([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
    ).toEqual([
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
    ]);
  });

  it('goes round a cross as one loop and round a hole as two', () => {
    const cross = loops([
      [0, 1],
      [1, 0],
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(cross).toHaveLength(1);
    expect(cross[0]).toHaveLength(12);
    const ring = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => [y, x]));
    expect(loops(ring.filter(([y, x]) => y !== 1 || x !== 1))).toHaveLength(2);
  });

  it('keeps cells apart that touch by a corner, and a wrapped window in four pieces', () => {
    expect(
      loops([
        [0, 0],
        [1, 1],
      ]),
    ).toHaveLength(2);
    expect(outlineOf(windowCells(shifted, 3))).toHaveLength(4);
  });

  it('writes an SVG path', () => {
    const path = pathOf(
      loops([[0, 0]]),
      (x) => 10 * x,
      (y) => 5 * y,
    );
    expect(path).toBe('M0,0L10,0L10,5L0,5Z');
  });
});
