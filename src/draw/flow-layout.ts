import type { Graph, Node } from '../trace/graph';
import { arrange } from './flow-rows';

/** A node of the shown graph: a step, or an input that steps read. Weights hang on the step that reads them. */
export interface FlowNode {
  readonly id: number;
  readonly kind: 'step' | 'input';
  readonly weights: readonly number[];
}

export interface FlowEdge {
  readonly from: number;
  readonly to: number;
}

export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export interface Placed extends FlowNode {
  /** Top left corner and size, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly layer: number;
}

export interface FlowLayout {
  readonly nodes: readonly Placed[];
  /** Points from the end of one node to the start of the next, through the gaps between nodes. */
  readonly edges: readonly (FlowEdge & {
    readonly points: readonly (readonly [number, number])[];
  })[];
  readonly width: number;
  readonly height: number;
}

export interface FlowOptions {
  readonly size: (node: FlowNode) => { readonly width: number; readonly height: number };
  /** Space between layers, and between neighbours within a layer. */
  readonly gap: readonly [layers: number, neighbours: number];
  /** Layers that are longer than this together go on in another row, as words do in lines. */
  readonly wrap?: number;
}

/** The named steps of a trace and what they read, looking through values without a name. */
export function flowOf(graph: Graph): FlowGraph {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const isInput = (node: Node): boolean => node.op === 'input' && !node.step;
  const nodes: FlowNode[] = [];
  const edges: FlowEdge[] = [];
  const inputs = new Set<number>();
  const steps = [...graph.steps].sort((a, b) => a - b);
  for (const id of steps) {
    const weights: number[] = [];
    const seen = new Set<number>();
    const visit = (from: number): void => {
      const node = byId.get(from);
      if (!node || seen.has(from)) return;
      seen.add(from);
      if (node.step || isInput(node)) {
        edges.push({ from, to: id });
        if (isInput(node)) inputs.add(from);
      } else if (node.op === 'weight') weights.push(from);
      else node.inputs.forEach(visit);
    };
    byId.get(id)?.inputs.forEach(visit);
    nodes.push({ id, kind: 'step', weights });
  }
  const sources = [...inputs].map((id): FlowNode => ({ id, kind: 'input', weights: [] }));
  return { nodes: [...sources, ...nodes], edges };
}

/** A node, or a bend of a long edge, while it is being placed. */
interface Slot {
  readonly node: FlowNode | null;
  readonly layer: number;
  readonly width: number;
  readonly height: number;
  readonly before: Slot[];
  readonly after: Slot[];
  /** Middle of its height. */
  y: number;
}

/**
 * Layers from the longest path, order within a layer by barycentres, positions drawn towards the
 * neighbours' mean. Nodes never overlap, and every edge runs to the right, from layer to layer, except
 * between two rows, where it goes back through the space between them.
 */
export function layoutFlow(flow: FlowGraph, options: FlowOptions): FlowLayout {
  const ranks = ranksOf(flow);
  const slots = new Map<number, Slot>();
  const columns: Slot[][] = [];
  const add = (layer: number, node: FlowNode | null): Slot => {
    const size = node ? options.size(node) : { width: 0, height: 0 };
    const slot: Slot = { node, layer, ...size, before: [], after: [], y: 0 };
    columns[layer] ??= [];
    columns[layer].push(slot);
    return slot;
  };
  const join = (a: Slot, b: Slot): void => {
    a.after.push(b);
    b.before.push(a);
  };
  for (const node of flow.nodes) slots.set(node.id, add(ranks.get(node.id) ?? 0, node));
  const paths = flow.edges.map((edge) => {
    const path = [slots.get(edge.from)!];
    const last = slots.get(edge.to)!;
    for (let layer = path[0].layer + 1; layer < last.layer; layer++) {
      const bend = add(layer, null);
      join(path[path.length - 1], bend);
      path.push(bend);
    }
    join(path[path.length - 1], last);
    return { edge, path: [...path, last] };
  });
  order(columns);
  settle(columns, options.gap[1]);
  const grid = arrange(
    columns,
    paths.map(({ path }) => path),
    options,
  );
  const nodes = columns.flat().flatMap((slot): Placed[] => {
    if (!slot.node) return [];
    const { width, height } = slot;
    const y = grid.yOf(slot) - height / 2;
    return [{ ...slot.node, x: grid.startOf(slot), y, width, height, layer: slot.layer }];
  });
  const edges = paths.map(({ edge, path }, i) => ({ ...edge, points: grid.route(path, i) }));
  return { nodes, edges, width: grid.width, height: grid.height };
}

