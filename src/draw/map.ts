import { type Cells, createCellPainter } from './canvas';
import type { Colouring, Figure, FigureContext } from './figure';
import type { LegendData } from './legend';
import { drawOutlines, drawReadout, type Outline, spotPath } from './marks';
import { drawOverlay, drawPhotograph, type Photograph } from './photograph';
import { createPick, type PickEvents } from './pick';
import {
  cellRect,
  drawGrid,
  drawRound,
  layPlate,
  type Plate,
  pixelAt,
  rectOf,
  stepOn,
  wholeOf,
} from './plate';
import { type Pixel, samePixel } from './support';
import { createSurface } from './surface';

/** One number per pixel. */
export interface MapData {
  /** What the figure is, for a screen reader. */
  readonly label: string;
  readonly height: number;
  readonly width: number;
  /** Row-major, `height` × `width`. */
  readonly values: Float32Array;
  readonly colouring: Colouring;
  /** Same shape; above one half is masked. */
  readonly mask?: Float32Array;
  /** Name of the channel. */
  readonly title?: string;
  readonly titleColour?: string;
  readonly legend?: Omit<LegendData, 'colouring'>;
  /** Lies under the values. */
  readonly photograph?: Photograph;
  /** Of the largest value over the photograph, 0…1; 0.85 when left out. */
  readonly opacity?: number;
  /** Shown as if under the pointer, such as the linked cursor of another figure. */
  readonly hovered?: Pixel | null;
  readonly pinned?: Pixel | null;
  /** Sources of a cell that is pinned elsewhere. */
  readonly lit?: readonly Pixel[];
}

/** A map as cells, alone or over its photograph. Events carry the pixel. */
export function createMap(host: HTMLElement, events: PickEvents<Pixel> = {}): Figure<MapData> {
  const surface = createSurface(host);
  const painter = createCellPainter(surface.document);
  let now: { data: MapData; context: FigureContext; plate: Plate } | undefined;

  const pick = createPick<Pixel>(
    surface,
    events,
    {
      at: (point) => (now ? pixelAt(now.plate, point) : null),
      same: samePixel,
      step: (from, dx, dy) => (now ? stepOn(now.data, from, dx, dy) : null),
      pinned: () => now?.data.pinned ?? null,
      text: (at) => (now ? textOf(now, at) : ''),
    },
    () => now && drawMarks(now),
  );

  const drawMarks = ({ data, context, plate }: NonNullable<typeof now>): void => {
    const { theme } = context;
    const hovered = pick.hovered ?? data.hovered ?? null;
    const spot = (at: Pixel) => spotPath(cellRect(plate, at));
    const lit = (data.lit ?? []).map(
      (at): Outline => ({ path: spot(at), colour: theme.accent, width: 1 }),
    );
    const pinned: Outline[] = data.pinned
      ? [{ path: spot(data.pinned), colour: theme.accent, width: 2 }]
      : [];
    drawOutlines(surface.group('marks'), [...lit, ...pinned], theme);
    const over: Outline[] = hovered ? [{ path: spot(hovered), colour: theme.ink, width: 1.5 }] : [];
    drawOutlines(surface.group('hover').attr('data-transient', ''), over, theme);
    const text = hovered ? textOf({ data, context }, hovered) : '';
    drawReadout(surface, context, text, cellRect(plate, hovered ?? { y: 0, x: 0 }));
  };

  return {
    update(data, context) {
      const legend = data.legend && { ...data.legend, colouring: data.colouring };
      const text = { title: data.title, titleColour: data.titleColour, legend };
      const whole = wholeOf(data);
      const plate = layPlate(context, whole, text);
      now = { data, context, plate };
      pick.name(data.label);
      surface.begin(context);
      const rect = rectOf(plate, whole);
      const cells: Cells = { ...data, rows: data.height, columns: data.width };
      if (data.photograph) {
        const { context: ink, document } = surface;
        drawPhotograph(ink, document, data.photograph, rect, context.theme, 0.7);
        drawOverlay(ink, document, cells, rect, context.theme, data.opacity ?? 0.85);
        surface.hold([]);
      } else {
        painter.draw(surface.context, cells, rect, context.theme);
        surface.hold([{ ...cells, ...rect, clip: rect }]);
      }
      drawGrid(surface, plate, whole, context.theme);
      drawRound(surface, plate, context, text);
      drawMarks(now);
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };
}

const textOf = (
  { data, context }: { readonly data: MapData; readonly context: FigureContext },
  { y, x }: Pixel,
): string => `(${y}, ${x})  ${context.format(data.values[y * data.width + x])}`;
