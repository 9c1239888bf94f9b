import { useEffect, useMemo, useState } from 'react';
import type { Mechanism } from '../../../mechanisms/define';
import type { ScalingView } from '../../../state/choose-scaling';
import { textOf } from '../../../state/runner';
import { type Survey, survey } from '../../../state/scaling-survey';
import type { Sizes } from '../../../state/sizes';
import type { Text } from '../../../trace/text';
import { usePlanner } from '../use-planner';

export interface Surveys {
  /** By mechanism, as far as they are known. */
  readonly known: ReadonlyMap<string, Survey>;
  readonly failure: Text | null;
}

const none: Surveys = { known: new Map(), failure: null };

/** Plans the chosen mechanisms over the sizes, one after the other, whenever these change. */
export function useSurveys(
  mechanisms: readonly Mechanism[],
  { axis, range }: Pick<ScalingView, 'axis' | 'range'>,
  base: Sizes,
): Surveys {
  const planner = usePlanner();
  const options = useMemo(() => ({ axis, range, base }), [axis, range, base]);
  const [found, setFound] = useState<Surveys & { readonly of: unknown }>({ ...none, of: options });

  useEffect(() => {
    const abort = new AbortController();
    const patience = { rank: () => 0, signal: abort.signal };
    const put = (change: (before: Surveys) => Surveys) => {
      if (abort.signal.aborted) return;
      // What was planned for other sizes is let go with the first answer for these.
      setFound((before) => ({ ...change(before.of === options ? before : none), of: options }));
    };
    const all = async () => {
      for (const mechanism of mechanisms) {
        const made = await survey(planner, mechanism, options, patience);
        put(({ known, failure }) => ({ known: new Map(known).set(mechanism.id, made), failure }));
      }
    };
    all().catch((error: unknown) => put(({ known }) => ({ known, failure: textOf(error) })));
    return () => abort.abort();
  }, [planner, mechanisms, options]);

  return found.of === options ? found : none;
}
