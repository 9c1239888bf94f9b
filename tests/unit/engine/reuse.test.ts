import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { openBackend } from '../../../src/engine/backends/open';
import { type Evaluation, evaluate, type Given } from '../../../src/engine/evaluate';
import { backends } from '../../../src/engine/protocol';
import { catalogue } from '../../../src/mechanisms/catalogue';
import type { Mechanism } from '../../../src/mechanisms/define';
import { axis } from '../../../src/trace/axes';
import { isOperation } from '../../../src/trace/graph';
import { given as givenFor, variantsOf } from '../mechanisms/variants';
import { byHand, tiny, weightByHand } from './tiny';

const given: Given = { params: {}, inputs: byHand, weights: weightByHand };

/** The numbers that are given, one channel to each position. */
const narrow: Given['inputs'] = {
  queries: { ...byHand.queries, axes: [axis('batch', 1), axis('query', 4), axis('channel', 1)] },
  keys: { ...byHand.keys, axes: [axis('batch', 1), axis('key', 6), axis('channel', 1)] },
};
const narrowWeight: Given['weights'] = {
  'w.weight': { axes: [axis('slot', 1), axis('channel', 1)], data: Float32Array.of(1) },
};

/** Variants of a mechanism that follow each other. */
const MOST = 5;

/** The same numbers in memory of their own, but for the first one. */
function changed(tensors: Given['inputs'], name: string): Given['inputs'] {
  const data = tensors[name].data.slice();
  data[0] += 1;
  return { ...tensors, [name]: { ...tensors[name], data } };
}

const numbersOf = (run: Evaluation): Promise<Float32Array[]> =>
  Promise.all(run.graph.nodes.map(({ id }) => run.data(id)));

describe.each(backends)('on %s', (name) => {
  test.each([
    ['nothing', given, 4],
    ['the same numbers in other memory', { ...given, inputs: copied(byHand) }, 4],
    ['the last weight', { ...given, weights: changed(weightByHand, 'w.weight') }, 3],
    ['the queries', { ...given, inputs: changed(byHand, 'queries') }, 0],
    ['the shape of the same numbers', { ...given, inputs: narrow, weights: narrowWeight }, 0],
  ])('when %s changed, what follows is computed anew', async (_, next, reused) => {
    await openBackend(name);
    const tensors = tf.memory().numTensors;
    const before = await evaluate(tiny, given, name);
    const run = await evaluate(tiny, next, name, { before });
    before.dispose();
    const alone = await evaluate(tiny, next, name);
    expect(run.reused).toBe(reused);
    expect(alone.reused).toBe(0);
    expect(await numbersOf(run)).toEqual(await numbersOf(alone));
    run.dispose();
    alone.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

test('nothing is taken of an evaluation that was disposed of', async () => {
  const before = await evaluate(tiny, given, 'wasm');
  before.dispose();
  const run = await evaluate(tiny, given, 'wasm', { before });
  expect(run.reused).toBe(0);
  run.dispose();
});

test.each(catalogue.map((mechanism) => [mechanism.id, mechanism] as const))(
  '%s: after any change the numbers are those of a run by itself',
  async (_, mechanism) => {
    const variants = variantsOf(mechanism)
      .slice(0, MOST)
      .map((variant) => givenFor(variant, 7));
    const [first] = variants;
    const input = changed(first.inputs, Object.keys(first.inputs)[0]);
    const runs = [first, ...variants, { ...first, inputs: input }];
    let before = await evaluate(mechanism, first, 'wasm');
    for (const [i, what] of runs.entries()) {
      before = await expectSame(mechanism, what, before);
      if (i === 0) expect(before.reused).toBe(before.graph.nodes.filter(isOperation).length);
    }
    before.dispose();
  },
);

/** Computes after another evaluation, and by itself. */
async function expectSame(mechanism: Mechanism, what: Given, before: Evaluation) {
  const run = await evaluate(mechanism, what, 'wasm', { before });
  before.dispose();
  const alone = await evaluate(mechanism, what, 'wasm');
  expect(await numbersOf(run)).toEqual(await numbersOf(alone));
  alone.dispose();
  return run;
}

function copied(tensors: Given['inputs']): Given['inputs'] {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, t]) => [name, { ...t, data: t.data.slice() }]),
  );
}
