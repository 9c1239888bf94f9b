import { describe, expect, test } from 'vitest';
import { type FigurePlan, figureFor, viewRequestFor } from '../../../src/draw/choose';
import { type Axis, axis, type Role } from '../../../src/trace/axes';
import type { Graph, Node, TensorRole } from '../../../src/trace/graph';
import type { Places } from '../../../src/trace/places';

const none = { macs: 0, reads: 0, writes: 0 };

function node(id: number, axes: Axis[], role: TensorRole, extra: Partial<Node> = {}): Node {
  const text = { en: '', zh: '' };
  return {
    id,
    op: 'input',
    attributes: {},
    inputs: [],
    axes,
    move: false,
    step: { name: `step ${id}`, text: { role, title: text, formula: '', note: text } },
    torch: [],
    cost: none,
    ...extra,
  };
}

const graphOf = (nodes: Node[]): Graph => ({
  nodes,
  steps: nodes.map((n) => n.id),
  output: nodes.length - 1,
  parameters: 0,
  cost: none,
});

/** `head 4, query 9` with places by role. */
const axes = (text: string, places: Partial<Record<Role, Places>> = {}): Axis[] =>
  text.split(', ').map((part) => {
    const [role, size] = part.split(' ') as [Role, string];
    return axis(role, Number(size), { places: places[role] });
  });

const planFor = (list: Axis[], role: TensorRole): FigurePlan => {
  const only = node(0, list, role);
  return figureFor(only, graphOf([only]));
};

const words: Places = { kind: 'sequence', input: 'x' };
const grid: Places = { kind: 'grid', height: 7, width: 7 };

test.each<[string, TensorRole, string, string, string, string | undefined, string]>([
  // axes, role, kind, rows, columns, multiples, selectors
  ['batch 1, query 9, key 12', 'weights', 'matrix', 'query', 'key', undefined, ''],
  ['batch 2, head 8, query 9, key 12', 'scores', 'matrix', 'query', 'key', 'head', 'batch,head'],
  ['batch 1, query 1, key 3', 'weights', 'matrix', 'query', 'key', undefined, ''],
  [
    'window 16, head 4, query 64, key 64',
    'weights',
    'matrix',
    'query',
    'key',
    'head',
    'window,head',
  ],
  ['batch 1, token 9, slot 64', 'weights', 'matrix', 'token', 'slot', undefined, ''],
  ['batch 1, height 6, width 8, key 14', 'weights', 'matrix', 'height,width', 'key', undefined, ''],
  ['batch 1, key 9', 'weights', 'bars', '', 'key', undefined, ''],
  ['batch 3, channel 64', 'gate', 'bars', '', 'channel', undefined, 'batch'],
  ['batch 1, channel 64, height 1, width 1', 'gate', 'bars', '', 'channel', undefined, ''],
  ['batch 1, height 7, width 7', 'gate', 'map', 'height', 'width', undefined, ''],
  [
    'batch 1, height 7, width 7, channel 16',
    'feature',
    'map',
    'height',
    'width',
    'channel',
    'channel',
  ],
  [
    'branch 4, batch 2, height 7, width 7, channel 16',
    'feature',
    'map',
    'height',
    'width',
    'branch',
    'batch,branch,channel',
  ],
  ['batch 1, branch 4, channel 32', 'weights', 'stacked', 'branch', 'channel', undefined, ''],
  [
    'batch 1, branch 4, channel 8, height 7, width 7',
    'weights',
    'stacked',
    'branch',
    'channel',
    undefined,
    'height,width',
  ],
  [
    'batch 1, frequency-y 14, frequency-x 8, channel 16, part 2',
    'feature',
    'spectrum',
    'frequency-y',
    'frequency-x',
    undefined,
    'channel,part',
  ],
  [
    'batch 1, group 4, key 49, coordinate 2',
    'position',
    'points',
    'key',
    'coordinate',
    'group',
    'group',
  ],
  [
    'batch 1, group 4, height 7, width 7, coordinate 2',
    'position',
    'points',
    'height,width',
    'coordinate',
    'group',
    'group',
  ],
  ['batch 1, token 9, channel 64', 'feature', 'matrix', 'token', 'channel', undefined, ''],
  ['head 4, query 9, channel 16', 'query', 'matrix', 'query', 'channel', 'head', 'head'],
  ['output 64, input 32', 'feature', 'matrix', 'output', 'input', undefined, ''],
  [
    'output 8, input 4, kernel-y 3, kernel-x 3',
    'feature',
    'matrix',
    'output',
    'input,kernel-y,kernel-x',
    undefined,
    '',
  ],
  ['head 4, channel 9', 'gate', 'bars', '', 'channel', 'head', 'head'],
  ['head 4, group 3', 'weights', 'matrix', 'head', 'group', undefined, ''],
  ['branch 3', 'weights', 'bars', '', 'branch', undefined, ''],
  ['batch 1, channel 1', 'gate', 'scalar', '', '', undefined, ''],
])('%s (%s) is shown as %s', (list, role, kind, rows, columns, multiples, selectors) => {
  const plan = planFor(axes(list), role);
  expect(plan.kind).toBe(kind);
  expect(plan.rows.join()).toBe(rows);
  expect(plan.columns.join()).toBe(columns);
  expect(plan.multiples).toBe(multiples);
  expect(plan.selectors.join()).toBe(selectors);
  // Every axis is a side of the figure or fixed, and none is both.
  const sides = new Set<string>([...plan.rows, ...plan.columns]);
  for (const { role: r } of axes(list)) expect(sides.has(r) !== r in plan.fixed).toBe(true);
});

