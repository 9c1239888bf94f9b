/** What a side shows, as numbers that can be held against those of the other side. */
import { type Cell, fromUnit } from '../../draw/support';
import type { Role } from '../../trace/axes';
import type { Places } from '../../trace/places';
import type { View, ViewRequest } from '../../trace/view';
import { type Grid, gridOf, keysOf, queryPixel, samplesIn } from '../stage/look';
import { lookRequests } from '../stage/look-requests';
import { extremesOf, maskIn, maskRequestFor } from '../stage/masks';
import { sampledGrid } from '../stage/points';
import { requestFor, type StepFigure } from '../stage/use-step-figure';

/** Where a query looks on the image, or the whole figure of the step. */
export type Shown = 'look' | 'whole';

/** One number per pixel, channel, frequency or cell of a matrix, or two for each sampling point. */
export interface Picture {
  readonly kind: 'look' | 'map' | 'matrix' | 'bars' | 'spectrum' | 'points' | 'scalar';
  /** Of points where they lie, in pixels: y and x in turn. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** What rows and columns count. */
  readonly counts: readonly string[];
  readonly extremes: Pick<View['statistics'], 'min' | 'max'>;
  /** Of a matrix. */
  readonly view?: View;
  /** Holds blanks: what a query cannot see is no number. */
  readonly blank?: boolean;
}

/** The weights of one query. */
export interface Attention {
  readonly weights: Float32Array;
  /** The same on the positions that both sides share, pixels or words, row-major. */
  readonly mass: Float32Array;
  readonly grid: Grid | null;
  /** Positions that the query can see. */
  readonly reach: ReadonlySet<number>;
}

export const shownOf = ({ plan, step, summary }: StepFigure, whole: boolean): Shown =>
  !whole && plan.companion?.kind === 'look' && gridOf(step.node, summary.graph) ? 'look' : 'whole';

/** Whether a step has one row of weights per query. */
const hasAttention = ({ plan, step }: StepFigure): boolean =>
  plan.kind === 'matrix' && plan.columns[0] === 'key' && step.node.step.text.role === 'weights';

/** What has to be read, in the order in which `pictureOf` and `attentionOf` expect it. */
export function requestsOf(figure: StepFigure, shown: Shown, row: number): readonly ViewRequest[] {
  const { plan, summary } = figure;
  const look = shown === 'look' || hasAttention(figure) ? lookRequests(figure, row) : [];
  if (shown === 'look') return look;
  const sizes = { bars: [1, 4096], points: [65_536, 2] } as const;
  const request = requestFor(figure, sizes[plan.kind as keyof typeof sizes]);
  return [request, maskRequestFor(request, summary.graph) ?? request, ...look];
}

/** Roles under one name, however they are laid out. */
const nameOf = (role: Role): string =>
  ['query', 'token', 'height', 'width'].includes(role) ? 'position' : role;

/** The picture, or null where several of its numbers are drawn as one, or its keys have no places. */
export function pictureOf(
  figure: StepFigure,
  shown: Shown,
  row: number,
  views: readonly View[],
): Picture | null {
  const { plan, step } = figure;
  const [view, second] = views;
  const { role } = step.node.step.text;
  const extremes = extremesOf(view, maskIn(view, second === view ? undefined : second, role));
  const counts = [...new Set([...plan.rows, ...plan.columns].map(nameOf))];
  const common = { values: view.data, counts, extremes };
  if (shown === 'look') {
    const seen = seenBy(figure, row, views);
    if (!seen?.grid) return null;
    const { height: rows, width: columns } = seen.grid;
    const blank = role !== 'weights';
    return { ...common, kind: 'look', values: seen.mass, rows, columns, blank };
  }
  if (plan.kind === 'map') {
    const grid = plan.grid ?? { height: view.height, width: view.width };
    const whole = view.data.length === grid.height * grid.width;
    return whole ? { ...common, kind: 'map', rows: grid.height, columns: grid.width } : null;
  }
  if (plan.kind === 'bars') return { ...common, kind: 'bars', rows: 1, columns: view.data.length };
  if (plan.kind === 'points') {
    const grid = sampledGrid(figure);
    const values = Float32Array.from(samplesIn(view, grid).flatMap(({ y, x }) => [y, x]));
    return { ...common, kind: 'points', values, rows: view.height, columns: 1 };
  }
  const { height, width } = view;
  if (plan.kind === 'spectrum') {
    const whole = height === view.rows && width === view.columns;
    return whole ? { ...common, kind: 'spectrum', rows: height, columns: width } : null;
  }
  if (plan.kind === 'scalar') return { ...common, kind: 'scalar', rows: 1, columns: 1 };
  return { ...common, kind: 'matrix', rows: height, columns: width, view };
}

