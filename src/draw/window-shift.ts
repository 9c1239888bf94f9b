import { easeCubicInOut } from 'd3';
import type { Extent } from './plate';
import {
  bandsOf,
  isInside,
  type Pixel,
  regionOf,
  rolled,
  type WindowPlaces,
  windowOf,
} from './support';

/** How far the windows have slid, and how far the pixels of the other side have moved in: each 0…1. */
export const inPhase = (phase: number): { slide: number; fill: number } => ({
  slide: easeCubicInOut(Math.max(0, Math.min(1, 2 * phase))),
  fill: easeCubicInOut(Math.max(0, Math.min(1, 2 * phase - 1))),
});

const paddedSize = (windows: WindowPlaces): { height: number; width: number } => ({
  height: windows.rows * windows.size[0],
  width: windows.columns * windows.size[1],
});

/** A block of the padded map, and where it is shown. A ghost stays where the block came from. */
export interface Piece {
  readonly from: Extent;
  readonly to: Extent;
  readonly ghost: boolean;
}

const moved = ({ y, x }: Extent, dy: number, dx: number): Extent => ({
  y: [y[0] + dy, y[1] + dy],
  x: [x[0] + dx, x[1] + dx],
});

/**
 * The padded map in the pieces that a cyclic roll moves: the first rows go below the last ones, the
 * first columns to the right of the last ones. Later pieces lie over earlier ones.
 */
export function piecesOf(windows: WindowPlaces, phase: number): Piece[] {
  const { height, width } = paddedSize(windows);
  const [sy, sx] = windows.shift;
  const { fill } = inPhase(phase);
  const rows = { first: [0, sy], rest: [sy, height] } as const;
  const columns = { first: [0, sx], rest: [sx, width] } as const;
  const still: Extent = { y: rows.rest, x: columns.rest };
  const wrapped = [
    { from: { y: rows.first, x: columns.rest }, dy: height, dx: 0 },
    { from: { y: rows.rest, x: columns.first }, dy: 0, dx: width },
    { from: { y: rows.first, x: columns.first }, dy: height, dx: width },
  ].filter(({ from }) => from.y[1] > from.y[0] && from.x[1] > from.x[0]);
  return [
    ...(fill > 0 ? wrapped.map(({ from }) => ({ from, to: from, ghost: true })) : []),
    { from: still, to: still, ghost: false },
    ...wrapped.map(({ from, dy, dx }) => ({
      from,
      to: moved(from, fill * dy, fill * dx),
      ghost: false,
    })),
  ];
}

/** A part of a window whose pixels see each other, where it lies once the map is rolled. */
export interface Region extends Extent {
  readonly label: number;
  readonly window: number;
  /** Came from the other side. */
  readonly wrapped: boolean;
  holds(pixel: Pixel): boolean;
}

/** The regions of the windows that the mask divides; none without a shift. */
export function regionsOf(windows: WindowPlaces): Region[] {
  const [sy, sx] = windows.shift;
  if (sy === 0 && sx === 0) return [];
  const bands = bandsOf(windows);
  const cut = (edges: readonly number[], count: number, size: number): [number, number][] => {
    const all = new Set([...edges, ...Array.from({ length: count + 1 }, (_, i) => i * size)]);
    const sorted = [...all].sort((a, b) => a - b);
    return sorted.slice(1).map((end, i) => [sorted[i], end]);
  };
  const { height, width } = paddedSize(windows);
  const regions: Region[] = [];
  for (const y of cut(bands.rows, windows.rows, windows.size[0]))
    for (const x of cut(bands.columns, windows.columns, windows.size[1])) {
      const row = Math.floor(y[0] / windows.size[0]);
      const column = Math.floor(x[0] / windows.size[1]);
      // Only windows on the last row and column are divided.
      if (row < windows.rows - 1 && column < windows.columns - 1) continue;
      const corner = { y: (y[0] + sy) % height, x: (x[0] + sx) % width };
      const label = regionOf(windows, corner);
      regions.push({
        ...moved({ y, x }, sy, sx),
        label,
        window: row * windows.columns + column,
        wrapped: (sy > 0 && y[0] >= height - sy) || (sx > 0 && x[0] >= width - sx),
        holds: (pixel) => {
          const at = rolled(windows, pixel);
          return at.y >= y[0] && at.y < y[1] && at.x >= x[0] && at.x < x[1];
        },
      });
    }
  return regions;
}

/** Where a pixel of the map is shown while its piece moves. */
export function shownPixel(windows: WindowPlaces, { y, x }: Pixel, phase: number): Pixel {
  const { height, width } = paddedSize(windows);
  const { fill } = inPhase(phase);
  return {
    y: y < windows.shift[0] ? y + fill * height : y,
    x: x < windows.shift[1] ? x + fill * width : x,
  };
}

/** A window and, where the pointer is on one, the pixel of the map. */
export interface WindowTarget {
  readonly window: number;
  readonly pixel: Pixel | null;
}

/** The padded map, and beyond it what the shift reaches over. */
export function shownExtent(windows: WindowPlaces): Extent {
  const { height, width } = paddedSize(windows);
  return { y: [0, height + windows.shift[0]], x: [0, width + windows.shift[1]] };
}

/** The window under a cell of the figure, and the pixel that is shown there. */
export function targetAt(windows: WindowPlaces, at: Pixel, phase: number): WindowTarget | null {
  const { height, width } = paddedSize(windows);
  const { slide, fill } = inPhase(phase);
  const pixel = { y: at.y % height, x: at.x % width };
  const over = at.y >= height || at.x >= width;
  const found = isInside(pixel, windows) && (!over || fill > 0.5) ? pixel : null;
  if (windows.spread) return found && { window: windowOf(windows, found).window, pixel: found };
  const row = Math.floor((at.y - Math.round(slide * windows.shift[0])) / windows.size[0]);
  const column = Math.floor((at.x - Math.round(slide * windows.shift[1])) / windows.size[1]);
  if (row < 0 || column < 0 || row >= windows.rows || column >= windows.columns) return null;
  return { window: row * windows.columns + column, pixel: found };
}

/** The neighbouring window, held at the border; the first one from nowhere. */
export function stepWindow(
  windows: WindowPlaces,
  from: WindowTarget | null,
  dx: number,
  dy: number,
): WindowTarget {
  const hold = (v: number, count: number): number => Math.max(0, Math.min(count - 1, v));
  if (!from) return { window: 0, pixel: null };
  const row = hold(Math.floor(from.window / windows.columns) + dy, windows.rows);
  const column = hold((from.window % windows.columns) + dx, windows.columns);
  return { window: row * windows.columns + column, pixel: null };
}
