import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LessonPlace } from './lesson-place';

/** Where it is kept on the device which steps were done. */
const storageKey = 'attention-atlas-lessons';

/** Steps that were done, by lesson. */
export type Done = Readonly<Record<string, readonly number[]>>;

export interface Progress {
  readonly store: StoreApi<Done>;
  readonly mark: (place: LessonPlace) => void;
  readonly clear: () => void;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Which steps the reader has done. Where storage is closed to us it lasts as long as the page. */
export function createProgress(storage: () => Shelf): Progress {
  const store = createStore<Done>()(() => read(storage));
  return {
    store,
    mark({ id, step }) {
      // Another tab may have gone on meanwhile.
      const before = { ...store.getState(), ...read(storage) };
      const steps = before[id] ?? [];
      if (steps.includes(step) && store.getState()[id]?.includes(step)) return;
      const done = { ...before, [id]: [...new Set([...steps, step])].sort((a, b) => a - b) };
      store.setState(done, true);
      attempt(() => storage().setItem(storageKey, JSON.stringify(done)));
    },
    clear() {
      store.setState({}, true);
      attempt(() => storage().removeItem(storageKey));
    },
  };
}

/** What was kept; nothing where storage is closed or holds something else. */
function read(storage: () => Shelf): Done {
  let found: unknown;
  attempt(() => {
    found = JSON.parse(storage().getItem(storageKey) ?? '{}');
  });
  const isStep = (step: unknown): step is number => Number.isInteger(step) && Number(step) >= 0;
  return Object.fromEntries(
    Object.entries(found ?? {}).filter(
      (entry): entry is [string, number[]] => Array.isArray(entry[1]) && entry[1].every(isStep),
    ),
  );
}

function attempt(what: () => void): void {
  try {
    what();
  } catch {
    // A page that may not store anything works all the same.
  }
}
