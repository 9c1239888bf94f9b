import type { Places } from './places';

/**
 * What an axis of a tensor stands for. Within one tensor every role occurs once at most,
 * so operations address axes by role and never by position.
 */
export type Role =
  | 'batch'
  | 'head'
  | 'group'
  | 'window'
  | 'branch'
  | 'query'
  | 'key'
  | 'token'
  | 'slot'
  /** Entries of a vocabulary. */
  | 'word'
  | 'channel'
  /** What a classifier tells apart. */
  | 'class'
  | 'height'
  | 'width'
  | 'coordinate'
  | 'frequency-y'
  | 'frequency-x'
  /** Real and imaginary part, or query, key and value packed in one tensor, or max and mean. */
  | 'part'
  /** Axes of weights, in PyTorch's order: rows, columns, kernel rows and columns. */
  | 'output'
  | 'input'
  | 'kernel-y'
  | 'kernel-x';

export interface Axis {
  readonly role: Role;
  readonly size: number;
  /** Which word, pixel or channel the positions on this axis stand for. */
  readonly places?: Places;
  /** Short names of the positions, such as the words of a sentence or the filters of an image. */
  readonly labels?: readonly string[];
  /**
   * Labels that only a run knows: along this axis, node `node` holds indices of these words. The
   * engine puts them in place of `labels` once it has computed.
   */
  readonly written?: { readonly node: number; readonly words: readonly string[] };
}

export const axis = (role: Role, size: number, extra?: Omit<Axis, 'role' | 'size'>): Axis => ({
  role,
  size,
  ...extra,
});

export const shapeOf = (axes: readonly Axis[]): number[] => axes.map((a) => a.size);

/** Number of elements. */
export const sizeOf = (axes: readonly Axis[]): number => axes.reduce((n, a) => n * a.size, 1);

/** Position of a role among the axes, or −1. */
export const indexOfRole = (axes: readonly Axis[], role: Role): number =>
  axes.findIndex((a) => a.role === role);

export const hasRole = (axes: readonly Axis[], role: Role): boolean => indexOfRole(axes, role) >= 0;

/** The axis with a role; throws when the tensor has none. */
export function axisOf(axes: readonly Axis[], role: Role): Axis {
  const found = axes.find((a) => a.role === role);
  if (!found) throw new Error(`no ${role} axis in [${describeAxes(axes)}]`);
  return found;
}

/** Row-major strides, in elements. */
export function stridesOf(axes: readonly Axis[]): number[] {
  const strides = new Array<number>(axes.length);
  let step = 1;
  for (let i = axes.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= axes[i].size;
  }
  return strides;
}

/** Row-major offset of a cell. */
export function offsetOf(axes: readonly Axis[], index: readonly number[]): number {
  let offset = 0;
  for (let i = 0; i < axes.length; i++) offset = offset * axes[i].size + index[i];
  return offset;
}

/** Index of the cell at a row-major offset. */
export function indexAt(axes: readonly Axis[], offset: number): number[] {
  const index = new Array<number>(axes.length);
  let rest = offset;
  for (let i = axes.length - 1; i >= 0; i--) {
    index[i] = rest % axes[i].size;
    rest = Math.floor(rest / axes[i].size);
  }
  return index;
}

/** `batch 1 × query 9 × key 12`, for messages and captions. */
export const describeAxes = (axes: readonly Axis[]): string =>
  axes.map((a) => `${a.role} ${a.size}`).join(' × ');

/** `1 × 9 × 12`, for messages in a language that the names of axes are foreign to. */
export const describeSizes = (axes: readonly Axis[]): string => shapeOf(axes).join(' × ');

/** The order in which PyTorch keeps these axes: channels or classes before height and width, else as they are. */
export function torchOrder(axes: readonly Axis[]): Role[] {
  const roles: Role[] = axes.map((a) => a.role);
  const first = roles.find((role) => role === 'channel' || role === 'class');
  if (!first || !hasRole(axes, 'height') || !hasRole(axes, 'width')) return roles;
  const rest = roles.filter((role) => role !== first);
  rest.splice(rest.indexOf('height'), 0, first);
  return rest;
}
