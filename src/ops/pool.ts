import * as tf from '@tensorflow/tfjs-core';
import { axisOf, indexOfRole, type Role, sizeOf } from '../trace/axes';
import { constant, type Expression, maximum, quotient, sum } from '../trace/expression';
import { Refusal } from '../trace/text';
import { fromMap, resized, toMap } from './conv2d';
import { type Pair, placesAlong, subsample } from './convolve';
import type { Axes, Operation, Reader } from './operation';

type MaxPool = { readonly kernel: Pair; readonly stride: Pair };
type AvgPool = MaxPool & { readonly padding: Pair; readonly ceil: boolean };

const sides: readonly Role[] = ['height', 'width'];

/** Number of windows along each side. */
const windowsOf = (x: Axes, { kernel, stride, padding, ceil }: AvgPool): number[] =>
  sides.map((role, i) => {
    const { size } = axisOf(x, role);
    const [k, s, p] = [kernel[i], stride[i], padding[i]];
    if (2 * p > k) {
      throw new Refusal(
        `The padding ${p} is more than half the window ${k}; choose at most ${Math.floor(k / 2)}.`,
        `填充 ${p} 超过窗口 ${k} 的一半；最多可取 ${Math.floor(k / 2)}。`,
      );
    }
    if (!ceil) return placesAlong(size, k, { stride: s, padding: p, dilation: 1 });
    const count = Math.max(0, Math.ceil((size + 2 * p - k) / s)) + 1;
    // A window begins within the map or the padding before it.
    return (count - 1) * s >= size + p ? count - 1 : count;
  });

const shape = (x: Axes, attributes: AvgPool) => {
  const counts = windowsOf(x, attributes);
  axisOf(x, 'channel');
  return x.map((a) => {
    const i = sides.indexOf(a.role);
    return i < 0 ? a : resized(a, counts[i]);
  });
};

/** Cells of a window, and how many positions it has on the padded map. */
function windowCells(
  x: Reader,
  index: readonly number[],
  output: Axes,
  { kernel, stride, padding }: AvgPool,
): { cells: Expression[]; count: number } {
  const at = (role: Role): number => index[indexOfRole(output, role)];
  const ranges = sides.map((role, i) => {
    const { size } = axisOf(x.axes, role);
    const start = at(role) * stride[i] - padding[i];
    const positions = Array.from({ length: kernel[i] }, (_, k) => start + k);
    return {
      inside: positions.filter((p) => p >= 0 && p < size),
      count: positions.filter((p) => p < size + padding[i]).length,
    };
  });
  const [vertical, horizontal] = ranges;
  const cells = vertical.inside.flatMap((y) =>
    horizontal.inside.map((z) => {
      const from: Partial<Record<Role, number>> = { height: y, width: z };
      return x.cell(x.axes.map((a) => from[a.role] ?? at(a.role)));
    }),
  );
  return { cells, count: vertical.count * horizontal.count };
}

/**
 * Average of each window of a map [batch…, height, width, channel]. Padding counts as zeros; where
 * `ceil` lets a window reach over the end, it averages only what is there (PyTorch's avg_pool2d).
 */
export const avgPool2d: Operation<AvgPool> = {
  name: 'avgPool2d',
  shape: ([x], attributes) => shape(x, attributes),
  // As the field counts: one operation for each number read.
  cost: ([x], output) => ({ macs: sizeOf(x), reads: sizeOf(x), writes: sizeOf(output) }),
  compute([x], attributes, [axes], output) {
    const { kernel, stride, padding } = attributes;
    const map = toMap(x, axes);
    // Zeros up to the end of the last window.
    const missing = sides.map((role, i) => {
      const reach = (axisOf(output, role).size - 1) * stride[i] + kernel[i];
      return Math.max(0, reach - padding[i] - axisOf(axes, role).size);
    });
    const padded = tf.pad(map, [
      [0, 0],
      [padding[0], missing[0]],
      [padding[1], missing[1]],
      [0, 0],
    ]);
    const pooled = windowed(padded, attributes, (m) =>
      tf.avgPool(m, [...kernel], [...stride], 'valid'),
    );
    const corrections = sides.map((role, i) => shares(axes, output, role, attributes, i));
    if (corrections.every((c) => c.every((share) => share === 1))) return fromMap(pooled, output);
    const [rows, columns] = corrections.map((c) => tf.tensor1d(c));
    const corrected = tf.mul(
      tf.mul(pooled, tf.reshape(rows, [1, -1, 1, 1])),
      tf.reshape(columns, [1, 1, -1, 1]),
    );
    return fromMap(corrected as tf.Tensor4D, output);
  },
  explain(index, [x], attributes, output) {
    const { cells, count } = windowCells(x, index, output, attributes);
    return quotient(sum(...cells), constant(count));
  },
};

/** Window length over the length that exists, for each window along a side. */
function shares(axes: Axes, output: Axes, role: Role, attributes: AvgPool, i: number): number[] {
  const end = axisOf(axes, role).size + attributes.padding[i];
  return Array.from({ length: axisOf(output, role).size }, (_, place) => {
    const start = place * attributes.stride[i] - attributes.padding[i];
    const { [i]: length } = attributes.kernel;
    return length / (Math.min(start + length, end) - start);
  });
}

/** A pool with a window of one pixel only picks pixels; the wasm kernels refuse to do that. */
const windowed = (
  map: tf.Tensor4D,
  { kernel, stride }: MaxPool,
  run: (map: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D => (kernel[0] === 1 && kernel[1] === 1 ? subsample(map, stride) : run(map));

const plain = (attributes: MaxPool): AvgPool => ({ ...attributes, padding: [0, 0], ceil: false });

/** Largest number of each window; rows and columns that fill no window are left out. */
export const maxPool2d: Operation<MaxPool> = {
  name: 'maxPool2d',
  shape: ([x], attributes) => shape(x, plain(attributes)),
  cost: ([x], output) => ({ macs: 0, reads: sizeOf(x), writes: sizeOf(output) }),
  compute([x], attributes, [axes], output) {
    const { kernel, stride } = attributes;
    const pooled = windowed(toMap(x, axes), attributes, (map) =>
      tf.maxPool(map, [...kernel], [...stride], 'valid'),
    );
    return fromMap(pooled, output);
  },
  explain: (index, [x], attributes, output) =>
    maximum(windowCells(x, index, output, plain(attributes)).cells),
};
