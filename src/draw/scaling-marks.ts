import { line as lineOf } from 'd3';
import type { FigureContext } from './figure';
import { drawOutlines } from './marks';
import type { Place, ScalingData, ScalingLine, ScalingTarget } from './scaling';
import { outPath, quiet } from './scaling-axes';
import { markRoom, type ScalingLayout } from './scaling-layout';
import { lineColour, markPath } from './scaling-look';
import type { Group } from './surface';
import { fontSize } from './theme';

const path = ({ x, y }: ScalingLayout, places: readonly Place[]): string | null =>
  lineOf<Place>(
    (p) => x.at(p.x),
    (p) => y.at(p.y),
  )(places);

/** Consecutive points that are drawn alike; the stretch to the first point beyond the device is dashed. */
function stretches({ points }: ScalingLine): { places: readonly Place[]; dashed: boolean }[] {
  const first = points.findIndex(({ beyond }) => beyond);
  if (first < 0) return [{ places: points, dashed: false }];
  return [
    { places: points.slice(0, first), dashed: false },
    { places: points.slice(Math.max(0, first - 1)), dashed: true },
  ].filter(({ places }) => places.length > 1);
}

/** Whether a line lies under a later one nearly everywhere: it is drawn wider, so that both are seen. */
function isCovered(
  line: ScalingLine,
  lines: readonly ScalingLine[],
  { y }: ScalingLayout,
): boolean {
  return lines.slice(lines.indexOf(line) + 1).some((other) => {
    const near = line.points.filter((point) => {
      const there = other.points.find(({ x }) => x === point.x);
      return there && Math.abs(y.at(there.y) - y.at(point.y)) < 2;
    });
    return near.length > 0 && near.length >= 0.6 * line.points.length;
  });
}

/** Lines, quartiles and marks, line over line. */
export function drawLines(
  group: Group,
  { lines }: ScalingData,
  layout: ScalingLayout,
  { theme }: FigureContext,
): void {
  quiet(group);
  const { x, y } = layout;
  const series = group
    .selectAll<SVGGElement, ScalingLine>('g')
    .data(lines, (d) => (d as ScalingLine).id)
    .join('g')
    .order()
    .attr('fill', 'none')
    .attr('stroke', (d) => lineColour(d.look, theme));
  const wide = new Set(lines.filter((d) => isCovered(d, lines, layout)));
  const segments = (d: ScalingLine) => [
    ...stretches(d).map((s) => ({
      places: s.places,
      width: wide.has(d) ? 6 : 1.75,
      dash: s.dashed ? (wide.has(d) ? '9 6' : '5 4') : null,
      opacity: wide.has(d) ? 0.45 : 1,
    })),
    ...(d.continued ? [{ places: d.continued, width: 1.25, dash: '2 4', opacity: 0.9 }] : []),
  ];
  series
    .selectAll('path.stretch')
    .data(segments)
    .join('path')
    .attr('class', 'stretch')
    .attr('d', (d) => path(layout, d.places))
    .attr('stroke-width', (d) => d.width)
    .attr('stroke-dasharray', (d) => d.dash)
    .attr('stroke-opacity', (d) => d.opacity)
    .attr('stroke-linejoin', 'round');
  series
    .selectAll('path.quartiles')
    .data((d) => d.points.filter(({ low, high }) => low !== undefined && high !== undefined))
    .join('path')
    .attr('class', 'quartiles')
    .attr('d', (d) => {
      const [at, low, high] = [x.at(d.x), y.at(d.low ?? d.y), y.at(d.high ?? d.y)];
      return `M${at},${low}V${high}M${at - 3},${low}h6M${at - 3},${high}h6`;
    })
    .attr('stroke-width', 1.25);
  series
    .selectAll('path.mark')
    .data((d) => d.points.map((point) => ({ ...point, look: d.look, wide: wide.has(d) })))
    .join('path')
    .attr('class', 'mark')
    .attr('transform', (d) => `translate(${x.at(d.x)},${y.at(d.y)})`)
    .attr('d', (d) => markPath(d.look, d.wide ? 110 : undefined))
    .attr('stroke-width', (d) => (d.beyond ? 1.5 : 1))
    .attr('stroke', (d) => (d.beyond ? lineColour(d.look, theme) : theme.paper))
    .attr('fill', (d) => (d.beyond ? theme.paper : lineColour(d.look, theme)));
}

