import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/engine/evaluate';
import { random } from '../../../src/inputs/random';
import { fillWeights, type WeightPreset } from '../../../src/inputs/weights';
import type { Mechanism, Params } from '../../../src/mechanisms/define';
import { dotProduct } from '../../../src/mechanisms/dot-product';
import { external } from '../../../src/mechanisms/external';
import { resolveParams } from '../../../src/mechanisms/params';
import { swinWindow } from '../../../src/mechanisms/swin-window';
import { type Axis, axis, sizeOf } from '../../../src/trace/axes';
import type { HostTensor } from '../../../src/trace/tensor';

// Forms that tutorials write: worked out by hand here, on sizes that fit on a page.

const tensor = (axes: readonly Axis[], data: ArrayLike<number>): HostTensor => ({
  axes,
  data: Float32Array.from(data),
});

/** Numbers of a step, or of the result. */
async function stepOf(
  mechanism: Mechanism,
  inputs: Record<string, HostTensor>,
  given: Params,
  preset: WeightPreset,
  name?: string,
): Promise<number[]> {
  const sizes = Object.fromEntries(Object.entries(inputs).map(([key, x]) => [key, x.axes]));
  const params = resolveParams(mechanism, given, sizes, { exact: true }).params;
  const weights = fillWeights(mechanism.weights(params, sizes), preset, 1);
  const run = await evaluate(mechanism, { params, inputs, weights }, 'cpu');
  const node = run.graph.nodes.find((n) => n.step?.name === name) ?? run.graph.nodes.at(-1);
  const data = await run.data(name ? (node?.id ?? -1) : run.graph.output);
  run.dispose();
  return [...data];
}

const expectClose = (found: readonly number[], expected: readonly number[]): void => {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 5);
  });
};

describe('window attention as tutorials write it', () => {
  const mapOf = (height: number, width: number, data: ArrayLike<number>) => {
    const channels = data.length / height / width;
    const axes = [axis('height', height), axis('width', width), axis('channel', channels)];
    return { x: tensor([axis('batch', 1), ...axes], data) };
  };
  const settings = (variant: string, heads: number) => ({
    variant,
    window_size: 2,
    num_heads: heads,
  });

  test('compares the heads of a pixel', async () => {
    // One window of 2 × 2 pixels, each with two heads of two channels.
    const pixels = [
      [
        [1, 2],
        [0, 3],
      ],
      [
        [-1, 1],
        [2, 2],
      ],
      [
        [0, 0],
        [1, -1],
      ],
      [
        [2, 0],
        [0, -2],
      ],
    ];
    const input = mapOf(2, 2, pixels.flat(2));
    const tutorial = settings('tutorial', 2);
    const expected = pixels.map((heads) =>
      heads.map((query) => {
        const scores = heads.map((key) => (query[0] * key[0] + query[1] * key[1]) / Math.SQRT2);
        const total = Math.exp(scores[0]) + Math.exp(scores[1]);
        return scores.map((score) => Math.exp(score) / total);
      }),
    );
    const weights = await stepOf(swinWindow, input, tutorial, 'identity', 'head-weights');
    expectClose(weights, expected.flat(2));
    const mixed = expected.map((pixel, n) =>
      pixel.map(([a, b]) => [0, 1].map((c) => a * pixels[n][0][c] + b * pixels[n][1][c])),
    );
    expectClose(await stepOf(swinWindow, input, tutorial, 'identity'), mixed.flat(2));
  });

  test('lets no pixel see another, where the paper lets all of a window', async () => {
    const before = [1, 2, 0, 3, -1, 1, 2, 2];
    const after = [...before.slice(0, 7), 5];
    const changed = async (variant: string): Promise<boolean[]> => {
      const of = (data: number[]) =>
        stepOf(swinWindow, mapOf(2, 2, data), settings(variant, 2), 'identity');
      const [first, second] = [await of(before), await of(after)];
      return [0, 1, 2, 3].map((n) => first[2 * n + 1] !== second[2 * n + 1]);
    };
    expect(await changed('tutorial')).toEqual([false, false, false, true]);
    expect(await changed('paper')).toEqual([true, true, true, true]);
  });

  test('fills the rows of the map with windows', async () => {
    // With one head, its weight is 1, and with identity projections every pixel stays what it is.
    const pixels = Array.from({ length: 16 }, (_, i) => i);
    const output = await stepOf(
      swinWindow,
      mapOf(4, 4, pixels),
      settings('tutorial', 1),
      'identity',
    );
    expect(output).toEqual([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]);
  });

  test('takes whole windows only', () => {
    const { x } = mapOf(4, 6, new Float32Array(24));
    const resolve = (given: Params, options?: { exact: boolean }) =>
      resolveParams(swinWindow, { ...settings('tutorial', 1), ...given }, { x: x.axes }, options);
    expect(() => resolve({ window_size: 4 }, { exact: true })).toThrow('no multiple of 4');
    expect(resolve({ window_size: 4 }).params.window_size).toBe(2);
  });
});

