import { describe, expect, test } from 'vitest';
import { makeView } from '../../../src/engine/views';
import { type Axis, axis, indexAt, type Role, sizeOf } from '../../../src/trace/axes';
import type { Pool, ViewRequest } from '../../../src/trace/view';

const pools: Pool[] = ['mean', 'max', 'min', 'norm'];
const pooled: Record<Pool, (values: number[]) => number> = {
  mean: (v) => v.reduce((a, b) => a + b, 0) / v.length,
  max: (v) => Math.max(...v),
  min: (v) => Math.min(...v),
  norm: (v) => Math.sqrt(v.reduce((a, b) => a + b * b, 0)),
};

/** A small generator, so that failures repeat. */
function numbers(axes: readonly Axis[], seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: sizeOf(axes) }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 4 - 2;
  });
}

/** Rows × columns by going through every cell, without strides. */
function naivePlane(data: Float32Array, axes: readonly Axis[], request: ViewRequest): number[][] {
  const at = (index: number[], roles: readonly Role[]): number =>
    roles.reduce((n, role) => {
      const i = axes.findIndex((a) => a.role === role);
      return n * axes[i].size + index[i];
    }, 0);
  const cells = new Map<string, { index: number[]; value: number }[]>();
  data.forEach((value, offset) => {
    const index = indexAt(axes, offset);
    const open = axes.every(({ role }, i) => {
      const choice = request.fixed[role];
      return typeof choice !== 'number' || index[i] === choice;
    });
    if (!open) return;
    const key = `${at(index, request.rows)},${at(index, request.columns)}`;
    cells.set(key, [...(cells.get(key) ?? []), { index, value }]);
  });
  const gathered = axes.flatMap(({ role }, i) => {
    const choice = request.fixed[role];
    return typeof choice === 'string' ? [{ i, pool: choice }] : [];
  });
  const plane: number[][] = [];
  for (const [key, members] of cells) {
    const [r, c] = key.split(',').map(Number);
    plane[r] ??= [];
    plane[r][c] = reduce(members, gathered);
  }
  return plane;
}

function reduce(
  members: { index: number[]; value: number }[],
  axes: { i: number; pool: Pool }[],
): number {
  if (axes.length === 0) return members[0].value;
  const [{ i, pool }, ...rest] = axes;
  const groups = Map.groupBy(members, (m) => m.index[i]);
  return pooled[pool]([...groups.values()].map((group) => reduce(group, rest)));
}

function naivePixels(plane: number[][], height: number, width: number, pool: Pool): number[] {
  const pixels: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const rows = plane.slice(
        Math.floor((y * plane.length) / height),
        Math.floor(((y + 1) * plane.length) / height),
      );
      const n = plane[0].length;
      const cells = rows.flatMap((row) =>
        row.slice(Math.floor((x * n) / width), Math.floor(((x + 1) * n) / width)),
      );
      pixels.push(pooled[pool](cells));
    }
  }
  return pixels;
}

function expectClose(actual: Float32Array, expected: number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    if (Number.isFinite(value)) expect(actual[i]).toBeCloseTo(value, 4);
    else expect(actual[i]).toBe(value);
  });
}

const axes = [axis('batch', 2), axis('head', 3), axis('query', 7), axis('key', 11)];
const data = numbers(axes);
const base: ViewRequest = {
  node: 0,
  rows: ['query'],
  columns: ['key'],
  fixed: { batch: 1, head: 2 },
  pixels: [100, 100],
  pool: 'mean',
};

