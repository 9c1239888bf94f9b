import * as tf from '@tensorflow/tfjs-core';
import { type Axis, axisOf, type Role, shapeOf, sizeOf } from '../trace/axes';
import { argmax as argmaxOf, call, constant, sum } from '../trace/expression';
import { cellsOver } from './cells';
import { axesOf, distinct, otherRoles, toRows } from './layout';
import { maxOfRows, repeat } from './numeric';
import type { Operation } from './operation';

type Argmax = { readonly over: Role };
type OneHot = { readonly axis: Axis };

/** Index of the largest number along one axis, which is gone; the lowest one where several are equal. */
export const argmax: Operation<Argmax> = {
  name: 'argmax',
  shape([x], { over }) {
    axisOf(x, over);
    return axesOf(x, otherRoles(x, [over]));
  },
  cost: ([x], output) => ({ macs: 0, reads: sizeOf(x), writes: sizeOf(output) }),
  compute([x], { over }, [axes], output) {
    const rows = toRows(x, axes, [over]);
    const [count, length] = rows.shape;
    const largest = repeat(tf.reshape(maxOfRows(rows), [count, 1, 1]), length);
    const smaller = tf.notEqual(rows, tf.reshape(largest, [count, length]));
    // The kernels of the backends disagree on which of several equals they name.
    const indices = tf.range(0, length, 1, 'float32');
    const candidates = tf.add(tf.mul(tf.cast(smaller, 'float32'), length), indices);
    return tf.reshape(tf.min(candidates, 1), shapeOf(output));
  },
  explain: (index, [x], { over }, output) => argmaxOf(cellsOver(x, [over], output, index)),
};

/** 1 at the position on a new last axis that an index names, else 0. */
export const oneHot: Operation<OneHot> = {
  name: 'oneHot',
  shape: ([x], { axis }) => distinct([...x, axis]),
  cost: ([x], output) => ({ macs: 0, reads: sizeOf(x), writes: sizeOf(output) }),
  compute([x], { axis }, _, output) {
    const positions = tf.range(0, axis.size, 1, 'float32');
    const distances = tf.abs(tf.sub(tf.reshape(x, [-1, 1]), positions));
    // Indices are whole numbers, so that only a distance of 0 leaves anything of 1.
    return tf.reshape(tf.relu(tf.sub(1, distances)), shapeOf(output));
  },
  explain(index, [x], _, output) {
    // 1 − sign|i − k| is 1 where i = k, and 0 else.
    const position = index[output.length - 1];
    const difference = sum(x.cell(index.slice(0, -1)), constant(-position));
    return sum(constant(1), call('negate', call('sign', call('abs', difference))));
  },
};
