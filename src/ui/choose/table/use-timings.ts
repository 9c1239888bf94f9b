import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Mechanism } from '../../../mechanisms/define';
import { requestAt } from '../../../state/facts';
import type { Sizes } from '../../../state/sizes';
import { type Reading, readingKey } from '../../../state/stopwatch';
import { type Device, deviceOf } from '../../../state/timing';
import { useAtlas } from '../../atlas-context';
import { stopwatch } from '../stopwatch';

/** Measured times of this device, and the means to measure more; nothing changes within a round. */
export function useTimings(sizes: Sizes) {
  const engine = useAtlas((s) => s.engine);
  const readings = useStore(stopwatch.store, (state) => state.readings);
  const device = useMemo<Device>(() => (engine ? deviceOf(engine) : { backend: 'wasm' }), [engine]);

  return useMemo(() => {
    const readingOf = (mechanism: Mechanism): Reading | undefined =>
      readings.get(readingKey(requestAt(mechanism, sizes), device));
    const measure = (mechanisms: readonly Mechanism[], rounds: number): Promise<void> =>
      stopwatch.measure(
        mechanisms.map((mechanism) => requestAt(mechanism, sizes)),
        rounds,
        device,
      );
    return { readingOf, measure };
  }, [readings, sizes, device]);
}

/** How far a measurement is, and the end of it. */
export const useMeasurement = () => ({
  running: useStore(stopwatch.store, (state) => state.running),
  cancel: stopwatch.cancel,
});
