import { useMemo, useSyncExternalStore } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Mechanism } from '../../../mechanisms/define';
import type { ScalingView } from '../../../state/choose-scaling';
import { requestAt } from '../../../state/facts';
import { sizesAt } from '../../../state/scaling-sizes';
import { type Candidate, measureTimes } from '../../../state/scaling-times';
import type { Sizes } from '../../../state/sizes';
import { readingKey } from '../../../state/stopwatch';
import { createTimer, type Device, deviceOf, type Timing } from '../../../state/timing';
import { useAtlas } from '../../atlas-context';

interface Times {
  /** By `readingKey`. */
  readonly readings: ReadonlyMap<string, Timing>;
  /** Share of the sizes that are over, while it is measured. */
  readonly share: number | null;
}

/** What was measured outlives a change of the plot and a visit to another page. */
const store = createStore<Times>(() => ({ readings: new Map(), share: null }));
let abort: AbortController | undefined;

const wasm: Device = { backend: 'wasm' };

/** Times of the chosen sizes on the backend that the person works with, measured on request. */
export function useTimes({ axis }: Pick<ScalingView, 'axis'>, base: Sizes) {
  const { readings, share } = useSyncExternalStore(store.subscribe, store.getState);
  const status = useAtlas((s) => s.engine);
  const device = useMemo(() => (status ? deviceOf(status) : wasm), [status]);

  return useMemo(() => {
    const keyOf = (mechanism: Mechanism, size: number): string =>
      readingKey(requestAt(mechanism, sizesAt(axis, size, base)), device);
    const measure = async (candidates: readonly Candidate[]): Promise<void> => {
      if (store.getState().share !== null) return;
      const controller = new AbortController();
      abort = controller;
      store.setState({ share: 0 });
      const engine = createTimer(device);
      try {
        await measureTimes(engine, candidates, {
          axis,
          base,
          signal: controller.signal,
          onMeasured(measured, done) {
            const next = new Map(store.getState().readings);
            for (const { mechanism, size, timing } of measured)
              next.set(keyOf(mechanism, size), timing);
            store.setState({ share: done, ...(measured.length > 0 ? { readings: next } : {}) });
          },
        });
      } finally {
        engine.dispose();
        store.setState({ share: null });
      }
    };
    return {
      device,
      share,
      timeOf: (mechanism: Mechanism, size: number) => readings.get(keyOf(mechanism, size)),
      measure,
      cancel: () => abort?.abort(),
    };
  }, [readings, share, device, axis, base]);
}

export type TimesOfPlot = ReturnType<typeof useTimes>;
