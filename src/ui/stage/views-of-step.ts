import type { RunSummary } from '../../engine/protocol';
import { mechanismById } from '../../mechanisms/catalogue';
import { currentStep, stepsOf } from '../../state/steps';
import type { ViewState } from '../../state/view';
import type { ViewRequest } from '../../trace/view';
import { layoutOf } from './cells';
import { maskRequestFor } from './masks';
import { planFor } from './positions';
import { requestFor } from './use-step-figure';

/** What the main figure of a run will ask for when it is shown. */
export function viewsOfStep(
  { graph, request: { mechanism } }: Pick<RunSummary, 'graph' | 'request'>,
  { step: key, selection, region }: Pick<ViewState, 'step' | 'selection' | 'region'>,
): readonly ViewRequest[] {
  const step = currentStep(stepsOf(graph), key, mechanismById(mechanism)?.telling ?? '');
  if (!step) return [];
  const plan = planFor(step.node, graph);
  const layout = layoutOf(plan, step.node.axes, selection);
  const request = requestFor({ plan, layout }, undefined, region ?? undefined);
  const mask = maskRequestFor(request, graph);
  return mask ? [request, mask] : [request];
}