describe('external attention', () => {
  const { normal } = random(1, 'queries');
  const shape = [axis('batch', 1), axis('token', 6), axis('channel', 4)];
  const queries = tensor(shape, Float32Array.from({ length: sizeOf(shape) }, normal));
  const sums = async (variant: string, step: string) => {
    const a = await stepOf(external, { queries }, { S: 3, variant }, 'pytorch', step);
    const column = (s: number) => [0, 1, 2, 3, 4, 5].reduce((sum, n) => sum + a[3 * n + s], 0);
    const row = (n: number) => a[3 * n] + a[3 * n + 1] + a[3 * n + 2];
    return { columns: [0, 1, 2].map(column), rows: [0, 1, 2, 3, 4, 5].map(row) };
  };
  const ones = (n: number) => new Array<number>(n).fill(1);
  const spread = (sums: readonly number[]) => Math.max(...sums) - Math.min(...sums);

  test('has columns that sum to 1, then rows', async () => {
    expectClose((await sums('paper', 'softmax')).columns, ones(3));
    expectClose((await sums('paper', 'weights')).rows, ones(6));
  });

  test('in short form has the one or the other', async () => {
    const tokens = await sums('tokens', 'softmax');
    expectClose(tokens.columns, ones(3));
    expect(spread(tokens.rows)).toBeGreaterThan(0.1);
    const slots = await sums('slots', 'slot-softmax');
    expectClose(slots.rows, ones(6));
    expect(spread(slots.columns)).toBeGreaterThan(0.1);
  });

  test('in short form multiplies the values by these weights', async () => {
    const sizes = { queries: queries.axes };
    const params = { S: 3, d_model: 4 };
    const memory = fillWeights(external.weights(params, sizes), 'pytorch', 1)['mv.weight'].data;
    for (const [variant, step] of [
      ['tokens', 'softmax'],
      ['slots', 'slot-softmax'],
    ]) {
      const given = { S: 3, variant };
      const a = await stepOf(external, { queries }, given, 'pytorch', step);
      const output = await stepOf(external, { queries }, given, 'pytorch');
      const expected = output.map((_, i) => {
        const [n, c] = [Math.floor(i / 4), i % 4];
        return [0, 1, 2].reduce((sum, s) => sum + a[3 * n + s] * memory[3 * c + s], 0);
      });
      expectClose(output, expected);
    }
  });
});

test('three dense layers in front of dot-product attention, without a scale', async () => {
  const { normal } = random(2, 'x');
  const axes = [axis('batch', 1), axis('token', 3), axis('channel', 2)];
  const x = tensor(axes, Float32Array.from({ length: 6 }, normal));
  const inputs = { query: x, key: x, value: x };
  const sizes = { query: axes, key: axes, value: axes };
  const w = fillWeights(dotProduct.weights({ projections: true }, sizes), 'pytorch', 1);
  const layer = (name: string): number[][] =>
    [0, 1, 2].map((n) =>
      [0, 1].map((o) => {
        const [weight, bias] = [w[`${name}.weight`].data, w[`${name}.bias`].data];
        return bias[o] + x.data[2 * n] * weight[2 * o] + x.data[2 * n + 1] * weight[2 * o + 1];
      }),
    );
  const [query, key, value] = ['query', 'key', 'value'].map(layer);
  const expected = query.flatMap((q) => {
    const exponentials = key.map((k) => Math.exp(q[0] * k[0] + q[1] * k[1]));
    const total = exponentials.reduce((a, b) => a + b);
    return [0, 1].map((c) => value.reduce((s, v, j) => s + (exponentials[j] / total) * v[c], 0));
  });
  expectClose(await stepOf(dotProduct, inputs, { projections: true }, 'pytorch'), expected);
  expect(dotProduct.weights({ projections: false }, sizes)).toEqual({});
});
