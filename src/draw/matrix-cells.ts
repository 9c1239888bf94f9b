import type { View } from '../trace/view';
import { isMasked, type Rect } from './canvas';
import { colourerOf, inkOn } from './colour';
import type { FigureContext } from './figure';
import type { Measure } from './labels';
import type { CellAt, MatrixData } from './matrix-layout';
import type { Group } from './surface';
import type { Region } from './viewport';

/** Where the cells that a view covers lie in the plot, beyond its border while zoomed in. */
export function rectOf(covered: Region, shown: Region, plot: Rect): Rect {
  const sx = plot.width / (shown.column[1] - shown.column[0]);
  const sy = plot.height / (shown.row[1] - shown.row[0]);
  return {
    x: plot.x + (covered.column[0] - shown.column[0]) * sx,
    y: plot.y + (covered.row[0] - shown.row[0]) * sy,
    width: (covered.column[1] - covered.column[0]) * sx,
    height: (covered.row[1] - covered.row[0]) * sy,
  };
}

export const cellRect = ({ row, column }: CellAt, shown: Region, plot: Rect): Rect =>
  rectOf({ row: [row, row + 1], column: [column, column + 1] }, shown, plot);

/** Position in a view's data of the pixel that a cell is part of, or −1 outside its region. */
export function indexInView({ region, height, width }: View, { row, column }: CellAt): number {
  const [r0, r1] = region.row;
  const [c0, c1] = region.column;
  if (row < r0 || row >= r1 || column < c0 || column >= c1) return -1;
  const y = Math.min(height - 1, Math.floor(((row - r0) * height) / (r1 - r0)));
  const x = Math.min(width - 1, Math.floor(((column - c0) * width) / (c1 - c0)));
  return y * width + x;
}

/** Whether every pixel of a view is one cell. */
const isExact = ({ region, height, width }: View): boolean =>
  region.row[1] - region.row[0] === height && region.column[1] - region.column[0] === width;

/** The mask belongs to the view only when it covers the same cells. */
export const maskOf = ({ view, mask }: MatrixData): Float32Array | undefined =>
  mask && mask.height === view.height && mask.width === view.width ? mask.data : undefined;

const smallest = { width: 34, height: 16 } as const;
const mostTexts = 1500;

/**
 * Writes numbers that share a figure: with the same decimals, as many as fit; with few significant
 * digits where they are very small or large; '' where even that does not fit.
 */
export function numberWriter(
  values: readonly number[],
  width: number,
  measure: Measure,
  size: number,
): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  const most = finite.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const sign = finite.some((v) => v < 0) ? '−' : '';
  const typeset = (text: string): string => text.replace('-', '−');
  const fits = (text: string): boolean => measure(text, size) <= width;
  const decimals = [4, 3, 2, 1, 0].find((n) => fits(sign + most.toFixed(n)));
  const fixed = decimals !== undefined && (most === 0 || most * 10 ** decimals >= 10);
  return (value) => {
    if (!Number.isFinite(value)) {
      const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
      return fits(name) ? name : '';
    }
    if (fixed) return typeset(value.toFixed(decimals));
    const text = [2, 1].map((digits) => typeset(value.toExponential(digits - 1))).find(fits);
    return text ?? '';
  };
}

/** Whether a cell that is not masked has no finite value; minus infinity is how scores are masked. */
export function hasNotFinite(data: MatrixData): boolean {
  const { view } = data;
  if (view.statistics.notFinite === 0) return false;
  const mask = maskOf(data);
  return view.data.some((value, i) => !Number.isFinite(value) && !isMasked(mask, i));
}

/** Writes the values on the cells when they are large enough and single. */
export function drawValues(
  group: Group,
  data: MatrixData,
  shown: Region,
  plot: Rect,
  { theme }: FigureContext,
  measure: Measure,
): void {
  const { view } = data;
  const width = plot.width / (shown.column[1] - shown.column[0]);
  const height = plot.height / (shown.row[1] - shown.row[0]);
  const large = width >= smallest.width && height >= smallest.height;
  const few = (plot.width / width) * (plot.height / height) <= mostTexts;
  const size = Math.max(10, Math.min(13, width / 4));
  const colour = colourerOf(data.colouring, theme);
  const mask = maskOf(data);
  const texts: { key: number; x: number; y: number; value: number }[] = [];
  if (large && few && isExact(view)) {
    for (let i = 0; i < view.data.length; i++) {
      if (isMasked(mask, i)) continue;
      const row = view.region.row[0] + Math.floor(i / view.width);
      const column = view.region.column[0] + (i % view.width);
      const at = cellRect({ row, column }, shown, plot);
      const x = at.x + at.width / 2;
      const y = at.y + at.height / 2;
      const seen = x > plot.x && x < plot.x + plot.width && y > plot.y && y < plot.y + plot.height;
      if (seen) texts.push({ key: row * view.columns + column, x, y, value: view.data[i] });
    }
  }
  const write = numberWriter(
    texts.map((d) => d.value),
    width - 6,
    measure,
    size,
  );
  group
    .selectAll<SVGTextElement, (typeof texts)[number]>('text')
    .data(texts, (d) => d.key)
    .join('text')
    .attr('x', (d) => d.x)
    .attr('y', (d) => d.y)
    .attr('dy', '0.34em')
    .attr('text-anchor', 'middle')
    .attr('font-size', size)
    .attr('style', 'font-variant-numeric: tabular-nums')
    .attr('fill', (d) => inkOn(colour(d.value)))
    .attr('pointer-events', 'none')
    .text((d) => write(d.value));
}
