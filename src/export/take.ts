import { indexOfRole, type Role, shapeOf } from '../trace/axes';
import type { HostTensor } from '../trace/tensor';
import type { Pool } from '../trace/view';

/** What a picture shows of a tensor: one position of an axis, or the axis pooled away. */
export type Fixed = Readonly<Partial<Record<Role, number | Pool>>>;

/**
 * The part of a tensor that a picture shows: each fixed axis is taken at its index, or pooled in
 * float64. Fixed axes are gone from the result; those that the tensor lacks are passed over.
 */
export function take(tensor: HostTensor, fixed: Fixed): HostTensor {
  let result = tensor;
  for (const [role, how] of Object.entries(fixed)) result = without(result, role as Role, how);
  return result;
}

function without(tensor: HostTensor, role: Role, how: number | Pool): HostTensor {
  const at = indexOfRole(tensor.axes, role);
  if (at < 0) return tensor;
  const shape = shapeOf(tensor.axes);
  const size = shape[at];
  const inner = shape.slice(at + 1).reduce((n, s) => n * s, 1);
  const data = new Float32Array(tensor.data.length / size);
  const column = new Float64Array(size);
  for (let i = 0; i < data.length; i++) {
    const start = Math.floor(i / inner) * size * inner + (i % inner);
    for (let k = 0; k < size; k++) column[k] = tensor.data[start + k * inner];
    data[i] = typeof how === 'number' ? column[how] : pooled(column, how);
  }
  return { axes: tensor.axes.filter((_, i) => i !== at), data };
}

function pooled(values: Float64Array, how: Pool): number {
  switch (how) {
    case 'mean':
      return values.reduce((sum, v) => sum + v, 0) / values.length;
    case 'norm':
      return Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
    case 'max':
      return values.reduce((a, b) => Math.max(a, b));
    case 'min':
      return values.reduce((a, b) => Math.min(a, b));
  }
}
