import { beforeAll, describe, expect, test } from 'vitest';
import { axis } from '../../../src/trace/axes';
import { backends, useBackend } from '../backends';
import { naturals } from './arrays';
import { conv2dCases } from './cases/products';
import { type Case, expectClose, plan, run, sizes } from './harness';

// Explanation and computation of an operation could share a misunderstanding. So here are values
// worked out by hand, or straight from the definition in PyTorch's documentation.

describe.each(backends)('%s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('GELU is the exact one', async () => {
    const { output } = await run({
      inputs: { x: sizes('token 5') },
      data: { x: [-3, -1, 0, 1, 2] },
      build: (t, { x }) => t.gelu(x),
    });
    // x·Φ(x) from tables of the normal distribution.
    expectClose(output, [-0.00404969, -0.15865525, 0, 0.84134475, 1.95449974], backend);
  });

  test('division by zero shows', async () => {
    const { output } = await run({
      inputs: { x: sizes('token 3'), y: sizes('token 3') },
      data: { x: [0, 1, -1], y: [0, 0, 0] },
      build: (t, { x, y }) => t.divide(x, y),
    });
    expectClose(output, [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], backend);
  });

  test('more rows than one dispatch of a GPU has', async () => {
    const count = 70_001;
    const x = naturals(2 * count).map((i) => (i % 7) - 3 + (i % 2));
    const inputs: Case['inputs'] = {
      x: sizes(`token ${count} × channel 2`),
    };
    const rows = naturals(count).map((i) => [x[2 * i], x[2 * i + 1]]);
    const sum = await run({ inputs, data: { x }, build: (t, { x }) => t.sum(x, ['channel']) });
    expectClose(
      sum.output,
      rows.map(([a, b]) => a + b),
      backend,
    );
    const max = await run({ inputs, data: { x }, build: (t, { x }) => t.max(x, ['channel']) });
    expectClose(
      max.output,
      rows.map(([a, b]) => Math.max(a, b)),
      backend,
    );
    const softmax = await run({
      inputs,
      data: { x },
      build: (t, { x }) => t.softmax(x, 'channel'),
    });
    expectClose(
      softmax.output,
      rows.flatMap(([a, b]) => [1 / (1 + Math.exp(b - a)), 1 / (1 + Math.exp(a - b))]),
      backend,
    );
    const picked = await run({
      inputs,
      data: { x },
      build: (t, { x }) => t.gather(x, 'token', [count - 1, 0], [axis('query', 2)]),
    });
    expectClose(picked.output, [...rows[count - 1], ...rows[0]], backend);
  });
});

test('costs are counted as the field counts them', () => {
  const macs = (one: Case): number => plan(one).graph.cost.macs;
  expect(macs(conv2dCases['conv2d 3×3'])).toBe(2 * 5 * 7 * 4 * 6 * 9);
  expect(macs(conv2dCases['conv2d in 2 groups'])).toBe(2 * 5 * 7 * 4 * 3 * 9);
  expect(macs(conv2dCases['conv2d depthwise'])).toBe(2 * 5 * 7 * 6 * 9);
  const linear: Case = {
    inputs: {
      x: sizes('token 5 × channel 3'),
      w: sizes('output 7 × input 3'),
    },
    build: (t, { x, w }) => t.linear(x, w),
  };
  expect(macs(linear)).toBe(5 * 3 * 7);
});
