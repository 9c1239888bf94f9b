import { type RefObject, useEffect, useRef } from 'react';
import { useAtlas } from '../atlas-context';
import { useSheet } from './use-sheet';

/**
 * Over the sheet of a lesson there is little room: what a step is about is scrolled to when the step opens, and
 * once it is there.
 * @param there whether the part of the page can be seen already
 */
export function useInSight<T extends HTMLElement>(there: boolean): RefObject<T | null> {
  const part = useRef<T>(null);
  const sheet = useSheet();
  const place = useAtlas((s) => s.lesson);
  useEffect(() => {
    if (there && sheet && place) part.current?.scrollIntoView({ block: 'start' });
  }, [there, sheet, place]);
  return part;
}
