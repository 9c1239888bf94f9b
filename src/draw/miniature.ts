import type { TensorRole } from '../trace/graph';
import { type Cells, createCellPainter, type Rect } from './canvas';
import type { Figure, FigureContext } from './figure';
import { blockOf, type LookData } from './look';
import {
  drawLookMarks,
  drawNumber,
  drawPointMarks,
  drawShares,
  drawValues,
} from './miniature-marks';
import { drawOverlay, drawPhotograph, type Photograph } from './photograph';
import { plateOf, rectOf, wholeOf } from './plate';
import type { Sample } from './samples';
import { isInside } from './support';
import { type CellBlock, createSurface, type Surface } from './surface';

/** What of a step is seen at the size of a stamp: the same pictures as at full size, without words. */
export type MiniaturePicture =
  /** One block of cells, or up to four of them side by side. */
  | {
      readonly kind: 'cells';
      readonly panels: readonly Cells[];
      /** Cells are pixels of a map: they stay square. */
      readonly square: boolean;
      /** They say how much of the photograph is let through, which lies below them. */
      readonly over: boolean;
    }
  | ({ readonly kind: 'look' } & Pick<
      LookData,
      'grid' | 'query' | 'cells' | 'points' | 'windows' | 'colouring'
    >)
  | { readonly kind: 'points'; readonly grid: LookData['grid']; readonly points: readonly Sample[] }
  /** Bars from zero. */
  | {
      readonly kind: 'bars';
      readonly values: Float32Array;
      readonly domain: readonly [number, number];
      readonly role: TensorRole;
      /** Value at which a line is drawn, such as the half-open gate. */
      readonly reference?: number;
    }
  /** Row-major, branch × position; shares of a position sum to 1. */
  | { readonly kind: 'shares'; readonly shares: Float32Array; readonly branches: number }
  | { readonly kind: 'number'; readonly value: number };

export interface MiniatureData {
  readonly picture: MiniaturePicture;
  readonly photograph?: Photograph;
}

const gap = 3;

/** A picture without axes, legend or events: for an overview in which it leads to the figure itself. */
export function createMiniature(host: HTMLElement): Figure<MiniatureData> {
  const surface = createSurface(host);
  const painters = Array.from({ length: 4 }, () => createCellPainter(surface.document));
  surface.svg.attr('aria-hidden', 'true').attr('focusable', 'false');
  // In the order in which they lie over each other.
  const groups = {
    bars: surface.group('bars'),
    masked: surface.group('masked'),
    support: surface.group('support'),
    samples: surface.group('samples'),
    query: surface.group('query'),
    frame: surface.group('frame'),
  };

  return {
    update({ picture, photograph }, context) {
      surface.begin(context);
      surface.hold([]);
      for (const group of Object.values(groups)) group.selectAll('*').remove();
      const room = { x: 1, y: 1, width: context.width - 2, height: context.height - 2 };
      const frames: Rect[] = [];
      switch (picture.kind) {
        case 'cells': {
          const placed = layPanels(picture.panels, room, picture.square);
          frames.push(...placed);
          if (picture.over && photograph)
            placed.forEach((rect, i) => {
              drawOver(surface, picture.panels[i], photograph, rect, context);
            });
          else surface.hold(drawCells(picture.panels, placed));
          break;
        }
        case 'look': {
          const plate = plateOf(room, wholeOf(picture.grid));
          const area = rectOf(plate, wholeOf(picture.grid));
          frames.push(area);
          if (photograph) {
            const { context: ink, document } = surface;
            drawPhotograph(ink, document, photograph, area, context.theme, 0.7);
          }
          const inside = picture.cells.filter((cell) => isInside(cell, picture.grid));
          const cells = blockOf(inside, plate.extent, picture.colouring);
          const opacity = photograph ? 0.9 : 'opaque';
          drawOverlay(surface.context, surface.document, cells, area, context.theme, opacity);
          drawLookMarks(surface, groups, picture, plate, context);
          break;
        }
        case 'points': {
          const plate = plateOf(room, wholeOf(picture.grid));
          const area = rectOf(plate, wholeOf(picture.grid));
          frames.push(area);
          if (photograph)
            drawPhotograph(surface.context, surface.document, photograph, area, context.theme, 0.5);
          drawPointMarks(groups.samples, picture, plate, context);
          break;
        }
        case 'bars':
          drawValues(groups.bars, picture, room, context.theme);
          break;
        case 'shares':
          drawShares(groups.bars, picture, room, context.theme);
          break;
        case 'number':
          drawNumber(groups.bars, picture.value, room, context);
          break;
      }
      groups.frame
        .selectAll('rect')
        .data(frames)
        .join('rect')
        .attr('x', (d) => d.x - 0.5)
        .attr('y', (d) => d.y - 0.5)
        .attr('width', (d) => d.width + 1)
        .attr('height', (d) => d.height + 1)
        .attr('fill', 'none')
        .attr('stroke', context.theme.greys[1]);

      function drawCells(panels: readonly Cells[], rects: readonly Rect[]): CellBlock[] {
        return rects.map((rect, i) => {
          painters[i].draw(surface.context, panels[i], rect, context.theme);
          return { ...panels[i], ...rect, clip: rect };
        });
      }
    },
    destroy: surface.destroy,
  };
}

function drawOver(
  { context: ink, document }: Surface,
  cells: Cells,
  photograph: Photograph,
  rect: Rect,
  { theme }: FigureContext,
): void {
  drawPhotograph(ink, document, photograph, rect, theme, 0.7);
  drawOverlay(ink, document, cells, rect, theme, 0.85);
}

/** Up to four panels: one alone, two beside each other, more in two rows. */
function layPanels(panels: readonly Cells[], room: Rect, square: boolean): Rect[] {
  const across = panels.length > 1 ? 2 : 1;
  const down = panels.length > 2 ? 2 : 1;
  const width = (room.width - gap * (across - 1)) / across;
  const height = (room.height - gap * (down - 1)) / down;
  return panels.slice(0, 4).map(({ rows, columns }, i) => {
    const cell = {
      x: room.x + (i % across) * (width + gap),
      y: room.y + Math.floor(i / across) * (height + gap),
      width,
      height,
    };
    return fitted(cell, square ? rows / columns : strip(rows, columns));
  });
}

/** A matrix is stretched to a square, so that it is recognised; a few rows or columns stay a strip. */
const strip = (rows: number, columns: number): number =>
  Math.min(4, Math.max(0.25, rows <= 4 || columns <= 4 ? rows / columns : 1));

/** The largest rectangle of a shape (height over width) in the middle of another. */
function fitted({ x, y, width, height }: Rect, shape: number): Rect {
  const w = Math.min(width, height / shape);
  const h = w * shape;
  return { x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h };
}
