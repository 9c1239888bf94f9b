import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openBackend } from '../../../src/engine/backends/open';
import { backends } from '../../../src/engine/protocol';
import { multiply } from '../../../src/ops/mat-mul';

test.each(backends)(
  'one tensor can be the right side of products in any shape, on %s',
  async (backend) => {
    await openBackend(backend);
    const numbers = tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const shapes = [
      [1, 12],
      [12, 1],
      [3, 4],
      [4, 3],
      [2, 6],
      [12, 1],
    ] as const;
    for (const [rows, columns] of shapes) {
      const product = tf.tidy(() =>
        multiply(tf.ones([1, 2, rows]), tf.reshape(numbers, [1, rows, columns])),
      );
      const sums = Array.from({ length: columns }, (_, x) =>
        Array.from({ length: rows }, (_, y) => y * columns + x + 1).reduce((a, b) => a + b),
      );
      expect([...(await product.data())]).toEqual([...sums, ...sums]);
      product.dispose();
    }
    numbers.dispose();
  },
);
