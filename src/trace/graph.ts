import type { Axis, Role } from './axes';
import type { Text } from './text';

/** What a tensor is for; fixes its colour, its colour map and its word in every view. */
export type TensorRole =
  | 'query'
  | 'key'
  | 'value'
  | 'scores'
  | 'weights'
  | 'gate'
  | 'output'
  | 'feature'
  | 'position'
  | 'mask'
  | 'bias';

/** What the person reads about a step. */
export interface StepText {
  readonly role: TensorRole;
  readonly title: Text;
  /** KaTeX; symbols of tensor roles are written \\Q{…} \\K{…} \\V{…} \\A{…} \\G{…} \\Y{…}, which colours them. */
  readonly formula: string;
  /** One sentence: what happens here, and why. */
  readonly note: Text;
}

/** The PyTorch tensor that a step reproduces: `fc.3`, `root@torch.softmax`, `output.1`. */
export interface TorchName {
  readonly name: string;
  /** Order of the axes in PyTorch; axes of size one that only PyTorch has are left out. */
  readonly order: readonly Role[];
}

/** Tells steps of the same name apart: a symbol such as `k = 3`, or words in both languages. */
export type Part = string | Text;

/** A named, shown intermediate. */
export interface Step {
  readonly name: string;
  readonly part?: Part;
  readonly text: StepText;
}

export type Attributes = Readonly<Record<string, unknown>>;

/** One traced value: how it came about and what its axes mean. Plain data; tensors live in the worker. */
export interface Node {
  readonly id: number;
  /** Name of the operation, or `input`, `weight`, `constant`. */
  readonly op: string;
  readonly attributes: Attributes;
  readonly inputs: readonly number[];
  readonly axes: readonly Axis[];
  /** Only moves numbers (reshape, transpose, slice, window …): explanations look through it. */
  readonly move: boolean;
  /** Name of the input or weight. */
  readonly source?: string;
  readonly step?: Step;
  readonly torch: readonly TorchName[];
  readonly cost: Cost;
}

/** Brought to a run from outside: an input or a weight. */
export const isGiven = ({ op }: Node): boolean => op === 'input' || op === 'weight';

/** Worked out from other nodes, and neither given nor constant. */
export const isOperation = (node: Node): boolean => !isGiven(node) && node.op !== 'constant';

export interface Cost {
  /** Multiply–accumulates. */
  readonly macs: number;
  /** Elements read and written. */
  readonly reads: number;
  readonly writes: number;
}

/** The plan of a mechanism at a size: every value with its axes and cost, before anything is allocated. */
export interface Graph {
  readonly nodes: readonly Node[];
  /** Ids of the nodes that are shown, in order. */
  readonly steps: readonly number[];
  readonly output: number;
  readonly parameters: number;
  readonly cost: Cost;
}
