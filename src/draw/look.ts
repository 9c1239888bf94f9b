import type { Cells } from './canvas';
import type { Colouring, Figure, FigureContext } from './figure';
import type { LegendData } from './legend';
import { drawOutlines, drawReadout, hatchingOf, type Outline, spotPath } from './marks';
import { drawOverlay, drawPhotograph, type Photograph } from './photograph';
import { createPick, type PickEvents } from './pick';
import {
  cellRect,
  drawGrid,
  drawRound,
  type Extent,
  layPlate,
  type Plate,
  pixelAt,
  rectOf,
  stepOn,
  wholeOf,
} from './plate';
import { type Dot, dotsOf, drawSamples, extentFor, type Sample } from './samples';
import {
  type Cell,
  isInside,
  outlineOf,
  type Pixel,
  pathOf,
  samePixel,
  type WindowPlaces,
  windowCells,
  windowOf,
} from './support';
import { createSurface } from './surface';

/** Where one query looks: its keys as cells, as points, or both. */
export interface LookData {
  /** What the figure is, for a screen reader. */
  readonly label: string;
  readonly grid: { readonly height: number; readonly width: number };
  /** The query's pixel; null when the query is none, such as a learned one. */
  readonly query: Pixel | null;
  /** Keys with their weights, also those outside of the map; what is not among them stays blank. */
  readonly cells: readonly Cell[];
  readonly points?: readonly Sample[];
  /** The windows that the map is cut into. */
  readonly windows?: WindowPlaces;
  readonly colouring: Colouring;
  readonly photograph?: Photograph;
  /** Of the largest weight over the photograph; 0.9 when left out. */
  readonly opacity?: number;
  readonly title?: string;
  readonly legend?: Omit<LegendData, 'colouring'>;
}

