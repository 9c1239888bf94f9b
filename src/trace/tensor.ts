import { type Axis, axis, type Role } from './axes';

/** A tensor on the host, with named axes: inputs, weights, and what is read back. Row-major. */
export interface HostTensor {
  readonly axes: readonly Axis[];
  readonly data: Float32Array;
}

/** What a mechanism wants as an input. The app fills it from numbers, text, an image or a file. */
export interface InputSpec {
  /** Axes in PyTorch's order. */
  readonly order: readonly Role[];
  /** Axes in the order of the mechanism; the same when left out. */
  readonly axes?: readonly Role[];
  /** Other layouts, of other ranks, that PyTorch takes: a map as tokens, a mask without a batch. */
  readonly alternatives?: readonly (readonly Role[])[];
  /**
   * All layouts that PyTorch takes, the one of `order` first, where constructor arguments choose them:
   * an index of the channel axis. A file's tensor is read by them; left out, they are the above.
   */
  readonly layouts?: (
    args: Readonly<Record<string, unknown>>,
  ) => readonly [readonly Role[], ...(readonly Role[])[]];
  /** Where the app takes it from: the first sequence, the second one, an image, a mask, only a file. */
  readonly from: 'sequence' | 'memory' | 'image' | 'mask' | 'file';
  /** May be left out; masks are (1 = masked, as in PyTorch). */
  readonly optional?: boolean;
  /** The only words that it takes; the channels are one for each, 1 for the word and 0 for the others. */
  readonly vocabulary?: Vocabulary;
}

/** The words of a small language. */
export interface Vocabulary {
  readonly words: readonly string[];
  /** What words mean, for who reads Chinese; words of grammar alone have no entry. */
  readonly chinese: Readonly<Record<string, string>>;
  /** Sentences to start from. */
  readonly examples: readonly string[];
}

/** The words that a person may use: a mark such as ⟨start⟩ is none. */
export const wordsToUse = ({ words }: Vocabulary): readonly string[] =>
  words.filter((word) => !word.startsWith('⟨'));

/** A weight as PyTorch keeps it: shape and default initialisation. */
export interface WeightSpec {
  readonly shape: readonly number[];
  /** Roles of the axes; output, input, kernel-y, kernel-x from the outside in when left out. */
  readonly roles?: readonly Role[];
  readonly init: Init;
  /** How it looks when projections are the identity; left out where that has no meaning. */
  readonly identity?: 'eye' | 'zeros' | 'ones' | 'default';
  /** Buffers that are derived from the parameters; a file's value is checked for shape, not used. */
  readonly derived?: boolean;
  /** Kept in the state_dict but not trained, as running statistics are: not counted as a parameter. */
  readonly buffer?: boolean;
}

export type Init =
  /** Uniform in ±bound; PyTorch's Linear and Conv use 1/√fan_in. */
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'fill'; readonly value: number }
  /** A kernel whose input number j has a 1 at position j: the convolution shifts each its own way. */
  | { readonly kind: 'shifts' };

const weightRoles: readonly Role[] = ['output', 'input', 'kernel-y', 'kernel-x'];

/** Axes of a weight in PyTorch's layout. */
export function weightAxes(name: string, spec: WeightSpec): Axis[] {
  const roles = spec.roles ?? weightRoles.slice(0, spec.shape.length);
  if (roles.length !== spec.shape.length) {
    throw new Error(`weight "${name}" has ${spec.shape.length} axes but ${roles.length} roles`);
  }
  return spec.shape.map((size, i) => axis(roles[i], size));
}
