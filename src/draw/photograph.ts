import { type Cells, contextOf, paint, type Rect } from './canvas';
import { scaleOf } from './colour';
import type { Theme } from './figure';

/** The photograph that a map was made from, cropped as the map is, at any resolution. */
export interface Photograph {
  readonly image: ImageBitmap | HTMLCanvasElement | HTMLImageElement | OffscreenCanvas | ImageData;
  readonly width: number;
  readonly height: number;
  /** Its pixels are cells and must stay sharp. */
  readonly pixelated?: boolean;
}

const canvases = new WeakMap<ImageData, HTMLCanvasElement>();

/** The pixels on a canvas, from where they can be drawn at any size. */
function canvasOf(document: Document, image: ImageData): HTMLCanvasElement {
  const known = canvases.get(image);
  if (known) return known;
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  contextOf(canvas).putImageData(image, 0, 0);
  canvases.set(image, canvas);
  return canvas;
}

/**
 * A part of the photograph.
 * @param part of the whole, in fractions 0…1
 * @param calm 0 as it is … 1 grey and close to the paper, to let marks over it stand out
 */
export function drawPhotograph(
  context: CanvasRenderingContext2D,
  document: Document,
  photograph: Photograph,
  rect: Rect,
  theme: Theme,
  calm = 0,
  part: Rect = { x: 0, y: 0, width: 1, height: 1 },
): void {
  const { image, width, height } = photograph;
  context.save();
  context.beginPath();
  context.rect(rect.x, rect.y, rect.width, rect.height);
  context.clip();
  context.imageSmoothingEnabled = !photograph.pixelated;
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    image instanceof ImageData ? canvasOf(document, image) : image,
    part.x * width,
    part.y * height,
    part.width * width,
    part.height * height,
    rect.x,
    rect.y,
    rect.width,
    rect.height,
  );
  if (calm > 0) {
    context.globalCompositeOperation = 'saturation';
    context.globalAlpha = calm;
    context.fillStyle = '#808080';
    context.fillRect(rect.x, rect.y, rect.width, rect.height);
    context.globalCompositeOperation = 'source-over';
    context.globalAlpha = calm * (theme.dark ? 0.75 : 0.6);
    context.fillStyle = theme.paper;
    context.fillRect(rect.x, rect.y, rect.width, rect.height);
  }
  context.restore();
}

/**
 * Cells over a photograph: the further a value is from the colour map's zero, the less of the
 * photograph shows through.
 * @param opacity of the largest value, 0…1; `opaque` shows the colours as they are everywhere
 */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  document: Document,
  cells: Cells,
  rect: Rect,
  theme: Theme,
  opacity: number | 'opaque',
): void {
  const image = paint(cells, theme);
  const scale = scaleOf(cells.colouring);
  const diverging = cells.colouring.map === 'diverging';
  for (let i = 0; opacity !== 'opaque' && i < cells.values.length; i++) {
    const t = scale(cells.values[i]);
    const far = diverging ? Math.abs(2 * t - 1) : t;
    // NaN and infinities are loud, whatever lies below.
    const alpha = Number.isFinite(cells.values[i]) ? opacity * far ** 0.55 : 1;
    image.data[4 * i + 3] *= alpha;
  }
  context.save();
  context.imageSmoothingEnabled = cells.columns > rect.width || cells.rows > rect.height;
  context.drawImage(canvasOf(document, image), rect.x, rect.y, rect.width, rect.height);
  context.restore();
}
