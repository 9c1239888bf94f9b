import * as tf from '@tensorflow/tfjs-core';
import { type Axis, axisOf, hasRole, indexOfRole, type Role, shapeOf, sizeOf } from '../trace/axes';
import type { Axes } from './operation';

/** Brings the axes of a tensor into an order; no work where they are in it already. */
export function transposeTo(tensor: tf.Tensor, axes: Axes, order: readonly Role[]): tf.Tensor {
  return permute(
    tensor,
    order.map((role) => indexOfRole(axes, role)),
  );
}

/**
 * Transposes by as few axes as possible: axes of one are left out and axes that stay together are
 * one. Some backends have no kernel beyond rank 6, and fewer axes are faster on all of them.
 */
function permute(tensor: tf.Tensor, permutation: readonly number[]): tf.Tensor {
  const { shape } = tensor;
  if (permutation.every((p, i) => p === i)) return tensor;
  const moved = permutation.filter((p) => shape[p] !== 1);
  const rank = new Map([...moved].sort((a, b) => a - b).map((p, i) => [p, i]));
  const runs: { first: number; size: number }[] = [];
  moved.forEach((p, i) => {
    const joins = i > 0 && rank.get(p) === (rank.get(moved[i - 1]) ?? 0) + 1;
    if (joins) runs[runs.length - 1].size *= shape[p];
    else runs.push({ first: p, size: shape[p] });
  });
  const target = permutation.map((p) => shape[p]);
  if (runs.length < 2) return tf.reshape(tensor, target);
  if (runs.length > 4 && tf.getBackend() === 'wasm') {
    // The kernel for so many axes is 50 times slower: one axis goes to its place, then the rest to theirs.
    const at = permutation.findIndex((p, i) => p !== i);
    const rest = permutation.slice(at + 1).sort((a, b) => a - b);
    const first = [...permutation.slice(0, at + 1), ...rest];
    return permute(
      permute(tensor, first),
      permutation.map((p) => first.indexOf(p)),
    );
  }
  const before = [...runs].sort((a, b) => a.first - b.first);
  const joined = tf.reshape(
    tensor,
    before.map((run) => run.size),
  );
  const transposed =
    runs.length === 2
      ? transposeMatrix(joined as tf.Tensor2D)
      : tf.transpose(
          joined,
          runs.map((run) => before.indexOf(run)),
        );
  return tf.reshape(transposed, target);
}

/** Where a cache of 32 KiB in 8 ways begins to lose lines that lie powers of two apart, in numbers. */
const WAYS = 8;
const PAGE = 2 ** 10;
const STRIP = 32;

/** A matrix with rows and columns exchanged. */
export function transposeMatrix(matrix: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = matrix.shape;
  const step = Math.min(rows & -rows, PAGE);
  const collide = step >= PAGE / WAYS && step * columns > WAYS * PAGE;
  if (!collide || tf.getBackend() !== 'wasm') return tf.transpose(matrix);
  // The kernel writes a whole row at a time, to places that lie `rows` apart: strips keep them together.
  const strips = tf.reshape(matrix, [rows / STRIP, STRIP, columns]);
  const upright = tf.transpose(tf.transpose(strips, [0, 2, 1]), [1, 0, 2]);
  return tf.reshape(upright, [columns, rows]);
}

const sizeOfRoles = (axes: Axes, roles: readonly Role[]): number =>
  roles.reduce((n, role) => n * axisOf(axes, role).size, 1);

/** A tensor as [batch, rows, columns], each side a flattened list of axes. */
export function toRank3(
  tensor: tf.Tensor,
  axes: Axes,
  batch: readonly Role[],
  rows: readonly Role[],
  columns: readonly Role[],
): tf.Tensor3D {
  return tf.reshape(transposeTo(tensor, axes, [...batch, ...rows, ...columns]), [
    sizeOfRoles(axes, batch),
    sizeOfRoles(axes, rows),
    sizeOfRoles(axes, columns),
  ]);
}

/** Roles of all axes but the given ones, in order. */
export const otherRoles = (axes: Axes, roles: readonly Role[]): Role[] =>
  axes.map((a) => a.role).filter((role) => !roles.includes(role));

/** The axes with these roles, in this order. */
export const axesOf = (axes: Axes, roles: readonly Role[]): Axis[] =>
  roles.map((role) => axisOf(axes, role));

/** A tensor as [rows, over], with the axes `over` flattened to the right. */
export function toRows(tensor: tf.Tensor, axes: Axes, over: readonly Role[]): tf.Tensor2D {
  const rest = otherRoles(axes, over);
  return tf.reshape(transposeTo(tensor, axes, [...rest, ...over]), [
    sizeOfRoles(axes, rest),
    sizeOfRoles(axes, over),
  ]);
}

/** Undoes `toRows`. */
export function fromRows(rows: tf.Tensor, axes: Axes, over: readonly Role[]): tf.Tensor {
  const ordered = axesOf(axes, [...otherRoles(axes, over), ...over]);
  return transposeTo(
    tf.reshape(rows, shapeOf(ordered)),
    ordered,
    axes.map((a) => a.role),
  );
}

/** A tensor as [outer, n, inner] around one axis: no kernel is wrong or missing at rank 3. */
export function aroundAxis(tensor: tf.Tensor, axes: Axes, role: Role): tf.Tensor3D {
  const at = position(axes, role);
  const [outer, inner] = [sizeOf(axes.slice(0, at)), sizeOf(axes.slice(at + 1))];
  return tf.reshape(tensor, [outer, axes[at].size, inner]);
}

/** `size` positions of one axis, as [outer, what is left]: the wasm kernel copies the last axis in one go. */
export function sliceAlong(
  tensor: tf.Tensor,
  axes: Axes,
  role: Role,
  start: number,
  size: number,
): tf.Tensor2D {
  const [outer, n, inner] = aroundAxis(tensor, axes, role).shape;
  const rows: tf.Tensor2D = tf.reshape(tensor, [outer, n * inner]);
  return tf.slice(rows, [0, start * inner], [-1, size * inner]);
}

/** Position of a role; throws when there is none. */
export function position(axes: Axes, role: Role): number {
  axisOf(axes, role);
  return indexOfRole(axes, role);
}

/** The axes with one replaced by others. */
export function replaceAxis(axes: Axes, role: Role, by: readonly Axis[]): Axis[] {
  const at = position(axes, role);
  return distinct([...axes.slice(0, at), ...by, ...axes.slice(at + 1)]);
}

/** The axes, when no role occurs twice. */
export function distinct(axes: readonly Axis[]): Axis[] {
  const twice = axes.find((a, i) => hasRole(axes.slice(0, i), a.role));
  if (twice) throw new Error(`two ${twice.role} axes`);
  return [...axes];
}

/** An axis that other content now lies on: the size stays, places and labels would be untrue. */
export const bare = ({ role, size }: Axis): Axis => ({ role, size });

/** The index with one entry replaced. */
export const withEntry = (index: readonly number[], at: number, value: number): number[] =>
  index.map((entry, i) => (i === at ? value : entry));
