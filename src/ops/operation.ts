import type { Tensor } from '@tensorflow/tfjs-core';
import type { Axis } from '../trace/axes';
import type { Expression } from '../trace/expression';
import type { Attributes, Cost } from '../trace/graph';

export type Axes = readonly Axis[];

/** Reads one input of an operation while a cell is explained. */
export interface Reader {
  readonly axes: Axes;
  /** The computed value of a cell. */
  at(index: readonly number[]): number;
  /** The cell as a leaf of an expression, with its value. */
  cell(index: readonly number[]): Expression;
}

/**
 * A traced operation: one definition gives its sizes, its cost, its numbers and their story.
 * Every quirk of tfjs ends in `compute`, which must be right on all four backends.
 */
export interface Operation<A extends Attributes = Attributes> {
  readonly name: string;
  /** Only moves numbers: `explain` yields one cell, or a constant for padding. */
  readonly move?: boolean;
  /** Makes each cell of one cell of every input, so that it can be written out inside another operation's arithmetic. */
  readonly elementwise?: boolean;
  /** Axes of the result. Throws a Refusal when the inputs do not fit. */
  shape(inputs: readonly Axes[], attributes: A): Axis[];
  cost(inputs: readonly Axes[], output: Axes, attributes: A): Cost;
  /** Runs inside tf.tidy; the result's shape is that of `output`. */
  compute(tensors: readonly Tensor[], attributes: A, inputs: readonly Axes[], output: Axes): Tensor;
  /** The arithmetic of one cell of the result, over cells of the inputs. */
  explain(
    index: readonly number[],
    inputs: readonly Reader[],
    attributes: A,
    output: Axes,
  ): Expression;
}