/** Longest path from the sources; sources then move up to just before their first reader. */
function ranksOf({ nodes, edges }: FlowGraph): Map<number, number> {
  const layers = new Map<number, number>();
  const before = new Map<number, number[]>();
  for (const { from, to } of edges) before.set(to, [...(before.get(to) ?? []), from]);
  const layerOf = (id: number): number => {
    const known = layers.get(id);
    if (known !== undefined) return known;
    const layer = Math.max(-1, ...(before.get(id) ?? []).map(layerOf)) + 1;
    layers.set(id, layer);
    return layer;
  };
  for (const { id } of nodes) layerOf(id);
  for (const { id } of nodes) {
    const readers = edges.filter((e) => e.from === id).map((e) => layers.get(e.to)!);
    if (!before.has(id) && readers.length) layers.set(id, Math.min(...readers) - 1);
  }
  return layers;
}

/** Sweeps of barycentres, forward and back; the order with the fewest crossings is kept. */
function order(columns: Slot[][]): void {
  let best = columns.map((column) => [...column]);
  let fewest = crossings(columns);
  for (let sweep = 0; sweep < 12 && fewest > 0; sweep++) {
    const forward = sweep % 2 === 0;
    const walk = forward ? columns : [...columns].reverse();
    for (const column of walk) {
      const centre = new Map(
        column.map((slot, i) => {
          const neighbours = forward ? slot.before : slot.after;
          const places = neighbours.map((n) => columns[n.layer].indexOf(n));
          return [slot, places.length ? mean(places) : i];
        }),
      );
      column.sort((a, b) => centre.get(a)! - centre.get(b)!);
    }
    const now = crossings(columns);
    if (now < fewest) {
      fewest = now;
      best = columns.map((column) => [...column]);
    }
  }
  best.forEach((column, i) => {
    columns[i] = column;
  });
}

function crossings(columns: readonly Slot[][]): number {
  let count = 0;
  for (let i = 0; i + 1 < columns.length; i++) {
    const place = new Map(columns[i + 1].map((slot, k) => [slot, k]));
    const ends = columns[i].flatMap((slot, k) => slot.after.map((a) => [k, place.get(a)!]));
    for (let a = 0; a < ends.length; a++)
      for (let b = a + 1; b < ends.length; b++)
        if ((ends[a][0] - ends[b][0]) * (ends[a][1] - ends[b][1]) < 0) count++;
  }
  return count;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / values.length;

/** Positions across the flow: each slot is drawn to its neighbours' mean, then pushed apart. */
function settle(columns: readonly Slot[][], gap: number): void {
  for (const column of columns) spread(column, gap);
  for (let round = 0; round < 24; round++) {
    const walk = round % 2 === 0 ? columns : [...columns].reverse();
    for (const column of walk) {
      for (const slot of column) {
        const neighbours = [...slot.before, ...slot.after];
        if (neighbours.length) slot.y = mean(neighbours.map((n) => n.y));
      }
      spread(column, gap);
    }
  }
}

/** Least-squares positions that keep the order and the gaps: overlapping neighbours form blocks that move as one. */
function spread(column: readonly Slot[], gap: number): void {
  interface Block {
    slots: Slot[];
    offsets: number[];
    wish: number;
  }
  const blocks: Block[] = [];
  const width = (b: Block): number =>
    b.offsets[b.offsets.length - 1] + b.slots[b.slots.length - 1].height / 2;
  for (const slot of column) {
    let block: Block = { slots: [slot], offsets: [0], wish: slot.y };
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      const room = width(last) + gap + block.slots[0].height / 2;
      if (block.wish >= last.wish + room) break;
      blocks.pop();
      const offsets = [...last.offsets, ...block.offsets.map((o) => o + room)];
      const slots = [...last.slots, ...block.slots];
      const sum = last.wish * last.slots.length + (block.wish - room) * block.slots.length;
      block = { slots, offsets, wish: sum / slots.length };
    }
    blocks.push(block);
  }
  for (const { slots, offsets, wish } of blocks)
    slots.forEach((slot, i) => {
      slot.y = wish + offsets[i];
    });
}
