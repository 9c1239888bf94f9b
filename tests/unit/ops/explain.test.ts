import { expect, test } from 'vitest';
import { Builder, type Program, type Value } from '../../../src/ops/builder';
import { explainCell, nodesNeeded } from '../../../src/ops/explain';
import { createToolkit, type Toolkit } from '../../../src/ops/toolkit';
import { cellsOf, evaluate } from '../../../src/trace/expression';
import { sizes } from './harness';

const text = { en: '', zh: '' };
const step = { role: 'feature', title: text, formula: '', note: text } as const;

function program(build: (t: Toolkit, x: Value, graph: Builder) => Value): Program {
  const graph = new Builder(() => step);
  const x = graph.input('x', sizes('batch 1 × token 2 × channel 4'));
  return graph.finish(build(createToolkit(graph), x, graph));
}

const numbers = Float32Array.from([1, 2, 3, 4, 50, 60, 70, 80]);
const onlyInput = (id: number): Float32Array => {
  if (id === 0) return numbers;
  throw new Error(`node ${id} was asked for`);
};

test('a computed cell is explained by cells of the input, through unnamed moves', () => {
  const planned = program((t, x) => {
    const heads = t.split(x, 'channel', [
      ['head', 2],
      ['channel', 2],
    ]);
    return t.mean(t.transpose(heads, ['head', 'channel', 'batch', 'token']), ['channel']);
  });
  const { output } = planned.graph;
  expect(nodesNeeded(planned, output)).toEqual([0]);
  const explained = explainCell(planned, output, [1, 0, 1], onlyInput);
  expect(evaluate(explained)).toBe(75);
  expect(cellsOf(explained)).toEqual([
    { node: 0, index: [0, 1, 2] },
    { node: 0, index: [0, 1, 3] },
  ]);
});

test('explanations stop at a step, even where it only moved numbers', () => {
  const planned = program((t, x) =>
    t.sum(t.transpose(x, ['token', 'batch', 'channel']).as('moved'), ['channel']),
  );
  const { output, steps } = planned.graph;
  expect(nodesNeeded(planned, output)).toEqual(steps);
  const moved = (id: number): Float32Array => (id === steps[0] ? numbers : onlyInput(-1));
  expect(cellsOf(explainCell(planned, output, [1, 0], moved)).map((c) => c.node)).toEqual(
    Array.from({ length: 4 }, () => steps[0]),
  );
});

test('a step that only moved numbers is explained by the cell that it came from', () => {
  const planned = program((t, x) =>
    t.roll(t.rename(x, { token: 'query' }), { query: 1 }).as('rolled'),
  );
  const { output } = planned.graph;
  expect(nodesNeeded(planned, output)).toEqual([0]);
  expect(explainCell(planned, output, [0, 0, 2], onlyInput)).toEqual({
    kind: 'cell',
    cell: { node: 0, index: [0, 1, 2] },
    value: 70,
  });
});

test('a step that only renamed what an unnamed operation computed is explained by its arithmetic', () => {
  const planned = program((t, x) => t.rename(t.square(x), { channel: 'class' }).as('scores'));
  const { output } = planned.graph;
  const data = (id: number): Float32Array => (id === 0 ? numbers : numbers.map((x) => x * x));
  const explained = explainCell(planned, output, [0, 1, 2], data);
  expect(cellsOf(explained)).toEqual([{ node: 0, index: [0, 1, 2] }]);
  expect(evaluate(explained)).toBe(4900);
  expect(nodesNeeded(planned, output)).toContain(0);
});

test('padding is explained by the constant 0, also inside of what is computed from it', () => {
  const planned = program((t, x) => t.square(t.slice(t.pad(x, { token: [1, 0] }), 'token', 0, 2)));
  const { output } = planned.graph;
  expect(cellsOf(explainCell(planned, output, [0, 0, 3], onlyInput))).toEqual([]);
  expect(evaluate(explainCell(planned, output, [0, 0, 3], onlyInput))).toBe(0);
  expect(evaluate(explainCell(planned, output, [0, 1, 3], onlyInput))).toBe(16);
});

test('masked scores are explained by −∞, the others by themselves', () => {
  const planned = program((t, x, graph) => {
    const data = Float32Array.from([0, 0, 1, 0]);
    const allowed = graph.constant({ axes: sizes('channel 4'), data }, 'mask');
    return t.softmax(t.mask(x, allowed), 'channel');
  });
  const { output } = planned.graph;
  // Constants are known without being read back.
  expect(nodesNeeded(planned, output)).toEqual([0]);
  expect(evaluate(explainCell(planned, output, [0, 0, 2], onlyInput))).toBe(0);
  const explained = explainCell(planned, output, [0, 0, 3], onlyInput);
  expect(evaluate(explained)).toBeCloseTo(1 / (1 + Math.exp(-2) + Math.exp(-3)), 12);
  expect(
    cellsOf(explained)
      .map((c) => c.index[2])
      .sort(),
  ).toEqual([0, 1, 3]);
});

test('inputs and constants are explained by themselves', () => {
  const planned = program((t, x, graph) => {
    const data = Float32Array.from([5]);
    return t.add(x, graph.constant({ axes: sizes('batch 1'), data }, 'five'));
  });
  expect(explainCell(planned, 0, [0, 1, 0], onlyInput)).toMatchObject({ kind: 'cell', value: 50 });
  expect(nodesNeeded(planned, 0)).toEqual([0]);
  expect(explainCell(planned, 1, [0], onlyInput)).toMatchObject({ kind: 'cell', value: 5 });
  expect(nodesNeeded(planned, 1)).toEqual([]);
});
