import type { ScaleLinear } from 'd3';
import type { Rect } from './canvas';
import type { FigureContext } from './figure';
import type { AxisLabels, Measure } from './labels';
import { numberWriter } from './matrix-cells';
import { boxPath, drawReadoutAt, drawTag } from './matrix-marks';
import { specialColours } from './palette';
import type { Group } from './surface';
import { fontSize } from './theme';

export interface BarsData {
  /** One value per position. */
  readonly values: Float32Array;
  readonly labels: AxisLabels;
  /** Ends of the value axis; zero is always on it. */
  readonly domain: readonly [number, number];
  /** Name of what the length stands for. */
  readonly title: string;
  /** Colour of the tensor's role. */
  readonly colour: string;
  /** Value at which a line is drawn, such as the half-open gate. */
  readonly reference?: number;
  /** Side by side or one under the other; whichever suits the labels when left out. */
  readonly direction?: 'upright' | 'lying';
  readonly hovered?: number | null;
  readonly pinned?: number | null;
  /** The neighbourhood that a value came from, or the positions that it goes to. */
  readonly highlighted?: readonly number[];
  /** Name for screen readers. */
  readonly label: string;
}

export interface BarGeometry {
  readonly plot: Rect;
  /** From values to pixels along the bars. */
  readonly scale: ScaleLinear<number, number>;
  /** Bars lie one under the other instead of standing side by side. */
  readonly lying: boolean;
}

/** Rectangle of a bar; what is not finite reaches over the whole axis. */
function barRect(i: number, { values }: BarsData, { plot, scale, lying }: BarGeometry): Rect {
  const value = values[i];
  const step = (lying ? plot.height : plot.width) / values.length;
  // What is not a number is seen even among a thousand bars.
  const gap = !Number.isFinite(value)
    ? Math.min(0, step - 3)
    : step > 8
      ? Math.min(6, step * 0.2)
      : step > 3
        ? 1
        : 0;
  const [a, b] = Number.isFinite(value) ? [scale(0), scale(value)] : scale.range();
  const [from, size] = [Math.min(a, b), Math.abs(b - a)];
  return lying
    ? { x: from, y: plot.y + i * step + gap / 2, width: size, height: step - gap }
    : { x: plot.x + i * step + gap / 2, y: from, width: step - gap, height: size };
}

/** All bars as a few paths, however many there are; values at their ends where there is room. */
export function drawBars(
  group: Group,
  data: BarsData,
  geometry: BarGeometry,
  { theme }: FigureContext,
  measure: Measure,
): void {
  const positions = Array.from(data.values, (_, i) => i);
  const pathOf = (chosen: readonly number[]): string =>
    chosen.map((i) => boxPath(barRect(i, data, geometry))).join('');
  const lit = new Set(data.highlighted ?? []);
  if (data.pinned !== undefined && data.pinned !== null) lit.add(data.pinned);
  const { values } = data;
  const finite = positions.filter((i) => Number.isFinite(values[i]));
  const dim = lit.size > 0 ? 0.35 : 0.8;
  const layers = [
    { d: pathOf(finite.filter((i) => !lit.has(i))), fill: data.colour, opacity: dim },
    { d: pathOf(finite.filter((i) => lit.has(i))), fill: data.colour, opacity: 1 },
    {
      d: pathOf(positions.filter((i) => Number.isNaN(values[i]))),
      fill: specialColours.nan,
      opacity: 1,
    },
    {
      d: pathOf(positions.filter((i) => values[i] === Number.POSITIVE_INFINITY)),
      fill: specialColours.infinity,
      opacity: 1,
    },
    {
      d: pathOf(positions.filter((i) => values[i] === Number.NEGATIVE_INFINITY)),
      fill: specialColours.minusInfinity,
      opacity: 1,
    },
  ];
  const pinned = data.pinned ?? -1;
  group
    .selectAll('path.bars')
    .data(layers)
    .join('path')
    .attr('class', 'bars')
    .attr('d', (d) => d.d)
    .attr('fill', (d) => d.fill)
    .attr('fill-opacity', (d) => d.opacity);
  group
    .selectAll('path.pinned')
    .data(pinned >= 0 && pinned < values.length ? [barRect(pinned, data, geometry)] : [])
    .join('path')
    .attr('class', 'pinned')
    .attr('d', boxPath)
    .attr('fill', 'none')
    .attr('stroke', theme.ink)
    .attr('stroke-width', 2);
  drawValues(group, data, geometry, theme, measure);
}

/** Values at the ends of bars that are thick enough. */
function drawValues(
  group: Group,
  data: BarsData,
  geometry: BarGeometry,
  theme: FigureContext['theme'],
  measure: Measure,
): void {
  const { plot, lying, scale } = geometry;
  const { values } = data;
  const step = (lying ? plot.height : plot.width) / values.length;
  const room = lying ? 48 : step - 4;
  const large = lying ? step >= 13 : step >= 32;
  const write = numberWriter([...values], room, measure, fontSize.small);
  const places = large
    ? Array.from(values, (value, i) => {
        const { x, y, width, height } = barRect(i, data, geometry);
        // Beyond the end of its bar, but on the free side of zero where the end is near the labels.
        const end = scale(Number.isFinite(value) ? Math.max(0, value) : 0);
        return lying
          ? { x: end + 4, y: y + height / 2, anchor: 'start', value }
          : { x: x + width / 2, y: end - 8, anchor: 'middle', value };
      })
    : [];
  group
    .selectAll('text')
    .data(places)
    .join('text')
    .attr('x', (d) => d.x)
    .attr('y', (d) => d.y)
    .attr('dy', '0.34em')
    .attr('text-anchor', (d) => d.anchor)
    // The line of the mean may pass behind.
    .attr('stroke', theme.paper)
    .attr('stroke-width', 3)
    .attr('paint-order', 'stroke')
    .attr('font-size', fontSize.small)
    .attr('style', 'font-variant-numeric: tabular-nums')
    .text((d) => write(d.value));
}

/** Strip, label and value of the hovered bar. */
export function drawBarHover(
  group: Group,
  data: BarsData,
  at: number | null,
  geometry: BarGeometry,
  context: FigureContext,
  measure: Measure,
): void {
  group.attr('data-transient', '').attr('pointer-events', 'none').selectAll('*').remove();
  if (at === null || at >= data.values.length) return;
  const { plot, lying } = geometry;
  const step = (lying ? plot.height : plot.width) / data.values.length;
  const band = lying
    ? { x: plot.x, y: plot.y + at * step, width: plot.width, height: step }
    : { x: plot.x + at * step, y: plot.y, width: step, height: plot.height };
  group
    .append('path')
    .attr('d', boxPath(band))
    .attr('fill', context.theme.ink)
    .attr('fill-opacity', 0.1);
  const name = data.labels.labelOf(at);
  const middle = lying ? band.y + step / 2 : band.x + step / 2;
  if (lying)
    drawTag(group, name, { x: plot.x - 2, y: middle }, 'end', data.labels.colour, context, measure);
  else
    drawTag(
      group,
      name,
      { x: middle, y: plot.y + plot.height + 12 },
      'middle',
      data.labels.colour,
      context,
      measure,
    );
  const text = context.format(data.values[at]);
  drawReadoutAt(group, text, barRect(at, data, geometry), plot, context, measure);
}
