import { type Companions, type Pixel, type Places, positionOf } from '../trace/places';

export { type Pixel, positionOf } from '../trace/places';

export const samePixel = (a: Pixel, b: Pixel): boolean => a.y === b.y && a.x === b.x;

/** A key on the map: where it is and how much weight it gets. */
export interface Cell extends Pixel {
  readonly value: number;
  /** The mechanism forbids this key to the query. */
  readonly masked?: boolean;
}

export type WindowPlaces = Extract<Places, { kind: 'window' }>;

/** Corner points of a closed outline, in cells: x to the right, y down. */
export type Loop = readonly (readonly [x: number, y: number])[];

/**
 * The keys of one query as cells of the map, with their weights.
 * @param values one per position of the axis that `places` describes.
 */
export function cellsOf(
  places: Places,
  values: ArrayLike<number>,
  companions: Companions = {},
  masked?: readonly boolean[],
): Cell[] {
  const cells: Cell[] = [];
  for (let i = 0; i < values.length; i++) {
    const at = positionOf(places, i, companions);
    if (at) cells.push({ ...at, value: values[i], ...(masked?.[i] ? { masked: true } : {}) });
  }
  return cells;
}

const modulo = (a: number, n: number): number => ((a % n) + n) % n;

/** A pixel's row and column on the rolled map, which windows cut. */
export function rolled(places: WindowPlaces, { y, x }: Pixel): Pixel {
  return {
    y: modulo(y - places.shift[0], places.rows * places.size[0]),
    x: modulo(x - places.shift[1], places.columns * places.size[1]),
  };
}

/** The window that a pixel falls into and its token there: the inverse of `positionOf`. */
export function windowOf(places: WindowPlaces, pixel: Pixel): { window: number; token: number } {
  const { rows, columns, size, spread } = places;
  const { y, x } = rolled(places, pixel);
  const [row, ty] = spread
    ? [y % rows, Math.floor(y / rows)]
    : [Math.floor(y / size[0]), y % size[0]];
  const [column, tx] = spread
    ? [x % columns, Math.floor(x / columns)]
    : [Math.floor(x / size[1]), x % size[1]];
  return { window: row * columns + column, token: ty * size[1] + tx };
}

/** Row and column boundaries of the three bands of the shifted window mask, on the rolled map. */
export function bandsOf(places: WindowPlaces): { rows: number[]; columns: number[] } {
  const bands = (count: number, size: number, shift: number): number[] =>
    shift > 0 ? [0, (count - 1) * size, count * size - shift, count * size] : [0, count * size];
  return {
    rows: bands(places.rows, places.size[0], places.shift[0]),
    columns: bands(places.columns, places.size[1], places.shift[1]),
  };
}

/**
 * Label 0…8 of a pixel in the shifted window mask: 3·row band + column band. Pixels of one window
 * see each other when their labels agree. Source: Swin Transformer, arXiv 2103.14030, `attn_mask`.
 */
export function regionOf(places: WindowPlaces, pixel: Pixel): number {
  const { y, x } = rolled(places, pixel);
  const bands = bandsOf(places);
  const band = (edges: number[], at: number): number =>
    edges.length > 2 ? (at < edges[1] ? 0 : at < edges[2] ? 1 : 2) : 0;
  return 3 * band(bands.rows, y) + band(bands.columns, x);
}

/** Which tokens of the query's window the shifted window mask hides from it. */
export function maskedTokens(places: WindowPlaces, query: Pixel): boolean[] {
  const { window } = windowOf(places, query);
  const own = regionOf(places, query);
  return Array.from({ length: places.size[0] * places.size[1] }, (_, token) => {
    const at = positionOf(places, token, { window });
    return at !== null && regionOf(places, at) !== own;
  });
}

/** All cells of one window without its halo, in the order of its tokens; padding lies outside of the map. */
export function windowCells({ halo: _, ...places }: WindowPlaces, window: number): Pixel[] {
  return Array.from(
    { length: places.size[0] * places.size[1] },
    (_, token) => positionOf(places, token, { window }) ?? { y: -1, x: -1 },
  );
}

/** From a coordinate in −1…1 to pixels, as grid_sample does with align_corners: −1 is the centre of the first pixel. */
export const fromUnit = (coordinate: number, size: number): number =>
  ((coordinate + 1) / 2) * (size - 1);

export const isInside = (p: Pixel, grid: { height: number; width: number }): boolean =>
  p.y > -0.5 && p.x > -0.5 && p.y < grid.height - 0.5 && p.x < grid.width - 0.5;

/** Closed outlines round a set of cells, clockwise, holes counter-clockwise, straight runs merged. */
export function outlineOf(cells: Iterable<Pixel>): Loop[] {
  const taken = new Set<string>();
  const list: Pixel[] = [];
  for (const { y, x } of cells) {
    if (!taken.has(`${x},${y}`)) list.push({ y, x });
    taken.add(`${x},${y}`);
  }
  // Directed edges along the border, keyed by where they start; two start where cells touch by a corner.
  const edges = new Map<string, [number, number][]>();
  const edge = (x0: number, y0: number, x1: number, y1: number): void => {
    const from = `${x0},${y0}`;
    edges.set(from, [...(edges.get(from) ?? []), [x1, y1]]);
  };
  for (const { y, x } of list) {
    if (!taken.has(`${x},${y - 1}`)) edge(x, y, x + 1, y);
    if (!taken.has(`${x + 1},${y}`)) edge(x + 1, y, x + 1, y + 1);
    if (!taken.has(`${x},${y + 1}`)) edge(x + 1, y + 1, x, y + 1);
    if (!taken.has(`${x - 1},${y}`)) edge(x, y + 1, x, y);
  }
  const loops: Loop[] = [];
  for (const start of edges.keys()) {
    while (edges.get(start)?.length) loops.push(merged(follow(edges, start)));
  }
  return loops;
}

function follow(edges: Map<string, [number, number][]>, start: string): [number, number][] {
  const [x, y] = start.split(',').map(Number);
  const loop: [number, number][] = [[x, y]];
  let heading: readonly [number, number] = [0, 0];
  for (let at = start; ; ) {
    const [fromX, fromY] = loop[loop.length - 1];
    const ways = edges.get(at) ?? [];
    // At a corner shared by two cells turn right, so that each keeps an outline of its own.
    const right = ways.findIndex(
      ([nx, ny]) => nx - fromX === -heading[1] && ny - fromY === heading[0],
    );
    const [next] = ways.splice(Math.max(0, right), 1);
    heading = [next[0] - fromX, next[1] - fromY];
    at = `${next[0]},${next[1]}`;
    if (at === start) return loop;
    loop.push(next);
  }
}

function merged(loop: readonly (readonly [number, number])[]): Loop {
  return loop.filter(([x, y], i) => {
    const [px, py] = loop[(i + loop.length - 1) % loop.length];
    const [nx, ny] = loop[(i + 1) % loop.length];
    return !((px === x && x === nx) || (py === y && y === ny));
  });
}

/** SVG path of outlines under two scales. */
export const pathOf = (
  loops: readonly Loop[],
  x: (cell: number) => number,
  y: (cell: number) => number,
): string =>
  loops.map((loop) => `M${loop.map(([cx, cy]) => `${x(cx)},${y(cy)}`).join('L')}Z`).join('');
