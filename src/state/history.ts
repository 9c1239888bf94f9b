import { lessonsAtHand } from './lesson-list';
import { resolveLesson } from './lesson-view';
import type { AtlasStore } from './store';
import { type Decoded, decodeView, encodeView } from './url';
import { type ViewState, viewKeys, viewOf } from './view';

/** Changes of the same thing within this time are one step of the history: a slider's drag, a word being typed. */
const gesture = 1000;
/** Browsers refuse more than about six changes of the address a second. */
const interval = 300;

let following = 0;

/** Makes a change that follows from another one, and so is no place of its own to come back to. */
export function followUp(change: () => void): void {
  following++;
  try {
    change();
  } finally {
    following--;
  }
}

type Page = Pick<Window, 'location' | 'history' | 'addEventListener' | 'removeEventListener'>;

/**
 * Keeps the address and the store in step. Each change is a place to come back to with Back, except that
 * one gesture on one thing is a single place.
 * @param onDecoded hears what Back and Forward restored, to say what could not be read.
 */
export function connectHistory(
  store: AtlasStore,
  base: ViewState,
  page: Page,
  onDecoded: (decoded: Decoded) => void,
): () => void {
  let lastKeys = '';
  let lastChange = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const addressOf = (view: ViewState): string => {
    const query = encodeView(view, base);
    return `${page.location.pathname}${query && `?${query}`}${page.location.hash}`;
  };
  const current = () => page.location.pathname + page.location.search + page.location.hash;
  const write = (mode: 'pushState' | 'replaceState', state = store.getState()) => {
    clearTimeout(timer);
    timer = undefined;
    const address = addressOf(viewOf(state));
    if (address !== current()) page.history[mode](null, '', address);
  };

  const stop = store.subscribe((state, before) => {
    const changed = viewKeys.filter((key) => state[key] !== before[key]).join();
    if (!changed) return;
    const now = performance.now();
    // What follows from a run or from playing is no decision of the person's.
    const follows = following > 0 || state.playing || state.summary !== before.summary;
    const continues = changed === lastKeys && now - lastChange < gesture;
    lastKeys = changed;
    lastChange = now;
    if (follows || continues) timer ??= setTimeout(() => write('replaceState'), interval);
    else {
      // Where a gesture ended is a place of its own, also when the next change follows at once.
      if (timer !== undefined) write('replaceState', before);
      write('pushState');
    }
  });

  const restore = () => {
    clearTimeout(timer);
    timer = undefined;
    lastKeys = '';
    const state = store.getState();
    const session = { ownImage: state.ownImage !== null, imported: state.imported };
    const { search } = page.location;
    const decoded = resolveLesson(decodeView(search, base, session), search, lessonsAtHand());
    store.setState({ ...kept(state, decoded.view), hovered: null, playing: false });
    onDecoded(decoded);
  };
  page.addEventListener('popstate', restore);

  return () => {
    clearTimeout(timer);
    stop();
    page.removeEventListener('popstate', restore);
  };
}

/** What has changed between two views; parts that are equal stay the same objects, so that nothing runs again. */
const kept = (before: ViewState, after: ViewState): Partial<ViewState> =>
  Object.fromEntries(
    viewKeys
      .filter((key) => before[key] !== after[key])
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .map((key) => [key, after[key]]),
  );
