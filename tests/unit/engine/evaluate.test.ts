import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { openBackend } from '../../../src/engine/backends/open';
import { evaluate } from '../../../src/engine/evaluate';
import { backends } from '../../../src/engine/protocol';
import { type KnownAnswer, selfTest } from '../../../src/engine/self-test';
import { evaluate as workOut } from '../../../src/trace/expression';
import { byHand, tiny, weightByHand } from './tiny';

const given = { params: {}, inputs: byHand, weights: weightByHand };

describe.each(backends)('on %s', (name) => {
  test('the backend opens, passes its self-test and says what it is', async () => {
    const backend = await openBackend(name);
    expect(tf.getBackend()).toBe(name);
    expect(backend.adapter).not.toBe('');
    expect(backend.limits.tensor).toBeGreaterThan(2 ** 24);
    expect(backend.software).toBe(name === 'webgpu' || name === 'webgl');
  });

  test('a self-test with a wrong answer is noticed', async () => {
    await openBackend(name);
    const wrong: KnownAnswer = {
      name: 'sum',
      compute: () => tf.add(tf.tensor1d([1]), tf.tensor1d([1])),
      expected: [3],
    };
    await expect(selfTest(name, [wrong])).rejects.toThrow('(sum)');
    const missing: KnownAnswer = { ...wrong, expected: [2, 2] };
    await expect(selfTest(name, [missing])).rejects.toThrow('(sum)');
  });

  test('a mechanism is computed, read and explained', async () => {
    const run = await evaluate(tiny, given, name);
    const [scores, weights, output] = run.graph.steps;
    expect([...(await run.data(scores))]).toEqual([1, 0, 1, 0, 2, 2]);
    const e = Math.E;
    const expected = [e / (2 * e + 1), 1 / (2 * e + 1), e / (2 * e + 1)];
    (await run.data(weights)).subarray(0, 3).forEach((w, i) => {
      expect(w).toBeCloseTo(expected[i], 6);
    });
    const computed = await run.data(output);
    for (const query of [0, 1]) {
      const explained = workOut(await run.explain(output, [0, query, 0]));
      expect(explained).toBeCloseTo(computed[query], 5);
    }
    run.dispose();
  });

  test('nothing is left behind, whether a run ends, fails or is aborted', async () => {
    await openBackend(name);
    const before = tf.memory().numTensors;
    const changes = name === 'wasm' ? 1000 : 50;
    for (let i = 0; i < changes; i++) {
      const scale = Float32Array.of(i, 1);
      const weights = { 'w.weight': { ...weightByHand['w.weight'], data: scale } };
      const run = await evaluate(tiny, { ...given, weights }, name);
      if (i % 10 === 0) await run.data(run.graph.output);
      run.dispose();
    }
    await expect(evaluate(tiny, { ...given, weights: {} }, name)).rejects.toThrow('w.weight');
    const abort = new AbortController();
    const stopped = evaluate(tiny, given, name, {
      signal: abort.signal,
      onNode: (done) => {
        if (done === 4) abort.abort(new Error('stopped'));
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(before);
  });
});
