import { range as d3range } from 'd3';
import type { Rect } from './canvas';
import type { FigureContext } from './figure';
import { createMeasure, shorten, strideFor } from './labels';
import { drawLegend, type LegendData, legendHeight } from './legend';
import type { Pixel } from './support';
import type { Surface } from './surface';
import { fontSize } from './theme';

/** Half-open ranges of rows and columns, in cells. */
export interface Extent {
  readonly y: readonly [number, number];
  readonly x: readonly [number, number];
}

/** Square cells laid on the figure: cell (y, x) covers `px(x)`…`px(x + 1)` and `py(y)`…`py(y + 1)`. */
export interface Plate extends Rect {
  readonly extent: Extent;
  /** Side of a cell, in pixels. */
  readonly cell: number;
  readonly px: (x: number) => number;
  readonly py: (y: number) => number;
}

/** Fits square cells into a rectangle, as large as they go, centred across it. */
export function plateOf(room: Rect, extent: Extent): Plate {
  const columns = extent.x[1] - extent.x[0];
  const rows = extent.y[1] - extent.y[0];
  const cell = Math.max(0.01, Math.min(room.width / columns, room.height / rows));
  const width = cell * columns;
  const height = cell * rows;
  const left = room.x + Math.max(0, (room.width - width) / 2);
  return {
    x: left,
    y: room.y,
    width,
    height,
    extent,
    cell,
    px: (x) => left + (x - extent.x[0]) * cell,
    py: (y) => room.y + (y - extent.y[0]) * cell,
  };
}

/** The rectangle of a block of cells. */
export const rectOf = (plate: Plate, extent: Extent): Rect => ({
  x: plate.px(extent.x[0]),
  y: plate.py(extent.y[0]),
  width: (extent.x[1] - extent.x[0]) * plate.cell,
  height: (extent.y[1] - extent.y[0]) * plate.cell,
});

export const wholeOf = ({ height, width }: { height: number; width: number }): Extent => ({
  y: [0, height],
  x: [0, width],
});

/** The cell under a point of the figure, or null beside the plate. */
export function pixelAt(plate: Plate, [px, py]: readonly [number, number]): Pixel | null {
  const y = Math.floor((py - plate.y) / plate.cell + plate.extent.y[0]);
  const x = Math.floor((px - plate.x) / plate.cell + plate.extent.x[0]);
  const { extent } = plate;
  const inside = y >= extent.y[0] && y < extent.y[1] && x >= extent.x[0] && x < extent.x[1];
  return inside ? { y, x } : null;
}

export const cellRect = (plate: Plate, { y, x }: Pixel): Rect =>
  rectOf(plate, { y: [y, y + 1], x: [x, x + 1] });

/** The neighbour of a pixel, held at the border of the map; the middle from nowhere. */
export function stepOn(
  { height, width }: { readonly height: number; readonly width: number },
  from: Pixel | null,
  dx: number,
  dy: number,
): Pixel {
  if (!from) return { y: Math.floor(height / 2), x: Math.floor(width / 2) };
  return {
    y: Math.max(0, Math.min(height - 1, from.y + dy)),
    x: Math.max(0, Math.min(width - 1, from.x + dx)),
  };
}

/** What stands round a plate. */
export interface PlateText {
  readonly title?: string;
  /** Colour of the title; ink when left out. */
  readonly titleColour?: string;
  readonly legend?: LegendData;
  /** What rows and columns count. */
  readonly axes?: { readonly y: string; readonly x: string };
}

const tickRoom = { left: 30, top: 18, right: 10 } as const;
const titleRoom = 22;
const axisTitleRoom = 16;

/** Places a plate in a figure with room for its title, its indices and its legend. */
export function layPlate(
  context: FigureContext,
  extent: Extent,
  text: Omit<PlateText, 'legend'> & { readonly legend?: object },
): Plate {
  const named = text.axes ? axisTitleRoom : 0;
  const top = tickRoom.top + (text.title ? titleRoom : 0) + named;
  const left = tickRoom.left + named;
  const bottom = text.legend ? legendHeight + 12 : 4;
  return plateOf(
    {
      x: left,
      y: top,
      width: Math.max(20, context.width - left - tickRoom.right),
      height: Math.max(20, context.height - top - bottom),
    },
    extent,
  );
}

/** An index with a real minus sign. */
export const indexText = (index: number): string => String(index).replace('-', '−');

export interface TickOptions {
  /** Text of a tick; the index itself when left out. */
  readonly text?: (index: number) => string;
  /** Rows and columns that have an index; all of the plate when left out. */
  readonly over?: Extent;
}

