import * as tf from '@tensorflow/tfjs-core';
import { axisOf, type Role, sizeOf } from '../trace/axes';
import {
  call,
  constant,
  type Expression,
  named,
  product,
  quotient,
  sum,
} from '../trace/expression';
import { Refusal } from '../trace/text';
import { cellsOver, vectorCell } from './cells';
import { aroundAxis, axesOf, fromRows, otherRoles, position, toRows } from './layout';
import { divide } from './numeric';
import type { Axes, Operation, Reader } from './operation';

type Standardise = {
  readonly over: readonly Role[];
  readonly eps: number;
  /** Axis of the learned scale and shift, where there are any. */
  readonly along?: Role;
  /** Which of the inputs after x is the scale, and which the shift. */
  readonly weight?: number;
  readonly bias?: number;
  /** Variance with n − 1. */
  readonly unbiased?: boolean;
  /** (x − μ)/(σ + ε) instead of (x − μ)/√(σ² + ε). */
  readonly epsilonOutside?: boolean;
};

/**
 * (x − μ)/√(σ² + ε) over some axes, then an optional learned scale and shift along one axis: layer,
 * group and instance normalisation.
 */
export const standardise: Operation<Standardise> = {
  name: 'standardise',
  shape([x, ...vectors], { over, along }) {
    axesOf(x, over);
    if (along) for (const vector of vectors) refuseVector(vector, x, along);
    return [...x];
  },
  // As the field counts: five operations for each number with scale and shift, four without.
  cost: ([x, ...vectors], output) => ({
    macs: sizeOf(x) * (vectors.length > 0 ? 5 : 4),
    reads: sizeOf(x) + vectors.reduce((n, v) => n + sizeOf(v), 0),
    writes: sizeOf(output),
  }),
  compute(tensors, attributes, [axes], output) {
    const { over, eps, along, weight, bias, unbiased, epsilonOutside } = attributes;
    const rows = toRows(tensors[0], axes, over);
    const centred = tf.sub(rows, tf.mean(rows, 1, true));
    const squares = tf.sum(tf.square(centred), 1, true);
    const variance = tf.div(squares, rows.shape[1] - (unbiased ? 1 : 0));
    const deviation = epsilonOutside
      ? tf.add(tf.sqrt(variance), eps)
      : tf.sqrt(tf.add(variance, eps));
    let result = fromRows(divide(centred, deviation), output, over);
    if (!along) return result;
    if (weight) result = alongAxis(result, output, along, tensors[weight], tf.mul);
    return bias ? alongAxis(result, output, along, tensors[bias], tf.add) : result;
  },
  explain(index, inputs, attributes, output) {
    const { over, eps, along, weight, bias, unbiased, epsilonOutside } = attributes;
    const [x] = inputs;
    const cells = cellsOver(
      x,
      over,
      axesOf(output, otherRoles(output, over)),
      outside(index, output, over),
    );
    const mu = named('\\mu', quotient(sum(...cells), constant(cells.length)));
    const centred = (cell: Expression): Expression => sum(cell, call('negate', mu));
    const squares = sum(...cells.map((cell) => call('square', centred(cell))));
    const variance = named(
      '\\sigma^2',
      quotient(squares, constant(cells.length - (unbiased ? 1 : 0))),
    );
    const epsilon = constant(eps, '\\varepsilon');
    const deviation = epsilonOutside
      ? sum(call('sqrt', variance), epsilon)
      : call('sqrt', sum(variance, epsilon));
    const standard = quotient(centred(x.cell(index)), deviation);
    if (!along) return standard;
    const at = index[position(output, along)];
    return scaledAndShifted(standard, at, weight && inputs[weight], bias && inputs[bias]);
  },
};

const outside = (index: readonly number[], axes: Axes, over: readonly Role[]): number[] =>
  index.filter((_, i) => !over.includes(axes[i].role));

/** Applies a function of a tensor and a vector that lies along one of its axes. */
export function alongAxis(
  tensor: tf.Tensor,
  axes: Axes,
  role: Role,
  vector: tf.Tensor,
  apply: (x: tf.Tensor, v: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const around = aroundAxis(tensor, axes, role);
  return tf.reshape(apply(around, tf.reshape(vector, [1, -1, 1])), tensor.shape);
}

/** γ·x + β, whichever of the two there is. */
function scaledAndShifted(
  x: Expression,
  at: number,
  weight: Reader | 0 | undefined,
  bias: Reader | 0 | undefined,
): Expression {
  const scaled = weight ? product(x, vectorCell(weight, at)) : x;
  return bias ? sum(scaled, vectorCell(bias, at)) : scaled;
}

/** A learned vector has one number for each position of its axis. */
export function refuseVector(vector: Axes, x: Axes, along: Role): void {
  const { size } = axisOf(x, along);
  if (sizeOf(vector) === size) return;
  throw new Refusal(
    `The weight has ${sizeOf(vector)} numbers, but the ${along} axis has ${size}.`,
    `权重有 ${sizeOf(vector)} 个数，而 ${along} 轴长度为 ${size}。`,
  );
}