/** Where each line runs out of memory. */
export function drawOut(
  group: Group,
  { lines, range }: ScalingData,
  { x, y }: ScalingLayout,
  { theme }: FigureContext,
): void {
  quiet(group)
    .selectAll('path')
    .data(lines.flatMap(({ out, look }) => (out && out.x <= range[1] ? [{ ...out, look }] : [])))
    .join('path')
    .attr('transform', (d) => `translate(${x.at(d.x)},${y.at(d.y)})`)
    .attr('d', outPath)
    .attr('fill', 'none')
    .attr('stroke', (d) => lineColour(d.look, theme))
    .attr('stroke-width', 3.5);
}

/** Name and exponents of each line at its end. */
export function drawLabels(
  group: Group,
  { lines, symbol }: ScalingData,
  { labels }: ScalingLayout,
  { theme }: FigureContext,
): void {
  quiet(group);
  const entries = labels.map((label) => ({ ...label, line: lines[label.line] }));
  group
    .selectAll('path.leader')
    .data(entries.filter(({ from }) => from !== null))
    .join('path')
    .attr('class', 'leader')
    .attr('d', ({ from, x, y }) => {
      const [fx, fy] = from ?? [x, y];
      return `M${fx + 7},${fy}L${x - 6},${y}H${x - 2}`;
    })
    .attr('fill', 'none')
    .attr('stroke', theme.greys[1])
    .attr('stroke-width', 1);
  const label = group
    .selectAll<SVGGElement, (typeof entries)[number]>('g.label')
    .data(entries)
    .join((enter) => {
      const made = enter.append('g').attr('class', 'label');
      made.append('path');
      made.append('text').attr('class', 'name');
      made.append('text').attr('class', 'detail');
      return made;
    })
    .attr('transform', (d) => `translate(${d.x},${d.y})`);
  label
    .select('path')
    .attr('transform', 'translate(6,-8)')
    .attr('d', (d) => markPath(d.line.look))
    .attr('fill', (d) => lineColour(d.line.look, theme));
  label
    .select('text.name')
    .attr('x', markRoom)
    .attr('y', -4)
    .attr('font-size', fontSize.label)
    .attr('fill', theme.ink)
    .text((d) => d.name);
  const detail = label
    .select<SVGTextElement>('text.detail')
    .attr('x', markRoom)
    .attr('y', 12)
    .attr('font-size', fontSize.small)
    .attr('fill', theme.greys[3]);
  detail
    .selectAll('tspan')
    .data((d) =>
      d.line.exponents.flatMap(({ text, power }, i) => [
        { text: `${i > 0 ? ' · ' : ''}${text}${symbol}`, dy: i > 0 ? 4 : 0, size: fontSize.small },
        { text: power, dy: -4, size: fontSize.small - 2 },
      ]),
    )
    .join('tspan')
    .attr('dy', (d) => d.dy)
    .attr('font-size', (d) => d.size)
    .attr('xml:space', 'preserve')
    .text((d) => d.text);
}

/** A ring round a point. */
export function drawSelection(
  group: Group,
  { lines }: ScalingData,
  { x, y }: ScalingLayout,
  chosen: ScalingTarget | null,
  { theme }: FigureContext,
): void {
  const line = lines.find(({ id }) => id === chosen?.line);
  const point = line?.points.find((p) => p.x === chosen?.x);
  const ring = ({ x: px, y: py }: Place): string =>
    `M${x.at(px) - 8},${y.at(py)}a8,8 0 1 0 16,0a8,8 0 1 0 -16,0Z`;
  drawOutlines(group, point ? [{ path: ring(point), colour: theme.ink, width: 1.5 }] : [], theme);
}
