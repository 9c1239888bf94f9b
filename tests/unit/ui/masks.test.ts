import { expect, test } from 'vitest';
import { axis } from '../../../src/trace/axes';
import type { Graph, Node, TensorRole } from '../../../src/trace/graph';
import type { View, ViewRequest } from '../../../src/trace/view';
import { extremesOf, maskIn, maskRequestFor } from '../../../src/ui/stage/masks';

const none = { macs: 0, reads: 0, writes: 0 };
const sides = [axis('query', 2), axis('key', 2)];

function node(id: number, op: string, inputs: number[], role?: TensorRole): Node {
  const text = { en: '', zh: '' };
  const step = role && { name: role, text: { role, title: text, formula: '', note: text } };
  return { id, op, attributes: {}, inputs, axes: sides, move: false, torch: [], cost: none, step };
}

function viewOf(values: number[]): View {
  const finite = values.filter(Number.isFinite);
  return {
    data: Float32Array.from(values),
    height: 2,
    width: 2,
    rows: 2,
    columns: 2,
    region: { row: [0, 2], column: [0, 2] },
    statistics: {
      min: Math.min(...finite),
      max: Math.max(...finite),
      mean: 0,
      notFinite: values.length - finite.length,
    },
  } as unknown as View;
}

const request: ViewRequest = {
  node: 3,
  rows: ['query'],
  columns: ['key'],
  fixed: {},
  pixels: [2, 2],
  pool: 'max',
};

test('a mask that was added to the scores is found behind the softmax', () => {
  const graph: Graph = {
    nodes: [
      node(0, 'input', []),
      node(1, 'constant', [], 'mask'),
      node(2, 'add', [0, 1], 'scores'),
      node(3, 'softmax', [2], 'weights'),
    ],
    steps: [1, 2, 3],
    output: 3,
    parameters: 0,
    cost: none,
  };
  expect(maskRequestFor(request, graph)).toMatchObject({ node: 1, pool: 'max' });
  const bias = { ...graph, nodes: graph.nodes.with(1, node(1, 'constant', [], 'bias')) };
  expect(maskRequestFor(request, bias)).toBeNull();
});

test('very negative numbers of a mask forbid, and are no scores', () => {
  const mask = maskIn(viewOf([1, 2, 3, 4]), viewOf([0, -100, 0, -100]), 'scores');
  expect([...(mask?.data ?? [])]).toEqual([0, 1, 0, 1]);
  expect(extremesOf(viewOf([-2, -98, 3, -97]), mask)).toEqual({ min: -2, max: 3 });
});

test('a mask shows itself hatched, and scores of minus infinity are masked without one', () => {
  expect([...(maskIn(viewOf([0, 1, 0, 1]), undefined, 'mask')?.data ?? [])]).toEqual([0, 1, 0, 1]);
  const scores = viewOf([0, Number.NEGATIVE_INFINITY, 2, 3]);
  expect([...(maskIn(scores, undefined, 'scores')?.data ?? [])]).toEqual([0, 1, 0, 0]);
});
