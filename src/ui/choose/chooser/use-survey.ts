import { useEffect, useState } from 'react';
import { catalogue } from '../../../mechanisms/catalogue';
import { type Finding, look } from '../../../state/chooser/survey';
import type { TaskName } from '../../../state/chooser/tasks';
import type { Sizes } from '../../../state/sizes';
import { usePlanner } from '../use-planner';

/** What became of every mechanism, and for which question. */
export interface Survey {
  readonly task: TaskName;
  readonly sizes: Sizes;
  readonly findings: readonly Finding[];
}

/**
 * Looks at every mechanism under a task, at a size as the task reads it.
 * @returns the last survey that is complete, and whether it answers this question.
 */
export function useSurvey(task: TaskName, sizes: Sizes): { survey?: Survey; current: boolean } {
  const planner = usePlanner();
  const [survey, setSurvey] = useState<Survey>();
  const [failure, setFailure] = useState<unknown>();
  // The page's error boundary shows what went wrong.
  if (failure) throw failure;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const plan = (request: Parameters<typeof planner.plan>[0]) =>
      planner.plan(request, { rank: () => 0, signal });
    Promise.all(catalogue.map((mechanism) => look(mechanism, task, sizes, plan))).then(
      (findings) => !signal.aborted && setSurvey({ task, sizes, findings }),
      (error) => !signal.aborted && setFailure(error),
    );
    return () => controller.abort();
  }, [planner, task, sizes]);
  return { survey, current: survey?.task === task && survey.sizes === sizes };
}
