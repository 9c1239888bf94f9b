import { describe, expect, test } from 'vitest';
import { bytesNeeded, limitsHere, requireFit } from '../../../src/engine/guard';
import { plan } from '../../../src/mechanisms/plan';
import { axis } from '../../../src/trace/axes';
import { Refusal } from '../../../src/trace/text';
import { tiny } from './tiny';

const GIB = 2 ** 30;

const graphOf = (tokens: number) =>
  plan(
    tiny,
    {},
    {
      queries: [axis('batch', 1), axis('query', tokens), axis('channel', 64)],
      keys: [axis('batch', 1), axis('key', tokens), axis('channel', 64)],
    },
  ).graph;

const refusal = (run: () => void): Refusal => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('the memory guard', () => {
  test('counts every value, four bytes each', () => {
    // q, k: 8·64 each; w: 64; scores, weights: 8·8 each; product: 8·64; output: 8.
    expect(bytesNeeded(graphOf(8))).toBe(4 * (3 * 8 * 64 + 64 + 2 * 64 + 8));
  });

  test('lets pass what fits, with a copy of the largest tensor', () => {
    const graph = graphOf(1024);
    const total = bytesNeeded(graph) + 4 * 1024 * 1024;
    expect(() => requireFit(graph, 'wasm', { tensor: 4 * 1024 * 1024, total })).not.toThrow();
    expect(() => requireFit(graph, 'wasm', { tensor: GIB, total: total - 1 })).toThrow(Refusal);
    const tensor = 4 * 1024 * 1024 - 1;
    expect(() => requireFit(graph, 'wasm', { tensor, total })).toThrow(Refusal);
  });

  test('names the size, the need and the limit, in both languages', () => {
    const { text } = refusal(() =>
      requireFit(graphOf(20_000), 'webgl', { tensor: GIB, total: 4 * GIB }),
    );
    expect(text.en).toBe(
      'A tensor of batch 1 × query 20000 × key 20000 needs 1.5 GiB, but webgl takes at most 1.0 GiB in one piece; choose a smaller input.',
    );
    expect(text.zh).toContain('1 × 20000 × 20000 的张量需要 1.5 GiB');
    expect(text.zh).toContain('1.0 GiB');
    const all = refusal(() =>
      requireFit(graphOf(20_000), 'cpu', { tensor: 2 * GIB, total: 2 * GIB }),
    );
    expect(all.text.en).toContain('together need 4.5 GiB');
    expect(all.text.en).toContain('at most 2.0 GiB');
  });

  test('takes half of a small machine, and a backend’s own limits on a large one', () => {
    const limits = { tensor: 3 * GIB, total: 4 * GIB };
    expect(limitsHere(limits, 2)).toEqual({ tensor: GIB, total: GIB });
    expect(limitsHere(limits, 8)).toEqual(limits);
    expect(limitsHere(limits, undefined).total).toBeGreaterThan(0);
  });
});
