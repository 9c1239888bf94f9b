import { type Timer, timer } from 'd3';
import { categoryColour } from './categories';
import type { Figure, FigureContext } from './figure';
import { boxPath, drawOutlines, drawReadout, hatchingOf, type Outline, spotPath } from './marks';
import { drawPhotograph, type Photograph } from './photograph';
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
} from './plate';
import {
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
import {
  inPhase,
  piecesOf,
  type Region,
  regionsOf,
  shownExtent,
  shownPixel,
  stepWindow,
  targetAt,
  type WindowTarget,
} from './window-shift';

export type { WindowTarget } from './window-shift';

/** How a map is cut into windows, and how the windows are shifted. */
export interface WindowsData {
  /** What the figure is, for a screen reader. */
  readonly label: string;
  readonly windows: WindowPlaces;
  /**
   * 0 the windows as they are cut without a shift, ½ slid over the map, 1 with the pixels of the
   * other side moved in to fill those that reach over the border. A change is animated.
   */
  readonly phase: number;
  /** The map itself: a photograph, or a feature painted as one (`pixelated`). */
  readonly photograph?: Photograph;
  readonly chosen?: number | null;
  /** Regions that this pixel may not see are hatched. */
  readonly query?: Pixel | null;
  readonly title?: string;
}

const textOf = ({ window, pixel }: WindowTarget): string =>
  `${window}${pixel ? `  (${pixel.y}, ${pixel.x})` : ''}`;

/** Milliseconds for the whole way: slide, then fill. */
const duration = 480;

interface State {
  readonly data: WindowsData;
  readonly context: FigureContext;
  readonly plate: Plate;
}

/** The window grid over a map, its shift, the regions of its mask. Events carry the window. */
export function createWindows(
  host: HTMLElement,
  events: PickEvents<WindowTarget> = {},
): Figure<WindowsData> {
  const surface = createSurface(host);
  let now: State | undefined;
  let shown: number | undefined;
  let motion: Timer | undefined;

  const pick = createPick<WindowTarget>(
    surface,
    events,
    {
      at: (point) => {
        const pixel = now && pixelAt(now.plate, point);
        return now && pixel ? targetAt(now.data.windows, pixel, shown ?? 0) : null;
      },
      same: (a, b) =>
        a.window === b.window &&
        (a.pixel === b.pixel || (!!a.pixel && !!b.pixel && samePixel(a.pixel, b.pixel))),
      step: (from, dx, dy) => (now ? stepWindow(now.data.windows, from, dx, dy) : null),
      pinned: () => {
        const chosen = now?.data.chosen;
        return chosen == null ? null : { window: chosen, pixel: now?.data.query ?? null };
      },
      text: textOf,
    },
    () => now && drawHover(now, shown ?? 0),
  );

  const draw = (state: State, phase: number): void => {
    surface.begin(state.context);
    drawGround(state, phase);
    const { data, context, plate } = state;
    drawRound(surface, plate, context, { title: data.title }, { over: mapExtent(data.windows) });
    drawRegions(state, phase);
    drawBorders(state, phase);
    drawHover(state, phase);
    surface.hold([]);
  };

  const drawGround = ({ data, context, plate }: State, phase: number): void => {
    const { context: ink, document } = surface;
    const { windows, photograph } = data;
    const { theme } = context;
    for (const { from, to, ghost } of piecesOf(windows, phase)) {
      const at = rectOf(plate, to);
      ink.fillStyle = theme.greys[0];
      ink.globalAlpha = ghost ? 0.5 : 1;
      ink.fillRect(at.x, at.y, at.width, at.height);
      ink.globalAlpha = 1;
      // Padding is no part of the photograph.
      const rows = Math.min(from.y[1], windows.height) - from.y[0];
      const columns = Math.min(from.x[1], windows.width) - from.x[0];
      if (!photograph || rows <= 0 || columns <= 0) continue;
      const part = {
        x: from.x[0] / windows.width,
        y: from.y[0] / windows.height,
        width: columns / windows.width,
        height: rows / windows.height,
      };
      const rect = { ...at, width: columns * plate.cell, height: rows * plate.cell };
      drawPhotograph(ink, document, photograph, rect, theme, ghost ? 0.95 : 0.15, part);
    }
    if (windows.spread) drawGroups({ data, context, plate });
    drawGrid(surface, plate, mapExtent(windows), theme);
  };

  const drawGroups = ({ data, context, plate }: State): void => {
    const { context: ink } = surface;
    const { windows, chosen } = data;
    for (let y = 0; y < windows.height; y++)
      for (let x = 0; x < windows.width; x++) {
        const { window } = windowOf(windows, { y, x });
        const at = cellRect(plate, { y, x });
        if (window === chosen) continue;
        ink.globalAlpha = chosen == null ? 0.6 : 0.65;
        ink.fillStyle =
          chosen == null ? groupColour(windows, window, context) : context.theme.paper;
        ink.fillRect(at.x, at.y, at.width, at.height);
      }
    ink.globalAlpha = 1;
  };

  const drawRegions = ({ data, context, plate }: State, phase: number): void => {
    const { theme } = context;
    const filled = inPhase(phase).fill;
    const regions = regionsOf(data.windows);
    const forbidden = regions.filter((region) => isForbidden(data, region));
    const group = surface
      .group('regions')
      .attr('opacity', filled ** 2)
      .attr('pointer-events', 'none');
    group
      .selectAll('path.masked')
      .data(forbidden)
      .join('path')
      .attr('class', 'masked')
      .attr('d', (d) => boxPath(rectOf(plate, d)))
      .attr('fill', hatchingOf(surface, theme));
    group
      .selectAll('path.border')
      .data(regions)
      .join('path')
      .attr('class', 'border')
      .attr('d', (d) => boxPath(rectOf(plate, d)))
      .attr('fill', 'none')
      .attr('stroke', theme.ink)
      .attr('stroke-dasharray', '4 3')
      .attr('stroke-width', 1);
    group
      .selectAll('text')
      .data(regions.filter((d) => Math.min(spanOf(d.y), spanOf(d.x)) * plate.cell >= 12))
      .join('text')
      .attr('x', (d) => plate.px((d.x[0] + d.x[1]) / 2))
      .attr('y', (d) => plate.py((d.y[0] + d.y[1]) / 2))
      .attr('dy', '0.35em')
      .attr('text-anchor', 'middle')
      .attr('font-size', 13)
      .attr('font-weight', 700)
      .attr('fill', theme.ink)
      .attr('stroke', theme.paper)
      .attr('stroke-width', 3)
      .attr('paint-order', 'stroke')
      .text((d) => d.label);
  };

  const drawBorders = ({ data, context, plate }: State, phase: number): void => {
    const { theme } = context;
    const { windows, chosen, query } = data;
    const count = windows.rows * windows.columns;
    const borders = windows.spread
      ? []
      : Array.from({ length: count }, (_, w) => windowPath(windows, w, plate, phase));
    const lines: Outline[] = [{ path: borders.join(''), colour: theme.ink, width: 1.25 }];
    if (chosen != null)
      lines.push({
        path: windowPath(windows, chosen, plate, phase),
        colour: theme.roles.key,
        width: 3,
      });
    if (query && isInside(query, windows)) {
      const at = cellRect(plate, shownPixel(windows, query, phase));
      lines.push({ path: spotPath(at), colour: theme.roles.query, width: 2.5 });
    }
    drawOutlines(surface.group('borders'), lines, theme);
  };

  const drawHover = ({ data, context, plate }: State, phase: number): void => {
    const target = pick.hovered;
    const path = target ? windowPath(data.windows, target.window, plate, phase) : '';
    const group = surface.group('hover').attr('data-transient', '');
    drawOutlines(group, path ? [{ path, colour: context.theme.ink, width: 2 }] : [], context.theme);
    const pixel = target?.pixel ?? null;
    const text = target ? textOf(target) : '';
    const at = pixel ? shownPixel(data.windows, pixel, phase) : { y: 0, x: 0 };
    drawReadout(surface, context, text, cellRect(plate, at));
  };

  const moveTo = (state: State, phase: number): void => {
    motion?.stop();
    const start = shown ?? phase;
    const way = Math.abs(phase - start);
    // Small changes come from a slider that is dragged, which is motion enough.
    if (state.context.reducedMotion || way < 0.1) {
      shown = phase;
      draw(state, phase);
      return;
    }
    draw(state, start);
    motion = timer((elapsed) => {
      const t = Math.min(1, elapsed / (duration * way));
      shown = start + (phase - start) * t;
      if (now) draw(now, shown);
      if (t === 1) motion?.stop();
    });
  };

  return {
    update(data, context) {
      const plate = layPlate(context, shownExtent(data.windows), { title: data.title });
      now = { data, context, plate };
      pick.name(data.label);
      moveTo(now, Math.max(0, Math.min(1, data.phase)));
    },
    destroy() {
      motion?.stop();
      pick.destroy();
      surface.destroy();
    },
  };
}

const spanOf = ([from, to]: readonly [number, number]): number => to - from;

const mapExtent = (windows: WindowPlaces): Extent => ({
  y: [0, windows.height],
  x: [0, windows.width],
});

function groupColour(windows: WindowPlaces, window: number, { theme }: FigureContext): string {
  // Neighbours along both sides get different colours, whatever the number of columns.
  const row = Math.floor(window / windows.columns);
  return categoryColour(row * 3 + (window % windows.columns), theme);
}

function windowPath(windows: WindowPlaces, window: number, plate: Plate, phase: number): string {
  if (windows.spread) {
    const cells = windowCells(windows, window).filter((cell) => isInside(cell, windows));
    return pathOf(outlineOf(cells), plate.px, plate.py);
  }
  const { slide } = inPhase(phase);
  const y = Math.floor(window / windows.columns) * windows.size[0] + slide * windows.shift[0];
  const x = (window % windows.columns) * windows.size[1] + slide * windows.shift[1];
  return boxPath(rectOf(plate, { y: [y, y + windows.size[0]], x: [x, x + windows.size[1]] }));
}

/** Hidden from the query; without a query, what was brought in from the other side. */
function isForbidden({ windows, query }: WindowsData, region: Region): boolean {
  if (!query) return region.wrapped;
  const own = windowOf(windows, query).window;
  return region.window === own && !region.holds(query);
}
