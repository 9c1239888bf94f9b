import { useEffect, useState } from 'react';
import type { Engine, RunSummary } from '../../engine/protocol';
import type { View, ViewRequest } from '../../trace/view';
import { useAtlasServices } from '../atlas-context';

/** Views of a run that were asked for already; gone with the run. */
const asked = new WeakMap<RunSummary, Map<string, Promise<View>>>();
const most = 64;

/** A view, fetched once per run however many figures show it. */
export function viewOf(engine: Engine, summary: RunSummary, request: ViewRequest): Promise<View> {
  const known = asked.get(summary) ?? new Map<string, Promise<View>>();
  asked.set(summary, known);
  const key = JSON.stringify(request);
  const before = known.get(key);
  if (before) return before;
  const view = engine.view(summary.run, request);
  known.set(key, view);
  view.catch(() => known.delete(key));
  // Zooming asks for many regions; the oldest go first.
  if (known.size > most) known.delete(known.keys().next().value ?? '');
  return view;
}

export interface Views {
  readonly summary: RunSummary;
  readonly requests: readonly ViewRequest[];
  readonly views: readonly View[];
}

/**
 * The views that a figure is drawn from, all of one run. While new ones are fetched the last ones stay,
 * so that a figure never mixes two runs and never goes blank.
 */
export function useViews(
  summary: RunSummary | null,
  requests: readonly ViewRequest[] | null,
): Views | null {
  const { engine } = useAtlasServices();
  const [views, setViews] = useState<Views | null>(null);
  const key = requests && JSON.stringify(requests);

  useEffect(() => {
    if (!summary || key === null) return;
    let current = true;
    const wanted = JSON.parse(key) as ViewRequest[];
    Promise.all(wanted.map((request) => viewOf(engine, summary, request))).then(
      (got) => current && setViews({ summary, requests: wanted, views: got }),
      // The run was replaced while it was being read: its successor asks again.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [engine, summary, key]);
  return views;
}
