import { contextOf, isMasked, paint, type Rect } from '../draw/canvas';
import { colourerOf } from '../draw/colour';
import type { Theme } from '../draw/figure';
import type { CanvasLayer, CellBlock } from '../draw/surface';
import { element } from './xml';

/** Up to so many rows and columns, every cell is a rectangle of its own; beyond, a pixel of a picture. */
const mostRects = 128;

/** Overhang of a block beyond its clip that is rounding and not zoom. */
const tolerance = 0.01;

export interface CellOptions {
  readonly document: Document;
  readonly theme: Theme;
  /** Device pixels per pixel that the file will be seen at. */
  readonly ratio: number;
  /** Tells the names of definitions in one file apart. */
  readonly name: string;
}

/** A block of cells as SVG, exact in colour and place, clipped as it is on the screen. */
export function cellsToSvg(block: CellBlock, options: CellOptions): string {
  const small = block.rows <= mostRects && block.columns <= mostRects;
  const cells = small ? rects(block, options.theme) : picture(block, options);
  const content = cells + hatching(block, options);
  const { clip } = block;
  const inside =
    block.x >= clip.x - tolerance &&
    block.y >= clip.y - tolerance &&
    block.x + block.width <= clip.x + clip.width + tolerance &&
    block.y + block.height <= clip.y + clip.height + tolerance;
  if (inside) return content;
  const id = `${options.name}-clip`;
  const { x, y, width, height } = clip;
  const path = element('clipPath', { id }, element('rect', { x, y, width, height }));
  return path + element('g', { 'clip-path': `url(#${id})` }, content);
}

function cellRect({ x, y, width, height, rows, columns }: CellBlock, i: number): Rect {
  const [w, h] = [width / columns, height / rows];
  return { x: x + (i % columns) * w, y: y + Math.floor(i / columns) * h, width: w, height: h };
}

const touches = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width - tolerance &&
  b.x < a.x + a.width - tolerance &&
  a.y < b.y + b.height - tolerance &&
  b.y < a.y + a.height - tolerance;

/** Positions of the cells, masked or not, that are seen. */
const seen = (block: CellBlock, masked: boolean): number[] =>
  Array.from(block.values.keys()).filter(
    (i) => isMasked(block.mask, i) === masked && touches(cellRect(block, i), block.clip),
  );

function rects(block: CellBlock, theme: Theme): string {
  const colour = colourerOf(block.colouring, theme);
  const cells = seen(block, false).map((i) =>
    element('rect', { ...cellRect(block, i), fill: colour(block.values[i]) }),
  );
  // Smoothed edges would let the ground shine through between neighbours.
  return element('g', { 'data-part': 'cells', 'shape-rendering': 'crispEdges' }, cells.join(''));
}

function picture(block: CellBlock, { document, theme, ratio }: CellOptions): string {
  const canvas = document.createElement('canvas');
  canvas.width = block.columns;
  canvas.height = block.rows;
  contextOf(canvas).putImageData(paint(block, theme), 0, 0);
  const { x, y, width, height } = block;
  // Only where cells are smaller than pixels must they mix, as on the screen.
  const mix = block.columns > width * ratio || block.rows > height * ratio;
  return element('image', {
    'data-part': 'cells',
    x,
    y,
    width,
    height,
    preserveAspectRatio: 'none',
    style: mix ? undefined : 'image-rendering:optimizeSpeed;image-rendering:pixelated',
    'xlink:href': canvas.toDataURL('image/png'),
  });
}

/** Masked cells as one hatched shape. */
function hatching(block: CellBlock, { theme, name }: CellOptions): string {
  const masked = block.mask ? seen(block, true) : [];
  if (masked.length === 0) return '';
  const id = `${name}-hatch`;
  const line = element('path', {
    d: 'M-1,8L8,-1M-8,8L1,-1M6,8L15,-1',
    stroke: theme.greys[2],
    'stroke-opacity': 0.55,
  });
  const size = { width: 7, height: 7, patternUnits: 'userSpaceOnUse' };
  const d = runs(masked, block.columns)
    .map(([from, to]) => {
      const first = cellRect(block, from);
      const last = cellRect(block, to);
      const right = last.x + last.width;
      return `M${round(first.x)},${round(first.y)}H${round(right)}V${round(first.y + first.height)}H${round(first.x)}Z`;
    })
    .join('');
  return (
    element('pattern', { id, ...size }, line) +
    element('path', { 'data-part': 'masked', d, fill: `url(#${id})` })
  );
}

const round = (x: number): number => Math.round(x * 1000) / 1000;

/** Ascending positions as runs of neighbours within a row: first and last of each. */
function runs(positions: readonly number[], columns: number): [number, number][] {
  const found: [number, number][] = [];
  for (const i of positions) {
    const last = found.at(-1);
    if (last && last[1] === i - 1 && i % columns !== 0) last[1] = i;
    else found.push([i, i]);
  }
  return found;
}

/** A canvas that shows something else than cells, as it is. */
export const canvasToSvg = ({ canvas, x, y, width, height }: CanvasLayer): string =>
  element('image', {
    'data-part': 'picture',
    x,
    y,
    width,
    height,
    preserveAspectRatio: 'none',
    'xlink:href': canvas.toDataURL('image/png'),
  });
