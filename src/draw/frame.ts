import type { Rect } from './canvas';
import type { FigureContext } from './figure';
import {
  type AxisLabels,
  isNumeric,
  type Measure,
  positionsIn,
  sampleLabels,
  shorten,
  strideFor,
} from './labels';
import type { Group } from './surface';
import { fontSize } from './theme';

/** One side of a frame: which positions are on it, half-open and possibly fractional while zooming. */
export interface Side {
  readonly labels: AxisLabels;
  /** Length of the whole axis. */
  readonly count: number;
  readonly range: readonly [number, number];
}

export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

const lineHeight = 15;
const gap = 6;
/** Angle of turned words, in degrees: steep, so that narrow columns keep theirs. */
const turn = 60;
const sine = Math.sin((turn * Math.PI) / 180);
const cosine = Math.cos((turn * Math.PI) / 180);
/** Columns at least this wide have room for a turned word each. */
const turnedSpacing = 14;

/** Longest label that is written out, as a share of the figure, and never more than 132 px. */
const longest = (extent: number): number => Math.min(132, extent * 0.26);

const widest = (labels: readonly string[], most: number, measure: Measure): number =>
  Math.min(
    most,
    labels.reduce((w, text) => Math.max(w, measure(text)), 0),
  );

/**
 * Room for labels and titles of both sides. It depends on the whole axes and not on what is zoomed
 * into, so that zooming does not move the frame.
 * @param turned whether words over columns stand at an angle
 */
export function marginsFor(
  rows: Pick<Side, 'labels' | 'count'>,
  columns: Pick<Side, 'labels' | 'count'>,
  { width, height }: Pick<FigureContext, 'width' | 'height'>,
  measure: Measure,
  turned: boolean,
): Margins {
  const rowWidth = widest(sampleLabels(rows.labels, rows.count), longest(width), measure);
  const left = Math.ceil(rowWidth + gap + (rows.labels.title ? lineHeight + 4 : 0));
  const columnWidth = widest(sampleLabels(columns.labels, columns.count), longest(height), measure);
  const over = turned ? columnWidth * sine + lineHeight * cosine : lineHeight;
  return {
    left,
    top: Math.ceil(over + gap + (columns.labels.title ? lineHeight + 4 : 0)),
    right: turned ? Math.ceil(columnWidth * cosine + 4) : 8,
    bottom: 4,
  };
}

interface Tick {
  readonly index: number;
  readonly at: number;
  readonly text: string;
}

function ticksOf(
  { labels, range }: Side,
  start: number,
  step: number,
  spacing: number,
  width: number,
  measure: Measure,
): Tick[] {
  return positionsIn(range, strideFor(step, spacing, labels.unit)).map((index) => ({
    index,
    at: start + (index + 0.5 - range[0]) * step,
    text: shorten(labels.labelOf(index), width, measure),
  }));
}

export interface FrameOptions {
  readonly plot: Rect;
  readonly margins: Margins;
  readonly rows: Side;
  readonly columns: Side;
  readonly context: FigureContext;
  readonly measure: Measure;
  /** Over the frame. */
  readonly title?: string;
  /** Of the border. */
  readonly colour?: string;
  /** Labels of columns under the plot instead of over it; margins have to leave the room there. */
  readonly columnsBelow?: boolean;
}

/** Border, labels and titles round a plot. Labels that would touch are left out; words over columns are turned. */
export function drawFrame(group: Group, options: FrameOptions): void {
  const { plot, context, colour = context.theme.greys[1] } = options;
  group
    .selectAll('rect.border')
    .data([plot])
    .join('rect')
    .attr('class', 'border')
    .attr('x', (d) => d.x - 0.5)
    .attr('y', (d) => d.y - 0.5)
    .attr('width', (d) => d.width + 1)
    .attr('height', (d) => d.height + 1)
    .attr('fill', 'none')
    .attr('stroke', colour)
    .attr('pointer-events', 'none');
  drawRowLabels(group, options);
  drawColumnLabels(group, options);
  drawTitles(group, options);
}

