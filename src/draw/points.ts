import type { Figure, FigureContext } from './figure';
import { drawOutlines, drawReadout, type Outline } from './marks';
import { drawPhotograph, type Photograph } from './photograph';
import { createPick, type PickEvents } from './pick';
import { drawGrid, drawRound, layPlate, type Plate, rectOf, wholeOf } from './plate';
import { type Dot, dotAt, dotsOf, drawSamples, extentFor, type Sample } from './samples';
import { isInside } from './support';
import { createSurface } from './surface';

/** The sampling points of one group, with the references that they left. */
export interface PointsData {
  /** What the figure is, for a screen reader. */
  readonly label: string;
  readonly grid: { readonly height: number; readonly width: number };
  /** In pixels; `fromUnit` converts coordinates in −1…1. */
  readonly points: readonly Sample[];
  /** How far the points have come from their references, 0…1; 1 when left out. */
  readonly phase?: number;
  readonly photograph?: Photograph;
  readonly title?: string;
  /** Colour of the dots; that of keys when left out. */
  readonly colour?: string;
  readonly hovered?: number | null;
  readonly pinned?: number | null;
}

/** Points on the map, with arrows from their references. Events carry the number of the point. */
export function createPoints(
  host: HTMLElement,
  events: PickEvents<number> = {},
): Figure<PointsData> {
  const surface = createSurface(host);
  let now: { data: PointsData; context: FigureContext; plate: Plate; dots: Dot[] } | undefined;
  const pick = createPick<number>(
    surface,
    events,
    {
      at: (point) => (now ? dotAt(now.dots, point) : null),
      same: (a, b) => a === b,
      step: (from, dx, dy) => (now ? nearest(now.dots, from, dx, dy) : null),
      pinned: () => now?.data.pinned ?? null,
      text: (index) => (now ? textOf(now.data, index, now.context) : ''),
    },
    () => now && drawMarks(now),
  );

  const drawMarks = ({ data, context, dots }: NonNullable<typeof now>): void => {
    const { theme } = context;
    const ring = (index: number | null | undefined, colour: string, width: number): Outline[] => {
      const dot = dots[index ?? -1];
      if (!dot) return [];
      const r = dot.radius + 4;
      const path = `M${dot.x - r},${dot.y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;
      return [{ path, colour, width }];
    };
    drawOutlines(surface.group('marks'), ring(data.pinned, theme.accent, 2.5), theme);
    const hovered = pick.hovered ?? data.hovered ?? null;
    const group = surface.group('hover').attr('data-transient', '');
    drawOutlines(group, ring(hovered, theme.ink, 1.5), theme);
    const dot = dots[hovered ?? -1];
    if (!dot) {
      drawReadout(surface, context, '', { x: 0, y: 0, width: 0, height: 0 });
      return;
    }
    const text = textOf(data, hovered ?? 0, context);
    const r = dot.radius;
    drawReadout(surface, context, text, {
      x: dot.x - r,
      y: dot.y - r,
      width: 2 * r,
      height: 2 * r,
    });
  };

  return {
    update(data, context) {
      const { theme } = context;
      const text = { title: data.title };
      const whole = wholeOf(data.grid);
      const plate = layPlate(context, extentFor(data.grid, data.points), text);
      const phase = data.phase ?? 1;
      const moved = data.points.map((point): Sample => {
        const from = point.from ?? point;
        return {
          ...point,
          y: from.y + phase * (point.y - from.y),
          x: from.x + phase * (point.x - from.x),
        };
      });
      const dots = dotsOf(moved, plate);
      now = { data, context, plate, dots };
      pick.name(data.label);
      surface.begin(context);
      const area = rectOf(plate, whole);
      if (data.photograph)
        drawPhotograph(surface.context, surface.document, data.photograph, area, theme, 0.35);
      drawGrid(surface, plate, whole, theme);
      surface.hold([]);
      drawRound(surface, plate, context, text, { over: whole });
      const colour = data.colour ?? theme.roles.key;
      drawSamples(surface.group('samples'), dots, context, (s) => isInside(s, data.grid), colour);
      drawMarks(now);
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };
}

function textOf({ points }: PointsData, index: number, { format }: FigureContext): string {
  const point = points[index];
  const at = ({ y, x }: Sample): string => `(${format(y)}, ${format(x)})`;
  const value = point.value === undefined ? '' : `  ${format(point.value)}`;
  return `${point.from ? `${at(point.from)} → ` : ''}${at(point)}${value}`;
}

/** The nearest dot in a direction, those straight ahead first. */
export function nearest(
  dots: readonly Pick<Dot, 'x' | 'y'>[],
  from: number | null,
  dx: number,
  dy: number,
): number | null {
  if (dots.length === 0) return null;
  const start = dots[from ?? -1];
  if (!start) return 0;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  dots.forEach((dot, i) => {
    const ahead = (dot.x - start.x) * dx + (dot.y - start.y) * dy;
    const aside = Math.abs((dot.x - start.x) * dy) + Math.abs((dot.y - start.y) * dx);
    const distance = ahead + 2 * aside;
    if (ahead > 0.5 && distance < least) {
      least = distance;
      best = i;
    }
  });
  return best;
}
