import type { Program } from '../ops/builder';
import type { Axis } from '../trace/axes';
import { isGiven, type Node } from '../trace/graph';
import type { HostTensor } from '../trace/tensor';

/** A program with the numbers that it was given. */
export interface Computation {
  readonly program: Program;
  /** Inputs and weights by name. */
  readonly host: Readonly<Record<string, HostTensor>>;
}

/**
 * Finds the nodes that have the very numbers that the node in their place had in an earlier computation: the same
 * operation with the same attributes on inputs of which the same is true. When a slider moves, these need not be
 * computed again.
 * @returns by node id.
 */
export function findUnchanged(now: Computation, before: Computation): boolean[] {
  const earlier = before.program.graph.nodes;
  const unchanged: boolean[] = [];
  for (const node of now.program.graph.nodes) {
    const other = earlier[node.id];
    unchanged.push(
      other !== undefined &&
        node.op === other.op &&
        node.source === other.source &&
        now.program.operations[node.id] === before.program.operations[node.id] &&
        sameSizes(node.axes, other.axes) &&
        isSame(node.attributes, other.attributes) &&
        isSame(node.inputs, other.inputs) &&
        node.inputs.every((id) => unchanged[id]) &&
        sameNumbers(numbersAtHand(node, now) ?? [], numbersAtHand(other, before) ?? []),
    );
  }
  return unchanged;
}

/** Numbers of an input, a weight or a constant, which need not be read from a backend. */
export function numbersAtHand(
  node: Node,
  { program, host }: Computation,
): Float32Array | undefined {
  const tensor = isGiven(node) ? host[node.source ?? ''] : program.constants.get(node.id);
  return tensor?.data;
}

/** Labels play no part in numbers. */
const sameSizes = (a: readonly Axis[], b: readonly Axis[]): boolean =>
  a.length === b.length && a.every(({ role, size }, i) => role === b[i].role && size === b[i].size);

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Whether plain data is the same throughout. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    Object.getPrototypeOf(a) === Object.getPrototypeOf(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSame((a as Plain)[key], (b as Plain)[key]))
  );
}

type Plain = Readonly<Record<string, unknown>>;
