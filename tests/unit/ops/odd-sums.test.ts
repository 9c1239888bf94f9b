import { expect, test } from 'vitest';
import { axis } from '../../../src/trace/axes';
import { backends, useBackend } from '../backends';
import { expectExplained, run } from './harness';

// On WebGL the sum runs over pairs: behind the end of an odd axis lies what the bias left there.
test.each(backends)('a product over an odd axis is right after a bias, on %s', async (backend) => {
  await useBackend(backend);
  for (const channels of [1, 3]) {
    const map = [axis('batch', 3), axis('height', 2), axis('width', 1), axis('channel', channels)];
    const outcome = await run({
      inputs: {
        x: map,
        weight: [
          axis('output', channels),
          axis('input', channels),
          axis('kernel-y', 1),
          axis('kernel-x', 1),
        ],
        bias: [axis('output', channels)],
      },
      build(t, { x, weight, bias }) {
        const query = t.conv2d(x, weight, bias);
        const key = t.rename(t.conv2d(x, weight, bias), { width: 'key' });
        return t.matMul(query, key, 'channel');
      },
    });
    expect(outcome.output.length).toBe(6);
    expectExplained(outcome, backend);
  }
});
