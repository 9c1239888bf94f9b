import type { Graph, Node, TensorRole } from '../../trace/graph';
import type { View, ViewRequest } from '../../trace/view';

/** Operations that change numbers but not which of them are masked. */
const through: ReadonlySet<string> = new Set([
  'softmax',
  'scale',
  'reshape',
  'transpose',
  'rename',
]);

/** The same part of the mask that the node's values went through, if there was one with the same sides. */
export function maskRequestFor(request: ViewRequest, { nodes }: Graph): ViewRequest | null {
  let node = nodes[request.node];
  while (through.has(node.op) && node.inputs.length === 1) node = nodes[node.inputs[0]];
  const mask = maskOf(node, nodes);
  if (!mask) return null;
  const has = (role: string) => mask.axes.some((a) => a.role === role);
  if (![...request.rows, ...request.columns].every(has)) return null;
  return {
    ...request,
    node: mask.id,
    fixed: Object.fromEntries(
      Object.entries(request.fixed)
        .filter(([role]) => has(role))
        .map(([role, at]) => [
          role,
          typeof at === 'number' && sizeIn(mask.axes, role) === 1 ? 0 : at,
        ]),
    ),
    // What is masked is marked by a large number, or by a very negative one that was added.
    pool: node.op === 'add' ? 'max' : 'min',
  };
}

function maskOf(node: Node, nodes: Graph['nodes']): Node | undefined {
  if (node.op === 'mask') return nodes[node.inputs[1]];
  if (node.op !== 'add') return undefined;
  const read = node.inputs.map((id) => nodes[id]);
  return read.find((n) => n.step?.text.role === 'mask');
}

/** Added to a score, this leaves practically no weight. */
const forbidding = -50;

const marks = (mask: View): View =>
  mask.statistics.min >= 0
    ? mask
    : { ...mask, data: mask.data.map((m) => (m < forbidding ? 1 : 0)) };

/**
 * What is masked in a view: by its mask, and scores of minus infinity, whatever way they took since.
 * @param mask the same request of the mask, if there is one
 */
export function maskIn(view: View, mask: View | undefined, role: TensorRole): View | undefined {
  if (role === 'mask') return marks(view);
  const marked = mask && marks(mask);
  if (role !== 'scores' || view.statistics.notFinite === 0) return marked;
  const masked = view.data.map((value, i) =>
    value === Number.NEGATIVE_INFINITY ? 1 : (marked?.data[i] ?? 0),
  );
  return { ...view, data: masked };
}

/** The extremes of what is not masked: a number that was added to forbid a key is no score. */
export function extremesOf(
  view: View,
  mask: View | undefined,
): Pick<View['statistics'], 'min' | 'max'> {
  if (!mask || view.statistics.min > forbidding) return view.statistics;
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  view.data.forEach((value, i) => {
    if (mask.data[i] > 0.5 || !Number.isFinite(value)) return;
    min = Math.min(min, value);
    max = Math.max(max, value);
  });
  return min <= max ? { min, max } : view.statistics;
}

const sizeIn = (axes: readonly { role: string; size: number }[], role: string): number =>
  axes.find((a) => a.role === role)?.size ?? 1;
