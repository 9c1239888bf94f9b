import type { Rect } from './canvas';
import type { FigureContext, Theme } from './figure';
import { createMeasure } from './labels';
import type { Group, Surface } from './surface';
import { fontSize } from './theme';

const hatchIds = new WeakMap<Surface, string>();
let hatchCount = 0;

/** Paint of masked areas: `fill` with it. One pattern per figure, made on first use. */
export function hatchingOf(surface: Surface, theme: Theme): string {
  const known = hatchIds.get(surface);
  const id = known ?? `atlas-hatch-${hatchCount++}`;
  hatchIds.set(surface, id);
  const pattern = surface
    .group('definitions')
    .selectAll('pattern')
    .data([id])
    .join('pattern')
    .attr('id', id)
    .attr('width', 6)
    .attr('height', 6)
    .attr('patternUnits', 'userSpaceOnUse')
    .attr('patternTransform', 'rotate(45)');
  pattern
    .selectAll('rect')
    .data([theme.paper])
    .join('rect')
    .attr('width', 6)
    .attr('height', 6)
    .attr('fill', (d) => d)
    .attr('fill-opacity', 0.45);
  pattern
    .selectAll('line')
    .data([theme.greys[3]])
    .join('line')
    .attr('y2', 6)
    .attr('x1', 1)
    .attr('x2', 1)
    .attr('stroke', (d) => d)
    .attr('stroke-width', 1.2);
  return `url(#${id})`;
}

/** A line that can be told from any ground: `colour` on a rim of paper. */
export interface Outline {
  readonly path: string;
  readonly colour: string;
  readonly width: number;
  readonly dash?: string;
  readonly fill?: string;
  readonly opacity?: number;
}

/** Draws outlines into a group, replacing what is there. */
export function drawOutlines(group: Group, outlines: readonly Outline[], theme: Theme): void {
  group.attr('pointer-events', 'none');
  const pair = group
    .selectAll<SVGGElement, Outline>('g')
    .data(outlines)
    .join((enter) => {
      const made = enter.append('g');
      made.append('path').attr('class', 'rim');
      made.append('path').attr('class', 'line');
      return made;
    })
    .attr('opacity', (d) => d.opacity ?? 1);
  pair
    .select('path.rim')
    .attr('d', (d) => d.path)
    .attr('fill', 'none')
    .attr('stroke', theme.paper)
    .attr('stroke-opacity', 0.75)
    .attr('stroke-linejoin', 'round')
    .attr('stroke-width', (d) => d.width + 2);
  pair
    .select('path.line')
    .attr('d', (d) => d.path)
    .attr('fill', (d) => d.fill ?? 'none')
    .attr('stroke', (d) => d.colour)
    .attr('stroke-linejoin', 'round')
    .attr('stroke-width', (d) => d.width)
    .attr('stroke-dasharray', (d) => d.dash ?? null);
}

/** Path of a rectangle. */
export const boxPath = ({ x, y, width, height }: Rect): string =>
  `M${x},${y}h${width}v${height}h${-width}Z`;

/**
 * Path round a cell, or a ring about it where the cell itself is too small to be seen.
 * @param cell its rectangle
 */
export function spotPath(cell: Rect): string {
  if (cell.width >= 8) return boxPath(cell);
  const r = 6;
  const x = cell.x + cell.width / 2;
  const y = cell.y + cell.height / 2;
  return `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;
}

/** A line of text beside a part of the figure, kept within it; none when the text is empty. */
export function drawReadout(
  surface: Surface,
  context: FigureContext,
  text: string,
  near: Rect,
): void {
  const { theme } = context;
  const group = surface.group('readout');
  group.attr('data-transient', '').attr('pointer-events', 'none').attr('aria-hidden', 'true');
  if (text === '') {
    group.selectAll('*').remove();
    return;
  }
  const width = createMeasure(surface.document, theme)(text, fontSize.label) + 16;
  const height = 22;
  const above = near.y - height - 6;
  const x = Math.max(0, Math.min(context.width - width, near.x + near.width / 2 - width / 2));
  const y = above >= 0 ? above : Math.min(context.height - height, near.y + near.height + 6);
  group
    .selectAll('rect')
    .data([0])
    .join('rect')
    .attr('x', x)
    .attr('y', y)
    .attr('rx', 4)
    .attr('width', width)
    .attr('height', height)
    .attr('fill', theme.ink)
    .attr('fill-opacity', 0.92);
  group
    .selectAll('text')
    .data([text])
    .join('text')
    .attr('x', x + 8)
    .attr('y', y + 15)
    .attr('font-size', fontSize.label)
    .attr('style', 'font-variant-numeric: tabular-nums')
    .attr('fill', theme.paper)
    .text((d) => d);
}
