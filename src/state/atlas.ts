import type { Checker } from '../engine/checks/checker';
import type { BackendName, Engine } from '../engine/protocol';
import { type Actions, createActions } from './actions';
import { type Command, connectKeys, createCommands } from './commands';
import { connectExplainer } from './explainer';
import { connectHistory } from './history';
import { createImports, type Imports } from './imports';
import { lessonsAtHand } from './lesson-list';
import { resolveLesson } from './lesson-view';
import { createLessons, type Lessons } from './lessons';
import { createParity, measuredBackends, type Parity } from './parity';
import { connectPlayer } from './player';
import { recall, remember } from './preferences';
import { explainProblems } from './problems';
import { connectEngine, textOf } from './runner';
import { type AtlasStore, createAtlasStore } from './store';
import { type Decoded, decodeView } from './url';
import type { ViewState } from './view';

/** The running app without its interface: state, what can be done to it, and the engine behind it. */
export interface Atlas {
  readonly store: AtlasStore;
  readonly actions: Actions;
  readonly commands: readonly Command[];
  readonly engine: Engine;
  readonly imports: Imports;
  readonly parity: Parity;
  readonly lessons: Lessons;
}

/** A worker that compares, its code fetched when it is first wanted. */
const createChecker = async (backend: BackendName): Promise<Checker> => {
  const { Checker } = await import('../engine/checks/checker');
  return new Checker(backend);
};

/**
 * Reads the address, starts the engine and connects history, keys and player.
 * @param base what an empty address shows.
 * @returns the atlas, and a function that ends all of it.
 */
export function createAtlas(
  base: ViewState,
  engine: Engine,
  page: Window,
): { atlas: Atlas; stop: () => void } {
  const remembered = { ...base, ...recall(() => page.localStorage) };
  const { search } = page.location;
  const decoded = resolveLesson(decodeView(search, remembered), search, lessonsAtHand());
  const store = createAtlasStore(decoded.view);
  const actions = createActions(store, engine);
  const lessons = createLessons(store, actions, () => page.localStorage);
  const commands = createCommands(store, actions, {
    openExport: () => {
      const find = () => page.document.getElementById('export');
      if (!find()?.closest('[inert]')) return find()?.focus();
      actions.openDrawer('inspector');
      // It can be focused when it has been drawn, after the drawer itself.
      page.requestAnimationFrame(() => page.requestAnimationFrame(() => find()?.focus()));
    },
    openFile: () => page.document.getElementById('open-file')?.click(),
    moveInLesson: (by) => void lessons.move(by),
  });
  const imports = createImports(store, actions, createChecker);
  const measuring = createParity({
    cases: async () => (await import('virtual:built-in-cases')).builtInCases,
    createChecker,
    backends: () =>
      measuredBackends.filter(
        (name) => engine.status().backends.find((b) => b.name === name)?.state !== 'absent',
      ),
  });
  const parity: Parity = {
    ...measuring,
    measure: (mechanisms) =>
      measuring.measure(mechanisms).catch((error) => actions.notify(textOf(error), 'warning')),
  };
  const complain = ({ problems }: Decoded) => {
    const text = explainProblems(problems);
    if (text) actions.notify(text, 'warning');
  };
  complain(decoded);

  const stops = [
    connectEngine(store, engine),
    connectExplainer(store, engine),
    connectHistory(store, base, page, complain),
    connectPlayer(store, actions),
    connectKeys(page, store, commands),
    engine.onNotice((notice) => actions.notify(notice.text, 'warning')),
    store.subscribe(
      (state) => `${state.locale} ${state.theme}`,
      () => remember(() => page.localStorage, store.getState()),
    ),
  ];
  const stop = () => {
    for (const end of stops) end();
  };
  return { atlas: { store, actions, commands, engine, imports, parity, lessons }, stop };
}
