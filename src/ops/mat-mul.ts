import * as tf from '@tensorflow/tfjs-core';
import { axisOf, hasRole, type Role, shapeOf, sizeOf } from '../trace/axes';
import { product, sum } from '../trace/expression';
import { Refusal } from '../trace/text';
import { toRank3 } from './layout';
import { gatherRows } from './numeric';
import type { Axes, Operation } from './operation';

type MatMul = { readonly over: Role };

/** Roles of a product: what both share (batch), what only `a` has (rows), what only `b` has (columns). */
function rolesOf(a: Axes, b: Axes, over: Role) {
  return {
    batch: a.filter((x) => x.role !== over && hasRole(b, x.role)).map((x) => x.role),
    rows: a.filter((x) => x.role !== over && !hasRole(b, x.role)).map((x) => x.role),
    columns: b.filter((x) => x.role !== over && !hasRole(a, x.role)).map((x) => x.role),
  };
}

/**
 * Σ over one axis of a·b. Axes are matched by role: shared ones are batch, the rest become rows and
 * columns, so that queries × keys needs no transposition in the mechanism.
 */
export const matMul: Operation<MatMul> = {
  name: 'matMul',
  shape([a, b], { over }) {
    const [m, n] = [axisOf(a, over).size, axisOf(b, over).size];
    if (m !== n) {
      throw new Refusal(
        `The product needs the same length on both sides, but got ${m} and ${n}.`,
        `相乘的两侧长度必须相同，但得到的是 ${m} 和 ${n}。`,
      );
    }
    const { batch, rows, columns } = rolesOf(a, b, over);
    const differs = batch.find((r) => axisOf(a, r).size !== axisOf(b, r).size);
    if (differs) {
      const [p, q] = [axisOf(a, differs).size, axisOf(b, differs).size];
      throw new Refusal(
        `The product needs the same ${differs} on both sides, but got ${p} and ${q}.`,
        `相乘的两侧 ${differs} 必须相同，但得到的是 ${p} 和 ${q}。`,
      );
    }
    return [
      ...batch.map((r) => axisOf(a, r)),
      ...rows.map((r) => axisOf(a, r)),
      ...columns.map((r) => axisOf(b, r)),
    ];
  },
  cost: ([a, b], output, { over }) => ({
    macs: sizeOf(output) * axisOf(a, over).size,
    reads: sizeOf(a) + sizeOf(b),
    writes: sizeOf(output),
  }),
  compute([x, y], { over }, [a, b], output) {
    const { batch, rows, columns } = rolesOf(a, b, over);
    const left = toRank3(x, a, batch, rows, [over]);
    const right = toRank3(y, b, batch, [over], columns);
    return tf.reshape(multiply(left, right), shapeOf(output));
  },
  explain(index, [a, b], { over }, output) {
    const at = (axes: Axes, k: number): number[] =>
      axes.map((x) => (x.role === over ? k : index[output.findIndex((o) => o.role === x.role)]));
    const terms = Array.from({ length: axisOf(a.axes, over).size }, (_, k) =>
      product(a.cell(at(a.axes, k)), b.cell(at(b.axes, k))),
    );
    return sum(...terms);
  },
};

/** Multiply–accumulates of one product of a batch below which a call of its own costs more than it saves. */
const WORTH_A_CALL = 2 ** 16;

/**
 * Batched product. The wasm kernel is 5 to 10 times faster on single matrices in their natural
 * order, so there a batch of large products is a loop.
 */
export function multiply(left: tf.Tensor3D, right: tf.Tensor3D): tf.Tensor {
  const batch = left.shape[0];
  if (tf.getBackend() === 'webgl') return tf.matMul(evenly(left, 2), evenly(right, 1));
  if (tf.getBackend() !== 'wasm') return tf.matMul(left, right);
  const macs = left.shape[1] * left.shape[2] * right.shape[2];
  if (batch === 1 || macs < WORTH_A_CALL) return tf.matMul(left, inOneShape(right));
  // tf.slice would copy the whole batch each time.
  const one = (t: tf.Tensor3D, i: number): tf.Tensor2D => {
    const flat: tf.Tensor2D = tf.reshape(t, [batch, t.shape[1] * t.shape[2]]);
    return tf.reshape(gatherRows(flat, tf.tensor1d([i], 'int32')), [t.shape[1], t.shape[2]]);
  };
  return tf.stack(Array.from({ length: batch }, (_, i) => tf.matMul(one(left, i), one(right, i))));
}

/**
 * A tensor whose summed axis is of even length, by a zero at the end. WebGL sums two at a time, and
 * what lies behind the end of an odd axis is whatever the kernel before left there, such as its bias.
 */
function evenly(tensor: tf.Tensor3D, axis: 1 | 2): tf.Tensor3D {
  if (tensor.shape[axis] % 2 === 0) return tensor;
  return tf.pad(tensor, [
    [0, 0],
    [0, axis === 1 ? 1 : 0],
    [0, axis === 2 ? 1 : 0],
  ]);
}

/** Shapes in which memory has been the right side of a product, while it lives. */
const shapes = new WeakMap<object, string>();

/**
 * The right side of a product, copied where the same memory has been one in another shape. tfjs-wasm 4.22 keeps a
 * kernel for each right side by its memory alone, and would read beyond it: keys with one channel are turned without
 * being moved, and are values, too, or are seen in another shape after a parameter has changed.
 */
function inOneShape(right: tf.Tensor3D): tf.Tensor3D {
  const shape = right.shape.join();
  const before = shapes.get(right.dataId);
  if (before === undefined) shapes.set(right.dataId, shape);
  return before === undefined || before === shape ? right : tf.mul(right, 1);
}
