import type { Rect } from './canvas';
import type { FlowLayout, FlowNode, Placed } from './flow-layout';
import { nearest } from './points';

/** Sizes of plates and chips, in pixels at scale 1. */
export const plateSize = { width: 132, picture: 64, head: 22, foot: 18, chip: 15 } as const;
const inputSize = { width: 140, height: 40 } as const;

/** Weights beyond these are counted, not named. */
const mostChips = 3;

const margin = 12;
/** Texts are hard to read below this scale, so a longer graph goes on in further rows. */
const readable = 0.72;

/** How long a row of the graph may be in a figure of this width. */
export const rowLength = (width: number): number => (width - 2 * margin) / readable;

/** Height of a figure of this width that shows all of the graph, at full size at most. */
export const heightFor = (layout: FlowLayout, width: number): number =>
  Math.ceil(Math.min(1, (width - 2 * margin) / Math.max(1, layout.width)) * layout.height) +
  2 * margin;

export function sizeOfPlate({ kind, weights }: FlowNode): { width: number; height: number } {
  if (kind === 'input') return inputSize;
  const chips = Math.min(weights.length, mostChips);
  return { width: plateSize.width, height: bodyHeight({ kind }) + chips * plateSize.chip };
}

/** Height of a plate without the weights that hang below it. */
export const bodyHeight = ({ kind }: Pick<FlowNode, 'kind'>): number =>
  kind === 'input' ? inputSize.height : plateSize.head + plateSize.picture + plateSize.foot;

/** Texts of the weights below a plate. */
export function chipsOf(weights: readonly number[], nameOf: (node: number) => string): string[] {
  if (weights.length <= mostChips) return weights.map(nameOf);
  const shown = weights.slice(0, mostChips - 1).map(nameOf);
  return [...shown, `+ ${weights.length - shown.length}`];
}

/** Where the graph lies on the figure: pixel = k · position + (x, y). */
export interface Sight {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

type Size = Pick<Rect, 'width' | 'height'>;

/** All of the graph, in the middle, never enlarged. */
export function fitAll(layout: FlowLayout, size: Size): Sight {
  const k = Math.min(
    1,
    (size.width - 2 * margin) / Math.max(1, layout.width),
    (size.height - 2 * margin) / Math.max(1, layout.height),
  );
  const scale = Math.max(0.05, k);
  return {
    k: scale,
    x: (size.width - scale * layout.width) / 2,
    y: (size.height - scale * layout.height) / 2,
  };
}

/** The part round a node, at a scale at which not all can be seen. */
export function sightOf(layout: FlowLayout, size: Size, node: number | null, k: number): Sight {
  const all = fitAll(layout, size);
  const at = layout.nodes.find((d) => d.id === node);
  if (k <= all.k || !at) return all;
  const along = (middle: number, whole: number, room: number): number => {
    const spare = room - k * whole;
    if (spare >= 2 * margin) return spare / 2;
    return Math.min(margin, Math.max(spare - margin, room / 2 - k * middle));
  };
  return {
    k,
    x: along(at.x + at.width / 2, layout.width, size.width),
    y: along(at.y + at.height / 2, layout.height, size.height),
  };
}

/** Whether the whole of a node's plate can be seen. */
export function isInSight(layout: FlowLayout, size: Size, node: number | null, at: Sight): boolean {
  const found = layout.nodes.find((d) => d.id === node);
  if (!found) return true;
  const [x, y] = [at.x + at.k * found.x, at.y + at.k * found.y];
  const right = x + at.k * found.width;
  return x >= 0 && y >= 0 && right <= size.width && y + at.k * bodyHeight(found) <= size.height;
}

export function nodeAt(layout: FlowLayout, x: number, y: number): number | null {
  const found = layout.nodes.find(
    (d) => x >= d.x && y >= d.y && x < d.x + d.width && y < d.y + d.height,
  );
  return found?.id ?? null;
}

/** The next node in the direction of an arrow key. */
export function neighbourOf(
  { nodes }: FlowLayout,
  from: number | null,
  dx: number,
  dy: number,
): number | null {
  const centres = nodes.map((d) => ({ x: d.x + d.width / 2, y: d.y + bodyHeight(d) / 2 }));
  const place = nodes.findIndex((d) => d.id === from);
  const next = nearest(centres, place < 0 ? null : place, dx, dy);
  return next === null ? null : nodes[next].id;
}

/** Where a plate has its picture. */
export const wellOf = ({ x, y, width }: Placed): Rect => ({
  x: x + 6,
  y: y + plateSize.head,
  width: width - 12,
  height: plateSize.picture,
});

/** Square cells as large as they go in the middle of a rectangle; a row or column of cells fills its side. */
export function fitCells({ rows, columns }: { rows: number; columns: number }, room: Rect): Rect {
  const aspect = Math.max(1 / 5, Math.min(room.width / room.height, columns / rows));
  const width = Math.min(room.width, room.height * aspect);
  const height = Math.min(room.height, Math.max(room.height / 6, width / (columns / rows)));
  return {
    x: room.x + (room.width - width) / 2,
    y: room.y + (room.height - height) / 2,
    width,
    height,
  };
}

/** Path of a rectangle with corners of radius r. */
export const roundBox = (x: number, y: number, width: number, height: number, r: number): string =>
  `M${x + r},${y}h${width - 2 * r}a${r},${r} 0 0 1 ${r},${r}v${height - 2 * r}` +
  `a${r},${r} 0 0 1 ${-r},${r}h${2 * r - width}a${r},${r} 0 0 1 ${-r},${-r}v${2 * r - height}` +
  `a${r},${r} 0 0 1 ${r},${-r}Z`;
