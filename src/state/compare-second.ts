/** The second side of a comparison: a store and an engine of its own, kept in step with the first. */
import type { Engine } from '../engine/protocol';
import { createActions } from './actions';
import type { Atlas } from './atlas';
import { createCommands } from './commands';
import { secondOf } from './compare-pairs';
import type { CompareView } from './compare-view';
import { connectExplainer } from './explainer';
import { connectPlayer } from './player';
import { connectEngine } from './runner';
import { type AtlasState, createAtlasStore } from './store';
import { viewOf } from './view';

const same = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** What the second side has of the first: all that both share, and what the page keeps of the second. */
function derived(first: AtlasState): Partial<AtlasState> {
  const { mechanism, params, gain = 1, step = null, selection = {} } = secondOf(first);
  const { page, input, display, locale, theme, weights, imported, ownImage } = first;
  return {
    ...{ page, input, display, locale, theme, imported, ownImage },
    ...{ mechanism, params, step, selection, weights: { ...weights, gain } },
    // Both on one backend, so that their times can be compared.
    backend: first.engine?.active ?? first.backend,
  };
}

/** Changes that make one state agree with another; what is equal keeps its identity, so that nothing runs again. */
const changes = (from: AtlasState, to: Partial<AtlasState>): Partial<AtlasState> =>
  Object.fromEntries(
    Object.entries(to).filter(([key, value]) => {
      const now = from[key as keyof AtlasState];
      return key === 'ownImage' || key === 'imported' ? now !== value : !same(now, value);
    }),
  );

/** The second's own part, as the first's address holds it. */
function ownPart(second: AtlasState, compare: CompareView): CompareView {
  const { mechanism, params, weights, step, selection } = second;
  return { ...compare, mechanism, params, gain: weights.gain, step, selection };
}

/** What each side has of its own; the rest of the atlas is one for both. */
export type Own = Pick<Atlas, 'store' | 'actions' | 'commands' | 'engine'>;

/**
 * @param engine of the second side; whoever made it disposes of it
 * @returns what is the second side's own; whether it is just now taking up a change of the first; and a
 *   function that lets go of it
 */
export function createSecond(
  first: Pick<Atlas, 'store' | 'actions'>,
  engine: Engine,
): { own: Own; follows: () => boolean; stop: () => void } {
  const store = createAtlasStore(viewOf(first.store.getState()));
  store.setState({ pin: null, region: null, ...derived(first.store.getState()) });

  const { notify, openDialog, openSource, openPage, openDrawer } = first.actions;
  const shared = { notify, openDialog, openSource, openPage, openDrawer };
  const actions = { ...createActions(store, engine), ...shared };
  const nothing = () => undefined;
  const commands = createCommands(store, actions, {
    openExport: nothing,
    openFile: nothing,
    moveInLesson: nothing,
  });

  let following = false;
  let stopped = false;
  /** The person's image on its way to the second engine, without which neither follows nor tells. */
  let loading: Promise<unknown> | null = null;
  const stops: (() => void)[] = [];

  const follow = () => {
    const patch = changes(store.getState(), derived(first.store.getState()));
    if (patch.mechanism !== undefined) Object.assign(patch, { region: null, hovered: null });
    if (Object.keys(patch).length === 0) return;
    following = true;
    store.setState(patch);
    following = false;
  };
  /** What was changed on the second side, where both share it or the page keeps it. */
  const tell = () => {
    // What it shows is of the image before.
    if (loading) return;
    const [one, two] = [first.store.getState(), store.getState()];
    const before = secondOf(one);
    const own = ownPart(two, before);
    const shared = {
      input: two.input,
      display: two.display,
      weights: { ...two.weights, gain: one.weights.gain },
    };
    const kept = same(own, ownPart({ ...two, ...derived(one) }, before));
    const patch = changes(one, kept ? shared : { ...shared, compare: own });
    if (Object.keys(patch).length > 0) first.store.setState(patch);
  };

  const start = async () => {
    // The person's image has to be there before the first run asks for it.
    const { ownImage } = first.store.getState();
    if (ownImage) await engine.loadImage(ownImage.blob, 1).catch(() => undefined);
    if (stopped) return;
    follow();
    let image = ownImage;
    const onFirst = async (state: AtlasState) => {
      if (state.ownImage !== image && state.ownImage) {
        image = state.ownImage;
        const load = engine.loadImage(image.blob, 1).catch(() => undefined);
        loading = load;
        await load;
        // Another one was opened meanwhile.
        if (loading !== load) return;
        loading = null;
      }
      if (!stopped && !loading) follow();
    };
    stops.push(
      connectEngine(store, engine),
      connectExplainer(store, engine),
      connectPlayer(store, actions),
      engine.onNotice((notice) => notify(notice.text, 'warning')),
      first.store.subscribe((state) => void onFirst(state)),
      store.subscribe(tell),
    );
  };
  void start();

  const stop = () => {
    stopped = true;
    for (const end of stops) end();
  };
  return { own: { store, actions, commands, engine }, follows: () => following, stop };
}
