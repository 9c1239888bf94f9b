import type { FigureContext, Theme } from './figure';
import { hatchingOf } from './marks';
import type { ScalingData } from './scaling';
import type { KeyItem, ScalingLayout } from './scaling-layout';
import type { Group, Surface } from './surface';
import { fontSize } from './theme';

/** What is drawn for the eye only: the figure itself listens to the pointer. */
export const quiet = (group: Group): Group => group.attr('pointer-events', 'none');

/** The mark of the size at which memory runs out: a bar across the line, without the feet of quartiles. */
export const outPath = 'M0,-10V10';

/** Grid, ticks, titles, and the sizes at which no line fits in memory. */
export function drawAxes(
  surface: Surface,
  data: ScalingData,
  layout: ScalingLayout,
  { theme }: FigureContext,
): void {
  const { plot, x, y } = layout;
  const bottom = plot.y + plot.height;
  const right = plot.x + plot.width;
  drawClosed(surface, data, layout, theme);
  const grid = quiet(surface.group('grid'));
  const rules = [
    ...y.ticks.map(({ value }) => [plot.x, y.at(value), right, y.at(value)]),
    ...x.ticks.map(({ value }) => [x.at(value), plot.y, x.at(value), bottom]),
  ];
  grid
    .selectAll('line.rule')
    .data(rules)
    .join('line')
    .attr('class', 'rule')
    .attr('x1', (d) => d[0])
    .attr('y1', (d) => d[1])
    .attr('x2', (d) => d[2])
    .attr('y2', (d) => d[3])
    .attr('stroke', theme.greys[0])
    .attr('stroke-width', 1);
  grid
    .selectAll('line.axis')
    .data([
      [plot.x, bottom, right, bottom],
      [plot.x, plot.y, plot.x, bottom],
    ])
    .join('line')
    .attr('class', 'axis')
    .attr('x1', (d) => d[0])
    .attr('y1', (d) => d[1])
    .attr('x2', (d) => d[2])
    .attr('y2', (d) => d[3])
    .attr('stroke', theme.greys[2])
    .attr('stroke-width', 1);
  const words = [
    ...y.ticks.map((t) => ({ at: [plot.x - 6, y.at(t.value) + 4], text: t.text, anchor: 'end' })),
    ...x.ticks.map((t) => ({ at: [x.at(t.value), bottom + 17], text: t.text, anchor: 'middle' })),
  ];
  grid
    .selectAll('text.tick')
    .data(words)
    .join('text')
    .attr('class', 'tick')
    .attr('x', (d) => d.at[0])
    .attr('y', (d) => d.at[1])
    .attr('text-anchor', (d) => d.anchor)
    .attr('font-size', fontSize.label)
    .attr('fill', theme.greys[3])
    .text((d) => d.text);
  const titles = [
    { x: plot.x - 6 > 60 ? plot.x : 0, y: plot.y - 13, text: data.y.title, anchor: 'start' },
    { x: plot.x + plot.width / 2, y: bottom + 36, text: data.x.title, anchor: 'middle' },
  ];
  grid
    .selectAll('text.title')
    .data(titles)
    .join('text')
    .attr('class', 'title')
    .attr('x', (d) => d.x)
    .attr('y', (d) => d.y)
    .attr('text-anchor', (d) => d.anchor)
    .attr('font-size', fontSize.label)
    .attr('font-weight', 600)
    .attr('fill', theme.ink)
    .text((d) => d.text);
}

function drawClosed(
  surface: Surface,
  { closed }: ScalingData,
  { plot, x }: ScalingLayout,
  theme: Theme,
): void {
  const left = closed && Math.max(plot.x, x.at(closed));
  const right = plot.x + plot.width;
  const areas = left !== undefined && left < right ? [{ left }] : [];
  const hatching = areas.length > 0 ? hatchingOf(surface, theme) : '';
  const group = quiet(surface.group('closed'));
  group
    .selectAll('rect')
    .data(areas)
    .join('rect')
    .attr('x', (d) => d.left)
    .attr('y', plot.y)
    .attr('width', (d) => right - d.left)
    .attr('height', plot.height)
    .attr('fill', hatching)
    .attr('opacity', 0.28);
}

/** What marks and lines mean, in grey: it holds for all colours. */
export function drawKey(surface: Surface, { key }: ScalingLayout, { theme }: FigureContext): void {
  const group = surface.group('key');
  const shapes: Readonly<Record<KeyItem['kind'], string>> = {
    filled: `M0,0H18`,
    hollow: `M0,0H18`,
    fit: 'M0,0H18',
    out: outPath,
    closed: 'M0,-5H18V5H0Z',
  };
  const dashes = { filled: null, hollow: '5 4', fit: '2 4', out: null, closed: null } as const;
  const item = quiet(group)
    .selectAll<SVGGElement, KeyItem>('g')
    .data(key.flat())
    .join((enter) => {
      const made = enter.append('g');
      made.append('path').attr('class', 'line');
      made.append('circle');
      made.append('text');
      return made;
    })
    .attr('transform', (d) => `translate(${d.x},${d.y})`);
  item
    .select('path')
    .attr('d', (d) => shapes[d.kind])
    .attr('transform', (d) => (d.kind === 'out' ? 'translate(9,0) scale(0.65)' : null))
    .attr('fill', (d) => (d.kind === 'closed' ? hatchingOf(surface, theme) : 'none'))
    .attr('opacity', (d) => (d.kind === 'closed' ? 0.5 : 1))
    .attr('stroke', (d) => (d.kind === 'closed' ? 'none' : theme.greys[2]))
    .attr('stroke-width', (d) => (d.kind === 'out' ? 4.5 : 1.5))
    .attr('stroke-dasharray', (d) => dashes[d.kind]);
  item
    .select('circle')
    .attr('cx', 9)
    .attr('r', (d) => (d.kind === 'filled' || d.kind === 'hollow' ? 3.5 : 0))
    .attr('fill', (d) => (d.kind === 'hollow' ? theme.paper : theme.greys[2]))
    .attr('stroke', theme.greys[2])
    .attr('stroke-width', 1.25);
  item
    .select('text')
    .attr('x', 24)
    .attr('y', 4)
    .attr('font-size', fontSize.small)
    .attr('fill', theme.greys[3])
    .text((d) => d.text);
}
