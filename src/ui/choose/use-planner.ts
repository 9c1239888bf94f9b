import type { BackendName } from '../../engine/protocol';
import { Planner } from '../../state/planner';
import { useAtlas } from '../atlas-context';

/** One planner for each backend, so that what was planned outlives a visit to another page. */
const planners = new Map<BackendName, Planner>();

/** Plans runs for the backend that the person works with, whose limits the facts name. */
export function usePlanner(): Planner {
  const backend = useAtlas((s) => s.engine?.active ?? 'wasm');
  let planner = planners.get(backend);
  if (!planner) {
    planner = Planner.on(backend);
    planners.set(backend, planner);
  }
  return planner;
}

/** Lets go of the workers, which start again when there is something to plan. */
export function restPlanners(): void {
  for (const planner of planners.values()) planner.rest();
}
