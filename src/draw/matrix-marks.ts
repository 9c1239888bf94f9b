import type { Rect } from './canvas';
import type { FigureContext } from './figure';
import { type Measure, shorten } from './labels';
import { cellRect } from './matrix-cells';
import { type CellAt, type MatrixData, strip } from './matrix-layout';
import type { Group } from './surface';
import { fontSize } from './theme';
import type { Region } from './viewport';

export const boxPath = ({ x, y, width, height }: Rect): string =>
  `M${x},${y}h${width}v${height}h${-width}z`;

const touches = (cell: Rect, plot: Rect): boolean =>
  cell.x + cell.width > plot.x + 0.01 &&
  cell.x < plot.x + plot.width - 0.01 &&
  cell.y + cell.height > plot.y + 0.01 &&
  cell.y < plot.y + plot.height - 0.01;

/** At least this many pixels, so that one cell among thousands can still be found. */
const grow = (cell: Rect, least: number): Rect => {
  const [dx, dy] = [Math.max(0, least - cell.width) / 2, Math.max(0, least - cell.height) / 2];
  return {
    x: cell.x - dx,
    y: cell.y - dy,
    width: cell.width + 2 * dx,
    height: cell.height + 2 * dy,
  };
};

function outline(
  group: Group,
  name: string,
  cells: readonly CellAt[],
  shown: Region,
  plot: Rect,
  style: { stroke: string; width: number; least: number },
): void {
  const path = cells
    .map((cell) => grow(cellRect(cell, shown, plot), style.least))
    .filter((cell) => touches(cell, plot))
    .map(boxPath)
    .join('');
  group
    .selectAll(`path.${name}`)
    .data(path ? [path] : [])
    .join('path')
    .attr('class', name)
    .attr('d', (d) => d)
    .attr('fill', 'none')
    .attr('stroke', style.stroke)
    .attr('stroke-width', style.width)
    .attr('stroke-linejoin', 'round')
    .attr('pointer-events', 'none');
}

/** Outlines of pinned cells and of the cells that they came from. */
export function drawSelection(
  group: Group,
  data: MatrixData,
  shown: Region,
  plot: Rect,
  { theme }: FigureContext,
): void {
  const pinned = data.pinned ?? [];
  const related = data.highlighted ?? [];
  // Ink on paper: seen on every colour of the map.
  outline(group, 'related-halo', related, shown, plot, { stroke: theme.paper, width: 3, least: 3 });
  outline(group, 'related', related, shown, plot, { stroke: theme.accent, width: 1.5, least: 3 });
  outline(group, 'pinned-halo', pinned, shown, plot, { stroke: theme.paper, width: 5, least: 7 });
  outline(group, 'pinned', pinned, shown, plot, { stroke: theme.ink, width: 2.5, least: 7 });
}

/** Outline of the hovered cell, lines along its row and column, its two labels and its value. */
export function drawHover(
  group: Group,
  data: MatrixData,
  cell: CellAt | null,
  text: string,
  shown: Region,
  plot: Rect,
  context: FigureContext,
  measure: Measure,
): void {
  group.attr('data-transient', '').attr('pointer-events', 'none').selectAll('*').remove();
  if (!cell) return;
  const at = cellRect(cell, shown, plot);
  if (!touches(at, plot)) return;
  const { theme } = context;
  const right = plot.x + plot.width;
  const bottom = plot.y + plot.height;
  const lines = [
    `M${plot.x},${at.y}H${right}M${plot.x},${at.y + at.height}H${right}`,
    `M${at.x},${plot.y}V${bottom}M${at.x + at.width},${plot.y}V${bottom}`,
  ];
  const fine = at.width >= 3 && at.height >= 3;
  group
    .append('path')
    .attr('d', fine ? lines.join('') : `M${plot.x},${at.y}H${right}M${at.x},${plot.y}V${bottom}`)
    .attr('stroke', theme.ink)
    .attr('stroke-opacity', 0.35)
    .attr('fill', 'none');
  const stroke = { stroke: theme.ink, width: 1.5, least: 5 };
  outline(group, 'halo', [cell], shown, plot, { ...stroke, stroke: theme.paper, width: 3.5 });
  outline(group, 'cell', [cell], shown, plot, stroke);

  const rowLabel = shorten(data.rows.labelOf(cell.row), 160, measure);
  const columnLabel = shorten(data.columns.labelOf(cell.column), 160, measure);
  const y = Math.min(bottom, Math.max(plot.y, at.y + at.height / 2));
  const x = Math.min(right, Math.max(plot.x, at.x + at.width / 2));
  drawTag(group, rowLabel, { x: plot.x - 4, y }, 'end', data.rows.colour, context, measure);
  drawTag(
    group,
    columnLabel,
    { x, y: plot.y - 13 },
    'middle',
    data.columns.colour,
    context,
    measure,
  );
  drawReadoutAt(group, text, at, plot, context, measure);
}

