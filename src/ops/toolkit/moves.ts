import { type Axis, axisOf, hasRole, type Role } from '../../trace/axes';
import type { Places } from '../../trace/places';
import type { Builder, Value } from '../builder';
import { broadcast, concat, stack } from '../concat';
import type { Pair } from '../convolve';
import { gather } from '../gather';
import { pad, roll } from '../pad';
import { pick, slice } from '../slice';
import { merge, transpose } from '../transpose';
import { unfold } from '../unfold';
import { reinterpret, rename, split } from '../view';
import { unwindows, windows } from '../windows';
import { type OneOrTwo, pair } from './arguments';

type Extra = Partial<Record<Role, Pick<Axis, 'places' | 'labels' | 'written'>>>;

/** Operations that only move numbers. */
export const moves = (graph: Builder) => ({
  /** Other roles for axes, and perhaps places and labels (by the new role). Order and numbers stay. */
  rename: (x: Value, roles: Partial<Record<Role, Role>>, extra: Extra = {}) => {
    const axes = x.axes.map((a): Axis => {
      const role = roles[a.role] ?? a.role;
      return { ...a, role, ...extra[role] };
    });
    return graph.apply(rename, [x], { axes });
  },
  /** The axes in another order. */
  transpose: (x: Value, order: readonly Role[]) => graph.apply(transpose, [x], { order }),
  /** One axis into several, row-major, in its place. */
  split: (x: Value, role: Role, into: readonly (readonly [Role, number])[]) =>
    graph.apply(split, [x], { role, into }),
  /** Several axes flattened into one, at the place of the first; height and width make a grid. */
  merge: (x: Value, roles: readonly Role[], into: Role, places?: Places) =>
    graph.apply(merge, [x], { roles, into, places: places ?? gridPlaces(x.axes, roles) }),
  /** Raw view: the same row-major memory under other axes. */
  reinterpret: (x: Value, axes: readonly Axis[]) => graph.apply(reinterpret, [x], { axes }),
  /** `size` positions of an axis from `start` on. */
  slice: (x: Value, role: Role, start: number, size: number) =>
    graph.apply(slice, [x], { role, start, size }),
  /** An axis cut into consecutive parts of these sizes, which make up the whole axis. */
  parts: (x: Value, role: Role, sizes: readonly number[]) => {
    const total = sizes.reduce((a, b) => a + b, 0);
    if (total !== x.size(role)) throw new Error(`parts [${sizes}] of ${role} ${x.size(role)}`);
    return sizes.map((size, i) => {
      const start = sizes.slice(0, i).reduce((a, b) => a + b, 0);
      return graph.apply(slice, [x], { role, start, size });
    });
  },
  /** One position of an axis; the axis is gone. */
  pick: (x: Value, role: Role, index: number) => graph.apply(pick, [x], { role, index }),
  /** Tensors joined along one axis; the others are matched by role. */
  concat: (xs: readonly Value[], role: Role) => graph.apply(concat, xs, { role }),
  /** Tensors put one behind the other along a new first axis. */
  stack: (xs: readonly Value[], role: Role, labels?: readonly string[]) =>
    graph.apply(stack, xs, { role, labels }),
  /** Repeats x along a new axis, which becomes axis number `position`. */
  broadcast: (x: Value, axis: Axis, position = 0) =>
    graph.apply(broadcast, [x], { axis, position }),
  /** Zeros or reflections before and after, by role. */
  pad: (x: Value, amounts: Partial<Record<Role, Pair>>, mode: 'zero' | 'reflect' = 'zero') =>
    graph.apply(pad, [x], { amounts, mode }),
  /** torch.roll: what leaves at one end comes in at the other; positive shifts go to higher indices. */
  roll: (x: Value, shifts: Partial<Record<Role, number>>) => graph.apply(roll, [x], { shifts }),
  /**
   * A map [… height, width …] cut into windows [… window, token …].
   * @param options shift: the map was rolled by −shift before; height, width: its size before padding;
   * spread: a window takes every rows-th and columns-th pixel.
   */
  windows: (
    x: Value,
    size: Pair,
    options: { shift?: Pair; spread?: boolean; height?: number; width?: number } = {},
  ) => graph.apply(windows, [x], { size, ...options }),
  /** Windows put back together to a map of rows × columns of them. */
  unwindows: (
    x: Value,
    rows: number,
    columns: number,
    size: Pair,
    options: { spread?: boolean } = {},
  ) => graph.apply(unwindows, [x], { rows, columns, size, ...options }),
  /** The neighbourhood of every pixel: [batch, height, width, channel] → [batch, query, key, channel]. */
  unfold: (
    x: Value,
    options: { kernel: OneOrTwo; stride?: number; padding?: number; dilation?: number },
  ) => {
    const { kernel, stride = 1, padding = 0, dilation = 1 } = options;
    return graph.apply(unfold, [x], { kernel: pair(kernel), stride, padding, dilation });
  },
  /** Positions of one axis picked by constant indices; `axes` stand in its place. */
  gather: (x: Value, role: Role, indices: readonly number[], axes: readonly Axis[]) =>
    graph.apply(gather, [x], { role, indices, axes }),
});

function gridPlaces(axes: readonly Axis[], roles: readonly Role[]): Places | undefined {
  if (roles.join() !== 'height,width' || !hasRole(axes, 'height')) return undefined;
  const [height, width] = [axisOf(axes, 'height').size, axisOf(axes, 'width').size];
  return { kind: 'grid', height, width };
}
