import type { Actions } from './actions';
import { loadLessons, stepAt } from './lesson-list';
import type { LessonPlace } from './lesson-place';
import { createProgress, type Progress } from './lesson-progress';
import { changesTo, pictureOf } from './lesson-view';
import { localeOf } from './preferences';
import { textOf } from './runner';
import type { AtlasStore } from './store';
import type { Pin } from './view';

/** The way through lessons; the page stays as free as without one. */
export interface Lessons {
  readonly progress: Progress;
  /** Opens a lesson where the reader has not been yet, or at a step of it. */
  readonly open: (id: string, step?: number) => Promise<void>;
  /** Shows again what the open step showed at first. */
  readonly restart: () => Promise<void>;
  /** One step on or back; on from the last one to the list. */
  readonly move: (by: 1 | -1) => Promise<void>;
  /** Goes to a step of the figure or pins a cell, in the step's own view when the reader has left it. */
  readonly visit: (target: string | Pin) => Promise<void>;
  /** Closes the lesson; what is on the screen stays. */
  readonly leave: () => void;
}

/** @param storage where progress is kept on the device */
export function createLessons(
  store: AtlasStore,
  actions: Actions,
  storage: () => Storage,
): Lessons {
  const progress = createProgress(storage);

  const found = async (place: LessonPlace | null) => {
    try {
      return place ? stepAt(await loadLessons(), place) : undefined;
    } catch (error) {
      actions.notify(textOf(error), 'warning');
      return undefined;
    }
  };

  const show = async (place: LessonPlace): Promise<void> => {
    const at = await found(place);
    if (!at) return;
    store.setState((state) => ({
      ...changesTo(state, pictureOf(at.step.view, localeOf(state))),
      lesson: place,
      hovered: null,
      playing: false,
      source: null,
      dialog: null,
      drawer: null,
    }));
  };

  return {
    progress,
    async open(id, step) {
      const at = await found({ id, step: 0 });
      if (!at) return;
      const done = progress.store.getState()[id] ?? [];
      const next = at.lesson.steps.findIndex((_, i) => !done.includes(i));
      await show({ id, step: step ?? Math.max(0, next) });
    },
    async restart() {
      const { lesson } = store.getState();
      if (lesson) await show(lesson);
    },
    async move(by) {
      const { lesson } = store.getState();
      const at = await found(lesson);
      if (!lesson || !at) return;
      // A step without anything to do is done when the reader has read it.
      if (by > 0 && !at.step.task && !at.step.question) progress.mark(lesson);
      const step = lesson.step + by;
      if (step >= 0 && step < at.lesson.steps.length) await show({ ...lesson, step });
      else if (by > 0) store.setState({ lesson: null, page: 'learn', playing: false });
    },
    async visit(target) {
      const { lesson, page, mechanism } = store.getState();
      const at = await found(lesson);
      if (!lesson || !at) return;
      const own = pictureOf(at.step.view, localeOf(store.getState()));
      if (page !== own.page || mechanism !== own.mechanism) await show(lesson);
      if (typeof target === 'string') actions.goToStep(target);
      else if (store.getState().summary?.request.mechanism === own.mechanism) actions.visit(target);
      else store.setState({ step: target.step, pin: target });
    },
    leave: () => store.setState({ lesson: null }),
  };
}
