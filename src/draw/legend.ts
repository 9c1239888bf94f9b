import { range } from 'd3';
import { colourerOf, valueAt } from './colour';
import type { Colouring, FigureContext, Theme } from './figure';
import type { Measure } from './labels';
import { specialColours } from './palette';
import type { Group } from './surface';
import { fontSize } from './theme';

export interface LegendData {
  readonly colouring: Colouring;
  /** In place of colours: a dot whose area stands for a value. */
  readonly dot?: { readonly radius: number; readonly value: number };
  /** Whether the range is this figure's own or fixed, and linear or logarithmic, in words. */
  readonly note: string;
  /** Word for hatched cells, when there are any. */
  readonly masked?: string;
  /** Word for cells that are not finite, when there are any. */
  readonly notFinite?: string;
}

/** Height that a legend takes. */
export const legendHeight = 34;

const bar = { height: 8, cells: 64 } as const;

/** A colour bar with its range, or a dot with its value; what the range is, and swatches for what has no value. */
export function drawLegend(
  group: Group,
  data: LegendData,
  at: { readonly x: number; readonly y: number; readonly width: number },
  context: FigureContext,
  measure: Measure,
): void {
  const { theme, format } = context;
  const width = Math.max(90, Math.min(180, at.width * 0.4));
  group.attr('transform', `translate(${at.x},${at.y})`).attr('pointer-events', 'none');
  drawBar(group, data.dot ? [] : range(bar.cells), data.colouring, width, theme);
  drawDot(group, data.dot, theme);
  const ticks: Tick[] = data.dot
    ? [{ x: 2 * data.dot.radius + 6, y: 9, anchor: 'start', text: format(data.dot.value) }]
    : ticksOf(data.colouring, width, format, measure);
  group
    .selectAll('text.tick')
    .data(ticks)
    .join('text')
    .attr('class', 'tick')
    .attr('x', (d) => d.x)
    .attr('y', (d) => d.y)
    .attr('text-anchor', (d) => d.anchor)
    .attr('font-size', fontSize.small)
    .attr('fill', theme.greys[3])
    .attr('style', 'font-variant-numeric: tabular-nums')
    .text((d) => d.text);
  drawNotes(group, data, width, at.width, context, measure);
}

function drawBar(
  group: Group,
  cells: readonly number[],
  colouring: Colouring,
  width: number,
  theme: Theme,
): void {
  const colour = colourerOf(colouring, theme);
  group
    .selectAll('rect.step')
    .data(cells)
    .join('rect')
    .attr('class', 'step')
    .attr('x', (i) => (i * width) / bar.cells)
    .attr('width', width / bar.cells + 0.5)
    .attr('height', bar.height)
    .attr('shape-rendering', 'crispEdges')
    .attr('fill', (i) => colour(valueAt(colouring, i / (bar.cells - 1))));
  group
    .selectAll('rect.outline')
    .data(cells.slice(0, 1))
    .join('rect')
    .attr('class', 'outline')
    .attr('width', width + 0.5)
    .attr('height', bar.height)
    .attr('fill', 'none')
    .attr('stroke', theme.greys[1]);
}

function drawDot(group: Group, dot: LegendData['dot'], theme: Theme): void {
  group
    .selectAll('circle')
    .data(dot ? [dot] : [])
    .join('circle')
    .attr('cx', (d) => d.radius)
    .attr('cy', 5)
    .attr('r', (d) => d.radius)
    .attr('fill', theme.roles.key);
}

interface Tick {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly text: string;
}

/** Ends and middle of the bar; the middle is left out where it would touch. */
function ticksOf(
  colouring: Colouring,
  width: number,
  format: FigureContext['format'],
  measure: Measure,
): Tick[] {
  const ticks = ([0, 0.5, 1] as const).map(
    (t): Tick => ({
      x: t * width,
      y: bar.height + 14,
      anchor: t === 0 ? 'start' : t === 1 ? 'end' : 'middle',
      text: format(valueAt(colouring, t)),
    }),
  );
  const [first, middle, last] = ticks.map(({ text }) => measure(text, fontSize.small));
  // The middle one stands on the centre of the bar, so that the longer end decides. Figures of one width are
  // wider than what is measured.
  const fits = Math.max(first, last) + middle / 2 + 16 <= width / 2;
  return fits ? ticks : ticks.filter((d) => d.anchor !== 'middle');
}

/** To the right of the bar, on a second line where the first is full: the note, then the swatches. */
function drawNotes(
  group: Group,
  data: LegendData,
  from: number,
  width: number,
  { theme }: FigureContext,
  measure: Measure,
): void {
  const items = [
    { text: data.note, swatch: 'none' },
    { text: data.masked ?? '', swatch: 'hatch' },
    { text: data.notFinite ?? '', swatch: 'special' },
  ].filter((d) => d.text !== '');
  const start = from + 14;
  let [x, y] = [start, 0];
  const placed = items.map((d) => {
    const size = measure(d.text, fontSize.small) + (d.swatch === 'none' ? 0 : 18);
    if (x > start && x + size > width) [x, y] = [start, y + 16];
    const at = { ...d, x, y };
    x += size + 16;
    return at;
  });
  const entry = group
    .selectAll<SVGGElement, (typeof placed)[number]>('g.note')
    .data(placed)
    .join('g')
    .attr('class', 'note')
    .attr('transform', (d) => `translate(${d.x},${d.y})`);
  entry.selectAll('*').remove();
  entry
    .append('text')
    .attr('x', (d) => (d.swatch === 'none' ? 0 : 18))
    .attr('y', 9)
    .attr('font-size', fontSize.small)
    .attr('fill', theme.greys[3])
    .text((d) => d.text);
  const hatched = entry.filter((d) => d.swatch === 'hatch');
  hatched
    .append('rect')
    .attr('width', 12)
    .attr('height', 10)
    .attr('fill', 'none')
    .attr('stroke', theme.greys[1]);
  hatched
    .append('path')
    .attr('d', 'M0,5L5,0M0,10L10,0M5,10L12,3M10,10L12,8')
    .attr('stroke', theme.greys[2])
    .attr('fill', 'none');
  entry
    .filter((d) => d.swatch === 'special')
    .append('rect')
    .attr('width', 12)
    .attr('height', 10)
    .attr('fill', specialColours.nan);
}
