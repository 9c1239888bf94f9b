import * as tf from '@tensorflow/tfjs-core';
import { axisOf, type Role } from '../trace/axes';
import type { Axes } from './operation';

/** Brings the axes of a tensor into an order; no work where they are in it already. */
export function transposeTo(tensor: tf.Tensor, axes: Axes, order: readonly Role[]): tf.Tensor {
  const permutation = order.map((role) => axes.findIndex((a) => a.role === role));
  return permutation.every((p, i) => p === i) ? tensor : tf.transpose(tensor, permutation);
}

/** A tensor as [batch, rows, columns], each side a flattened list of axes. */
export function toRank3(
  tensor: tf.Tensor,
  axes: Axes,
  batch: readonly Role[],
  rows: readonly Role[],
  columns: readonly Role[],
): tf.Tensor3D {
  const size = (roles: readonly Role[]): number =>
    roles.reduce((n, role) => n * axisOf(axes, role).size, 1);
  return tf.reshape(transposeTo(tensor, axes, [...batch, ...rows, ...columns]), [
    size(batch),
    size(rows),
    size(columns),
  ]);
}
