import { indexerOf, linearOf, logFloor } from './colour';
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
  if (!colouring.log) fillLinear(pixels, values, table, colouring);
  else if (colouring.map === 'sequential' && floorOf(colouring) >= smallestNormal)
    fillByBits(pixels, values, table, colouring);
  else fill(pixels, values, table, indexerOf(colouring));
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

/** Smaller floats lie apart by the same distance, not by the same factor. */
const smallestNormal = 2 ** -126;

/** What a logarithmic map shows as zero. */
const floorOf = ({ domain: [low, high] }: Colouring): number => Math.max(low, high * logFloor);

/**
 * The same as `fill`, without a logarithm for each cell. Positive floats are ordered as their bits are, and the leading
 * bits number buckets so narrow that the colour changes once in a bucket at most.
 */
function fillByBits(
  pixels: Uint32Array,
  values: Float32Array,
  table: Uint32Array,
  colouring: Colouring,
): void {
  const index = indexerOf(colouring);
  const { shift, first, last, colours, turns } = bucketsOf(colouring, index);
  const pairs = Uint32Array.from(
    { length: 2 * colours.length },
    (_, i) => table[colours[i >> 1] + (i & 1)],
  );
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < pixels.length; i++) {
    const bucket = (bits[i] >> shift) - first;
    // Below, above, negative or not finite.
    if (bucket < 0 || bucket > last) pixels[i] = table[index(values[i])];
    // The sign of a difference, because a branch that nobody can predict takes as long as the rest.
    else pixels[i] = pairs[2 * bucket + ((turns[bucket] - 1 - bits[i]) >>> 31)];
  }
}

/** For each bucket inside the domain: the colour of its first float, and the bits from which it is the next colour. */
function bucketsOf(colouring: Colouring, index: (value: number) => number) {
  const [floor, high] = [floorOf(colouring), colouring.domain[1]];
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  const bitsOf = (value: number): number => {
    float[0] = value;
    return bits[0];
  };
  const indexOfBits = (at: number): number => {
    bits[0] = at;
    return index(float[0]);
  };
  // As wide as the narrowest colour, which is so many of the 2²³ floats above a power of two.
  const width = (Math.log(high / floor) / (steps - 1)) * 2 ** 23;
  const shift = Math.max(0, Math.floor(Math.log2(width)));
  const first = bitsOf(floor) >>> shift;
  const last = (bitsOf(high) >>> shift) - first;
  const colours = new Uint16Array(last + 1);
  const turns = new Int32Array(last + 1).fill(0x7fffffff);
  for (let bucket = 0; bucket <= last; bucket++) {
    let from = (first + bucket) << shift;
    let to = from + (1 << shift) - 1;
    colours[bucket] = indexOfBits(from);
    if (indexOfBits(to) === colours[bucket]) continue;
    // The smallest bits with the next colour, by halving.
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (indexOfBits(middle) === colours[bucket]) from = middle;
      else to = middle;
    }
    turns[bucket] = to;
  }
  return { shift, first, last, colours, turns };
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
  // Setting a size clears the canvas and gives it new memory.
  if (canvas.width !== image.width) canvas.width = image.width;
  if (canvas.height !== image.height) canvas.height = image.height;
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
