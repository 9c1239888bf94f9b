import { describe, expect, it } from 'vitest';
import { type FlowGraph, flowOf, layoutFlow } from '../../../src/draw/flow-layout';
import { axis } from '../../../src/trace/axes';
import type { Graph, Node } from '../../../src/trace/graph';

const text = {
  role: 'feature',
  title: { en: 'a', zh: 'a' },
  formula: '',
  note: { en: '', zh: '' },
} as const;
const node = (id: number, op: string, inputs: number[], name?: string): Node => ({
  id,
  op,
  attributes: {},
  inputs,
  axes: [axis('token', 4)],
  move: false,
  torch: [],
  cost: { macs: 0, reads: 0, writes: 0 },
  ...(op === 'input' || op === 'weight' ? { source: `${op}${id}` } : {}),
  ...(name ? { step: { name, text } } : {}),
});
const graph = (nodes: Node[]): Graph => ({
  nodes,
  steps: nodes.filter((n) => n.step).map((n) => n.id),
  output: nodes.length - 1,
  parameters: 0,
  cost: { macs: 0, reads: 0, writes: 0 },
});

describe('the shown graph', () => {
  it('looks through values without a name and hangs weights on their reader', () => {
    const flow = flowOf(
      graph([
        node(0, 'input', []),
        node(1, 'weight', []),
        node(2, 'matMul', [0, 1]),
        node(3, 'add', [2], 'scores'),
        node(4, 'transpose', [3]),
        node(5, 'constant', []),
        node(6, 'mul', [4, 0, 5], 'output'),
      ]),
    );
    expect(flow.nodes).toEqual([
      { id: 0, kind: 'input', weights: [] },
      { id: 3, kind: 'step', weights: [1] },
      { id: 6, kind: 'step', weights: [] },
    ]);
    expect(flow.edges).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 6 },
      { from: 0, to: 6 },
    ]);
  });
});

/** A graph of `n` steps, each of which reads the one before and an earlier one. */
const braid = (n: number): FlowGraph => ({
  nodes: Array.from({ length: n }, (_, id) => ({ id, kind: 'step' as const, weights: [] })),
  edges: Array.from({ length: n - 1 }, (_, i) => [
    { from: Math.max(0, i - (i % 4)), to: i + 1 },
    { from: Math.max(0, i - ((i * 7) % 11)), to: i + 1 },
  ]).flat(),
});

describe.each([
  ['in one row', undefined],
  ['in rows', 900],
] as const)('layout %s', (_, wrap) => {
  const size = ({ id }: { id: number }) => ({
    width: 100 + (id % 3) * 10,
    height: 60 + (id % 5) * 8,
  });
  const layout = layoutFlow(braid(60), { size, gap: [40, 16], wrap });

  // A layer that begins further left than the one before begins a row.
  const starts = new Map(layout.nodes.map((n) => [n.layer, n.x]));
  const rows: Set<number>[] = [];
  for (const [layer, x] of [...starts].sort(([a], [b]) => a - b)) {
    const before = starts.get(layer - 1);
    if (before === undefined || x < before) rows.push(new Set());
    rows.at(-1)?.add(layer);
  }

  it('keeps rows within the length that they are given, evenly filled', () => {
    const lengths = rows.map((row) => row.size);
    if (!wrap) expect(lengths).toEqual([starts.size]);
    else {
      expect(lengths.length).toBeGreaterThan(2);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(lengths.length);
      for (const row of rows) {
        const inRow = layout.nodes.filter((n) => row.has(n.layer));
        const from = Math.min(...inRow.map((n) => n.x));
        const to = Math.max(...inRow.map((n) => n.x + n.width));
        expect(to - from).toBeLessThanOrEqual(wrap);
      }
    }
  });

  it('lets no two nodes overlap', () => {
    for (const a of layout.nodes)
      for (const b of layout.nodes) {
        if (a.id >= b.id) continue;
        const apart =
          a.x + a.width <= b.x ||
          b.x + b.width <= a.x ||
          a.y + a.height <= b.y ||
          b.y + b.height <= a.y;
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
  });

  it('runs every edge forward, but for the ways between rows', () => {
    const row = (id: number) => {
      const { layer } = layout.nodes.find((n) => n.id === id)!;
      return wrap ? rows.findIndex((layers) => layers.has(layer)) : 0;
    };
    for (const { points, from, to } of layout.edges) {
      const back = points.slice(1).filter(([x], i) => x < points[i][0]).length;
      expect(back).toBe(row(to) - row(from));
    }
  });

  it('leads no edge through a plate', () => {
    const through = layout.edges.flatMap(({ points, from, to }) => {
      const others = layout.nodes.filter((n) => n.id !== from && n.id !== to);
      return points.slice(1).flatMap(([x1, y1], i) => {
        const [x0, y0] = points[i];
        return Array.from({ length: 20 }, (_, k) => [
          x0 + (k / 20) * (x1 - x0),
          y0 + (k / 20) * (y1 - y0),
        ])
          .filter(([x, y]) =>
            others.some((n) => x > n.x && x < n.x + n.width && y > n.y && y < n.y + n.height),
          )
          .map(() => `${from} → ${to}`);
      });
    });
    expect(through).toEqual([]);
  });

  it('keeps everything within its size, from the corner', () => {
    for (const n of layout.nodes) {
      expect(Math.min(n.x, n.y)).toBeGreaterThanOrEqual(0);
      expect(n.x + n.width).toBeLessThanOrEqual(layout.width + 1e-9);
      expect(n.y + n.height).toBeLessThanOrEqual(layout.height + 1e-9);
    }
  });
});

it('puts a chain on a straight line and untangles a crossing', () => {
  const size = () => ({ width: 10, height: 10 });
  const flow = (edges: number[][], n: number): FlowGraph => ({
    nodes: Array.from({ length: n }, (_, id) => ({ id, kind: 'step', weights: [] })),
    edges: edges.map(([from, to]) => ({ from, to })),
  });
  const chain = layoutFlow(
    flow(
      [
        [0, 1],
        [1, 2],
      ],
      3,
    ),
    { size, gap: [5, 5] },
  );
  expect(chain.nodes.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [15, 0],
    [30, 0],
  ]);
  const crossed = layoutFlow(
    flow(
      [
        [0, 3],
        [1, 2],
      ],
      4,
    ),
    { size, gap: [5, 5] },
  );
  const [a, b, c, d] = [0, 1, 2, 3].map((id) => crossed.nodes.find((n) => n.id === id)!.y);
  expect(Math.sign(a - b)).toBe(Math.sign(d - c));
});

it('lays out nothing', () => {
  const layout = layoutFlow(
    { nodes: [], edges: [] },
    { size: () => ({ width: 1, height: 1 }), gap: [1, 1] },
  );
  expect([layout.width, layout.height]).toEqual([0, 0]);
});
