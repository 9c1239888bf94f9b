import { pngOf } from './png';
import type { Picture } from './svg';

/** Formats of pictures. */
export type PictureFormat = 'png' | 'svg';

/**
 * A picture as the content of a file.
 * @param scale pixels of a PNG per pixel of the picture
 * @throws Refusal when a PNG would be larger than browsers can make.
 */
export async function pictureFile(
  document: Document,
  picture: Picture,
  format: PictureFormat,
  scale: number,
): Promise<Blob> {
  return format === 'png'
    ? pngOf(document, picture, scale)
    : new Blob([picture.svg], { type: 'image/svg+xml' });
}
