import type { Mechanism } from '../../mechanisms/define';
import { resolveParams } from '../../mechanisms/params';
import { shapeOf } from '../../trace/axes';
import type { Graph, Node } from '../../trace/graph';
import type { View, ViewRequest } from '../../trace/view';
import { type Evaluation, evaluate } from '../evaluate';
import type { Materials } from '../materials';
import type { BackendName, RunRequest } from '../protocol';
import { makeView } from '../views';

/** How far one tensor of a run is from the same one of another run. */
export interface StepDifference {
  /** Largest absolute difference; null where the two have different shapes, or one lacks the step. */
  readonly most: number | null;
  /** Largest magnitude in the first run, to judge it by. */
  readonly scale: number;
  /** First minus second, as the request has it. */
  readonly view: View | null;
}

/**
 * Runs two requests for one mechanism, and takes the difference of some of their tensors.
 * @param views of nodes of the first run, one for each difference that is wanted
 * @throws Refusal when one of them cannot be run.
 */
export async function differenceOf(
  mechanism: Mechanism,
  requests: readonly [RunRequest, RunRequest],
  views: readonly ViewRequest[],
  backend: BackendName,
  materials: Materials,
): Promise<StepDifference[]> {
  const run = async (request: RunRequest): Promise<Evaluation> => {
    const axes = materials.axesOf(request, mechanism);
    const exact = request.weights.kind === 'imported';
    const { params } = resolveParams(mechanism, request.params, axes, { exact });
    const inputs = await materials.inputsOf(request, mechanism);
    const weights = await materials.weightsOf(request, mechanism, params, axes);
    return evaluate(mechanism, { params, inputs, weights }, backend);
  };
  const first = await run(requests[0]);
  try {
    const second = await run(requests[1]);
    try {
      const differences: StepDifference[] = [];
      for (const view of views) differences.push(await difference(first, second, view));
      return differences;
    } finally {
      second.dispose();
    }
  } finally {
    first.dispose();
  }
}

async function difference(
  first: Evaluation,
  second: Evaluation,
  request: ViewRequest,
): Promise<StepDifference> {
  const node = first.graph.nodes[request.node];
  const other = counterpart(first.graph, node, second.graph);
  const data = await first.data(node.id);
  const scale = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!other || shapeOf(other.axes).join() !== shapeOf(node.axes).join()) {
    return { most: null, scale, view: null };
  }
  const against = await second.data(other.id);
  const delta = data.map((value, i) => value - against[i]);
  const most = delta.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return { most, scale, view: makeView(delta, node.axes, request) };
}

/** The node of another graph that is the same step: the output of the output, else the k-th of the name. */
function counterpart(from: Graph, node: Node, to: Graph): Node | undefined {
  if (node.id === from.output) return to.nodes[to.output];
  const named = ({ nodes }: Graph): Node[] =>
    nodes.filter(({ step }) => step !== undefined && step.name === node.step?.name);
  return named(to)[named(from).indexOf(node)];
}
