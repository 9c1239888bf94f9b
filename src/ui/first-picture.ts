import { useDeferredValue, useEffect, useState } from 'react';
import type { AtlasState, ReadStore } from '../state/store';
import { useAtlas } from './atlas-context';

/** How long everything else waits for the first picture, in milliseconds. */
const patience = 700;

/** There is a picture, or there will be none. */
const decided = ({ summary, status }: AtlasState): boolean =>
  summary !== null || status.phase === 'failed';

/** Whether what stands beside the first picture may be made: it is there, or does not come soon. */
export function useAfterFirstPicture(): boolean {
  const there = useAtlas(decided);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return useDeferredValue(there || late, false);
}

/**
 * Shows the page together with its first picture, or when that does not come soon: painting an empty page takes time
 * that the picture then comes later.
 */
export function showWithFirstPicture(page: HTMLElement, store: ReadStore): void {
  const show = () => {
    page.style.visibility = '';
    clearTimeout(timer);
    stop();
  };
  const timer = setTimeout(show, patience);
  const stop = store.subscribe((state) => decided(state) && show());
  page.style.visibility = 'hidden';
}