/** Every n-th index from `range`, n such that neighbours stay `room` pixels apart; zero is always among them. */
export function ticksOf(range: readonly [number, number], cell: number, room: number): number[] {
  const stride = strideFor(cell, room);
  return d3range(Math.ceil(range[0] / stride) * stride, range[1], stride);
}

/** Title, indices of rows and columns, border and legend round a plate. */
export function drawRound(
  surface: Surface,
  plate: Plate,
  context: FigureContext,
  text: PlateText,
  ticks: TickOptions = {},
): void {
  const { theme } = context;
  const over = ticks.over ?? plate.extent;
  const label = ticks.text ?? indexText;
  const group = surface.group('axes');
  group
    .attr('font-size', fontSize.small)
    .attr('fill', theme.greys[3])
    .attr('pointer-events', 'none')
    .attr('style', 'font-variant-numeric: tabular-nums');
  group
    .selectAll('text.row')
    .data(ticksOf(over.y, plate.cell, 18))
    .join('text')
    .attr('class', 'row')
    .attr('text-anchor', 'end')
    .attr('dy', '0.35em')
    .attr('x', plate.x - 6)
    .attr('y', (y) => plate.py(y + 0.5))
    .text(label);
  group
    .selectAll('text.column')
    .data(ticksOf(over.x, plate.cell, 26))
    .join('text')
    .attr('class', 'column')
    .attr('text-anchor', 'middle')
    .attr('x', (x) => plate.px(x + 0.5))
    .attr('y', plate.y - 6)
    .text(label);
  const inner = rectOf(plate, over);
  group
    .selectAll('rect')
    .data([inner])
    .join('rect')
    .attr('x', inner.x - 0.5)
    .attr('y', inner.y - 0.5)
    .attr('width', inner.width + 1)
    .attr('height', inner.height + 1)
    .attr('fill', 'none')
    .attr('stroke', theme.greys[1]);
  drawAxisTitles(surface, plate, context, text);
  const measure = createMeasure(surface.document, theme);
  const width = context.width - plate.x - tickRoom.right;
  group
    .selectAll('text.title')
    .data(text.title ? [text.title] : [])
    .join('text')
    .attr('class', 'title')
    .attr('x', plate.x)
    .attr('y', 14)
    .attr('font-size', fontSize.title)
    .attr('font-weight', 600)
    .attr('fill', text.titleColour ?? theme.ink)
    .text((d) => shorten(d, width * 0.92, measure));
  const legend = surface.group('legend');
  if (!text.legend) legend.selectAll('*').remove();
  else {
    const at = { x: plate.x, y: plate.y + plate.height + 12, width };
    drawLegend(legend, text.legend, at, context, measure);
  }
}

function drawAxisTitles(
  surface: Surface,
  plate: Plate,
  { theme }: FigureContext,
  { axes }: PlateText,
): void {
  const middle = { x: plate.x + plate.width / 2, y: plate.y + plate.height / 2 };
  const titles = axes
    ? [
        { text: axes.x, at: `translate(${middle.x},${plate.y - tickRoom.top - 5})` },
        {
          text: axes.y,
          at: `translate(${plate.x - tickRoom.left - 3},${middle.y}) rotate(-90)`,
        },
      ]
    : [];
  surface
    .group('axis-titles')
    .attr('pointer-events', 'none')
    .selectAll('text')
    .data(titles)
    .join('text')
    .attr('transform', (d) => d.at)
    .attr('text-anchor', 'middle')
    .attr('font-size', fontSize.small)
    .attr('fill', theme.greys[3])
    .text((d) => d.text);
}

/** Hairlines between cells, where cells are large enough to be told apart. */
export function drawGrid(
  surface: Surface,
  plate: Plate,
  extent: Extent,
  theme: { ink: string },
): void {
  const { x, y, width, height } = rectOf(plate, extent);
  const down = d3range(extent.x[0], extent.x[1] + 1).map((i) => `M${plate.px(i)},${y}v${height}`);
  const across = d3range(extent.y[0], extent.y[1] + 1).map((i) => `M${x},${plate.py(i)}h${width}`);
  surface
    .group('grid')
    .selectAll('path')
    .data(plate.cell < 6 ? [] : [[...down, ...across].join('')])
    .join('path')
    .attr('d', (d) => d)
    .attr('fill', 'none')
    .attr('stroke', theme.ink)
    .attr('stroke-opacity', plate.cell < 14 ? 0.06 : 0.12)
    .attr('pointer-events', 'none');
}
