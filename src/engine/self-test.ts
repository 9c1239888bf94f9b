import * as tf from '@tensorflow/tfjs-core';
import { Refusal } from '../trace/text';

/** A small computation with the result that was worked out by hand. */
export interface KnownAnswer {
  readonly name: string;
  readonly compute: () => tf.Tensor;
  readonly expected: readonly number[];
}

const { NEGATIVE_INFINITY } = Number;

/** The kernels that attention rests on, each with what goes wrong on broken drivers. */
const knownAnswers: readonly KnownAnswer[] = [
  {
    name: 'product',
    // [1 2 3; 4 5 6] · [7 8; 9 10; 11 12]
    compute: () =>
      tf.matMul(
        tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]),
        tf.tensor2d([7, 8, 9, 10, 11, 12], [3, 2]),
      ),
    expected: [58, 64, 139, 154],
  },
  {
    name: 'product with more terms than a tile, in 32 bits',
    // Σ k for k = 1 … 300; 16-bit floats end at 2048 for exact integers.
    compute: () => tf.matMul(tf.ones([1, 300]), tf.reshape(tf.range(1, 301), [300, 1])),
    expected: [45150],
  },
  {
    name: 'softmax with masked entries',
    // e^0 : e^ln3 : 0, and a large score that must not overflow.
    compute: () =>
      tf.softmax(
        tf.tensor2d([0, Math.log(3), NEGATIVE_INFINITY, NEGATIVE_INFINITY, 1000, 1000], [2, 3]),
      ),
    expected: [0.25, 0.75, 0, 0, 0.5, 0.5],
  },
  {
    name: 'transposition',
    compute: () => tf.transpose(tf.reshape(tf.range(0, 12), [2, 3, 2]), [2, 0, 1]),
    expected: [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11],
  },
  {
    name: 'gathering',
    compute: () =>
      tf.gather(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]), tf.tensor1d([2, 0, 2], 'int32')),
    expected: [5, 6, 1, 2, 5, 6],
  },
  {
    name: 'convolution',
    // The cross of ones round each pixel of [1 2; 3 4], zeros outside.
    compute: () =>
      tf.conv2d(
        tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]),
        tf.tensor4d([0, 1, 0, 1, 1, 1, 0, 1, 0], [3, 3, 1, 1]),
        1,
        'same',
      ),
    expected: [6, 7, 8, 9],
  },
  {
    name: 'depthwise convolution',
    compute: () =>
      tf.depthwiseConv2d(
        tf.tensor4d([1, 10, 2, 20, 3, 30, 4, 40], [1, 2, 2, 2]),
        tf.tensor4d([1, 2, 1, 2, 1, 2, 1, 2], [2, 2, 2, 1]),
        1,
        'valid',
      ),
    expected: [10, 200],
  },
  {
    name: 'sums and maxima',
    compute: () => {
      const x = tf.tensor2d([1, -5, 2, NEGATIVE_INFINITY, 7, -1], [2, 3]);
      return tf.concat([tf.max(x, 1), tf.sum(tf.maximum(x, -10), 1)]);
    },
    expected: [2, 7, -2, -4],
  },
  {
    name: 'elementwise functions',
    compute: () => tf.concat([tf.sigmoid([0, Math.log(3)]), tf.exp([0, 1]), tf.sqrt([2])]),
    expected: [0.5, 0.75, 1, Math.E, Math.SQRT2],
  },
];

/** Float32 with a few roundings. Half precision, which some phones have, does not pass. */
const TOLERANCE = 1e-5;

/**
 * Compares the current backend with answers worked out by hand.
 * @throws Refusal that names the first one it gets wrong.
 */
export async function selfTest(
  backend: string,
  answers: readonly KnownAnswer[] = knownAnswers,
): Promise<void> {
  for (const { name, compute, expected } of answers) {
    const tensor = tf.tidy(compute);
    const actual = await tensor.data();
    tensor.dispose();
    const right =
      actual.length === expected.length &&
      expected.every(
        (value, i) => Math.abs(actual[i] - value) <= TOLERANCE * (1 + Math.abs(value)),
      );
    if (right) continue;
    throw new Refusal(
      `The backend ${backend} computes wrongly on this machine (${name}), so it is not used.`,
      `后端 ${backend} 在此设备上的计算结果有误（${name}），因此不予使用。`,
    );
  }
}
