import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { describe, expect, test } from 'vitest';
import { forward } from '../../../src/ops/execute';
import { axis } from '../../../src/trace/axes';
import { backends, useBackend } from '../backends';
import { naturals } from './arrays';
import { type Case, expectClose, plan, sizes } from './harness';

/** Derivative of the sum of the result by each number of x, read back; no tensor may be left. */
async function gradient(one: Case, x: readonly number[]): Promise<ArrayLike<number>> {
  const program = plan(one);
  const shape = one.inputs.x.map((a) => a.size);
  const before = tf.memory().numTensors;
  const slope = tf.tidy(() =>
    tf.grad((given) => forward(program, new Map([['x', given]])))(
      tf.tensor([...x], shape, 'float32'),
    ),
  );
  const numbers = await slope.data();
  slope.dispose();
  expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  return numbers;
}

// Where an operation stands for another one on some backend, training has to find the same slope.
describe.each(backends)('%s', (backend) => {
  test.each([100, 5000])('tanh of %i numbers has the slope 1 − tanh²', async (count) => {
    await useBackend(backend);
    const x = naturals(count).map((i) => (8 * i) / count - 4);
    const slopes = await gradient(
      { inputs: { x: sizes(`token ${count}`) }, build: (t, { x }) => t.tanh(x) },
      x,
    );
    expectClose(
      slopes,
      x.map((v) => 1 - Math.tanh(v) ** 2),
      backend,
    );
  });

  test('a gathered number has as many slopes as places', async () => {
    await useBackend(backend);
    const slopes = await gradient(
      {
        inputs: { x: sizes('token 4 × channel 2') },
        build: (t, { x }) => t.gather(x, 'token', [2, 0, 2], [axis('query', 3)]),
      },
      naturals(8),
    );
    expectClose(slopes, [1, 1, 0, 0, 2, 2, 0, 0], backend);
  });
});
