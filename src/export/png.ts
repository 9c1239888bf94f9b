import { Refusal } from '../trace/text';
import type { Picture } from './svg';

/** Longest side of a picture that every current browser can make. */
const mostPixels = 16_384;

/**
 * A picture as PNG, transparent where it has no ground.
 * @param scale pixels of the file per pixel of the picture; its resolution is noted as 96·`scale` per inch.
 * @throws Refusal when it would be larger than browsers can make.
 */
export async function pngOf(document: Document, picture: Picture, scale: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const size = `${canvas.width} × ${canvas.height}`;
  if (Math.max(canvas.width, canvas.height) > mostPixels) throw tooLarge(size);
  const url = URL.createObjectURL(new Blob([picture.svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    await settle(document, image);
    const context = canvas.getContext('2d');
    if (!context) throw tooLarge(size);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(url);
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw tooLarge(size);
  return withResolution(blob, 96 * scale);
}

/** Side of a trial picture, milliseconds between two of them, and how many are made at most. */
const trial = { side: 640, pause: 30, most: 30 } as const;

/**
 * Waits until a picture looks the same twice. The fonts inside it are asked for when it is first drawn and come
 * a little later; text without its font is not drawn at all.
 */
async function settle(document: Document, image: HTMLImageElement): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = trial.side;
  canvas.height = trial.side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let before: Uint32Array | undefined;
  for (let i = 0; context && i < trial.most; i++) {
    context.clearRect(0, 0, trial.side, trial.side);
    context.drawImage(image, 0, 0, trial.side, trial.side);
    const now = new Uint32Array(context.getImageData(0, 0, trial.side, trial.side).data.buffer);
    // The first drawing only asks for the fonts.
    if (i > 1 && before && now.every((pixel, at) => pixel === before?.[at])) return;
    before = now;
    await new Promise((resume) => setTimeout(resume, trial.pause));
  }
}

const tooLarge = (size: string): Refusal =>
  new Refusal(
    `A picture of ${size} pixels is more than this browser can make; choose a smaller scale or SVG.`,
    `此浏览器无法生成 ${size} 像素的图片；请选择较小的倍率或 SVG。`,
  );

/** Signature and header, which always come first and have a fixed length. */
const headerEnd = 33;

/** Notes dots per inch (chunk pHYs), so that a layout program gives the picture its true width. */
async function withResolution(png: Blob, dotsPerInch: number): Promise<Blob> {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dotsPerInch / 0.0254);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode('pHYs'), 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  return new Blob([png.slice(0, headerEnd), chunk, png.slice(headerEnd)], { type: 'image/png' });
}

/** Check sum of a PNG chunk (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
