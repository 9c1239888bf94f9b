import { useEffect, useState } from 'react';
import type { Picture } from '../../export/svg';

/** Milliseconds that everything has to stay as it is before a preview is drawn. */
const patience = 400;

export interface Preview {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/**
 * A picture of the file to be, drawn when nothing has changed for a while.
 * @param draw a different function draws a different picture; null draws none
 */
export function usePreview(
  draw: ((ratio: number) => Promise<Picture | null>) | null,
): Preview | null {
  const [preview, setPreview] = useState<Preview | null>(null);
  useEffect(() => {
    if (!draw) return;
    let current = true;
    const show = (picture: Picture | null) => {
      if (!current) return;
      const file = picture && new Blob([picture.svg], { type: 'image/svg+xml' });
      setPreview(picture && file && { ...picture, url: URL.createObjectURL(file) });
    };
    const timer = setTimeout(() => {
      // What is wrong is said when the file is asked for.
      draw(1).then(show, () => show(null));
    }, patience);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [draw]);
  useEffect(() => () => URL.revokeObjectURL(preview?.url ?? ''), [preview]);
  return preview;
}
