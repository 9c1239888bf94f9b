import { viewRequestFor } from '../../draw/choose';
import { axisOf, hasRole } from '../../trace/axes';
import type { ViewRequest } from '../../trace/view';
import { layoutOf } from './cells';
import { type Grid, gridOf } from './look';
import { planFor } from './positions';
import type { StepFigure } from './use-step-figure';

/** The map that came in, on which sampling points lie. */
export function sampledGrid({ summary: { graph }, step }: StepFigure): Grid {
  const input = graph.nodes.find(({ op }) => op === 'input') ?? step.node;
  return gridOf(input, graph) ?? { height: 1, width: 1 };
}

/** All points of a node of coordinates, in the group that goes with the figure's head. */
export function pointsRequest(figure: StepFigure, node: number): ViewRequest {
  const { graph } = figure.summary;
  const { axes } = graph.nodes[node];
  const plan = planFor(graph.nodes[node], graph);
  const { fixed } = layoutOf(plan, axes, {});
  const { group, batch } = { group: groupOf(figure, node), batch: figure.layout.fixed.batch };
  return viewRequestFor(
    plan,
    {
      ...fixed,
      ...(hasRole(axes, 'group') ? { group } : {}),
      ...(hasRole(axes, 'batch') && typeof batch === 'number' ? { batch } : {}),
    },
    [65_536, 2],
  );
}

/** Heads share the points of their group. */
function groupOf({ step, layout, summary }: StepFigure, node: number): number {
  const { axes } = summary.graph.nodes[node];
  if (!hasRole(axes, 'group')) return 0;
  const groups = axisOf(axes, 'group').size;
  const { head, group } = layout.fixed;
  if (typeof group === 'number') return Math.min(group, groups - 1);
  if (typeof head !== 'number') return 0;
  return Math.floor((head * groups) / axisOf(step.node.axes, 'head').size);
}

/** The points that a figure's keys were sampled at, if they were. */
export function positionsRequest(figure: StepFigure): ViewRequest | null {
  const places = figure.step.node.axes.find((a) => a.role === 'key')?.places;
  return places?.kind === 'sampled' ? pointsRequest(figure, places.positions) : null;
}
