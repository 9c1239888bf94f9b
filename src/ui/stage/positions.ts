/** Points that a mechanism computes: which nodes hold them, and where they came from. */
import { type FigurePlan, figureFor } from '../../draw/choose';
import type { Graph, Node } from '../../trace/graph';

/** Nodes whose coordinates are places in the map, with the node that each point moved from, if it did. */
export function positionNodes({ nodes }: Graph): ReadonlyMap<number, number | null> {
  const found = new Map<number, number | null>();
  const visit = (id: number): void => {
    if (found.has(id)) return;
    const { op, inputs } = nodes[id];
    const held = op === 'clamp' ? nodes[inputs[0]] : nodes[id];
    const from = held.op === 'add' ? held.inputs[0] : null;
    found.set(id, from);
    if (held.id !== id) visit(held.id);
    if (from !== null) visit(from);
  };
  for (const node of nodes) {
    for (const { places } of node.axes) if (places?.kind === 'sampled') visit(places.positions);
  }
  return found;
}

/** The figure of a node; coordinates that are no places, such as offsets, are drawn one at a time. */
export function planFor(node: Node, graph: Graph): FigurePlan {
  const plan = figureFor(node, graph);
  if (plan.kind !== 'points' || positionNodes(graph).has(node.id)) return plan;
  const [row, column] = plan.rows.slice(-2);
  if (!column) return { ...plan, kind: 'matrix' };
  return {
    ...plan,
    kind: row === 'height' && column === 'width' ? 'map' : 'matrix',
    rows: [row],
    columns: [column],
    selectors: [...plan.selectors, 'coordinate'],
    multiples: 'coordinate',
    fixed: { ...plan.fixed, coordinate: 0 },
  };
}
