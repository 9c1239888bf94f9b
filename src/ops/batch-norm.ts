import * as tf from '@tensorflow/tfjs-core';
import { type Role, sizeOf } from '../trace/axes';
import { call, constant, product, quotient, sum } from '../trace/expression';
import { vectorCell } from './cells';
import { position } from './layout';
import type { Operation } from './operation';
import { alongAxis, refuseVector } from './standardise';

type BatchNorm = { readonly along: Role; readonly eps: number };

/**
 * Batch normalisation as it is after training: with stored mean and variance.
 * Inputs: x, weight, bias, mean, variance.
 */
export const batchNorm: Operation<BatchNorm> = {
  name: 'batchNorm',
  shape([x, ...vectors], { along }) {
    for (const vector of vectors) refuseVector(vector, x, along);
    return [...x];
  },
  // As the field counts: one scale and one shift for each number.
  cost: ([x, ...vectors], output) => ({
    macs: 2 * sizeOf(x),
    reads: sizeOf(x) + vectors.reduce((n, v) => n + sizeOf(v), 0),
    writes: sizeOf(output),
  }),
  compute([x, weight, bias, mean, variance], { along, eps }, _, output) {
    const factor = tf.div(weight, tf.sqrt(tf.add(variance, eps)));
    const centred = alongAxis(x, output, along, mean, tf.sub);
    const scaled = alongAxis(centred, output, along, factor, tf.mul);
    return alongAxis(scaled, output, along, bias, tf.add);
  },
  explain(index, [x, weight, bias, mean, variance], { along, eps }, output) {
    const at = index[position(output, along)];
    const deviation = call('sqrt', sum(vectorCell(variance, at), constant(eps, '\\varepsilon')));
    const centred = sum(x.cell(index), call('negate', vectorCell(mean, at)));
    return sum(product(vectorCell(weight, at), quotient(centred, deviation)), vectorCell(bias, at));
  },
};
