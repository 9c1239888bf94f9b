import type { Task } from '../lessons/lesson';
import { mechanismById } from '../mechanisms/catalogue';
import { measured, type Readings } from './lesson-measure';
import { differences, type Picture } from './lesson-view';
import { currentStep, stepsOf } from './steps';
import type { AtlasState } from './store';

type Within = { readonly atLeast?: number; readonly atMost?: number };

/**
 * Whether a task has been done.
 * @param opened the step's own view; what is the same as there is not the reader's doing
 * @param readings numbers of what is on the screen
 */
export async function isDone(
  task: Task,
  state: AtlasState,
  opened: Picture,
  readings: Readings,
): Promise<boolean> {
  switch (task.kind) {
    case 'step':
      return shownStep(state) === task.step;
    case 'pin': {
      const { pin } = state;
      const agrees = task.index?.every((wanted, i) => wanted === null || wanted === pin?.index[i]);
      return pin?.step === task.step && agrees !== false;
    }
    case 'param': {
      const { params } = state.summary ?? state;
      const value = state.params[task.name] ?? params[task.name];
      if (task.value !== undefined) return JSON.stringify(value) === JSON.stringify(task.value);
      return typeof value === 'number' && within(value, task);
    }
    case 'select': {
      const position = state.selection[task.role];
      return task.position === undefined
        ? position !== opened.selection[task.role]
        : position === task.position;
    }
    case 'change':
      return differences(state, opened).includes(task.what);
    case 'mechanism':
      return (
        state.mechanism === task.id ||
        (state.page === 'compare' && state.compare.mechanism === task.id)
      );
    case 'reach':
      return within(await measured(task.measure, readings), task);
    case 'time':
      return task.mechanisms.every((id) => state.timed.includes(id));
  }
}

const within = (value: number, { atLeast, atMost }: Within): boolean =>
  value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY);

function shownStep({ summary, step }: AtlasState): string | undefined {
  if (!summary) return undefined;
  const telling = mechanismById(summary.request.mechanism)?.telling ?? '';
  return currentStep(stepsOf(summary.graph), step, telling)?.key;
}
