import type { Figure, FigureContext } from './figure';
import { createMeasure } from './labels';
import { drawReadout } from './marks';
import { createPick, type PickEvents } from './pick';
import { drawAxes, drawKey } from './scaling-axes';
import { type KeyKind, layOutScaling, type ScalingLayout } from './scaling-layout';
import { drawLabels, drawLines, drawOut, drawSelection } from './scaling-marks';
import type { Unit } from './scaling-ticks';
import { createSurface } from './surface';

export interface ScalingPoint {
  readonly x: number;
  readonly y: number;
  /** Quartiles, where it was measured several times. */
  readonly low?: number;
  readonly high?: number;
  /** Beyond what this device can compute: known from the plan only, drawn hollow. */
  readonly beyond: boolean;
}

export interface ScalingLine {
  readonly id: string;
  readonly name: string;
  /** The second row of its label: words, each followed by the symbol of the size with a power. */
  readonly exponents: readonly { readonly text: string; readonly power: string }[];
  /** The same in one text, for measuring. */
  readonly detail: string;
  /** Place among colours and marks. */
  readonly look: number;
  /** By ascending x. */
  readonly points: readonly ScalingPoint[];
  /** Ends of a law that is drawn through the last points and beyond them, where nothing was measured. */
  readonly continued?: readonly [Place, Place];
  /** The smallest size that has no room in memory. */
  readonly out?: Place;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface ScalingData {
  /** Name for screen readers. */
  readonly label: string;
  readonly x: { readonly title: string; readonly unit: Unit };
  readonly y: { readonly title: string; readonly unit: Unit };
  /** First and last size of the axis. */
  readonly range: readonly [number, number];
  readonly lines: readonly ScalingLine[];
  /** From this size on no line fits in memory. */
  readonly closed?: number;
  /** What of these is drawn, in words. */
  readonly key: readonly { readonly kind: KeyKind; readonly text: string }[];
  /** Symbol of the size in exponents: N or C. */
  readonly symbol: string;
  /** The numbers of a point in words. */
  readonly describe: (target: ScalingTarget) => string;
  readonly pinned?: ScalingTarget | null;
}

/** A point of a line. */
export interface ScalingTarget {
  readonly line: string;
  readonly x: number;
}

/** A point as near as this to the pointer is meant. */
const reach = 22;

const same = (a: ScalingTarget, b: ScalingTarget): boolean => a.line === b.line && a.x === b.x;

/**
 * Sizes against cost on logarithmic axes, where a power law is a straight line. Arrow keys walk along a line
 * and from line to line.
 */
export function createScaling(
  host: HTMLElement,
  events: PickEvents<ScalingTarget> = {},
): Figure<ScalingData> {
  const surface = createSurface(host);
  let now: { data: ScalingData; context: FigureContext; layout: ScalingLayout } | undefined;

  const pick = createPick<ScalingTarget>(
    surface,
    events,
    {
      at: (point) => (now ? nearest(now.data, now.layout, point) : null),
      same,
      step: (from, dx, dy) => (now ? stepFrom(now.data, from, dx, dy) : null),
      pinned: () => now?.data.pinned ?? null,
      text: (target) => now?.data.describe(target) ?? '',
    },
    () => now && drawPicked(now),
  );

  const drawPicked = ({ data, context, layout }: NonNullable<typeof now>): void => {
    const hovered = pick.hovered;
    const chosen = hovered ?? data.pinned ?? null;
    const pinned = surface.group('pinned').attr('data-transient', '');
    drawSelection(pinned, data, layout, chosen, context);
    const line = data.lines.find(({ id }) => id === chosen?.line);
    const point = line?.points.find(({ x }) => x === chosen?.x);
    const near = point && { x: layout.x.at(point.x) - 7, y: layout.y.at(point.y) - 7 };
    const text = hovered && point ? data.describe(hovered) : '';
    drawReadout(surface, context, text, { x: 0, y: 0, ...near, width: 14, height: 14 });
  };

  return {
    update(data, context) {
      const measure = createMeasure(surface.document, context.theme);
      const layout = layOutScaling(data, context, measure);
      now = { data, context, layout };
      pick.name(data.label);
      surface.begin(context, context.width, layout.height);
      drawAxes(surface, data, layout, context);
      drawKey(surface, layout, context);
      drawLines(surface.group('lines'), data, layout, context);
      drawOut(surface.group('out'), data, layout, context);
      drawLabels(surface.group('labels'), data, layout, context);
      drawPicked(now);
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };
}

/** The point that is meant by a place on the figure. */
export function nearest(
  { lines }: Pick<ScalingData, 'lines'>,
  { x, y }: Pick<ScalingLayout, 'x' | 'y'>,
  [px, py]: readonly [number, number],
): ScalingTarget | null {
  let found: ScalingTarget | null = null;
  let least = reach;
  for (const line of lines) {
    for (const point of line.points) {
      const distance = Math.hypot(x.at(point.x) - px, y.at(point.y) - py);
      if (distance >= least) continue;
      least = distance;
      found = { line: line.id, x: point.x };
    }
  }
  return found;
}

/** Left and right along a line; up and down to the next line there, by what is drawn above and below. */
function stepFrom(
  { lines }: Pick<ScalingData, 'lines'>,
  from: ScalingTarget | null,
  dx: number,
  dy: number,
): ScalingTarget | null {
  const line = lines.find(({ id }) => id === from?.line);
  const at = line?.points.findIndex(({ x }) => x === from?.x) ?? -1;
  if (!line || at < 0) {
    const first = lines.find(({ points }) => points.length > 0);
    return first ? { line: first.id, x: first.points[0].x } : null;
  }
  const next = line.points[at + dx];
  if (dx !== 0) return next ? { line: line.id, x: next.x } : null;
  const here = line.points[at];
  const others = lines.flatMap((other) =>
    other.points
      .filter(({ x }) => x === here.x)
      .map(({ y }) => ({ id: other.id, y, place: lines.indexOf(other) })),
  );
  // Equal values are taken in the order of the list, so that every line can be reached.
  const order = others.sort((a, b) => b.y - a.y || a.place - b.place);
  const other = order[order.findIndex(({ id }) => id === line.id) + dy];
  return other ? { line: other.id, x: here.x } : null;
}
