import * as tf from '@tensorflow/tfjs-core';
import { type Axis, axisOf, describeAxes, type Role, shapeOf, sizeOf } from '../trace/axes';
import { Refusal } from '../trace/text';
import { aroundAxis, position, replaceAxis } from './layout';
import { moveOperation } from './move';
import { gatherRows } from './numeric';
import type { Axes } from './operation';

type Gather = {
  readonly role: Role;
  readonly indices: readonly number[];
  readonly axes: readonly Axis[];
};

/**
 * Positions of one axis picked by constant indices; new axes stand in its place, row-major.
 * A table of relative positions becomes [query, key] in this way.
 */
export const gather = moveOperation<Gather>({
  name: 'gather',
  shape([x], { role, indices, axes }) {
    const { size } = axisOf(x, role);
    if (sizeOf(axes) !== indices.length) {
      throw new Error(`gather of ${indices.length} positions into [${describeAxes(axes)}]`);
    }
    const beyond = indices.find((i) => i < 0 || i >= size);
    if (beyond !== undefined) {
      throw new Refusal(
        `Position ${beyond} was asked for, but the ${role} axis has ${size}.`,
        `需要 ${role} 轴的第 ${beyond} 位，但该轴长度为 ${size}。`,
      );
    }
    return replaceAxis(x, role, axes);
  },
  compute: ([x], { role, indices }, [axes], output) =>
    tf.reshape(gatherAlong(x, axes, role, indices), shapeOf(output)),
  source(index, [x], { role, indices, axes }) {
    const at = position(x, role);
    const entry = axes.reduce((offset, a, i) => offset * a.size + index[at + i], 0);
    return {
      input: 0,
      index: [...index.slice(0, at), indices[entry], ...index.slice(at + axes.length)],
    };
  },
});

/** Picks positions along one axis: [outer, indices, inner]. */
export function gatherAlong(
  tensor: tf.Tensor,
  axes: Axes,
  role: Role,
  indices: ArrayLike<number>,
): tf.Tensor3D {
  const [outer, n, inner] = aroundAxis(tensor, axes, role).shape;
  // One table of rows, whatever lies before the axis: gathering along later axes is wrong on some backends.
  const flat = new Int32Array(outer * indices.length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < indices.length; i++) flat[o * indices.length + i] = o * n + indices[i];
  }
  const rows = gatherRows(tf.reshape(tensor, [outer * n, inner]), tf.tensor1d(flat, 'int32'));
  return tf.reshape(rows, [outer, indices.length, inner]);
}
