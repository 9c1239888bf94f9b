import * as tf from '@tensorflow/tfjs-core';
import {
  type Axis,
  axisOf,
  describeAxes,
  describeSizes,
  hasRole,
  indexOfRole,
  shapeOf,
} from '../trace/axes';
import { Refusal } from '../trace/text';
import { covers } from './cells';
import { otherRoles, transposeTo } from './layout';
import { repeat } from './numeric';
import type { Axes } from './operation';

/** Kernels for more axes are missing or wrong on some backends. */
const MAX_RANK = 4;

/**
 * Axes of an elementwise operation of two tensors that are matched by role: those of the operand
 * that has all roles, else `a`'s and then the rest of `b`'s. Sizes match or are 1.
 */
export function combinedAxes(a: Axes, b: Axes): Axis[] {
  const roles = covers(b, a) && !covers(a, b) ? b.map((x) => x.role) : a.map((x) => x.role);
  const missing = covers(b, a) ? [] : otherRoles(b, roles);
  return [...roles, ...missing].map((role) => {
    if (!hasRole(a, role)) return axisOf(b, role);
    if (!hasRole(b, role)) return axisOf(a, role);
    const [x, y] = [axisOf(a, role), axisOf(b, role)];
    if (x.size === y.size) return { ...y, ...x };
    if (x.size === 1) return y;
    if (y.size === 1) return x;
    throw new Refusal(
      `[${describeAxes(a)}] and [${describeAxes(b)}] do not fit: ${role} is ${x.size} and ${y.size}.`,
      `[${describeSizes(a)}] 与 [${describeSizes(b)}] 不匹配：同一轴的长度分别为 ${x.size} 和 ${y.size}。`,
    );
  });
}

/** A tensor with the roles of the result, in its order; axes of one where it has none. */
function align(tensor: tf.Tensor, axes: Axes, output: Axes): tf.Tensor {
  const order = output.filter((o) => hasRole(axes, o.role)).map((o) => o.role);
  const shape = output.map((o) => axes[indexOfRole(axes, o.role)]?.size ?? 1);
  return tf.reshape(transposeTo(tensor, axes, order), shape);
}

/** Shapes of fewest axes under which two aligned operands broadcast in the same way. */
function collapse(a: readonly number[], b: readonly number[]): [number[], number[]] {
  const [left, right]: [number[], number[]] = [[], []];
  let before = '';
  a.forEach((n, i) => {
    const m = b[i];
    if (n === 1 && m === 1) return;
    const pattern = `${n === 1}${m === 1}`;
    if (pattern === before) {
      left[left.length - 1] *= n;
      right[right.length - 1] *= m;
    } else {
      left.push(n);
      right.push(m);
    }
    before = pattern;
  });
  return [left, right];
}

/** Repeats a tensor along its axes of one, one axis after the other, at rank 3. */
export function expand(tensor: tf.Tensor, target: readonly number[]): tf.Tensor {
  let result = tensor;
  const shape = [...tensor.shape];
  target.forEach((n, i) => {
    if (shape[i] === n) return;
    const inner = shape.slice(i + 1).reduce((p, q) => p * q, 1);
    shape[i] = n;
    result = tf.reshape(repeat(tf.reshape(result, [-1, 1, inner]), n), shape);
  });
  return result;
}

/**
 * Applies an elementwise function of two tensors that are matched by role.
 * @param output as `combinedAxes` gives it.
 */
export function combine(
  [x, a]: readonly [tf.Tensor, Axes],
  [y, b]: readonly [tf.Tensor, Axes],
  output: Axes,
  apply: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const shape = shapeOf(output);
  let [left, right] = [align(x, a, output), align(y, b, output)];
  if (collapse(left.shape, right.shape)[0].length > MAX_RANK) right = expand(right, shape);
  if (collapse(left.shape, right.shape)[0].length > MAX_RANK) left = expand(left, shape);
  const [p, q] = collapse(left.shape, right.shape);
  return tf.reshape(apply(tf.reshape(left, p), tf.reshape(right, q)), shape);
}
