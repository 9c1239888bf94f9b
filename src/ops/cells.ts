import { hasRole, indexAt, indexOfRole, type Role, sizeOf } from '../trace/axes';
import type { Expression } from '../trace/expression';
import { axesOf } from './layout';
import type { Axes, Reader } from './operation';

/**
 * Index of the cell of an operand that meets a cell of the result: axes are matched by role, and
 * an axis of one is repeated.
 */
export const aligned = (axes: Axes, output: Axes, index: readonly number[]): number[] =>
  axes.map((a) => (a.size === 1 ? 0 : index[indexOfRole(output, a.role)]));

/**
 * All cells of an input that share the index on the axes of the result, running row-major over `over`.
 * Roles of `over` need not be among the axes of the result.
 */
export function cellsOver(
  { axes, cell }: Reader,
  over: readonly Role[],
  output: Axes,
  index: readonly number[],
): Expression[] {
  const running = axesOf(axes, over);
  return Array.from({ length: sizeOf(running) }, (_, offset) => {
    const at = indexAt(running, offset);
    return cell(
      axes.map((a) =>
        over.includes(a.role) ? at[over.indexOf(a.role)] : index[indexOfRole(output, a.role)],
      ),
    );
  });
}

/** Number `i` of a weight that is a vector, whatever axes of one it has besides. */
export const vectorCell = ({ axes, cell }: Reader, i: number): Expression => cell(indexAt(axes, i));

/** Whether all roles of `part` are among those of `whole`. */
export const covers = (whole: Axes, part: Axes): boolean =>
  part.every((a) => hasRole(whole, a.role));
