import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../trace/axes';
import {
  call,
  type Expression,
  maximum as largest,
  product,
  quotient,
  sum,
} from '../trace/expression';
import { aligned } from './cells';
import { combine, combinedAxes } from './combine';
import { divide as quotientOf } from './numeric';
import type { Operation } from './operation';

/** An elementwise operation of two tensors that are matched by role. */
const binary = (
  name: string,
  macs: 0 | 1,
  apply: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor,
  explain: (x: Expression, y: Expression) => Expression,
): Operation => ({
  name,
  elementwise: true,
  shape: ([a, b]) => combinedAxes(a, b),
  // As the field counts: a product is one operation, an addition none.
  cost: ([a, b], output) => ({
    macs: macs * sizeOf(output),
    reads: sizeOf(a) + sizeOf(b),
    writes: sizeOf(output),
  }),
  compute: ([x, y], _, [a, b], output) => combine([x, a], [y, b], output, apply),
  explain: (index, [a, b], _, output) =>
    explain(a.cell(aligned(a.axes, output, index)), b.cell(aligned(b.axes, output, index))),
});

export const add = binary('add', 0, tf.add, sum);
export const subtract = binary('subtract', 0, tf.sub, (x, y) => sum(x, call('negate', y)));
export const multiply = binary('multiply', 1, tf.mul, product);
export const divide = binary('divide', 1, quotientOf, quotient);
export const maximum = binary('maximum', 0, tf.maximum, (x, y) => largest([x, y]));
