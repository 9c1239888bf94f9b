import type { Rect } from './canvas';
import { categoryColour } from './categories';
import type { FigureContext, Theme } from './figure';
import { boxPath, drawOutlines, hatchingOf, type Outline, spotPath } from './marks';
import type { MiniaturePicture } from './miniature';
import { cellRect, type Plate } from './plate';
import { dotsOf, drawSamples } from './samples';
import { isInside, outlineOf, type Pixel, pathOf, windowCells } from './support';
import type { Group, Surface } from './surface';

type Of<K extends MiniaturePicture['kind']> = Extract<MiniaturePicture, { kind: K }>;

/** Borders of windows, the keys' outline, sampled points and the query. */
export function drawLookMarks(
  surface: Surface,
  groups: Readonly<Record<'masked' | 'support' | 'samples' | 'query', Group>>,
  { cells, grid, query, points, windows }: Of<'look'>,
  plate: Plate,
  context: FigureContext,
): void {
  const { theme } = context;
  const path = (of: Iterable<Pixel>): string => pathOf(outlineOf(of), plate.px, plate.py);
  const inside = cells.filter((cell) => isInside(cell, grid));
  const masked = path(inside.filter((cell) => cell.masked));
  if (masked)
    groups.masked.append('path').attr('d', masked).attr('fill', hatchingOf(surface, theme));
  const lines: Outline[] = [];
  if (windows && !windows.spread) {
    const all = Array.from({ length: windows.rows * windows.columns }, (_, w) =>
      path(windowCells(windows, w).filter((cell) => isInside(cell, grid))),
    );
    lines.push({ path: all.join(''), colour: theme.greys[2], width: 0.5, opacity: 0.7 });
  }
  if (inside.length > 0 && inside.length < grid.height * grid.width)
    lines.push({ path: path(inside), colour: theme.roles.key, width: 1 });
  drawOutlines(groups.support, lines, theme);
  if (points) drawPointMarks(groups.samples, { kind: 'points', grid, points }, plate, context);
  const at: Outline[] = query
    ? [{ path: spotPath(cellRect(plate, query)), colour: theme.roles.query, width: 1.75 }]
    : [];
  drawOutlines(groups.query, at, theme);
}

/** Dots small enough for a stamp, with arrows from where the points were. */
export function drawPointMarks(
  group: Group,
  { grid, points }: Of<'points'>,
  plate: Plate,
  context: FigureContext,
): void {
  const size = Math.min(1, plate.width / 260);
  const dots = dotsOf(points, plate).map((dot) => ({
    ...dot,
    radius: Math.max(1.4, dot.radius * size),
  }));
  drawSamples(group, dots, context, (s) => isInside(s, grid));
}

/** Bars that stand side by side on zero. */
export function drawValues(
  group: Group,
  { values, domain, role, reference }: Of<'bars'>,
  { x, y, width, height }: Rect,
  theme: Theme,
): void {
  const [low, high] = [Math.min(0, domain[0]), Math.max(0, domain[1])];
  const at = (value: number): number => y + ((high - value) / (high - low || 1)) * height;
  const step = width / values.length;
  const bar = step > 3 ? step - 1 : step;
  const bars = Array.from(values, (value, i) => {
    const [top, bottom] = [at(Math.max(0, value)), at(Math.min(0, value))];
    return boxPath({ x: x + i * step, y: top, width: bar, height: bottom - top });
  });
  group.append('path').attr('d', bars.join('')).attr('fill', theme.roles[role]);
  const line = (value: number, dash: string | null) =>
    group
      .append('path')
      .attr('d', `M${x},${at(value)}h${width}`)
      .attr('fill', 'none')
      .attr('stroke', theme.greys[2])
      .attr('stroke-dasharray', dash);
  line(0, null);
  if (reference !== undefined && reference > low && reference < high) line(reference, '3 3');
}

/** One full bar per position, cut into branches from the bottom up. */
export function drawShares(
  group: Group,
  { shares, branches }: Of<'shares'>,
  { x, y, width, height }: Rect,
  theme: Theme,
): void {
  const count = shares.length / branches;
  const step = width / count;
  const bar = step > 4 ? step - 1 : step;
  const below = new Float64Array(count);
  for (let branch = 0; branch < branches; branch++) {
    const boxes = Array.from(below, (from, i) => {
      const share = shares[branch * count + i];
      below[i] = from + share;
      const top = y + (1 - from - share) * height;
      return boxPath({ x: x + i * step, y: top, width: bar, height: share * height });
    });
    group.append('path').attr('d', boxes.join('')).attr('fill', categoryColour(branch, theme));
  }
}

export function drawNumber(
  group: Group,
  value: number,
  { x, y, width, height }: Rect,
  { theme, format }: FigureContext,
): void {
  group
    .append('text')
    .attr('x', x + width / 2)
    .attr('y', y + height / 2)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'middle')
    .attr('font-size', Math.min(24, width / 5))
    .attr('fill', theme.ink)
    .text(format(value));
}
