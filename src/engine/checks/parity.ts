import { mechanismById } from '../../mechanisms/catalogue';
import { type Evaluation, evaluate } from '../evaluate';
import type { BackendName } from '../protocol';
import type { Case, Reference } from './case';
import { compare, ratioOf, type TensorDifference, worstOf } from './compare';
import { relativeTolerance } from './tolerance';

/** How a file compares with what a backend computes. */
export interface Comparison {
  readonly passed: boolean;
  readonly worst: TensorDifference;
  /** How many tensors were compared. */
  readonly tensors: number;
  /** One per tensor, in the order of the file. */
  readonly differences: readonly TensorDifference[];
}

/**
 * Computes a case and compares every output and every intermediate.
 * @throws Error when a tensor is not reproduced at all, or in another shape.
 */
export async function verify(
  { mechanism: id, given, references }: Case,
  backend: BackendName,
): Promise<Comparison> {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`"${id}" is not in the catalogue`);
  const evaluation = await evaluate(mechanism, given, backend);
  try {
    return await compareAll(evaluation, references, relativeTolerance[backend]);
  } finally {
    evaluation.dispose();
  }
}

/** Every reference against the value that names it; the k-th of a name against the k-th. */
async function compareAll(
  { graph, data }: Evaluation,
  wanted: readonly Reference[],
  relative: number,
): Promise<Comparison> {
  const named = new Map<string, number>();
  const differences: TensorDifference[] = [];
  for (const { label, torch, tensor } of wanted) {
    const k = named.get(torch) ?? 0;
    named.set(torch, k + 1);
    const found = graph.nodes.flatMap((node) =>
      node.torch.filter(({ name }) => name === torch).map(({ order }) => ({ node, order })),
    )[k];
    if (!found) throw new Error(`${label} is reproduced by no step`);
    const computed = { axes: found.node.axes, data: await data(found.node.id) };
    try {
      differences.push({ tensor: label, ...compare(computed, found.order, tensor, relative) });
    } catch (error) {
      throw new Error(`${label} ${error instanceof Error ? error.message : error}`);
    }
  }
  const worst = worstOf(differences);
  if (!worst) throw new Error('the file has nothing to compare');
  return { passed: ratioOf(worst) <= 1, worst, tensors: wanted.length, differences };
}
