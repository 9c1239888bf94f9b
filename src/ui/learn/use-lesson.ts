import { createContext, use, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { Background } from '../../engine/background';
import type { LessonStep, Measure, Task } from '../../lessons/lesson';
import { measured, type Readings } from '../../state/lesson-measure';
import type { LessonPlace } from '../../state/lesson-place';
import type { Done } from '../../state/lesson-progress';
import { readingsNow, readingsOf } from '../../state/lesson-readings';
import { isDone } from '../../state/lesson-task';
import { differences, type Picture, pictureKeys, pictureOf } from '../../state/lesson-view';
import type { AtlasState } from '../../state/store';
import { useAtlas, useAtlasServices } from '../atlas-context';
import { useLocale } from '../use-text';

/** The open step, with what its parts share. */
export interface OpenStep {
  readonly step: LessonStep;
  readonly place: LessonPlace;
  /** What the page showed when the step was opened. */
  readonly own: Picture;
  /** Numbers of what is on the screen. */
  readonly onScreen: Readings;
  /** Numbers of the step's own view. */
  readonly asOpened: Readings;
}

export const StepContext = createContext<OpenStep | null>(null);

export function useOpenStep(): OpenStep {
  const open = use(StepContext);
  if (!open) throw new Error('no step is open above this component');
  return open;
}

/** Readings for a step; runs beside the one on the screen end with the component. */
export function useStepContext(step: LessonStep, place: LessonPlace): OpenStep {
  const { store, engine } = useAtlasServices();
  const locale = useLocale();
  const [background] = useState(() => new Background());
  useEffect(() => () => background.rest(), [background]);
  const open = useMemo(() => {
    const own = pictureOf(step.view, locale);
    return {
      step,
      place,
      own,
      onScreen: readingsNow(store, engine, background),
      asOpened: readingsOf(own, store, engine, background),
    };
  }, [step, place, locale, store, engine, background]);
  useRowNames(open);
  return open;
}

/** Names the rows of a step's own input in the language that the reader has changed to. */
function useRowNames(open: OpenStep): void {
  const { store, actions } = useAtlasServices();
  const last = useRef(open);
  useEffect(() => {
    const before = last.current;
    last.current = open;
    if (before.step !== open.step || before.own === open.own) return;
    const { input } = store.getState();
    const untouched = !differences({ ...before.own, input }, before.own).includes('input');
    if (untouched) actions.adjustInput(open.own.input);
  }, [open, store, actions]);
}

/** The parts in which the screen differs from how the step opened. */
export function useDifferences(own: Picture): readonly (keyof Picture)[] {
  const shown = useAtlas(
    useShallow((s: AtlasState) => pictureKeys.map((key) => s[key] as unknown)),
  );
  return useMemo(() => {
    const now = Object.fromEntries(pictureKeys.map((key, i) => [key, shown[i]]));
    return differences(now as unknown as Picture, own);
  }, [shown, own]);
}

/** Which steps were done on this device. */
export const useDone = (): Done => useStore(useAtlasServices().lessons.progress.store);

/** Marks the step when the reader does its task; what is as it was found does not count. */
export function useTask(task: Task | undefined, { own, onScreen, place }: OpenStep): void {
  const { store, lessons } = useAtlasServices();
  useEffect(() => {
    if (!task) return;
    const watched = (state: AtlasState) => [state.timed, ...pictureKeys.map((key) => state[key])];
    const found = watched(store.getState());
    let current = true;
    const check = async (state: AtlasState) => {
      if (watched(state).every((part, i) => part === found[i])) return;
      // A number that is not there yet will be, and then it is looked at again.
      const done = await isDone(task, state, own, onScreen).catch(() => false);
      if (done && current) lessons.progress.mark(place);
    };
    const stop = store.subscribe((state, before) => {
      const changed =
        state.summary !== before.summary ||
        watched(state).some((part, i) => part !== watched(before)[i]);
      if (changed) void check(state);
    });
    return () => {
      current = false;
      stop();
    };
  }, [task, own, onScreen, place, store, lessons]);
}

/** Numbers of what is on the screen, in the order of the measures; null where there is none. */
export function useMeasures(measures: readonly Measure[]): readonly (number | null)[] {
  const { onScreen } = useOpenStep();
  const summary = useAtlas((s) => s.summary);
  const compare = useAtlas((s) => s.compare);
  const [values, setValues] = useState<readonly (number | null)[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run or a comparison has other numbers
  useEffect(() => {
    let current = true;
    const read = (measure: Measure) => measured(measure, onScreen).catch(() => null);
    void Promise.all(measures.map(read)).then((all) => {
      if (current) setValues(all);
    });
    return () => {
      current = false;
    };
  }, [measures, onScreen, summary, compare]);
  return values;
}
