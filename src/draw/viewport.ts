/** Which cells along one axis are seen: half-open, fractional while zooming. */
export type Range = readonly [number, number];

export interface Region {
  readonly row: Range;
  readonly column: Range;
}

export const wholeOf = (rows: number, columns: number): Region => ({
  row: [0, rows],
  column: [0, columns],
});

export const sameRegion = (a: Region, b: Region): boolean =>
  a.row[0] === b.row[0] &&
  a.row[1] === b.row[1] &&
  a.column[0] === b.column[0] &&
  a.column[1] === b.column[1];

/** Smallest region of whole cells around one; at least one cell, inside the axis. */
export function wholeCells([from, to]: Range, count: number): Range {
  // Rounding errors of a zoom must not fetch one more cell on each side.
  const first = Math.min(count - 1, Math.max(0, Math.floor(from + 1e-6)));
  return [first, Math.min(count, Math.max(first + 1, Math.ceil(to - 1e-6)))];
}

/** Moves a range into 0…count, keeping its length where that fits. */
export function clampRange([from, to]: Range, count: number, least = 1): Range {
  const length = Math.min(count, Math.max(to - from, Math.min(least, count)));
  const middle = (from + to) / 2;
  const start = Math.min(count - length, Math.max(0, middle - length / 2));
  return [start, start + length];
}

/**
 * The range after the pixels under it went from p to `ratio`·p + `shift`.
 * @param pixels length of the axis on the screen
 * @param least fewest cells that may be shown
 */
export function moveRange(
  range: Range,
  pixels: number,
  ratio: number,
  shift: number,
  count: number,
  least: number,
): Range {
  const cells = (range[1] - range[0]) / pixels;
  const from = range[0] + (-shift / ratio) * cells;
  const wanted: Range = [from, from + (pixels / ratio) * cells];
  const atLimit = ratio > 1 && range[1] - range[0] <= Math.min(least, count) + 1e-9;
  return atLimit ? range : clampRange(wanted, count, least);
}

/** The range moved as little as possible so that it contains a position. */
export function showPosition([from, to]: Range, position: number, count: number): Range {
  const by = position < from ? position - from : position + 1 > to ? position + 1 - to : 0;
  return clampRange([from + by, to + by], count, to - from);
}

/** Between two regions, for an animation. */
export function betweenRegions(a: Region, b: Region, t: number): Region {
  const mix = (p: Range, q: Range): Range => [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t];
  return { row: mix(a.row, b.row), column: mix(a.column, b.column) };
}
