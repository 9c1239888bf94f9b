import type { View } from '../trace/view';
import { createCellPainter, type Rect } from './canvas';
import type { Colouring, Figure, FigureContext } from './figure';
import { createMeasure, type Measure, shorten } from './labels';
import { outlineOf, type Pixel, pathOf } from './support';
import { createSurface, type Group } from './surface';
import { fontSize } from './theme';

export interface Panel {
  readonly view: View;
  /** `head 3`, `window 2`, the name of a channel. */
  readonly caption: string;
  /** Stands under panels that are too narrow for their captions: `3`. */
  readonly short?: string;
  readonly mask?: View;
  /** Cells of the panel's picture to mark: sources of a pinned number. */
  readonly lit?: readonly Pixel[];
  /** A range of its own; that of all panels when left out. */
  readonly colouring?: Colouring;
}

export interface MultiplesData {
  readonly panels: readonly Panel[];
  readonly chosen: number;
  /** What short captions count, written once: `window`. */
  readonly axis?: string;
  readonly colouring: Colouring;
  /** Colour of the frame round the chosen one. */
  readonly colour: string;
  /** Rows × columns that tell the panels' arrangement, as windows on a map have one. */
  readonly columns?: number;
  /** Name for screen readers. */
  readonly label: string;
}

export interface MultiplesEvents {
  onChoose?(index: number): void;
  onHover?(index: number | null): void;
}

const gap = 10;
const caption = 18;
/** Panels are no larger than this and, while there is room, no smaller. */
const side = { least: 44, most: 132 } as const;

/** Small multiples of heads, groups or windows; a click or Enter chooses one. */
export function createMultiples(
  host: HTMLElement,
  events: MultiplesEvents = {},
): Figure<MultiplesData> {
  const surface = createSurface(host);
  const group = surface.group('panels');
  let painters = [createCellPainter(surface.document)];

  return {
    update(data, context) {
      const { panels } = data;
      const measure = createMeasure(surface.document, context.theme);
      const { places, height, short } = layOut(data, context, measure);
      surface.begin(context, context.width, height);
      surface.svg.attr('role', 'radiogroup').attr('aria-label', data.label);
      // A painter for each panel, so that choosing another one repaints none.
      painters = panels.map((_, i) => painters[i] ?? createCellPainter(surface.document));
      surface.hold(
        panels.map(({ view, mask, colouring = data.colouring }, i) => {
          const cells = {
            values: view.data,
            rows: view.height,
            columns: view.width,
            colouring,
            mask: mask?.data,
          };
          painters[i].draw(surface.context, cells, places[i], context.theme);
          return { ...cells, ...places[i], clip: places[i] };
        }),
      );
      drawAxis(group, short ? data.axis : undefined, context);
      drawPanels(group, data, places, short, context, measure, events);
    },
    destroy: surface.destroy,
  };
}

function layOut(
  { panels, columns }: MultiplesData,
  { width, height }: FigureContext,
  measure: Measure,
): { places: Rect[]; height: number; short: boolean } {
  const count = Math.max(1, panels.length);
  const shapes = panels.map(({ view }) => shapeOf(view));
  // The tallest panel gives the height of all rows.
  const ratio = Math.max(least.shape, ...shapes);
  const arrange = (top: number) => {
    const room = { width: width - 4, height: height - top, ratio };
    const across = columns ?? bestColumns(count, room);
    return { top, across, cell: Math.max(least.side, cellFor(count, across, room)) };
  };
  const named = arrange(4);
  const short = panels.some(
    (d) => d.short !== undefined && measure(d.caption, fontSize.small) > named.cell + gap - 2,
  );
  const { top, across, cell } = short ? arrange(4 + caption) : named;
  const row = Math.max(12, Math.round(cell * ratio)) + caption + gap;
  const places = shapes.map((shape, i) => ({
    x: 4 + (i % across) * (cell + gap),
    y: top + Math.floor(i / across) * row,
    width: cell,
    height: Math.max(12, Math.round(cell * shape)),
  }));
  return { places, height: Math.ceil(count / across) * row + top, short };
}

const least = { side: 8, shape: 0.05 } as const;

/** Height of a panel as a share of its width: long matrices are squeezed to where they can be seen, strips stay strips. */
function shapeOf({ rows, columns }: View): number {
  const shape = rows / Math.max(1, columns);
  return rows <= fewRows ? Math.min(1, shape) : Math.min(1.25, Math.max(0.6, shape));
}

/** Fewer rows are a strip. */
const fewRows = 4;

