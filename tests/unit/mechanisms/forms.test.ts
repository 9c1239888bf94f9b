import { describe, expect, test } from 'vitest';
import { type Evaluation, evaluate, type Given } from '../../../src/engine/evaluate';
import { random } from '../../../src/inputs/random';
import { fillWeights } from '../../../src/inputs/weights';
import type { Mechanism, Params } from '../../../src/mechanisms/define';
import { emsa } from '../../../src/mechanisms/emsa';
import { local } from '../../../src/mechanisms/local';
import { mobilevitV2 } from '../../../src/mechanisms/mobilevit-v2';
import { muse } from '../../../src/mechanisms/muse';
import { resolveParams } from '../../../src/mechanisms/params';
import { type Axis, axis, sizeOf } from '../../../src/trace/axes';
import type { HostTensor } from '../../../src/trace/tensor';

// Forms that no recorded file of PyTorch shows: later calls, the paper's variant, windows of any kind.

type Sizes = Readonly<Record<string, number>>;

/** Seeded sequences of these lengths, and weights of PyTorch's initialisation. */
function given(mechanism: Mechanism, lengths: Sizes, params: Params): Given {
  const inputs = Object.fromEntries(
    Object.entries(lengths).map(([name, length]): [string, HostTensor] => {
      const axes: Axis[] = [axis('batch', 2), axis('token', length), axis('channel', 8)];
      const { normal } = random(1, name);
      return [name, { axes, data: Float32Array.from({ length: sizeOf(axes) }, normal) }];
    }),
  );
  const inputAxes = Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, x.axes]));
  const resolved = resolveParams(mechanism, params, inputAxes, { exact: true }).params;
  const weights = fillWeights(mechanism.weights(resolved, inputAxes), 'pytorch', 1);
  return { params: resolved, inputs, weights };
}

/** Numbers of the last step of a name. */
async function step(run: Evaluation, name: string): Promise<number[]> {
  const node = run.graph.nodes.findLast((n) => n.step?.name === name);
  if (!node) throw new Error(`no step ${name}`);
  return [...(await run.data(node.id))];
}

async function stepOf(mechanism: Mechanism, what: Given, name: string): Promise<number[]> {
  const run = await evaluate(mechanism, what, 'cpu');
  try {
    return await step(run, name);
  } finally {
    run.dispose();
  }
}

describe('the mix of kernels that its published code overwrites', () => {
  const mix = async (params: Params): Promise<number[]> => {
    const what = given(muse, { queries: 6 }, { h: 2, d_k: 4, d_v: 4, ...params });
    const dy = { ...what.weights.dy_paras, data: Float32Array.of(0, 1, 3) };
    return stepOf(muse, { ...what, weights: { ...what.weights, dy_paras: dy } }, 'mix');
  };
  const softmax = (x: number[]): number[] => {
    const e = x.map(Math.exp);
    return e.map((v) => v / e.reduce((a, b) => a + b));
  };

  test('is the softmax of the parameter in the paper, and in the first call', async () => {
    const expected = softmax([0, 1, 3]);
    const firsts: Params[] = [{ variant: 'paper', calls: 9 }, { variant: 'published' }];
    for (const params of firsts) {
      for (const [i, weight] of (await mix(params)).entries())
        expect(weight).toBeCloseTo(expected[i], 6);
    }
  });

  test('is the softmax of the last call in the next, and drifts to thirds', async () => {
    const expected = softmax(softmax([0, 1, 3]));
    for (const [i, w] of (await mix({ variant: 'published', calls: 2 })).entries())
      expect(w).toBeCloseTo(expected[i], 6);
    for (const weight of await mix({ variant: 'published', calls: 20 }))
      expect(weight).toBeCloseTo(1 / 3, 6);
  });
});

