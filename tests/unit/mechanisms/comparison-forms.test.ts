import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/engine/evaluate';
import { random } from '../../../src/inputs/random';
import { fillWeights } from '../../../src/inputs/weights';
import { attentionPooling } from '../../../src/mechanisms/attention-pooling';
import type { Mechanism, Params } from '../../../src/mechanisms/define';
import { resolveParams } from '../../../src/mechanisms/params';
import { swinShifted } from '../../../src/mechanisms/swin-shifted';
import { type Axis, axis, sizeOf } from '../../../src/trace/axes';

// Forms that stand beside a mechanism for comparison, and that no recorded file of PyTorch shows.

/** Numbers of every step of a name, in order. */
async function stepsOf(mechanism: Mechanism, axes: readonly Axis[], given: Params, name: string) {
  const { normal } = random(1, 'x');
  const x = { axes, data: Float32Array.from({ length: sizeOf(axes) }, normal) };
  const { params } = resolveParams(mechanism, given, { x: axes }, { exact: true });
  const weights = fillWeights(mechanism.weights(params, { x: axes }), 'pytorch', 1);
  const run = await evaluate(mechanism, { params, inputs: { x }, weights }, 'cpu');
  try {
    const nodes = run.graph.nodes.filter(({ step }) => step?.name === name);
    return await Promise.all(nodes.map(async ({ id }) => [...(await run.data(id))]));
  } finally {
    run.dispose();
  }
}

const map = (height: number, width: number, channel = 4): Axis[] => [
  axis('batch', 1),
  axis('height', height),
  axis('width', width),
  axis('channel', channel),
];

describe('reach over layers of windows', () => {
  const reach = (size: readonly [number, number], params: Params) =>
    stepsOf(swinShifted, map(...size), { form: 'reach', dim: 4, ...params }, 'reached');
  const counts = (maps: readonly number[][]) => maps.map((m) => m.reduce((a, b) => a + b));

  test('grows by a window with every layer, until it meets the border', async () => {
    const params = { window_size: 8, shift_size: 4, layers: 5, row: 16, column: 16 };
    const found = await reach([32, 32], params);
    // Squares of 8, 16, 24, then 28, where half windows at the border end it, then all.
    expect(counts(found)).toEqual([8 ** 2, 16 ** 2, 24 ** 2, 28 ** 2, 32 ** 2]);
    expect(counts(await reach([32, 32], { ...params, shift_size: 0 }))).toEqual(Array(5).fill(64));
  });

  test('a corner does not reach the opposite one by way of the roll', async () => {
    const [, second] = await reach([8, 8], {
      window_size: 4,
      shift_size: 2,
      layers: 2,
      row: 0,
      column: 0,
    });
    const expected = Array.from({ length: 64 }, (_, i) => Number(i % 8 < 6 && i < 48));
    expect(second).toEqual(expected);
  });

  test('has the connections that the attention itself has', async () => {
    const params = { window_size: 4, shift_size: 2 };
    const [weights] = await stepsOf(
      swinShifted,
      map(8, 8),
      { form: 'attention', dim: 4, num_heads: 1, ...params },
      'weights',
    );
    const [, allowed] = await stepsOf(
      swinShifted,
      map(8, 8),
      { form: 'reach', dim: 4, layers: 2, ...params },
      'allowed',
    );
    expect(allowed).toEqual(weights.map((w) => Number(w > 1e-12)));
  });

  test('a window that does not divide the map is refused', async () => {
    await expect(reach([6, 6], { window_size: 4, shift_size: 2 })).rejects.toThrow(/no multiple/);
  });
});

describe('pooling without learned numbers', () => {
  const axes = [axis('batch', 1), axis('token', 5), axis('channel', 3)];
  const weights = async (params: Params) =>
    (await stepsOf(attentionPooling, axes, { dim: 3, ...params }, 'weights'))[0];
  const { normal } = random(1, 'x');
  const x = Array.from({ length: 5 }, () => Array.from({ length: 3 }, normal));
  const mean = [0, 1, 2].map((c) => x.reduce((sum, row) => sum + row[c], 0) / 5);
  const contrast = x.map((row) => row.map((v, c) => v - mean[c]));
  const softmax = (scores: number[]) => {
    const e = scores.map(Math.exp);
    return e.map((v) => v / e.reduce((a, b) => a + b));
  };
  const near = (found: number[], expected: number[]) => {
    expect(found).toHaveLength(expected.length);
    for (const [i, w] of found.entries()) expect(w).toBeCloseTo(expected[i], 5);
  };

  test('average: all alike', async () => {
    near(await weights({ pooling: 'average' }), Array(5).fill(0.2));
  });

  test('salience: by the length of what differs from the mean', async () => {
    const scores = contrast.map((row) => (2 * Math.hypot(...row)) / Math.sqrt(3));
    near(await weights({ pooling: 'salience', strength: 2 }), softmax(scores));
  });

  test.each([0, 3])('query: by the match with position %i', async (position) => {
    const scores = contrast.map(
      (row) => row.reduce((sum, v, c) => sum + v * contrast[position][c], 0) / Math.sqrt(3),
    );
    near(await weights({ pooling: 'query', position }), softmax(scores));
  });
});
