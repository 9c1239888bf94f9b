import { type Cells, createCellPainter } from './canvas';
import type { Colouring, Figure, FigureContext } from './figure';
import type { LegendData } from './legend';
import { drawOutlines, drawReadout, type Outline, spotPath } from './marks';
import { createPick, type PickEvents } from './pick';
import {
  cellRect,
  drawRound,
  type Extent,
  indexText,
  layPlate,
  type Plate,
  pixelAt,
  rectOf,
} from './plate';
import { centred, cyclesAt, type HalfSpectrum, shownAt, storedAt } from './spectrum-layout';
import { type Pixel, samePixel } from './support';
import { createSurface } from './surface';

/** A filter or a map over frequencies, as the half that is stored. */
export interface SpectrumData {
  /** What the figure is, for a screen reader. */
  readonly label: string;
  readonly spectrum: HalfSpectrum;
  /** Magnitude when left out. Phases are in radians. */
  readonly part?: 'magnitude' | 'phase';
  readonly colouring: Colouring;
  readonly title?: string;
  readonly legend?: Omit<LegendData, 'colouring'>;
  /** What the axes count: cycles per height, cycles per width. */
  readonly axes: { readonly y: string; readonly x: string };
  readonly pinned?: StoredEntry | null;
}

/** An entry of the stored half: rows zero first, as the transform gives them. */
export interface StoredEntry {
  readonly row: number;
  readonly column: number;
}

/** A spectrum with zero frequency in the middle; the half that is not stored is mirrored. Events carry the stored entry. */
export function createSpectrum(
  host: HTMLElement,
  events: PickEvents<StoredEntry> = {},
): Figure<SpectrumData> {
  const surface = createSurface(host);
  const painter = createCellPainter(surface.document);
  let now:
    | { data: SpectrumData; context: FigureContext; plate: Plate; all: Float32Array }
    | undefined;

  // Cells of the plate are (cycles down, cycles across).
  const stored = ({ y, x }: Pixel): StoredEntry | null => {
    if (!now) return null;
    const { spectrum } = now.data;
    const at = fromCycles(spectrum, { y, x });
    const { row, column } = storedAt(spectrum, at.y, at.x);
    return { row, column };
  };
  const emit = (send?: (entry: StoredEntry | null) => void) => (at: Pixel | null) =>
    send?.(at && stored(at));
  const pick = createPick<Pixel>(
    surface,
    { onHover: emit(events.onHover), onPin: emit(events.onPin) },
    {
      at: (point) => (now ? pixelAt(now.plate, point) : null),
      same: samePixel,
      step: (from, dx, dy) => (now ? stepIn(now.plate.extent, from, dx, dy) : null),
      pinned: () => (now ? pinnedCell(now.data) : null),
      text: (at) => (now ? textOf(now, at) : ''),
    },
    () => now && drawMarks(now),
  );

  const drawMarks = ({ data, context, plate, all }: NonNullable<typeof now>): void => {
    const { theme } = context;
    const spot = (at: Pixel | null, colour: string, width: number): Outline[] =>
      at ? [{ path: spotPath(cellRect(plate, at)), colour, width }] : [];
    drawOutlines(surface.group('marks'), spot(pinnedCell(data), theme.accent, 2), theme);
    const at = pick.hovered;
    drawOutlines(
      surface.group('hover').attr('data-transient', ''),
      spot(at, theme.ink, 1.5),
      theme,
    );
    const text = at ? textOf({ data, context, all }, at) : '';
    drawReadout(surface, context, text, cellRect(plate, at ?? { y: 0, x: 0 }));
  };

  return {
    update(data, context) {
      const { height, width } = data.spectrum;
      const extent: Extent = {
        y: [cyclesAt(0, height), cyclesAt(height, height)],
        x: [cyclesAt(0, width), cyclesAt(width, width)],
      };
      const legend = data.legend && { ...data.legend, colouring: data.colouring };
      const text = { title: data.title, legend, axes: data.axes };
      const plate = layPlate(context, extent, text);
      const all = centred(data.spectrum, data.part ?? 'magnitude');
      now = { data, context, plate, all };
      pick.name(data.label);
      surface.begin(context);
      const cells: Cells = { values: all, rows: height, columns: width, colouring: data.colouring };
      painter.draw(surface.context, cells, plate, context.theme);
      surface.hold([{ ...cells, ...rectOf(plate, extent), clip: plate }]);
      drawRound(surface, plate, context, text);
      drawZero(plate, context);
      drawMarks(now);
    },
    destroy() {
      pick.destroy();
      surface.destroy();
    },
  };

  function drawZero(plate: Plate, { theme }: FigureContext): void {
    const [x, y] = [plate.px(0.5), plate.py(0.5)];
    surface
      .group('zero')
      .attr('pointer-events', 'none')
      .selectAll('path')
      .data([`M${x},${plate.y}v${plate.height}M${plate.x},${y}h${plate.width}`])
      .join('path')
      .attr('d', (d) => d)
      .attr('stroke', theme.greys[2])
      .attr('stroke-opacity', 0.6)
      .attr('stroke-dasharray', '2 4');
  }
}

const fromCycles = ({ height, width }: HalfSpectrum, { y, x }: Pixel): Pixel => ({
  y: y + Math.floor(height / 2),
  x: x + Math.floor(width / 2),
});

function pinnedCell({ pinned, spectrum }: SpectrumData): Pixel | null {
  if (!pinned) return null;
  const { y, x } = shownAt(spectrum, pinned.row, pinned.column);
  return { y: cyclesAt(y, spectrum.height), x: cyclesAt(x, spectrum.width) };
}

function textOf(
  {
    data,
    context,
    all,
  }: { readonly data: SpectrumData; readonly context: FigureContext; readonly all: Float32Array },
  cycles: Pixel,
): string {
  const at = fromCycles(data.spectrum, cycles);
  return `(${indexText(cycles.y)}, ${indexText(cycles.x)})  ${context.format(all[at.y * data.spectrum.width + at.x])}`;
}

function stepIn({ y, x }: Extent, from: Pixel | null, dx: number, dy: number): Pixel {
  const hold = (v: number, [low, high]: readonly [number, number]): number =>
    Math.max(low, Math.min(high - 1, v));
  return from ? { y: hold(from.y + dy, y), x: hold(from.x + dx, x) } : { y: 0, x: 0 };
}
