import { useEffect, useState } from 'react';
import { createEngine } from '../../engine/client';
import type { Atlas } from '../../state/atlas';
import { createSecond } from '../../state/compare-second';
import { type Cursor, connectCursor } from './cursor';
import { connectLink } from './link';

export interface Second {
  readonly atlas: Atlas;
  readonly cursor: Cursor;
}

/** The second side, with an engine of its own as long as the page is open; null until it is there. */
export function useSecond(first: Atlas): Second | null {
  const [second, setSecond] = useState<Second | null>(null);
  useEffect(() => {
    const { backend, engine: status } = first.store.getState();
    const engine = createEngine({ preference: status?.active ?? backend });
    const { own, follows, stop } = createSecond(first, engine);
    const atlas = { ...first, ...own };
    const cursor = connectCursor(first, atlas, follows);
    const unlink = connectLink(first, atlas, follows);
    setSecond({ atlas, cursor });
    return () => {
      cursor.stop();
      unlink();
      stop();
      engine.dispose();
      setSecond(null);
    };
  }, [first]);
  return second;
}