describe('views against going through every cell', () => {
  const requests: Record<string, Partial<ViewRequest>> = {
    'the last two axes': {},
    transposed: { rows: ['key'], columns: ['query'] },
    'two roles on a side': { rows: ['head', 'query'], fixed: { batch: 0 } },
    'roles against their order': { rows: ['query', 'batch'], columns: ['key', 'head'], fixed: {} },
    'a row of everything': { rows: [], columns: ['batch', 'head', 'query', 'key'], fixed: {} },
    'a single cell': { rows: [], columns: [], fixed: { batch: 1, head: 0, query: 3, key: 9 } },
    'a mean of heads': { fixed: { batch: 1, head: 'mean' } },
    'the largest of batches of means of heads': { fixed: { batch: 'max', head: 'mean' } },
    'norms over keys': { columns: ['head'], fixed: { batch: 'min', key: 'norm' } },
  };
  for (const [name, change] of Object.entries(requests)) {
    for (const pool of pools) {
      for (const pixels of [
        [100, 100],
        [3, 4],
        [7, 2],
        [1, 1],
      ] as const) {
        test(`${name}, ${pool} in ${pixels.join(' × ')} pixels`, () => {
          const request = { ...base, ...change, pool, pixels };
          const plane = naivePlane(data, axes, request);
          const view = makeView(data, axes, request);
          expect([view.rows, view.columns]).toEqual([plane.length, plane[0].length]);
          expect(view.height).toBe(Math.min(pixels[0], plane.length));
          expect(view.width).toBe(Math.min(pixels[1], plane[0].length));
          const exact = view.height === plane.length && view.width === plane[0].length;
          expectClose(
            view.data,
            exact ? plane.flat() : naivePixels(plane, view.height, view.width, pool),
          );
          const flat = plane.flat();
          const mean = pooled.mean(flat);
          expect(view.statistics.min).toBeCloseTo(Math.min(...flat), 5);
          expect(view.statistics.max).toBeCloseTo(Math.max(...flat), 5);
          expect(view.statistics.mean).toBeCloseTo(mean, 5);
          expect(view.statistics.std).toBeCloseTo(
            Math.sqrt(pooled.mean(flat.map((v) => (v - mean) ** 2))),
            5,
          );
          expect(view.statistics.count).toBe(flat.length);
          expectClose(view.rowMean, naivePixels(plane, view.height, 1, 'mean'));
          expectClose(view.columnMean, naivePixels(plane, 1, view.width, 'mean'));
        });
      }
    }
  }
});

test.each(pools)('a pixel of which a cell is NaN is NaN, wherever in it, with pool %s', (pool) => {
  const sides = [axis('query', 6), axis('key', 6)];
  for (let hole = 0; hole < 36; hole++) {
    const values = numbers(sides);
    values[hole] = Number.NaN;
    const { data } = makeView(values, sides, { ...base, fixed: {}, pixels: [2, 3], pool });
    const its = 3 * Math.floor(hole / 18) + Math.floor((hole % 6) / 2);
    expect([...data].map(Number.isNaN)).toEqual([...data].map((_, i) => i === its));
  }
});

test('what is not finite stays out of the means, whichever rows are counted together', () => {
  const [height, width] = [11, 5];
  const sides = [axis('query', height), axis('key', width)];
  const whole: ViewRequest = { ...base, fixed: {}, pixels: [height, width] };
  for (let hole = 0; hole < height * width; hole++) {
    const values = numbers(sides);
    values[hole] = hole % 2 ? Number.NaN : Number.NEGATIVE_INFINITY;
    const stale = (length: number) => new Float32Array(length).fill(Number.NaN);
    const view = makeView(values, sides, whole, stale);
    expect(view.data).toEqual(values);
    const finite = [...values].map((value, i) => ({ value, i })).filter(({ i }) => i !== hole);
    const meanOf = (keep: (i: number) => boolean) =>
      pooled.mean(finite.filter(({ i }) => keep(i)).map(({ value }) => value));
    view.rowMean.forEach((mean, y) => {
      expect(mean).toBeCloseTo(
        meanOf((i) => Math.floor(i / width) === y),
        5,
      );
    });
    view.columnMean.forEach((mean, x) => {
      expect(mean).toBeCloseTo(
        meanOf((i) => i % width === x),
        5,
      );
    });
    expect(view.statistics).toMatchObject({ count: height * width, notFinite: 1 });
    expect(view.statistics.mean).toBeCloseTo(
      meanOf(() => true),
      5,
    );
  }
});