/**
 * The weights of a query, also as shares of the pixels or words that they fall on.
 * @param views those of `lookRequests`
 */
export const attentionOf = (
  figure: StepFigure,
  row: number,
  views: readonly View[],
): Attention | null =>
  views.length > 0 && hasAttention(figure) ? seenBy(figure, row, views) : null;

/** The same for any row over keys, scores among them. */
function seenBy(figure: StepFigure, row: number, views: readonly View[]): Attention | null {
  const { layout, step, summary } = figure;
  const places = step.node.axes.find((a) => a.role === 'key')?.places;
  if (!places) return null;
  const [view, second, points] = views;
  const { role } = step.node.step.text;
  const mask = maskIn(view, second === view ? undefined : second, role);
  const weights = view.data;
  if (places.kind === 'sequence') {
    const visible = (i: number) => !(mask && mask.data[i] > 0.5);
    const reach = new Set(Array.from(weights.keys()).filter(visible));
    return { weights, mass: weights, grid: null, reach };
  }
  const grid = gridOf(step.node, summary.graph);
  if (!grid) return null;
  if (places.kind === 'sampled') return points ? sampled(weights, points, grid) : null;
  const query = queryPixel(layout, row);
  const { cells } = keysOf(layout, view, query, grid, points, mask);
  return { weights, grid, ...laid(cells, grid, coverOf(places, grid)) };
}

/** Over how many pixels a key's weight is spread. */
const coverOf = (places: Places, grid: Grid): number =>
  places.kind === 'grid' ? (grid.height * grid.width) / (places.height * places.width) : 1;

function laid(cells: readonly Cell[], grid: Grid, cover: number) {
  const mass = new Float32Array(grid.height * grid.width);
  const reach = new Set<number>();
  for (const { y, x, value, masked } of cells) {
    if (masked || y < 0 || x < 0 || y >= grid.height || x >= grid.width) continue;
    mass[y * grid.width + x] += value / cover;
    reach.add(y * grid.width + x);
  }
  return { mass, reach };
}

/** Weights of points, shared among the four pixels round each, as bilinear sampling does. */
function sampled(weights: Float32Array, points: View, grid: Grid): Attention {
  const cells: Cell[] = [];
  for (let i = 0; i < weights.length; i++) {
    const y = fromUnit(points.data[2 * i], grid.height);
    const x = fromUnit(points.data[2 * i + 1], grid.width);
    const [top, left] = [Math.floor(y), Math.floor(x)];
    for (const [dy, dx] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      const near = (1 - Math.abs(y - top - dy)) * (1 - Math.abs(x - left - dx));
      if (near > 0) cells.push({ y: top + dy, x: left + dx, value: weights[i] * near });
    }
  }
  return { weights, grid, ...laid(cells, grid, 1) };
}

/** Whether two pictures have one number for each of the same things, so that they can be subtracted. */
export const areAlike = (a: Picture, b: Picture): boolean =>
  a.kind === b.kind &&
  !a.blank &&
  !b.blank &&
  a.rows === b.rows &&
  a.columns === b.columns &&
  a.counts.join() === b.counts.join();
