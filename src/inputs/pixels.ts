import { Refusal } from '../trace/text';
import { imageSize } from './image-header';
import { areaAverage, type Crop } from './plane';

/** RGBA, 8 bits each, row-major; an ImageData is one. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

export const MAX_BYTES = 40 * 2 ** 20;
/** 256 MiB while it is decoded; cameras of 50 megapixels fit. */
const MAX_MEGAPIXELS = 64;
/** Longer side of what is kept. */
const MAX_SIDE = 1024;

/**
 * Decodes any image format of the browser, upright, on white where it is transparent, reduced to
 * MAX_SIDE. Works in a worker and in the page.
 * @throws Refusal when the file is too large, has too many pixels or is not an image.
 */
export async function decodeImage(blob: Blob): Promise<Pixels> {
  if (blob.size > MAX_BYTES) {
    const size = Math.round(blob.size / 2 ** 20);
    throw new Refusal(
      `The image file has ${size} MiB and the limit is ${MAX_BYTES / 2 ** 20} MiB; choose a smaller one.`,
      `图像文件为 ${size} MiB，上限为 ${MAX_BYTES / 2 ** 20} MiB；请选用更小的文件。`,
    );
  }
  // The size is looked up first: a small file can unpack to gigabytes.
  const claimed = imageSize(new Uint8Array(await blob.arrayBuffer()));
  if (claimed) refuseHuge(claimed);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    throw new Refusal(
      'The file is not an image that this browser can decode; choose a JPEG, PNG, WebP or GIF.',
      '该文件不是此浏览器可解码的图像；请选用 JPEG、PNG、WebP 或 GIF。',
    );
  }
  try {
    refuseHuge(bitmap);
    return draw(bitmap);
  } finally {
    bitmap.close();
  }
}

function refuseHuge({ width, height }: { width: number; height: number }): void {
  const megapixels = (width * height) / 1e6;
  if (megapixels <= MAX_MEGAPIXELS) return;
  throw new Refusal(
    `The image has ${width} × ${height} pixels (${Math.round(megapixels)} megapixels) and the limit is ${MAX_MEGAPIXELS} megapixels; reduce it first.`,
    `图像为 ${width} × ${height} 像素（${Math.round(megapixels)} 百万像素），上限为 ${MAX_MEGAPIXELS} 百万像素；请先缩小。`,
  );
}

function draw(bitmap: ImageBitmap): Pixels {
  const factor = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * factor));
  const height = Math.max(1, Math.round(bitmap.height * factor));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) {
    throw new Refusal(
      'This browser gave no canvas to decode the image on; close other tabs and try again.',
      '浏览器未能提供用于解码图像的画布；请关闭其他标签页后重试。',
    );
  }
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/** The largest central part of an image with the shape of a map, so that nothing is stretched. */
export function cropTo(
  image: { width: number; height: number },
  height: number,
  width: number,
): Crop {
  const unit = Math.min(image.width / width, image.height / height);
  const [w, h] = [Math.max(1, Math.round(width * unit)), Math.max(1, Math.round(height * unit))];
  return { x: (image.width - w) >> 1, y: (image.height - h) >> 1, width: w, height: h };
}

/**
 * The part of an image that a map of height × width shows, for display beneath the map.
 * @param side the longer side of the result, in pixels; never above that of the part.
 */
export function thumbnail(image: Pixels, height: number, width: number, side: number): Pixels {
  const crop = cropTo(image, height, width);
  const factor = Math.min(1, side / Math.max(crop.width, crop.height));
  const w = Math.max(1, Math.round(crop.width * factor));
  const h = Math.max(1, Math.round(crop.height * factor));
  const data = new Uint8ClampedArray(w * h * 4).fill(255);
  for (let colour = 0; colour < 3; colour++) {
    const plane = areaAverage(image, crop, h, w, 4, colour);
    for (let i = 0; i < plane.data.length; i++) data[i * 4 + colour] = plane.data[i];
  }
  return { width: w, height: h, data };
}
