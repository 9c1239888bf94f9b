import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../trace/axes';
import { call, type FunctionName } from '../trace/expression';
import { tanh } from './numeric';
import type { Operation } from './operation';

type Activation = { readonly function: FunctionName };

const hardSigmoid = (x: tf.Tensor): tf.Tensor => tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6);

/** The elementwise functions of `trace/expression.ts`, in tfjs. */
const kernels: Readonly<Record<FunctionName, (x: tf.Tensor) => tf.Tensor>> = {
  exp: tf.exp,
  sqrt: tf.sqrt,
  square: tf.square,
  negate: tf.neg,
  abs: tf.abs,
  sign: tf.sign,
  log2: (x) => tf.mul(tf.log(x), Math.LOG2E),
  tanh,
  sigmoid: tf.sigmoid,
  relu: tf.relu,
  leakyRelu: (x) => tf.leakyRelu(x, 0.01),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  // The exact form; every backend's erf is good to 1.5e-7.
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  hardSigmoid,
  hardSwish: (x) => tf.mul(x, hardSigmoid(x)),
};

/** An elementwise function. */
export const activation: Operation<Activation> = {
  name: 'activation',
  elementwise: true,
  shape: ([x]) => [...x],
  cost: ([x]) => ({ macs: 0, reads: sizeOf(x), writes: sizeOf(x) }),
  compute: ([x], attributes) => kernels[attributes.function](x),
  explain: (index, [x], attributes) => call(attributes.function, x.cell(index)),
};
