import { path } from 'd3';

/** Layers of a flow in rows, and the ways of its edges between them. */

/** What is placed: a node, or a bend of an edge. */
export interface Slotted {
  readonly layer: number;
  readonly width: number;
  readonly height: number;
  /** A bend is as wide as its layer. */
  readonly node: unknown;
  /** Middle of its height, within its layer. */
  readonly y: number;
}

type Point = readonly [x: number, y: number];

export interface Rows {
  readonly width: number;
  readonly height: number;
  /** Left side of a slot, in the middle of its layer. */
  startOf(slot: Slotted): number;
  yOf(slot: Slotted): number;
  /** Points from the end of the first slot to the start of the last. */
  route(path: readonly Slotted[], edge: number): Point[];
}

export interface RowOptions {
  readonly gap: readonly [layers: number, neighbours: number];
  readonly wrap?: number;
}

/** Distance between edges that go from one row to the next beside each other, and from the plates. */
const lane = 7;
const shoulder = 14;

/** Places layers in as few rows as their width allows, filled evenly. */
export function arrange(
  columns: readonly (readonly Slotted[])[],
  paths: readonly (readonly Slotted[])[],
  { gap, wrap = Number.POSITIVE_INFINITY }: RowOptions,
): Rows {
  const widths = columns.map((column) => Math.max(0, ...column.map((s) => s.width)));
  const rowOf = rowsOf(widths, gap[0], wrap);
  const count = (rowOf.at(-1) ?? -1) + 1;
  const lanes = lanesOf(paths, rowOf);
  const most = Math.max(0, ...lanes.map((l) => l.size));
  const side = most === 0 ? 0 : shoulder + most * lane;

  const xs = widths.map((_, i) => {
    const first = rowOf.indexOf(rowOf[i]);
    return widths.slice(first, i).reduce((x, w) => x + w + gap[0], side);
  });
  const ends = Array.from({ length: count }, (_, row) => {
    const last = rowOf.lastIndexOf(row);
    return xs[last] + widths[last];
  });
  const right = Math.max(0, ...ends);
  const tops: number[] = [];
  const shifts: number[] = [];
  let y = 0;
  for (let row = 0; row < count; row++) {
    const slots = columns.filter((_, i) => rowOf[i] === row).flat();
    const from = Math.min(...slots.map((s) => s.y - s.height / 2));
    const to = Math.max(...slots.map((s) => s.y + s.height / 2));
    shifts.push(y - from);
    y += to - from;
    tops.push(y);
    if (row < count - 1) y += 2 * shoulder + lanes[row].size * lane;
  }

  const startOf = (slot: Slotted): number =>
    xs[slot.layer] + (slot.node ? (widths[slot.layer] - slot.width) / 2 : 0);
  const endOf = (slot: Slotted): number =>
    slot.node ? startOf(slot) + slot.width : xs[slot.layer] + widths[slot.layer];
  const yOf = (slot: Slotted): number => slot.y + shifts[rowOf[slot.layer]];

  /** Round the end of a row and the beginning of the next; edges keep their order, so that none cross. */
  const descend = (from: Slotted, to: Slotted, edge: number): Point[] => {
    const row = rowOf[from.layer];
    const all = lanes[row];
    const at = all.get(edge) ?? 0;
    const outer = all.size - 1 - at;
    const [x0, x1] = [right + shoulder + outer * lane, side - shoulder - at * lane];
    const between = tops[row] + shoulder + outer * lane;
    return [
      [right, yOf(from)],
      [x0, yOf(from)],
      [x0, between],
      [x1, between],
      [x1, yOf(to)],
    ];
  };

  return {
    width: right + side,
    height: y,
    startOf,
    yOf,
    route: (path, edge) =>
      path.flatMap((slot, i): Point[] => {
        const before = path[i - 1];
        const into: Point = [startOf(slot), yOf(slot)];
        const outOf: Point = [endOf(slot), yOf(slot)];
        if (!before) return [outOf];
        const way = rowOf[before.layer] === rowOf[slot.layer] ? [] : descend(before, slot, edge);
        return i === path.length - 1 ? [...way, into] : [...way, into, outOf];
      }),
  };
}

/** The row of each layer: no more rows than needed, with as many layers in each as in the others. */
function rowsOf(widths: readonly number[], gap: number, wrap: number): number[] {
  const fill = (limit: number): number[] => {
    let [row, used] = [0, 0];
    return widths.map((width) => {
      if (used > 0 && used + gap + width > limit) [row, used] = [row + 1, 0];
      used += (used > 0 ? gap : 0) + width;
      return row;
    });
  };
  const rows = fill(wrap);
  const count = (rows.at(-1) ?? 0) + 1;
  if (count === 1) return rows;
  const whole = widths.reduce((sum, w) => sum + w + gap, -gap);
  // The narrowest limit that needs no further row.
  for (let limit = whole / count; limit < wrap; limit += gap) {
    const even = fill(limit);
    if ((even.at(-1) ?? 0) + 1 === count) return even;
  }
  return rows;
}

/** By row: the edges that go on in the next one, from the top, each with its place among them. */
function lanesOf(
  paths: readonly (readonly Slotted[])[],
  rowOf: readonly number[],
): Map<number, number>[] {
  const rows = Math.max(0, (rowOf.at(-1) ?? 0) + 1);
  return Array.from({ length: rows }, (_, row) => {
    const crossing = paths.flatMap((path, edge) => {
      const at = path.findIndex((slot, i) => i > 0 && rowOf[slot.layer] === row + 1);
      const from = at > 0 && rowOf[path[at - 1].layer] === row ? path[at - 1] : null;
      return from ? [{ edge, y: from.y }] : [];
    });
    crossing.sort((a, b) => a.y - b.y);
    return new Map(crossing.map(({ edge }, i) => [edge, i]));
  });
}

/** Radius where an edge turns between rows. */
const corner = 6;

/** Waves from layer to layer, and straight lines with round corners between rows. */
export function edgePath(points: readonly (readonly [number, number])[]): string {
  const way = path();
  way.moveTo(...points[0]);
  points.slice(1).forEach(([x, y], i) => {
    const [x0, y0] = points[i];
    const next = points[i + 2];
    const turns = next && (x === x0) !== (next[0] === x) && (y === y0) !== (next[1] === y);
    if (turns && (x === x0 || y === y0)) way.arcTo(x, y, next[0], next[1], corner);
    else if (x === x0 || y === y0) way.lineTo(x, y);
    else way.bezierCurveTo((x0 + x) / 2, y0, (x0 + x) / 2, y, x, y);
  });
  return way.toString();
}