describe('windows of a sequence', () => {
  const lengths = (queries: number, keys: number): Sizes => ({
    query: queries,
    key: keys,
    value: keys,
  });
  const weights = (queries: number, keys: number, params: Params) =>
    stepOf(local, given(local, lengths(queries, keys), params), 'weights');

  test.each([
    [{ mode: 'sliding', radius: 2 }, (i: number, j: number) => Math.abs(i - j) <= 2],
    [
      { mode: 'sliding', radius: 1, causal: true, size: null, dim: null },
      (i: number, j: number) => j === i || j === i - 1,
    ],
    [{ mode: 'sliding', radius: 0 }, (i: number, j: number) => i === j],
    [
      { mode: 'block', size: 3, radius: null },
      (i: number, j: number) => (i - (i % 3)) / 3 === (j - (j % 3)) / 3,
    ],
    [
      { mode: 'block', size: 4, causal: true },
      (i: number, j: number) => j <= i && j >= i - (i % 4),
    ],
  ])('%j', async (params, sees) => {
    const found = await weights(7, 7, params);
    for (let i = 0; i < found.length; i++)
      expect(found[i] > 0).toBe(sees(Math.floor(i / 7) % 7, i % 7));
  });

  test('fade from the predicted centre', async () => {
    const what = given(local, lengths(4, 11), { mode: 'gaussian', radius: 3 });
    const run = await evaluate(local, what, 'cpu');
    const [centre, soft, faded] = await Promise.all(
      ['centre', 'softmax', 'weights'].map((name) => step(run, name)),
    );
    run.dispose();
    faded.forEach((weight, i) => {
      const distance = (i % 11) - centre[Math.floor(i / 11)];
      expect(soft[i] > 0).toBe(Math.abs(distance) <= 3);
      expect(weight).toBeCloseTo(soft[i] * Math.exp(-(distance ** 2) / (2 * 1.5 ** 2)), 6);
    });
  });

  test.each([
    [9, 6, { mode: 'sliding', radius: 2 }, /from number 9 on have none of the 6 keys/],
    [10, 7, { mode: 'block', size: 3 }, /from number 10 on/],
    [4, 4, { mode: 'sliding', radius: null }, /radius is left open/],
    [4, 4, { mode: 'gaussian', radius: 0 }, /needs at least 1/],
    [4, 4, { mode: 'block', size: 0 }, /size is 0/],
  ])('%i queries, %i keys, %j: refused', (queries, keys, params, message) => {
    expect(() => given(local, lengths(queries, keys), params)).toThrow(message);
  });

  test('as many queries as any key reaches', async () => {
    expect(await weights(8, 6, { mode: 'sliding', radius: 2 })).not.toContain(Number.NaN);
    expect(await weights(9, 7, { mode: 'block', size: 3 })).not.toContain(Number.NaN);
  });
});

test('the values of separable attention are rectified in the paper, not in the published code', async () => {
  const published = given(mobilevitV2, { input: 5 }, { variant: 'published' });
  const paper = given(mobilevitV2, { input: 5 }, { variant: 'paper' });
  const [value, rectified] = [
    await stepOf(mobilevitV2, published, 'value'),
    await stepOf(mobilevitV2, paper, 'rectified'),
  ];
  expect(Math.min(...value)).toBeLessThan(0);
  expect(rectified).toEqual(value.map((v) => Math.max(0, v)));
});

describe('keys from a coarse map', () => {
  const shape = { H: 4, W: 6, h: 2, d_k: 4, d_v: 3 };

  test('replace the given ones, of any length', async () => {
    const alone = await stepOf(
      emsa,
      given(emsa, { queries: 24 }, { ...shape, ratio: 2 }),
      'output',
    );
    const lengths = { queries: 24, keys: 5, values: 7 };
    const unread = await stepOf(emsa, given(emsa, lengths, { ...shape, ratio: 2 }), 'output');
    expect(unread).toEqual(alone);
    expect(() => given(emsa, lengths, { ...shape, ratio: 1 })).toThrow(/5 keys but 7 values/);
  });

  test('need a map that the kernel fits', () => {
    expect(() => given(emsa, { queries: 24 }, { ...shape, ratio: 5, H: 24, W: 1 })).toThrow(
      /kernel of 6 does not fit/,
    );
    expect(() => given(emsa, { queries: 24 }, { ...shape, ratio: 2, W: 5 })).toThrow(/24 tokens/);
  });

  test('one head does not mix', async () => {
    const what = given(emsa, { queries: 24 }, { ...shape, h: 1, ratio: 2 });
    expect(Object.keys(what.weights)).not.toContain('transform.conv.weight');
    await expect(stepOf(emsa, what, 'contrast')).rejects.toThrow('no step contrast');
  });
});
