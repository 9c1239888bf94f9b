import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Candidate } from '../../../state/chooser/criteria';
import { requestFor } from '../../../state/chooser/survey';
import type { Sizes } from '../../../state/sizes';
import { readingKey } from '../../../state/stopwatch';
import { type Device, deviceOf } from '../../../state/timing';
import type { Text } from '../../../trace/text';
import { useAtlas } from '../../atlas-context';
import { stopwatch } from '../stopwatch';

/** On which times are measured: what the person works with. */
export function useDevice(): Device {
  const status = useAtlas((s) => s.engine);
  return useMemo((): Device => (status ? deviceOf(status) : { backend: 'wasm' }), [status]);
}

interface Times {
  /** Median milliseconds by mechanism id, as far as they are measured at this size on this device. */
  readonly times: ReadonlyMap<string, number>;
  /** Why a run could not be measured, by mechanism id. */
  readonly failures: ReadonlyMap<string, Text>;
}

export function useTimes(candidates: readonly Candidate[], sizes: Sizes): Times {
  const readings = useStore(stopwatch.store, (s) => s.readings);
  const device = useDevice();
  return useMemo(() => {
    const times = new Map<string, number>();
    const failures = new Map<string, Text>();
    for (const candidate of candidates) {
      const reading = readings.get(readingKey(requestFor(candidate, sizes), device));
      if (reading?.timing) times.set(candidate.mechanism.id, reading.timing.median);
      if (reading?.failure) failures.set(candidate.mechanism.id, reading.failure);
    }
    return { times, failures };
  }, [readings, candidates, sizes, device]);
}