test('a region gives its own cells and statistics, exactly', () => {
  const request = { ...base, region: { row: [2, 5], column: [4, 9] } } as const;
  const view = makeView(data, axes, request);
  const cell = (r: number, c: number) => data[((1 * 3 + 2) * 7 + r) * 11 + c];
  const expected = [2, 3, 4].flatMap((r) => [4, 5, 6, 7, 8].map((c) => cell(r, c)));
  expect([...view.data]).toEqual(expected);
  expect(view.region).toEqual({ row: [2, 5], column: [4, 9] });
  expect(view.statistics.max).toBe(Math.max(...expected));
  expect(view.statistics.count).toBe(15);
});

test('a region beyond the tensor is cut to it', () => {
  const view = makeView(data, axes, { ...base, region: { row: [-3, 99], column: [10.5, 40] } });
  expect(view.region).toEqual({ row: [0, 7], column: [10, 11] });
});

test('what is not finite is counted, shown, and left out of the statistics', () => {
  const cells = [axis('query', 2), axis('key', 4)];
  const values = Float32Array.of(1, -Infinity, 3, 5, NaN, 2, Infinity, 4);
  const whole = { ...base, fixed: {} };
  const exact = makeView(values, cells, whole);
  expect([...exact.data]).toEqual([...values]);
  expect(exact.statistics).toMatchObject({ count: 8, notFinite: 3, min: 1, max: 5, mean: 3 });
  expect([...exact.rowMean]).toEqual([3, 3]);
  expect([...exact.columnMean]).toEqual([1, 2, 3, 4.5]);
  const coarse = (pool: Pool) => [
    ...makeView(values, cells, { ...whole, pool, pixels: [2, 2] }).data,
  ];
  expect(coarse('max')).toEqual([1, 5, NaN, Infinity]);
  expect(coarse('min')).toEqual([-Infinity, 3, NaN, 4]);
  expect(coarse('mean')).toEqual([-Infinity, 4, NaN, Infinity]);
});

test('a tensor without a finite cell has no statistics', () => {
  const view = makeView(new Float32Array(6).fill(NaN), [axis('query', 2), axis('key', 3)], {
    ...base,
    fixed: {},
  });
  expect(view.statistics).toEqual({
    min: NaN,
    max: NaN,
    mean: NaN,
    std: NaN,
    count: 6,
    notFinite: 6,
  });
});

test('equal cells have no spread, whatever their size', () => {
  const cells = [axis('query', 100), axis('key', 100)];
  const view = makeView(new Float32Array(10_000).fill(12345.678), cells, { ...base, fixed: {} });
  expect(view.statistics.std).toBe(0);
});

test('an axis that is neither shown nor fixed, and an index outside, are refused', () => {
  expect(() => makeView(data, axes, { ...base, fixed: { batch: 0 } })).toThrow('head');
  expect(() => makeView(data, axes, { ...base, fixed: { batch: 0, head: 3 } })).toThrow('0…2');
  expect(() => makeView(data, axes, { ...base, rows: ['query', 'key'] })).toThrow('twice');
});

test('4,096 × 4,096 shows whole', () => {
  const cells = [axis('query', 4096), axis('key', 4096)];
  const values = new Float32Array(4096 * 4096);
  for (let i = 0; i < values.length; i++) values[i] = (i * 7919) % 1000;
  const request = { ...base, fixed: {}, pixels: [1000, 1000] } as const;
  const view = makeView(values, cells, { ...request, pool: 'max' });
  expect(view.data.length).toBe(1_000_000);
  expect(view.statistics).toMatchObject({ max: 999, min: 0, count: 4096 * 4096, notFinite: 0 });
});