/** What panels are laid out in; `ratio` is the height of a panel as a share of its width. */
interface Room {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Width of panels in so many columns: as wide as fits, as high as fits down to the least. */
const cellFor = (count: number, columns: number, { width, height, ratio }: Room): number => {
  const high = (height / Math.ceil(count / columns) - caption - gap) / ratio;
  return Math.floor(Math.min(side.most, width / columns - gap, Math.max(side.least, high)));
};

/** The number of columns that gives the largest panels, and the fewest places left empty. */
function bestColumns(count: number, room: Room): number {
  const most = Math.max(1, Math.min(count, Math.floor(room.width / (side.least + gap))));
  const options = Array.from({ length: most }, (_, i) => {
    const columns = i + 1;
    const cell = cellFor(count, columns, room);
    return { columns, cell, empty: Math.ceil(count / columns) * columns - count };
  });
  const largest = Math.max(...options.map((o) => o.cell));
  // No arrangement fits the height: as few rows as possible.
  if (largest <= side.least) return most;
  const best = options.filter((o) => o.cell === largest);
  return best.reduce((a, b) => (b.empty < a.empty ? b : a)).columns;
}

function drawAxis(group: Group, name: string | undefined, { theme }: FigureContext): void {
  group
    .selectAll('text.axis')
    .data(name === undefined ? [] : [name])
    .join('text')
    .attr('class', 'axis')
    .attr('x', 4)
    .attr('y', 13)
    .attr('font-size', fontSize.small)
    .attr('font-weight', 600)
    .attr('fill', theme.greys[3])
    .text((d) => d);
}

function drawPanels(
  group: Group,
  { panels, chosen, colour }: MultiplesData,
  places: readonly Rect[],
  short: boolean,
  { theme }: FigureContext,
  measure: Measure,
  events: MultiplesEvents,
): void {
  const step: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowDown: 1,
    ArrowLeft: -1,
    ArrowUp: -1,
  };
  const captionOf = (d: Panel): string => (short ? (d.short ?? d.caption) : d.caption);
  const entry = group
    .selectAll<SVGGElement, Panel>('g')
    .data(panels)
    .join((enter) => {
      const made = enter.append('g').attr('role', 'radio');
      made.append('rect').attr('class', 'target').attr('fill', 'transparent');
      made.append('rect').attr('class', 'frame').attr('fill', 'none');
      made.append('path').attr('class', 'rim').attr('fill', 'none').attr('stroke-width', 3.5);
      made.append('path').attr('class', 'lit').attr('fill', 'none').attr('stroke-width', 1.75);
      made.append('text');
      return made;
    })
    .attr('transform', (_, i) => `translate(${places[i].x},${places[i].y})`)
    .attr('aria-label', (d) => d.caption)
    .attr('aria-checked', (_, i) => String(i === chosen))
    .attr('tabindex', (_, i) => (i === chosen ? 0 : -1))
    .attr('cursor', 'pointer')
    .on('click', (_, panel) => events.onChoose?.(panels.indexOf(panel)))
    .on('pointerenter', (_, panel) => events.onHover?.(panels.indexOf(panel)))
    .on('pointerleave', () => events.onHover?.(null))
    .on('keydown', (event: KeyboardEvent, panel) => {
      const at = panels.indexOf(panel);
      const enter = event.key === 'Enter' || event.key === ' ';
      if (!enter && !(event.key in step)) return;
      event.preventDefault();
      event.stopPropagation();
      const next = (at + (step[event.key] ?? 0) + panels.length) % panels.length;
      events.onChoose?.(next);
      entry.nodes()[next]?.focus();
    });
  entry
    .select('rect.target')
    .attr('width', (_, i) => places[i].width)
    .attr('height', (_, i) => places[i].height + caption);
  entry
    .select('rect.frame')
    .attr('x', (_, i) => (i === chosen ? -2 : -0.5))
    .attr('y', (_, i) => (i === chosen ? -2 : -0.5))
    .attr('width', (_, i) => places[i].width + (i === chosen ? 4 : 1))
    .attr('height', (_, i) => places[i].height + (i === chosen ? 4 : 1))
    .attr('stroke', (_, i) => (i === chosen ? colour : theme.greys[1]))
    .attr('stroke-width', (_, i) => (i === chosen ? 2.5 : 1));
  const litPath = ({ lit = [], view }: Panel, { width, height }: Rect): string =>
    pathOf(
      outlineOf(lit),
      (x) => (x / view.width) * width,
      (y) => (y / view.height) * height,
    );
  entry
    .select('path.rim')
    .attr('d', (d, i) => litPath(d, places[i]))
    .attr('stroke', theme.paper);
  entry
    .select('path.lit')
    .attr('d', (d, i) => litPath(d, places[i]))
    .attr('stroke', theme.accent);
  entry
    .select('text')
    .attr('x', (_, i) => places[i].width / 2)
    .attr('y', (_, i) => places[i].height + 14)
    .attr('text-anchor', 'middle')
    .attr('font-size', fontSize.small)
    .attr('font-weight', (_, i) => (i === chosen ? 600 : 400))
    .attr('fill', (_, i) => (i === chosen ? theme.ink : theme.greys[3]))
    .text((d, i) => shorten(captionOf(d), places[i].width + gap - 2, measure));
}
