import { type Axis, axis, indexAt, type Role, sizeOf } from '../trace/axes';
import type { HostTensor } from '../trace/tensor';

/** Numbers that are worked out when they are first read, so that the plan of a size that cannot fit allocates nothing. */
function lazily(axes: readonly Axis[], fill: (data: Float32Array) => void): HostTensor {
  let known: Float32Array | undefined;
  return {
    axes,
    get data() {
      if (!known) {
        known = new Float32Array(sizeOf(axes));
        fill(known);
      }
      return known;
    },
  };
}

/** Numbers that follow from sizes alone. */
export const numbers = (axes: readonly Axis[], at: (...index: number[]) => number): HostTensor =>
  lazily(axes, (data) => fillInTurn(data, axes, at));

/** Every cell in turn; the index is counted on, because there may be millions of them. */
function fillInTurn(
  data: Float32Array,
  axes: readonly Axis[],
  at: (...index: number[]) => number,
): void {
  const index = axes.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    data[i] = at(...index);
    for (let a = axes.length - 1; a >= 0 && ++index[a] === axes[a].size; a--) index[a] = 0;
  }
}

/** 1 where query i may not look at key j. */
export const maskWhere = (
  queries: number,
  keys: number,
  masked: (i: number, j: number) => boolean,
): HostTensor =>
  lazily([axis('query', queries), axis('key', keys)], (data) => {
    // Plain loops are 5 times as fast, and no constant is larger than the mask of a long sequence.
    for (let i = 0; i < queries; i++)
      for (let j = 0; j < keys; j++) if (masked(i, j)) data[i * keys + j] = 1;
  });

/** 1 above the diagonal: keys that come after the query. */
export const futureMask = (length: number): HostTensor =>
  maskWhere(length, length, (i, j) => j > i);

/** 0, 1, 2, … along an axis. */
export const positions = (role: Role, length: number): HostTensor =>
  numbers([axis(role, length)], (i) => i);

/** 1 on the diagonal of two equally long axes. */
export const diagonal = (row: Role, column: Role, length: number): HostTensor =>
  numbers([axis(row, length), axis(column, length)], (i, j) => (i === j ? 1 : 0));

/**
 * Index into a table of (2h−1)·(2w−1) relative positions, for every pair of tokens of an h × w
 * window; row-major over query and key.
 */
export function relativePositionIndex(height: number, width: number): number[] {
  const pairs = [axis('query', height * width), axis('key', height * width)];
  return Array.from({ length: sizeOf(pairs) }, (_, pair) => {
    const [query, key] = indexAt(pairs, pair);
    const dy = Math.floor(query / width) - Math.floor(key / width) + height - 1;
    const dx = (query % width) - (key % width) + width - 1;
    return dy * (2 * width - 1) + dx;
  });
}

/**
 * Which of the nine regions of a rolled map each pixel belongs to: only pixels of the same region
 * were neighbours before the roll. https://arxiv.org/abs/2103.14030, figure 4.
 */
function shiftRegion(
  [y, x]: readonly [number, number],
  [height, width]: readonly [number, number],
  window: readonly [number, number],
  shift: number,
): number {
  const band = (at: number, length: number, side: number): number => {
    if (at >= length - shift) return 2;
    return at >= length - side ? 1 : 0;
  };
  return 3 * band(y, height, window[0]) + band(x, width, window[1]);
}

/** −100 where two tokens of a window lie in different regions of a rolled map, else 0. */
export function shiftMask(
  padded: readonly [number, number],
  window: readonly [number, number],
  shift: number,
): HostTensor {
  const [rows, columns] = [padded[0] / window[0], padded[1] / window[1]];
  const tokens = window[0] * window[1];
  const axes = [axis('window', rows * columns), axis('query', tokens), axis('key', tokens)];
  const region = (w: number, token: number): number => {
    const y = Math.floor(w / columns) * window[0] + Math.floor(token / window[1]);
    const x = (w % columns) * window[1] + (token % window[1]);
    return shiftRegion([y, x], padded, window, shift);
  };
  return numbers(axes, (w, query, key) => (region(w, query) === region(w, key) ? 0 : -100));
}
