import { describeShape, permute, type RawTensor } from '../../inputs/raw';
import {
  type Axis,
  axis,
  axisOf,
  hasRole,
  indexAt,
  offsetOf,
  type Role,
  shapeOf,
  sizeOf,
} from '../../trace/axes';
import type { HostTensor } from '../../trace/tensor';

/** How far a computed tensor is from its reference. */
export interface Difference {
  /** Largest absolute difference; infinite where one side is not a number. */
  readonly error: number;
  /** Largest absolute difference that is allowed. */
  readonly tolerance: number;
  /** Where the largest difference is, in the reference. */
  readonly index: readonly number[];
}

/** The largest difference of one tensor. */
export interface TensorDifference extends Difference {
  /** Name in the file. */
  readonly tensor: string;
}

/** How near a difference is to what is allowed; beyond it above 1. */
export const ratioOf = ({ error, tolerance }: Difference): number => error / tolerance;

/** The tensor that is nearest to, or farthest beyond, what is allowed. */
export const worstOf = (differences: readonly TensorDifference[]): TensorDifference | undefined =>
  differences.reduce<TensorDifference | undefined>(
    (worst, next) => (worst && ratioOf(worst) >= ratioOf(next) ? worst : next),
    undefined,
  );

/** Axes of one are dropped: PyTorch keeps some that a mechanism has no name for, and the other way round. */
const withoutOnes = (shape: readonly number[]): number[] => shape.filter((n) => n !== 1);

/**
 * Whether two shapes of the same row-major memory differ only by axes that one side has flattened
 * into one, such as batch and head: [2, 4, 9, 9] and [8, 9, 9].
 */
export function sameUpToFlattening(a: readonly number[], b: readonly number[]): boolean {
  const [left, right] = [withoutOnes(a), withoutOnes(b)];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    let [m, n] = [left[i++], right[j++]];
    if (m === n) continue;
    // Only one side may be flattened in a run, or else [4, 6] would pass for [6, 4].
    if (m < n) while (m < n && i < left.length) m *= left[i++];
    else while (n < m && j < right.length) n *= right[j++];
    if (m !== n) return false;
  }
  return i === left.length && j === right.length;
}

/**
 * Compares a computed tensor with PyTorch's.
 * @param order PyTorch's order of its axes. Along one that it lacks it is the same everywhere, where PyTorch
 *   repeats it.
 * @param relative allowed difference is this · (1 + max|reference|).
 * @throws Error when the shapes differ by more than flattening.
 */
export function compare(
  found: HostTensor,
  order: readonly Role[],
  reference: RawTensor,
  relative: number,
): Difference {
  const computed = repeated(found, order, reference.shape);
  const ordered: Axis[] = order.map((role) => axisOf(computed.axes, role));
  if (
    order.length !== computed.axes.length ||
    !sameUpToFlattening(shapeOf(ordered), reference.shape)
  ) {
    const shape = describeShape(shapeOf(ordered));
    throw new Error(`has shape ${shape} instead of ${describeShape(reference.shape)}`);
  }
  const { data } = permute(computed, order);
  let [error, at, largest] = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    largest = Math.max(largest, Math.abs(reference.data[i]));
    const difference = Math.abs(data[i] - reference.data[i]);
    // A NaN compares as false, whichever way it is asked.
    if (difference <= error) continue;
    error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    at = i;
    if (error === Number.POSITIVE_INFINITY) break;
  }
  return { error, tolerance: relative * (1 + largest), index: indexIn(reference.shape, at) };
}

/** A tensor with all axes of an order, those that it lacks as long as in the reference. */
function repeated(
  tensor: HostTensor,
  order: readonly Role[],
  shape: readonly number[],
): HostTensor {
  const lacking = order.filter((role) => !hasRole(tensor.axes, role));
  if (lacking.length === 0 || order.length !== shape.length) return tensor;
  const axes = order.map(
    (role, i) => tensor.axes.find((own) => own.role === role) ?? axis(role, shape[i]),
  );
  const own = axes.map(({ role }) => tensor.axes.findIndex((a) => a.role === role));
  const data = Float32Array.from({ length: sizeOf(axes) }, (_, i) => {
    const index = new Array<number>(tensor.axes.length);
    for (const [d, at] of indexAt(axes, i).entries()) if (own[d] >= 0) index[own[d]] = at;
    return tensor.data[offsetOf(tensor.axes, index)];
  });
  return { axes, data };
}

function indexIn(shape: readonly number[], offset: number): number[] {
  const index: number[] = [];
  for (let i = shape.length - 1; i >= 0; i--) {
    index.unshift(offset % shape[i]);
    offset = Math.floor(offset / shape[i]);
  }
  return index;
}
