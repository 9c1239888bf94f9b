import type { Graph, Node, Step } from '../trace/graph';

/** A node that is shown, with the key by which links and pins name it. */
export interface ShownStep {
  readonly key: string;
  readonly node: Node & { readonly step: Step };
}

/**
 * The steps of a graph in order. A step's key is its name, followed by `~2`, `~3` … where a name repeats.
 */
export function stepsOf(graph: Graph): ShownStep[] {
  const count = new Map<string, number>();
  return graph.steps.flatMap((id) => {
    const node = graph.nodes[id];
    if (!node.step) return [];
    const { name } = node.step;
    const n = (count.get(name) ?? 0) + 1;
    count.set(name, n);
    return [{ key: n === 1 ? name : `${name}~${n}`, node: node as ShownStep['node'] }];
  });
}

/** The step with a key; without one, the last of the telling steps, or else the last of all. */
export function currentStep(
  steps: readonly ShownStep[],
  key: string | null,
  telling: string,
): ShownStep | undefined {
  return (
    steps.find((s) => s.key === key) ??
    steps.find((s) => s.node.step.name === telling) ??
    steps.at(-1)
  );
}

/** Whether an index names a cell of a node. */
export const isCellOf = (node: Node, index: readonly number[]): boolean =>
  index.length === node.axes.length &&
  index.every((i, at) => Number.isInteger(i) && i >= 0 && i < node.axes[at].size);
