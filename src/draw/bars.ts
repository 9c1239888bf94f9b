import { type ScaleLinear, scaleLinear } from 'd3';
import { type BarGeometry, type BarsData, drawBarHover, drawBars } from './bar-marks';
import type { Rect } from './canvas';
import type { Figure, FigureContext } from './figure';
import {
  columnLayout,
  drawColumnLabels,
  drawRowLabels,
  drawTitles,
  type Margins,
  marginsFor,
} from './frame';
import { type AxisLabels, createMeasure, isNumeric, type Measure, sampleLabels } from './labels';
import { createPick, type PickEvents } from './pick';
import { createSurface, type Group } from './surface';
import { fontSize } from './theme';

export type { BarsData } from './bar-marks';

interface Layout extends BarGeometry {
  readonly margins: Margins;
  readonly height: number;
}

/** Room under or beside the bars for the numbers of the value axis. */
const valueRoom = 40;
const thickest = 44;

/** Bars for one value per position: gates of channels, weights of words, memory slots. */
export function createBars(host: HTMLElement, events: PickEvents<number> = {}): Figure<BarsData> {
  const surface = createSurface(host);
  const [axis, bars, names, hover] = ['axis', 'bars', 'names', 'hover'].map(surface.group);
  let now: { data: BarsData; context: FigureContext; layout: Layout; measure: Measure } | undefined;

  const pick = createPick<number>(
    surface,
    events,
    {
      at: (point) => (now ? positionAt(now.layout, now.data.values.length, point) : null),
      same: (a, b) => a === b,
      step(from, dx, dy) {
        const last = (now?.data.values.length ?? 1) - 1;
        return from === null ? 0 : Math.min(last, Math.max(0, from + dx + dy));
      },
      pinned: () => now?.data.pinned ?? null,
      text: (i) =>
        now ? `${now.data.labels.labelOf(i)}: ${now.context.format(now.data.values[i])}` : '',
    },
    () => drawHovered(),
  );

  const drawHovered = (): void => {
    if (!now) return;
    const at = pick.hovered ?? now.data.hovered ?? null;
    drawBarHover(hover, now.data, at, now.layout, now.context, now.measure);
  };

  return {
    update(data, context) {
      const measure = createMeasure(surface.document, context.theme);
      const layout = layOut(data, context, measure);
      now = { data, context, layout, measure };
      pick.name(data.label);
      surface.begin(context, context.width, layout.height);
      drawValueAxis(axis, data, layout, context);
      drawBars(bars, data, layout, context, measure);
      drawPositions(names, data, layout, context, measure);
      drawHovered();
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };
}

const noLabels: AxisLabels = { title: '', labelOf: () => '', colour: 'none' };

function layOut(data: BarsData, context: FigureContext, measure: Measure): Layout {
  const count = data.values.length;
  const words = !sampleLabels(data.labels, count).every(isNumeric);
  const lying =
    data.direction === undefined
      ? words && count * 16 <= context.height - valueRoom
      : data.direction === 'lying';
  const positions = { labels: data.labels, count };
  const none = { labels: noLabels, count: 1 };
  if (lying) {
    const { left } = marginsFor(positions, none, context, measure, false);
    const margins = { left, top: 8, right: 56, bottom: valueRoom };
    const room = context.height - margins.top - margins.bottom;
    const plot = {
      x: left,
      y: margins.top,
      width: Math.max(40, context.width - left - margins.right),
      height: Math.max(20, Math.min(room, count * thickest)),
    };
    const height = plot.y + plot.height + margins.bottom;
    return { lying, plot, scale: valueScale(data, [plot.x, plot.x + plot.width]), margins, height };
  }
  const values = [...data.domain, 0].map((v) => measure(context.format(v), fontSize.small));
  const left = Math.max(valueRoom, Math.max(...values) + 10) + 20;
  const width = Math.max(40, Math.min(context.width - left - 8, count * thickest));
  const { turned } = columnLayout(positions, width / count, context.height, measure);
  const { top: bottom } = marginsFor(none, positions, context, measure, turned);
  // The number of the longest bar stands above it.
  const margins = { left, top: 18, right: 8, bottom };
  const height = Math.max(40, context.height - margins.top - bottom);
  const plot = { x: left, y: margins.top, width, height };
  const scale = valueScale(data, [plot.y + height, plot.y]);
  return { lying, plot, scale, margins, height: plot.y + height + bottom };
}

const valueScale = (
  { domain }: BarsData,
  pixels: readonly [number, number],
): ScaleLinear<number, number> =>
  scaleLinear([Math.min(0, domain[0]), Math.max(0, domain[1])], pixels).clamp(true);

/** Position of the bar whose strip a point is in, whatever its length. */
function positionAt(
  { plot, lying }: Layout,
  count: number,
  [x, y]: readonly [number, number],
): number | null {
  const t = lying ? (y - plot.y) / plot.height : (x - plot.x) / plot.width;
  const across = lying ? (x - plot.x) / plot.width : (y - plot.y) / plot.height;
  const reach = 0.15;
  if (t < 0 || t >= 1 || across < -reach || across > 1 + reach) return null;
  return Math.floor(t * count);
}

function drawPositions(
  group: Group,
  { labels, values }: BarsData,
  { plot, margins, lying }: Layout,
  context: FigureContext,
  measure: Measure,
): void {
  const side = { labels, count: values.length, range: [0, values.length] as const };
  const none = { labels: noLabels, count: 1, range: [0, 1] as const };
  const options = { plot, margins, context, measure, columnsBelow: true };
  // Both, because the bars before may have lain the other way.
  const sides = { rows: lying ? side : none, columns: lying ? none : side };
  drawRowLabels(group, { ...options, ...sides });
  drawColumnLabels(group, { ...options, ...sides });
  drawTitles(group, { ...options, ...sides });
}

/** About so many round values, but fewer where their labels would touch. */
function roundValues(scale: Layout['scale'], lying: boolean, wanted: number): number[] {
  const apart = lying ? 50 : 16;
  for (let count = Math.max(2, wanted); count > 1; count--) {
    const ticks = scale.ticks(count);
    if (ticks.length < 2 || Math.abs(scale(ticks[1]) - scale(ticks[0])) >= apart) return ticks;
  }
  return scale.ticks(1);
}

/** Lines at round values, the zero line, the reference, and the axis's name. */
function drawValueAxis(
  group: Group,
  data: BarsData,
  { plot, scale, lying }: Layout,
  { theme, format }: FigureContext,
): void {
  const ticks = roundValues(scale, lying, lying ? plot.width / 90 : plot.height / 50);
  const line = (value: number, area: Rect): string =>
    lying
      ? `M${scale(value)},${area.y}v${area.height}`
      : `M${area.x},${scale(value)}h${area.width}`;
  const lines = [
    { d: ticks.map((t) => line(t, plot)).join(''), stroke: theme.greys[0], dash: 'none' },
    { d: line(0, plot), stroke: theme.greys[2], dash: 'none' },
    ...(data.reference === undefined
      ? []
      : [{ d: line(data.reference, plot), stroke: theme.greys[2], dash: '4 3' }]),
  ];
  group
    .selectAll('path')
    .data(lines)
    .join('path')
    .attr('d', (d) => d.d)
    .attr('stroke', (d) => d.stroke)
    .attr('stroke-dasharray', (d) => d.dash)
    .attr('fill', 'none');
  group
    .selectAll('text.tick')
    .data(ticks)
    .join('text')
    .attr('class', 'tick')
    .attr('x', (t) => (lying ? scale(t) : plot.x - 6))
    .attr('y', (t) => (lying ? plot.y + plot.height + 15 : scale(t)))
    .attr('dy', lying ? null : '0.34em')
    .attr('text-anchor', lying ? 'middle' : 'end')
    .attr('font-size', fontSize.small)
    .attr('fill', theme.greys[3])
    .attr('style', 'font-variant-numeric: tabular-nums')
    .text((t) => format(t));
  const middle = lying
    ? `translate(${plot.x + plot.width / 2},${plot.y + plot.height + 34})`
    : `translate(11,${plot.y + plot.height / 2}) rotate(-90)`;
  group
    .selectAll('text.name')
    .data([data.title])
    .join('text')
    .attr('class', 'name')
    .attr('transform', middle)
    .attr('text-anchor', 'middle')
    .attr('font-size', fontSize.label)
    .attr('font-weight', 600)
    .attr('fill', data.colour)
    .text((d) => d);
}