test('an axis alone whose places are pixels is a map of them', () => {
  const plan = planFor(axes('batch 1, key 49', { key: grid }), 'weights');
  expect(plan.kind).toBe('map');
  expect(plan.rows).toEqual(['key']);
  expect(plan.grid).toEqual({ height: 7, width: 7 });
});

test('features of pixels in a row are a map for each channel', () => {
  const plan = planFor(axes('batch 1, query 49, channel 16', { query: grid }), 'query');
  expect(plan.kind).toBe('map');
  expect(plan.rows).toEqual(['query']);
  expect(plan.columns).toEqual([]);
  expect(plan.multiples).toBe('channel');
  expect(plan.grid).toEqual({ height: 7, width: 7 });
});

test('real and imaginary part become a magnitude over all channels', () => {
  const plan = planFor(axes('frequency-y 8, frequency-x 5, channel 4, part 2'), 'feature');
  expect(plan.fixed).toEqual({ channel: 'norm', part: 'norm' });
});

test('shares are sequential, signed values diverge', () => {
  const of = (role: TensorRole) => planFor(axes('query 3, key 3'), role).map;
  expect([of('weights'), of('gate'), of('mask')]).toEqual(Array(3).fill('sequential'));
  expect([of('scores'), of('feature'), of('output'), of('bias')]).toEqual(
    Array(4).fill('diverging'),
  );
});

test('numbers of positions have no sign, unlike coordinates', () => {
  const chosen = node(0, axes('batch 1, query 49', { query: grid }), 'position', { op: 'argmax' });
  expect(figureFor(chosen, graphOf([chosen])).map).toBe('sequential');
  expect(planFor(axes('batch 1, query 49', { query: grid }), 'position').map).toBe('diverging');
});

describe('companions', () => {
  test.each<[string, Places]>([
    ['the whole map', grid],
    ['a cross', { kind: 'cross', height: 7, width: 7 }],
    ['points', { kind: 'sampled', positions: 0 }],
  ])('keys on %s are looked up on the image', (_, key) => {
    const plan = planFor(axes('query 49, key 49', { query: grid, key }), 'weights');
    expect(plan.companion).toEqual({ kind: 'look' });
  });

  test('words have arcs only where both sides are words', () => {
    const both = axes('query 5, key 5', { query: words, key: words });
    expect(planFor(both, 'weights').companion).toEqual({ kind: 'arcs' });
    expect(planFor(axes('query 5, key 5', { key: words }), 'weights').companion).toBeUndefined();
  });

  test('a gate of channels stands between the map and its product, also when it was moved first', () => {
    const nodes = [
      node(0, axes('batch 1, height 7, width 7, channel 8'), 'feature'),
      node(1, axes('batch 1, channel 8'), 'gate'),
      node(2, axes('batch 1, channel 8'), 'gate', { op: 'rename', inputs: [1], move: true }),
      node(3, axes('batch 1, channel 8'), 'feature', { op: 'activation', inputs: [1] }),
      node(4, axes('batch 1, height 7, width 7, channel 8'), 'output', {
        op: 'multiply',
        inputs: [0, 2],
      }),
    ];
    const graph = graphOf(nodes);
    expect(figureFor(nodes[1], graph).companion).toEqual({ kind: 'gates', before: 0, after: 4 });
    expect(figureFor(nodes[3], graph).companion).toBeUndefined();
  });
});

test('a view request fixes what the person chose and leaves the rest at its default', () => {
  const plan = planFor(axes('batch 2, head 8, query 9, key 12'), 'weights');
  const region = { row: [0, 4], column: [2, 6] } as const;
  expect(viewRequestFor(plan, { head: 3 }, [400, 300], region)).toEqual({
    node: 0,
    rows: ['query'],
    columns: ['key'],
    fixed: { batch: 0, head: 3 },
    region,
    pixels: [400, 300],
    pool: 'max',
  });
  // A role that the figure spreads out cannot be fixed by an old choice.
  expect(viewRequestFor(plan, { query: 1 }, [4, 4]).fixed).toEqual({ batch: 0, head: 0 });
});

test('a few columns without places over the pixels of a map are a map each', () => {
  const tokens = planFor(axes('batch 1, head 2, token 49, slot 16', { token: grid }), 'weights');
  expect(tokens).toMatchObject({
    kind: 'map',
    rows: ['token'],
    columns: [],
    grid: { height: 7, width: 7 },
    multiples: 'head',
    selectors: ['head', 'slot'],
  });
  const map = planFor(axes('batch 1, height 6, width 8, slot 16'), 'weights');
  expect(map).toMatchObject({ kind: 'map', rows: ['height'], columns: ['width'] });
  expect(map.multiples).toBe('slot');
  const many = planFor(axes('batch 1, token 49, slot 500', { token: grid }), 'weights');
  expect(many.kind).toBe('matrix');
});

test('the window in the middle of the map comes first', () => {
  const places: Places = {
    kind: 'window',
    height: 12,
    width: 20,
    rows: 3,
    columns: 5,
    size: [4, 4],
    shift: [0, 0],
  };
  const plan = planFor(axes('window 15, query 16, key 16', { query: places }), 'weights');
  expect(plan.fixed.window).toBe(7);
});
