import * as tf from '@tensorflow/tfjs-core';
import { type Axis, axisOf, type Role, shapeOf, sizeOf } from '../trace/axes';
import { argmax as argmaxOf, call, constant, sum } from '../trace/expression';
import { cellsOver } from './cells';
import { axesOf, distinct, otherRoles, toRows } from './layout';
import { maxOfRows } from './numeric';
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
    const indices = tf.range(0, rows.shape[1], 1, 'float32');
    // The kernels of the backends disagree on which of several equals they name.
    const largest = tf.equal(rows, maxOfRows(rows));
    const candidates = tf.where<tf.Tensor>(largest, indices, tf.scalar(rows.shape[1]));
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
    const same = tf.equal(tf.reshape(x, [-1, 1]), positions);
    return tf.reshape(tf.cast(same, 'float32'), shapeOf(output));
  },
  explain(index, [x], _, output) {
    // 1 − sign|i − k| is 1 where i = k, and 0 else.
    const position = index[output.length - 1];
    const difference = sum(x.cell(index.slice(0, -1)), constant(-position));
    return sum(constant(1), call('negate', call('sign', call('abs', difference))));
  },
};
