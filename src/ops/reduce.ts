import * as tf from '@tensorflow/tfjs-core';
import { type Role, shapeOf, sizeOf } from '../trace/axes';
import {
  call,
  constant,
  type Expression,
  maximum,
  quotient,
  sum as sumOf,
} from '../trace/expression';
import { cellsOver } from './cells';
import { axesOf, otherRoles, toRows } from './layout';
import { maxOfRows } from './numeric';
import type { Operation } from './operation';

type Reduce = { readonly over: readonly Role[] };

/** An operation that takes axes away. */
const reduction = (
  name: string,
  macs: 0 | 1,
  reduce: (rows: tf.Tensor2D) => tf.Tensor,
  explain: (cells: Expression[]) => Expression,
): Operation<Reduce> => ({
  name,
  shape([x], { over }) {
    axesOf(x, over);
    return axesOf(x, otherRoles(x, over));
  },
  // As the field counts: an average or a sum is one operation for each number read.
  cost: ([x], output) => ({ macs: macs * sizeOf(x), reads: sizeOf(x), writes: sizeOf(output) }),
  compute: ([x], { over }, [axes], output) =>
    tf.reshape(reduce(toRows(x, axes, over)), shapeOf(output)),
  explain: (index, [x], { over }, output) => explain(cellsOver(x, over, output, index)),
});

const negate = (x: Expression): Expression => call('negate', x);

export const mean = reduction(
  'mean',
  1,
  (rows) => tf.mean(rows, 1),
  (cells) => quotient(sumOf(...cells), constant(cells.length)),
);

export const sum = reduction(
  'sum',
  1,
  (rows) => tf.sum(rows, 1),
  (cells) => sumOf(...cells),
);

export const max = reduction('max', 0, maxOfRows, maximum);

export const min = reduction(
  'min',
  0,
  (rows) => tf.neg(maxOfRows(tf.neg(rows))),
  (cells) => negate(maximum(cells.map(negate))),
);

/** Euclidean length: √ of the sum of squares. Over the parts of a complex number, its magnitude. */
export const norm2 = reduction(
  'norm2',
  1,
  (rows) => tf.sqrt(tf.sum(tf.square(rows), 1)),
  (cells) => call('sqrt', sumOf(...cells.map((cell) => call('square', cell)))),
);
