import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Program } from '../../../src/ops/builder';
import { execute } from '../../../src/ops/execute';
import { useBackend } from '../backends';
import { one, tokens } from './cases/common';
import { plan } from './harness';

beforeAll(() => useBackend('cpu'));

// The transposition changes nothing, so that its result is its input.
const twice = plan(
  one(tokens, (t, { x }) => t.relu(t.transpose(t.scale(x, 2), ['batch', 'token', 'channel']))),
);

/** Runs with an input of zeros that is freed afterwards. */
async function withInput<T>(use: (given: Map<string, tf.Tensor>) => Promise<T>): Promise<T> {
  const x = tf.zeros([2, 5, 3]);
  try {
    return await use(new Map([['x', x]]));
  } finally {
    x.dispose();
  }
}

test('every node has a tensor of its own until they are freed', async () => {
  const before = tf.memory().numTensors;
  await withInput(async (given) => {
    const seen: number[] = [];
    const tensors = await execute(twice, given, { onNode: (id) => seen.push(id) });
    const { nodes } = twice.graph;
    expect(seen).toEqual(nodes.map((n) => n.id));
    expect(new Set(nodes.map((n) => tensors.of(n.id).id)).size).toBe(nodes.length);
    expect(tf.memory().numTensors).toBe(before + nodes.length);
    tensors.dispose();
    // The input belongs to whoever brought it.
    expect(given.get('x')?.isDisposed).toBe(false);
  });
  expect(tf.memory().numTensors).toBe(before);
});

test('an aborted run throws its reason and leaves nothing behind', async () => {
  const before = tf.memory().numTensors;
  await withInput(async (given) => {
    const abort = new AbortController();
    const onNode = (_: number, done: number) => {
      if (done === 2) abort.abort(new Error('a newer request'));
    };
    await expect(execute(twice, given, { signal: abort.signal, onNode })).rejects.toThrow(
      'a newer request',
    );
  });
  expect(tf.memory().numTensors).toBe(before);
});

test('a long run lets other tasks abort it', async () => {
  await withInput(async (given) => {
    const abort = new AbortController();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => abort.abort(new Error('a message came in'));
    port2.postMessage(null);
    // Each node keeps the thread busy, as a slow one would.
    const onNode = () => {
      const start = performance.now();
      while (performance.now() - start < 20);
    };
    await expect(execute(twice, given, { signal: abort.signal, onNode })).rejects.toThrow(
      'a message came in',
    );
    port1.close();
  });
});

test('an input that is missing is named', async () => {
  await expect(execute(twice, new Map())).rejects.toThrow('no tensor for the input x');
});

test('an operation whose result has another shape than planned is named', async () => {
  const before = tf.memory().numTensors;
  const operations = twice.operations.map((operation) =>
    operation?.name === 'activation'
      ? { ...operation, compute: () => tf.zeros([2, 5]) }
      : operation,
  );
  const broken: Program = { ...twice, operations };
  await withInput(async (given) => {
    await expect(execute(broken, given)).rejects.toThrow(
      'activation (node 3): planned [batch 2 × token 5 × channel 3], computed [2, 5]',
    );
  });
  expect(tf.memory().numTensors).toBe(before);
});