/** A label on paper of its own, over the thinned-out ones. */
export function drawTag(
  group: Group,
  text: string,
  at: { x: number; y: number },
  anchor: 'end' | 'middle',
  colour: string,
  { theme, width: most }: FigureContext,
  measure: Measure,
): void {
  const width = measure(text) + 10;
  const left = at.x - (anchor === 'end' ? width : width / 2);
  const x = Math.max(0, Math.min(most - width, left));
  group
    .append('rect')
    .attr('x', x)
    .attr('y', at.y - 9)
    .attr('width', width)
    .attr('height', 18)
    .attr('rx', 3)
    .attr('fill', colour);
  group
    .append('text')
    .attr('x', x + width / 2)
    .attr('y', at.y)
    .attr('dy', '0.34em')
    .attr('text-anchor', 'middle')
    .attr('font-size', fontSize.label)
    .attr('fill', theme.paper)
    .text(text);
}

/** A value on paper of its own, beside a cell and inside the plot. */
export function drawReadoutAt(
  group: Group,
  text: string,
  cell: Rect,
  plot: Rect,
  { theme }: FigureContext,
  measure: Measure,
): void {
  const width = measure(text, fontSize.title) + 16;
  const roomRight = cell.x + cell.width + 8 + width <= plot.x + plot.width;
  const x = roomRight ? cell.x + cell.width + 8 : Math.max(plot.x, cell.x - 8 - width);
  const below = cell.y + cell.height + 32 <= plot.y + plot.height;
  const y = below ? cell.y + cell.height + 6 : Math.max(plot.y, cell.y - 30);
  group
    .append('rect')
    .attr('x', x)
    .attr('y', y)
    .attr('width', width)
    .attr('height', 24)
    .attr('rx', 4)
    .attr('fill', theme.paper)
    .attr('stroke', theme.greys[1]);
  group
    .append('text')
    .attr('x', x + width / 2)
    .attr('y', y + 12)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'middle')
    .attr('font-size', fontSize.title)
    .attr('style', 'font-variant-numeric: tabular-nums')
    .text(text);
}

/** Bars of the row means to the right of the plot and of the column means below it. */
export function drawMarginals(
  group: Group,
  data: MatrixData,
  shown: Region,
  plot: Rect,
  { theme, format }: FigureContext,
): void {
  const { view } = data;
  const right = plot.x + plot.width + strip.gap;
  const bottom = plot.y + plot.height + strip.gap;
  const rows = barsOf(view.rowMean, view.region.row, shown.row, plot.y, plot.height);
  const columns = barsOf(view.columnMean, view.region.column, shown.column, plot.x, plot.width);
  const paths = [
    {
      d: rows.bars.map((b) =>
        boxPath({ x: right + b.from, y: b.at, width: b.size, height: b.thick }),
      ),
      label: `${data.words.mean}, ${data.rows.title}`,
      most: rows.most,
    },
    {
      d: columns.bars.map((b) =>
        boxPath({ x: b.at, y: bottom + b.from, width: b.thick, height: b.size }),
      ),
      label: `${data.words.mean}, ${data.columns.title}`,
      most: columns.most,
    },
  ];
  const shownPaths = data.marginals ? paths : [];
  group
    .selectAll<SVGPathElement, (typeof paths)[number]>('path')
    .data(shownPaths)
    .join((enter) => {
      const path = enter.append('path');
      path.append('title');
      return path;
    })
    .attr('d', (p) => p.d.join(''))
    .attr('fill', data.colour)
    .attr('fill-opacity', 0.55)
    .select('title')
    .text((p) => `${p.label} (≤ ${format(p.most)})`);
  group
    .selectAll('text')
    .data(data.marginals ? [data.words.mean] : [])
    .join('text')
    .attr('x', right + 2)
    .attr('y', bottom + 11)
    .attr('font-size', fontSize.small)
    .attr('fill', theme.greys[3])
    .attr('pointer-events', 'none')
    .text((d) => d);
}

interface Bar {
  readonly at: number;
  readonly thick: number;
  readonly from: number;
  readonly size: number;
}

/** Bars inside the plot's extent; with negative means they stand either side of the middle. */
function barsOf(
  means: Float32Array,
  covered: readonly [number, number],
  shown: readonly [number, number],
  start: number,
  extent: number,
): { bars: Bar[]; most: number } {
  const finite = means.filter(Number.isFinite);
  const most = finite.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const signed = finite.some((v) => v < 0);
  const unit = extent / (shown[1] - shown[0]);
  const thick = ((covered[1] - covered[0]) / means.length) * unit;
  const first = start + (covered[0] - shown[0]) * unit;
  const bars: Bar[] = [];
  means.forEach((mean, i) => {
    const at = Math.max(start, first + i * thick);
    const end = Math.min(start + extent, first + (i + 1) * thick);
    const size = (Math.abs(mean) / (most || 1)) * (signed ? strip.size / 2 : strip.size);
    const from = signed ? strip.size / 2 - (mean < 0 ? size : 0) : 0;
    // A hairline between thick bars.
    if (end > at && Number.isFinite(size))
      bars.push({ at, thick: end - at - (thick > 6 ? 1 : 0), from, size });
  });
  return { bars, most };
}
