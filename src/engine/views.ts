/**
 * Views: what fits on the screen of a tensor of any size, with statistics over every cell behind it.
 * One pass over the region; the cost per pixel is a few floating-point operations per cell.
 */
import type { Axis } from '../trace/axes';
import type { View, ViewRequest } from '../trace/view';
import { Line } from './line';
import { planeOf } from './plane';
import { Totals } from './totals';

/**
 * Rows × columns of a tensor, pooled to at most `request.pixels`. Where the region has no more cells
 * than pixels, every value is a cell of the tensor, unchanged.
 * Statistics, row and column means are over the finite cells; NaN where there are none.
 * @param memoryOf has room for as many pixels, whatever is in it.
 * @throws Error when the request does not fit the axes.
 */
export function makeView(
  data: Float32Array,
  axes: readonly Axis[],
  request: ViewRequest,
  memoryOf: (length: number) => Float32Array = (length) => new Float32Array(length),
): View {
  const plane = planeOf(data, axes, request);
  const row = clip(request.region?.row, plane.rows);
  const column = clip(request.region?.column, plane.columns);
  const height = pixelsOf(row, request.pixels[0]);
  const width = pixelsOf(column, request.pixels[1]);
  const pixels = memoryOf(height * width);
  const exact = height === row[1] - row[0] && width === column[1] - column[0];
  const [down, across] = [edges(row, height), edges(column, width)];
  const totals = new Totals(row[1] - row[0], column[1] - column[0]);
  const line = new Line(across, request.pool);
  for (let y = 0; y < height; y++) {
    for (let r = down[y]; r < down[y + 1]; r++) {
      const cells = plane.line(row[0] + r, column[0], column[1]);
      totals.add(cells);
      if (exact) pixels.set(cells, y * width);
      else line.add(cells);
    }
    if (!exact) line.write(pixels, y * width);
  }
  return {
    request,
    data: pixels,
    height,
    width,
    rows: plane.rows,
    columns: plane.columns,
    region: { row, column },
    rowMean: totals.rowMeans(down),
    columnMean: totals.columnMeans(across),
    statistics: totals.statistics(),
  };
}

type Range = readonly [number, number];

/** A region inside the tensor, of one cell at least. */
function clip(range: Range | undefined, size: number): Range {
  const from = Math.min(Math.max(0, Math.floor(range?.[0] ?? 0)), size - 1);
  return [from, Math.min(Math.max(from + 1, Math.ceil(range?.[1] ?? size)), size)];
}

const pixelsOf = ([from, to]: Range, most: number): number =>
  Math.max(1, Math.min(to - from, Math.floor(most)));

/** Where pixels begin and end, in cells of the range: `count` + 1 edges. */
const edges = ([from, to]: Range, count: number): Int32Array =>
  Int32Array.from({ length: count + 1 }, (_, i) => Math.floor((i * (to - from)) / count));
