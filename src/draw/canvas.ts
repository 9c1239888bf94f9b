import { indexerOf, linearOf } from './colour';
import type { Colouring, Theme } from './figure';
import { steps, tableOf } from './palette';

/** A block of values as it is painted; kept exact, so that an export can write the cells themselves. */
export interface Cells {
  /** Row-major, `rows` × `columns`. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly colouring: Colouring;
  /** Same shape; a cell above one half is masked: hatched, not coloured. */
  readonly mask?: Float32Array;
}

/** In pixels of the figure. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const isMasked = (mask: Float32Array | undefined, i: number): boolean =>
  mask !== undefined && mask[i] > 0.5;

/**
 * One pixel per cell, by table; masked cells are left transparent.
 * @param into reused when it has the right size
 */
export function paint(cells: Cells, theme: Theme, into?: ImageData): ImageData {
  const { values, rows, columns, colouring, mask } = cells;
  const fits = into?.width === columns && into.height === rows;
  const image = fits ? into : new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const table = tableOf(colouring.map, theme);
  if (colouring.log) fill(pixels, values, table, indexerOf(colouring));
  else fillLinear(pixels, values, table, colouring);
  if (mask) for (let i = 0; i < pixels.length; i++) if (mask[i] > 0.5) pixels[i] = 0;
  return image;
}

function fill(
  pixels: Uint32Array,
  values: Float32Array,
  table: Uint32Array,
  index: (value: number) => number,
): void {
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[index(values[i])];
}

/** The same as `fill` with an indexer, written out: a million calls would cost half a frame. */
function fillLinear(
  pixels: Uint32Array,
  values: Float32Array,
  table: Uint32Array,
  colouring: Colouring,
): void {
  const { factor, offset } = linearOf(colouring);
  const index = indexerOf(colouring);
  for (let i = 0; i < pixels.length; i++) {
    const t = values[i] * factor + offset;
    if (t >= 0 && t <= 1) pixels[i] = table[(t * (steps - 1) + 0.5) | 0];
    else pixels[i] = table[index(values[i])];
  }
}

/** Width and height of one repeat of the hatching, in device pixels. */
const hatchPeriod = 7;

function hatchPattern(
  document: Document,
  context: CanvasRenderingContext2D,
  theme: Theme,
): CanvasPattern {
  const tile = document.createElement('canvas');
  tile.width = hatchPeriod;
  tile.height = hatchPeriod;
  const ink = contextOf(tile);
  ink.strokeStyle = theme.greys[2];
  ink.globalAlpha = 0.55;
  ink.beginPath();
  for (const shift of [-hatchPeriod, 0, hatchPeriod]) {
    ink.moveTo(shift - 1, hatchPeriod + 1);
    ink.lineTo(shift + hatchPeriod + 1, -1);
  }
  ink.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) throw new Error('This browser has no canvas patterns: use a current one.');
  return pattern;
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no 2D canvas: use a current one.');
  return context;
}

/** Paints blocks of cells; keeps the picture of the last block, so that moving it costs one copy. */
export interface CellPainter {
  /**
   * @param rect where the whole block lies
   * @param clip what of it may be seen
   */
  draw(
    context: CanvasRenderingContext2D,
    cells: Cells,
    rect: Rect,
    theme: Theme,
    clip?: Rect,
  ): void;
}

export function createCellPainter(document: Document): CellPainter {
  const picture = document.createElement('canvas');
  const holes = document.createElement('canvas');
  const hatching = document.createElement('canvas');
  let image: ImageData | undefined;
  let painted: { cells: Cells; theme: Theme } | undefined;

  const repaint = (cells: Cells, theme: Theme): void => {
    if (painted?.theme === theme && same(painted.cells, cells)) return;
    painted = { cells, theme };
    image = paint(cells, theme, image);
    put(picture, image);
    if (cells.mask) put(holes, maskImage(cells));
  };

  const hatch = (context: CanvasRenderingContext2D, rect: Rect, area: Rect, theme: Theme): void => {
    const ratio = context.getTransform().a;
    hatching.width = Math.max(1, Math.round(area.width * ratio));
    hatching.height = Math.max(1, Math.round(area.height * ratio));
    const layer = contextOf(hatching);
    layer.imageSmoothingEnabled = false;
    layer.drawImage(
      holes,
      (rect.x - area.x) * ratio,
      (rect.y - area.y) * ratio,
      rect.width * ratio,
      rect.height * ratio,
    );
    layer.globalCompositeOperation = 'source-in';
    layer.fillStyle = hatchPattern(document, layer, theme);
    layer.fillRect(0, 0, hatching.width, hatching.height);
    context.drawImage(hatching, area.x, area.y, area.width, area.height);
  };

  return {
    draw(context, cells, rect, theme, clip = rect) {
      if (cells.rows === 0 || cells.columns === 0) return;
      repaint(cells, theme);
      const ratio = context.getTransform().a;
      context.save();
      context.beginPath();
      context.rect(clip.x, clip.y, clip.width, clip.height);
      context.clip();
      // Smoothing would mix neighbouring cells; only where cells are smaller than pixels must they mix.
      context.imageSmoothingEnabled =
        cells.columns > rect.width * ratio || cells.rows > rect.height * ratio;
      context.drawImage(picture, rect.x, rect.y, rect.width, rect.height);
      context.imageSmoothingEnabled = false;
      if (cells.mask) hatch(context, rect, intersect(rect, clip), theme);
      context.restore();
    },
  };
}

const same = (a: Cells, b: Cells): boolean =>
  a.values === b.values &&
  a.mask === b.mask &&
  a.columns === b.columns &&
  a.colouring.map === b.colouring.map &&
  a.colouring.log === b.colouring.log &&
  a.colouring.domain[0] === b.colouring.domain[0] &&
  a.colouring.domain[1] === b.colouring.domain[1];

function put(canvas: HTMLCanvasElement, image: ImageData): void {
  canvas.width = image.width;
  canvas.height = image.height;
  contextOf(canvas).putImageData(image, 0, 0);
}

function maskImage({ mask, rows, columns }: Cells): ImageData {
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) if (isMasked(mask, i)) pixels[i] = 0xffffffff;
  return image;
}

function intersect(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
  };
}