export function drawRowLabels(
  group: Group,
  { plot, margins, rows, context, measure }: Omit<FrameOptions, 'columns'>,
): void {
  const step = plot.height / (rows.range[1] - rows.range[0]);
  const room = margins.left - gap - (rows.labels.title ? lineHeight + 4 : 0);
  group
    .selectAll('text.row')
    .data(ticksOf(rows, plot.y, step, lineHeight, room + 0.5, measure))
    .join('text')
    .attr('class', 'row')
    .attr('x', plot.x - gap)
    // A first label at the corner keeps clear of the columns' first.
    .attr('y', (d) => Math.max(d.at, plot.y + 5))
    .attr('dy', '0.34em')
    .attr('text-anchor', 'end')
    .attr('font-size', fontSize.label)
    .attr('fill', context.theme.greys[3])
    .attr('pointer-events', 'none')
    .text((d) => d.text);
}

/**
 * How labels stand over columns that are `step` pixels wide: words that do not fit are turned,
 * numbers are thinned out instead.
 */
export function columnLayout(
  { labels, count }: Pick<Side, 'labels' | 'count'>,
  step: number,
  height: number,
  measure: Measure,
): { turned: boolean; width: number; spacing: number } {
  const samples = sampleLabels(labels, count);
  const width = widest(samples, longest(height), measure);
  // Words that are not turned must all find room.
  const spacing = width + 10;
  const turned = spacing > step && !samples.every(isNumeric);
  return { turned, width, spacing: turned ? turnedSpacing : spacing };
}

export function drawColumnLabels(
  group: Group,
  { plot, columns, context, measure, columnsBelow = false }: Omit<FrameOptions, 'rows' | 'margins'>,
): void {
  const step = plot.width / (columns.range[1] - columns.range[0]);
  const { turned, width, spacing } = columnLayout(columns, step, context.height, measure);
  const y = columnsBelow ? plot.y + plot.height + gap : plot.y - gap;
  const drop = columnsBelow ? fontSize.label - 2 : 0;
  group
    .selectAll('text.column')
    .data(ticksOf(columns, plot.x, step, spacing, width + 0.5, measure))
    .join('text')
    .attr('class', 'column')
    .attr('text-anchor', turned ? (columnsBelow ? 'end' : 'start') : 'middle')
    .attr('transform', (d) =>
      turned
        ? `translate(${d.at + 4},${y + drop}) rotate(${-turn})`
        : `translate(${d.at},${y + drop})`,
    )
    .attr('font-size', fontSize.label)
    .attr('fill', context.theme.greys[3])
    .attr('pointer-events', 'none')
    .text((d) => d.text);
}

export function drawTitles(
  group: Group,
  { plot, margins, rows, columns, title, context, columnsBelow = false }: FrameOptions,
): void {
  group
    .selectAll('text.figure')
    .data(title ? [title] : [])
    .join('text')
    .attr('class', 'figure')
    .attr('x', plot.x)
    .attr('y', plot.y - margins.top - 8)
    .attr('font-size', fontSize.title)
    .attr('font-weight', 600)
    .attr('fill', context.theme.ink)
    .attr('pointer-events', 'none')
    .text((d) => d);
  const middle = plot.y + plot.height / 2;
  const titles = [
    { labels: rows.labels, at: `translate(${plot.x - margins.left + 11},${middle}) rotate(-90)` },
    {
      labels: columns.labels,
      at: `translate(${plot.x + plot.width / 2},${columnsBelow ? plot.y + plot.height + margins.bottom - 6 : plot.y - margins.top + 12})`,
    },
  ].filter((d) => d.labels.title !== '');
  group
    .selectAll('text.title')
    .data(titles)
    .join('text')
    .attr('class', 'title')
    .attr('text-anchor', 'middle')
    .attr('transform', (d) => d.at)
    .attr('font-size', fontSize.label)
    .attr('font-weight', 600)
    .attr('fill', (d) => d.labels.colour)
    .attr('pointer-events', 'none')
    .text((d) => d.labels.title);
}
