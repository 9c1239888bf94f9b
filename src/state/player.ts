import { mechanismById } from '../mechanisms/catalogue';
import type { Actions } from './actions';
import { currentStep, stepsOf } from './steps';
import type { AtlasStore } from './store';

/** How long each step stays while the steps play. */
const pace = 1800;

/** Steps on while `playing`, and stops at the last step. */
export function connectPlayer(store: AtlasStore, actions: Actions): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    const { summary, step } = store.getState();
    const steps = summary ? stepsOf(summary.graph) : [];
    const telling = mechanismById(summary?.request.mechanism ?? '')?.telling ?? '';
    const current = currentStep(steps, step, telling);
    if (!current || current === steps.at(-1)) actions.pause();
    else actions.stepBy(1);
  };
  const stop = store.subscribe(
    (state) => state.playing,
    (playing) => {
      clearInterval(timer);
      if (playing) timer = setInterval(tick, pace);
    },
  );
  return () => {
    clearInterval(timer);
    stop();
  };
}
