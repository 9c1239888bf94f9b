import { useMemo } from 'react';
import type { RunSummary } from '../engine/protocol';
import { mechanismById } from '../mechanisms/catalogue';
import { currentStep, type ShownStep, stepsOf } from '../state/steps';
import { useAtlas } from './atlas-context';

/** The steps of the last run. */
export function useSteps(): readonly ShownStep[] {
  const graph = useAtlas((s) => s.summary?.graph);
  return useMemo(() => (graph ? stepsOf(graph) : []), [graph]);
}

/** The steps of the last run, and the one that is shown. */
export function useCurrentStep(): {
  readonly summary: RunSummary | null;
  readonly steps: readonly ShownStep[];
  readonly current: ShownStep | undefined;
  readonly at: number;
} {
  const summary = useAtlas((s) => s.summary);
  const key = useAtlas((s) => s.step);
  const steps = useSteps();
  const telling = mechanismById(summary?.request.mechanism ?? '')?.telling ?? '';
  const current = currentStep(steps, key, telling);
  return useMemo(
    () => ({ summary, steps, current, at: current ? steps.indexOf(current) : -1 }),
    [summary, steps, current],
  );
}
