import type { Graph, TensorRole } from '../../trace/graph';
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
  if (node.op !== 'mask') return null;
  const mask = nodes[node.inputs[1]];
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
    pool: 'min',
  };
}

/**
 * What is masked in a view: by its mask, and scores of minus infinity, whatever way they took since.
 * @param mask the same request of the mask, if there is one
 */
export function maskIn(view: View, mask: View | undefined, role: TensorRole): View | undefined {
  if (role !== 'scores' || view.statistics.notFinite === 0) return mask;
  const masked = view.data.map((value, i) =>
    value === Number.NEGATIVE_INFINITY ? 1 : (mask?.data[i] ?? 0),
  );
  return { ...view, data: masked };
}

const sizeIn = (axes: readonly { role: string; size: number }[], role: string): number =>
  axes.find((a) => a.role === role)?.size ?? 1;
