import { createStore } from 'zustand/vanilla';
import type { Engine, RunRequest } from '../engine/protocol';
import { createTimer, type Device, deviceOf, measure, type Outcome } from './timing';

/** A measured time, and how it came about. */
export interface Reading extends Outcome {
  readonly device: Device;
  readonly rounds: number;
}

export interface StopwatchState {
  /** By `readingKey`. */
  readonly readings: ReadonlyMap<string, Reading>;
  readonly running: { readonly done: number; readonly total: number } | null;
}

/** Names the time of a run on a device. */
export const readingKey = ({ mechanism, params, input }: RunRequest, device: Device): string =>
  JSON.stringify([mechanism, params, input, device.backend, device.threads]);

/** Measures runs on an engine of its own, and keeps what it found; a size that is left keeps its times. */
export function createStopwatch(open: (device: Device) => Engine = createTimer) {
  const store = createStore<StopwatchState>(() => ({ readings: new Map(), running: null }));
  let abort: AbortController | undefined;

  return {
    store,
    /** Measures all in turn; what was measured up to a cancellation is kept. One measurement at a time. */
    async measure(requests: readonly RunRequest[], rounds: number, wanted: Device): Promise<void> {
      if (store.getState().running) return;
      const controller = new AbortController();
      abort = controller;
      const engine = open(wanted);
      const keep = (outcomes: readonly Outcome[]) => {
        const readings = new Map(store.getState().readings);
        // A backend that failed was left for another: what is said is what measured.
        const device = deviceOf(engine.status());
        outcomes.forEach((outcome, i) => {
          if (outcome.timing || outcome.failure)
            readings.set(readingKey(requests[i], wanted), { ...outcome, device, rounds });
        });
        return readings;
      };
      store.setState({ running: { done: 0, total: requests.length * (rounds + 1) } });
      try {
        const outcomes = await measure(engine, requests, {
          rounds,
          signal: controller.signal,
          onProgress: ({ done, total, outcomes: soFar }) => {
            store.setState({ running: { done, total } });
            // Once a round: a page that is busy drawing would be measured along.
            if (done % requests.length === 0) store.setState({ readings: keep(soFar) });
          },
        });
        store.setState({ readings: keep(outcomes) });
      } finally {
        engine.dispose();
        store.setState({ running: null });
      }
    },
    cancel: () => abort?.abort(),
  };
}