/** A click chooses the query: `onPin` carries its pixel. */
export function createLook(host: HTMLElement, events: PickEvents<Pixel> = {}): Figure<LookData> {
  const surface = createSurface(host);
  let now: { data: LookData; context: FigureContext; plate: Plate } | undefined;
  const pick = createPick<Pixel>(
    surface,
    // Choosing the query again keeps it: a picture of where nothing looks would be empty.
    { onHover: events.onHover, onPin: (pixel) => pixel && events.onPin?.(pixel) },
    {
      at: (point) => {
        const pixel = now ? pixelAt(now.plate, point) : null;
        return pixel && now && isInside(pixel, now.data.grid) ? pixel : null;
      },
      same: samePixel,
      step: (from, dx, dy) => (now ? stepOn(now.data.grid, from ?? now.data.query, dx, dy) : null),
      pinned: () => now?.data.query ?? null,
      text: (at) => (now ? textOf(now, at) : ''),
    },
    () => now && drawHover(now),
  );

  const drawHover = ({ data, context, plate }: NonNullable<typeof now>): void => {
    const at = pick.hovered;
    const group = surface.group('hover').attr('data-transient', '');
    const line: Outline[] = at
      ? [{ path: spotPath(cellRect(plate, at)), colour: context.theme.ink, width: 1.5 }]
      : [];
    drawOutlines(group, line, context.theme);
    const text = at ? textOf({ data, context }, at) : '';
    drawReadout(surface, context, text, cellRect(plate, at ?? { y: 0, x: 0 }));
  };

  const drawCells = ({ data, context, plate }: NonNullable<typeof now>): void => {
    const { context: ink, document } = surface;
    const whole = wholeOf(data.grid);
    const area = rectOf(plate, whole);
    // Cells without a heat overlay of their own step back, so that the support stands out.
    const partly = data.cells.length > 0 && data.cells.length < data.grid.height * data.grid.width;
    if (data.photograph) {
      drawPhotograph(ink, document, data.photograph, area, context.theme, partly ? 0.9 : 0.7);
      if (partly)
        for (const cell of data.cells)
          if (isInside(cell, data.grid)) drawPatch(data, context, plate, cell);
    }
    const cells = blockOf(data.cells, plate.extent, data.colouring);
    const opacity = data.photograph ? (data.opacity ?? 0.9) : 'opaque';
    drawOverlay(ink, document, cells, plate, context.theme, opacity);
    drawGrid(surface, plate, whole, context.theme);
    surface.hold([]);
  };

  const drawPatch = (data: LookData, context: FigureContext, plate: Plate, at: Pixel): void => {
    const { height, width } = data.grid;
    const part = { x: at.x / width, y: at.y / height, width: 1 / width, height: 1 / height };
    const { context: ink, document } = surface;
    if (data.photograph)
      drawPhotograph(ink, document, data.photograph, cellRect(plate, at), context.theme, 0.6, part);
  };

  const drawShape = ({ data, context, plate }: NonNullable<typeof now>, dots: Dot[]): void => {
    const { theme } = context;
    const path = (cells: Iterable<Pixel>): string => pathOf(outlineOf(cells), plate.px, plate.py);
    surface
      .group('masked')
      .attr('pointer-events', 'none')
      .selectAll('path')
      .data([path(data.cells.filter((c) => c.masked))])
      .join('path')
      .attr('d', (d) => d)
      .attr('fill', hatchingOf(surface, theme));
    const outside = data.cells.filter((cell) => !isInside(cell, data.grid));
    const covers = data.cells.length >= data.grid.height * data.grid.width;
    const lines: Outline[] = [
      ...windowLines(data, plate, theme.greys[2]),
      { path: path(outside), colour: theme.greys[2], width: 1, dash: '3 3' },
      ...(covers
        ? []
        : [{ path: path(data.cells), colour: theme.roles.key, width: plate.cell < 16 ? 1.25 : 2 }]),
    ];
    drawOutlines(surface.group('support'), lines, theme);
    drawRays(data, context, plate, dots);
    drawSamples(surface.group('samples'), dots, context, (s) => isInside(s, data.grid));
    const query: Outline[] = data.query
      ? [
          {
            path: spotPath(cellRect(plate, data.query)),
            colour: theme.roles.query,
            width: 2.5,
          },
        ]
      : [];
    drawOutlines(surface.group('query'), query, theme);
  };

  const drawRays = (data: LookData, { theme }: FigureContext, plate: Plate, dots: Dot[]): void => {
    const most = Math.max(0, ...dots.map((d) => d.sample.value ?? 0));
    const { query } = data;
    surface
      .group('rays')
      .attr('pointer-events', 'none')
      .selectAll('line')
      .data(query ? dots.filter((d) => (d.sample.value ?? 0) > 0) : [])
      .join('line')
      .attr('x1', plate.px((query?.x ?? 0) + 0.5))
      .attr('y1', plate.py((query?.y ?? 0) + 0.5))
      .attr('x2', (d) => d.x)
      .attr('y2', (d) => d.y)
      .attr('stroke', theme.roles.query)
      .attr('stroke-width', 1.5)
      .attr('stroke-opacity', (d) => 0.75 * ((d.sample.value ?? 0) / most));
  };

  return {
    update(data, context) {
      const points = data.points ?? [];
      const extent = extentFor(data.grid, [...data.cells, ...points]);
      const plate = layPlate(context, extent, data);
      const dots = dotsOf(points, plate, data.colouring.domain[1]);
      const legend = data.legend && {
        ...data.legend,
        colouring: data.colouring,
        dot: data.cells.length === 0 ? heaviestOf(dots) : undefined,
      };
      const text = { title: data.title, legend };
      now = { data, context, plate };
      pick.name(data.label);
      surface.begin(context);
      drawCells(now);
      drawRound(surface, plate, context, text, { over: wholeOf(data.grid) });
      drawShape(now, dots);
      drawHover(now);
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };
}

/** The dot that a legend can say the weight of. */
function heaviestOf(dots: readonly Dot[]): LegendData['dot'] {
  const [first] = [...dots].sort((a, b) => (b.sample.value ?? 0) - (a.sample.value ?? 0));
  return first?.sample.value === undefined
    ? undefined
    : { radius: first.radius, value: first.sample.value };
}

function textOf(
  { data, context }: { readonly data: LookData; readonly context: FigureContext },
  at: Pixel,
): string {
  const key = data.cells.find((cell) => samePixel(cell, at));
  return `(${at.y}, ${at.x})${key && !key.masked ? `  ${context.format(key.value)}` : ''}`;
}

/** Keys on a plate as a block; where there is no key, or a masked one, nothing is painted. */
export function blockOf(keys: readonly Cell[], extent: Extent, colouring: Colouring): Cells {
  const rows = extent.y[1] - extent.y[0];
  const columns = extent.x[1] - extent.x[0];
  const values = new Float32Array(rows * columns);
  const mask = new Float32Array(rows * columns).fill(1);
  for (const { y, x, value, masked } of keys) {
    if (y < extent.y[0] || y >= extent.y[1] || x < extent.x[0] || x >= extent.x[1]) continue;
    const at = (y - extent.y[0]) * columns + x - extent.x[0];
    values[at] = value;
    mask[at] = masked ? 1 : 0;
  }
  return { values, rows, columns, colouring, mask };
}

/** Borders of all windows, thin, and of the query's own, stronger. */
function windowLines(data: LookData, plate: Plate, colour: string): Outline[] {
  const { windows, query } = data;
  if (!windows) return [];
  const inside = (cells: Pixel[]): Pixel[] => cells.filter((c) => isInside(c, data.grid));
  const path = (window: number): string =>
    pathOf(outlineOf(inside(windowCells(windows, window))), plate.px, plate.py);
  const all = Array.from({ length: windows.rows * windows.columns }, (_, w) => w);
  // Pixels of spread windows lie one in each cell of the others: their borders are the pixel grid.
  const borders = windows.spread ? [] : all.map(path);
  const own = query ? [path(windowOf(windows, query).window)] : [];
  return [
    { path: borders.join(''), colour, width: 0.75, opacity: 0.8 },
    ...own.map((d) => ({ path: d, colour, width: 1.5 })),
  ];
}
