import { type Axis, axisOf, indexOfRole, type Role, stridesOf } from '../trace/axes';
import type { Pool, ViewRequest } from '../trace/view';
import { finish, start, take } from './pooling';

/**
 * A tensor seen as rows × columns, one row at a time, so that no more than a row is ever copied.
 * Axes on neither side are fixed at an index or pooled away.
 */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  /** The cells [from, to) of a row; valid until the fourth call after it. */
  line(row: number, from: number, to: number): Float32Array;
}

/** Rows that can be looked at together. */
const VALID = 4;

/** @throws Error when a role is missing or used twice, an index is outside, or an axis is left open. */
export function planeOf(data: Float32Array, axes: readonly Axis[], request: ViewRequest): Plane {
  const strides = stridesOf(axes);
  const { base, pooled } = leftOut(axes, strides, request);
  const rows = offsetsOf(axes, strides, request.rows);
  const columns = offsetsOf(axes, strides, request.columns);
  const contiguous = pooled.length === 0 && columns.every((offset, i) => offset === i);

  const buffers = Array.from(
    { length: contiguous ? 0 : VALID },
    () => new Float32Array(columns.length),
  );
  let calls = 0;
  const sums = pooled.map(() => new Float64Array(columns.length));

  /** Pools the axes from `level` on; the innermost reads the tensor. */
  function gather(level: number, offset: number, from: number, to: number): ArrayLike<number> {
    const { size, stride, pool } = pooled[level];
    const sum = sums[level];
    sum.fill(start[pool], from, to);
    for (let i = 0; i < size; i++) {
      const at = offset + i * stride;
      if (level === pooled.length - 1) {
        for (let c = from; c < to; c++) sum[c] = take(pool, sum[c], data[at + columns[c]]);
      } else {
        const part = gather(level + 1, at, from, to);
        for (let c = from; c < to; c++) sum[c] = take(pool, sum[c], part[c]);
      }
    }
    for (let c = from; c < to; c++) sum[c] = finish(pool, sum[c], size);
    return sum;
  }

  return {
    rows: rows.length,
    columns: columns.length,
    line(row, from, to) {
      const offset = base + rows[row];
      if (contiguous) return data.subarray(offset + from, offset + to);
      const buffer = buffers[calls++ % VALID];
      if (pooled.length > 0) {
        const line = gather(0, offset, from, to);
        for (let c = from; c < to; c++) buffer[c] = line[c];
      } else {
        for (let c = from; c < to; c++) buffer[c] = data[offset + columns[c]];
      }
      return buffer.subarray(from, to);
    },
  };
}

interface Pooled {
  readonly size: number;
  readonly stride: number;
  readonly pool: Pool;
}

/** Offset of the fixed axes, and the axes that are pooled away, from the outside in. */
function leftOut(axes: readonly Axis[], strides: readonly number[], request: ViewRequest) {
  const sides = [...request.rows, ...request.columns];
  if (new Set(sides).size < sides.length) throw new Error(`a role is shown twice: ${sides}`);
  let base = 0;
  const pooled: Pooled[] = [];
  axes.forEach(({ role, size }, i) => {
    if (sides.includes(role)) return;
    const choice = request.fixed[role] ?? (size === 1 ? 0 : undefined);
    if (choice === undefined) throw new Error(`the ${role} axis is neither shown nor fixed`);
    if (typeof choice !== 'number') {
      pooled.push({ size, stride: strides[i], pool: choice });
    } else if (Number.isInteger(choice) && choice >= 0 && choice < size) {
      base += choice * strides[i];
    } else {
      throw new Error(`${role} ${choice} is outside 0…${size - 1}`);
    }
  });
  return { base, pooled };
}

/** Offset of every position of several axes, flattened row-major. */
function offsetsOf(
  axes: readonly Axis[],
  strides: readonly number[],
  roles: readonly Role[],
): Int32Array {
  let offsets = new Int32Array(1);
  for (const role of roles) {
    const { size } = axisOf(axes, role);
    const stride = strides[indexOfRole(axes, role)];
    const next = new Int32Array(offsets.length * size);
    for (let i = 0, k = 0; i < offsets.length; i++) {
      for (let j = 0; j < size; j++) next[k++] = offsets[i] + j * stride;
    }
    offsets = next;
  }
  return offsets;
}
