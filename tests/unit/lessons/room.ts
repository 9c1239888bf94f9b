import { Background } from '../../../src/engine/background';
import { createEngine } from '../../../src/engine/client';
import type { Engine } from '../../../src/engine/protocol';
import type { LessonView, Task } from '../../../src/lessons/lesson';
import { defaultView } from '../../../src/state/default-view';
import type { Readings } from '../../../src/state/lesson-measure';
import { readingsNow } from '../../../src/state/lesson-readings';
import { type Picture, pictureOf } from '../../../src/state/lesson-view';
import { connectEngine } from '../../../src/state/runner';
import { type AtlasState, type AtlasStore, createAtlasStore } from '../../../src/state/store';
import type { Locale } from '../../../src/state/view';

/** The app without its interface: what is opened in it is computed by a real engine. */
export interface Room {
  readonly engine: Engine;
  readonly readings: Readings;
  /** Opens a view as a lesson does, and waits until it has been computed or refused. */
  readonly open: (view: LessonView, locale: Locale) => Promise<Opened>;
  readonly close: () => void;
}

export interface Opened {
  readonly picture: Picture;
  readonly state: AtlasState;
}

export function createRoom(): Room {
  const start = () => createEngine({ preference: 'wasm' });
  const engine = start();
  const background = new Background(start);
  const store = createAtlasStore(defaultView);
  const stop = connectEngine(store, engine);
  return {
    engine,
    readings: readingsNow(store, engine, background),
    async open(view, locale) {
      const picture = pictureOf(view, locale);
      store.setState({ ...picture, locale });
      await computed(store);
      return { picture, state: store.getState() };
    },
    close() {
      stop();
      background.rest();
      engine.dispose();
    },
  };
}

const computed = (store: AtlasStore): Promise<void> =>
  new Promise((resolve) => {
    const settled = ({ phase }: AtlasState['status']) => phase === 'done' || phase === 'failed';
    // A run starts together with the change that asks for it.
    if (settled(store.getState().status)) return resolve();
    const stop = store.subscribe(({ status }) => {
      if (!settled(status)) return;
      stop();
      resolve();
    });
  });

/** A view that fulfils a task: its own solution, or what follows from what is asked for. */
export function solutionOf(task: Task, view: LessonView): LessonView {
  if (task.solution) return task.solution;
  switch (task.kind) {
    case 'step':
      return { ...view, step: task.step };
    case 'pin':
      return {
        ...view,
        step: task.step,
        pin: { step: task.step, index: (task.index ?? []).map((i) => i ?? 0) },
      };
    case 'param': {
      const value = task.value ?? task.atLeast ?? task.atMost ?? null;
      return { ...view, params: { ...view.params, [task.name]: value } };
    }
    case 'select': {
      const position = task.position ?? (view.selection?.[task.role] === 0 ? 1 : 0);
      return { ...view, selection: { ...view.selection, [task.role]: position } };
    }
    case 'mechanism':
      return view.page === 'compare'
        ? { ...view, compare: { mechanism: task.id, params: {} } }
        : { ...view, mechanism: task.id };
    case 'time':
      return view;
    case 'change':
    case 'reach':
      throw new Error(`a task of kind "${task.kind}" needs a solution`);
  }
}
