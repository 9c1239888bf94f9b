/** Where a query looks, as data for `createLook`: keys as pixels or points, whatever the layout. */
import type { LookData } from '../../draw/look';
import type { Sample } from '../../draw/samples';
import {
  type Cell,
  cellsOf,
  fromUnit,
  maskedTokens,
  type Pixel,
  positionOf,
  type WindowPlaces,
  windowOf,
} from '../../draw/support';
import { type Axis, axisOf, hasRole } from '../../trace/axes';
import type { Graph, Node } from '../../trace/graph';
import type { Places } from '../../trace/places';
import type { View } from '../../trace/view';
import type { Layout } from './cells';

export interface Grid {
  readonly height: number;
  readonly width: number;
}

const placesOf = (axes: readonly Axis[], role: string): Places | undefined =>
  axes.find((a) => a.role === role)?.places;

const gridOfPlaces = (places: Places | undefined): Grid | null =>
  places && 'height' in places && 'width' in places
    ? { height: places.height, width: places.width }
    : null;

/** The map that a node's queries and keys lie on. */
export function gridOf(node: Node, graph: Graph): Grid | null {
  const { axes } = node;
  const own =
    gridOfPlaces(placesOf(axes, 'query')) ??
    gridOfPlaces(placesOf(axes, 'token')) ??
    gridOfPlaces(placesOf(axes, 'key'));
  if (own) return own;
  // Rows that are pixels, or else the map that came in.
  const map = [node, ...graph.nodes].find(
    (n) => hasRole(n.axes, 'height') && hasRole(n.axes, 'width'),
  );
  return map
    ? { height: axisOf(map.axes, 'height').size, width: axisOf(map.axes, 'width').size }
    : null;
}

const windowIn = ({ fixed }: Layout): number =>
  typeof fixed.window === 'number' ? fixed.window : 0;

/** The pixel of a row of the matrix, or null when its query is none. */
export function queryPixel(layout: Layout, row: number): Pixel | null {
  const { axes, rows } = layout;
  if (rows.includes('height') && rows.includes('width')) {
    const { size } = axisOf(axes, 'width');
    return { y: Math.floor(row / size), x: row % size };
  }
  const places = placesOf(axes, rows[0]);
  return places && rows.length === 1 ? positionOf(places, row, { window: windowIn(layout) }) : null;
}

/** The row of the query at a pixel, and the window that it is in. */
export function rowOfPixel(
  layout: Layout,
  pixel: Pixel,
): { readonly row: number; readonly window?: number } | null {
  const { axes, rows } = layout;
  if (rows.includes('height') && rows.includes('width'))
    return { row: pixel.y * axisOf(axes, 'width').size + pixel.x };
  const places = placesOf(axes, rows[0]);
  if (places?.kind === 'grid') return { row: pixel.y * places.width + pixel.x };
  if (places?.kind === 'lattice') {
    const { columns, stride } = places;
    return { row: Math.floor(pixel.y / stride) * columns + Math.floor(pixel.x / stride) };
  }
  if (places?.kind !== 'window') return null;
  const { window, token } = windowOf(places, pixel);
  return { row: token, window };
}

/** The computed points of a view of their coordinates, in pixels. */
export function samplesIn(
  positions: View,
  grid: Grid,
  from?: View,
  weights?: ArrayLike<number>,
): Sample[] {
  return Array.from({ length: positions.height }, (_, i): Sample => {
    const at = (view: View): Pixel => ({
      y: fromUnit(view.data[2 * i], grid.height),
      x: fromUnit(view.data[2 * i + 1], grid.width),
    });
    return {
      ...at(positions),
      ...(weights ? { value: weights[i] } : {}),
      ...(from ? { from: at(from) } : {}),
    };
  });
}

/** Keys of one row of weights as cells, or as points when they were sampled. */
export function keysOf(
  layout: Layout,
  weights: View,
  query: Pixel | null,
  grid: Grid,
  positions?: View,
  mask?: View,
): Pick<LookData, 'cells' | 'points' | 'windows'> {
  const places = placesOf(layout.axes, 'key');
  if (!places) return { cells: [] };
  if (places.kind === 'sampled')
    return { cells: [], points: positions && samplesIn(positions, grid, undefined, weights.data) };
  const windows: WindowPlaces | undefined = places.kind === 'window' ? places : undefined;
  const shifted = windows && (windows.shift[0] > 0 || windows.shift[1] > 0);
  const masked = mask
    ? Array.from(mask.data, (m) => m > 0.5)
    : shifted && query
      ? maskedTokens(windows, query)
      : undefined;
  const companions = { window: windowIn(layout), query: query ?? undefined };
  const cells = cellsOf(places, weights.data, companions, masked);
  return { cells: places.kind === 'grid' ? covered(cells, places, grid) : cells, windows };
}

/** Keys of a coarser map, each as all the pixels of the queries' map that it stands for. */
function covered(cells: readonly Cell[], from: Grid, grid: Grid): readonly Cell[] {
  if (from.height === grid.height && from.width === grid.width) return cells;
  const [tall, wide] = [grid.height / from.height, grid.width / from.width];
  return cells.flatMap((cell) => {
    const [top, left] = [Math.floor(cell.y * tall), Math.floor(cell.x * wide)];
    const rows = Math.max(1, Math.floor((cell.y + 1) * tall) - top);
    const columns = Math.max(1, Math.floor((cell.x + 1) * wide) - left);
    return Array.from({ length: rows * columns }, (_, i) => ({
      ...cell,
      y: top + Math.floor(i / columns),
      x: left + (i % columns),
    }));
  });
}
