import { useEffect, useMemo, useState } from 'react';
import type { Engine, RunSummary } from '../../engine/protocol';
import { keepOnScreen, viewOf, viewsAtHand } from '../../state/views';
import type { View, ViewRequest } from '../../trace/view';
import { useAtlasServices } from '../atlas-context';

export interface Views {
  readonly summary: RunSummary;
  readonly requests: readonly ViewRequest[];
  readonly views: readonly View[];
}

/**
 * The views that a figure is drawn from, all of one run. While new ones are fetched the last ones stay,
 * so that a figure never mixes two runs and never goes blank.
 * @param ahead of a large figure, whose views come together with the next run.
 */
export function useViews(
  summary: RunSummary | null,
  requests: readonly ViewRequest[] | null,
  ahead = false,
): Views | null {
  return useViewsOf(useAtlasServices().engine, summary, requests, ahead);
}

/** The same, of the engine that has the run. */
export function useViewsOf(
  engine: Pick<Engine, 'view'>,
  summary: RunSummary | null,
  requests: readonly ViewRequest[] | null,
  ahead = false,
): Views | null {
  const [last, setLast] = useState<Views | null>(null);
  const key = requests && JSON.stringify(requests);
  const wanted = useMemo(() => (key === null ? null : (JSON.parse(key) as ViewRequest[])), [key]);
  const atHand = useMemo((): Views | null => {
    if (!summary || !wanted) return null;
    const views = viewsAtHand(summary, wanted);
    return views && { summary, requests: wanted, views };
  }, [summary, wanted]);

  useEffect(
    () => (ahead && wanted ? keepOnScreen(engine, wanted) : undefined),
    [engine, ahead, wanted],
  );
  useEffect(() => {
    if (!summary || !wanted) return;
    if (atHand) {
      setLast(atHand);
      return;
    }
    let current = true;
    Promise.all(wanted.map((request) => viewOf(engine, summary, request))).then(
      (views) => current && setLast({ summary, requests: wanted, views }),
      // The run was replaced while it was being read: its successor asks again.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [engine, summary, wanted, atHand]);
  return atHand ?? last;
}
