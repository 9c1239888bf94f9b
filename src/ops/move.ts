import { type Axis, sizeOf } from '../trace/axes';
import { constant } from '../trace/expression';
import type { Attributes } from '../trace/graph';
import type { Axes, Operation } from './operation';

/** Where a moved number comes from: a cell of an input, or a constant that pads. */
export type Source = number | { readonly input: number; readonly index: readonly number[] };

type Move<A extends Attributes> = Pick<Operation<A>, 'name' | 'compute'> & {
  shape(inputs: readonly Axes[], attributes: A): Axis[];
  source(index: readonly number[], inputs: readonly Axes[], attributes: A, output: Axes): Source;
  /** Another reading of the same memory: nothing is copied. */
  readonly view?: boolean;
};

/** An operation that only moves numbers: it costs no arithmetic and is explained by one cell. */
export function moveOperation<A extends Attributes>(move: Move<A>): Operation<A> {
  const { name, shape, compute, source, view } = move;
  return {
    name,
    move: true,
    shape,
    cost: (_, output) => {
      const moved = view ? 0 : sizeOf(output);
      return { macs: 0, reads: moved, writes: moved };
    },
    compute,
    explain(index, inputs, attributes, output) {
      const axes = inputs.map((reader) => reader.axes);
      const from = source(index, axes, attributes, output);
      return typeof from === 'number' ? constant(from) : inputs[from.input].cell(from.index);
    },
  };
}
