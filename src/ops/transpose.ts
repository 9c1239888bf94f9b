import * as tf from '@tensorflow/tfjs-core';
import {
  axis,
  axisOf,
  describeAxes,
  indexAt,
  indexOfRole,
  type Role,
  shapeOf,
} from '../trace/axes';
import type { Places } from '../trace/places';
import { axesOf, otherRoles, transposeTo } from './layout';
import { moveOperation } from './move';
import type { Axes } from './operation';

type Transpose = { readonly order: readonly Role[] };
type Merge = { readonly roles: readonly Role[]; readonly into: Role; readonly places?: Places };

/** The same axes in another order. */
export const transpose = moveOperation<Transpose>({
  name: 'transpose',
  shape([x], { order }) {
    if (order.length !== x.length || new Set(order).size !== x.length) {
      throw new Error(`transpose of [${describeAxes(x)}] to [${order.join(', ')}]`);
    }
    return axesOf(x, order);
  },
  compute: ([x], { order }, [axes]) => transposeTo(x, axes, order),
  source: (index, [x], { order }) => ({
    input: 0,
    index: x.map((a) => index[order.indexOf(a.role)]),
  }),
});

/** Order in which the merged axes are adjacent, at the place of the first. */
function mergedOrder(axes: Axes, roles: readonly Role[]): Role[] {
  const at = indexOfRole(axes, roles[0]);
  const before = otherRoles(axes.slice(0, at), roles);
  return [...before, ...roles, ...otherRoles(axes.slice(at + 1), roles)];
}

/** Several axes flattened into one, row-major. */
export const merge = moveOperation<Merge>({
  name: 'merge',
  shape([x], { roles, into, places }) {
    const size = roles.reduce((n, role) => n * axisOf(x, role).size, 1);
    const merged = axis(into, size, places && { places });
    return mergedOrder(x, roles).flatMap((role) => {
      if (role === roles[0]) return [merged];
      return roles.includes(role) ? [] : [axisOf(x, role)];
    });
  },
  compute: ([x], { roles }, [axes], output) =>
    tf.reshape(transposeTo(x, axes, mergedOrder(axes, roles)), shapeOf(output)),
  source(index, [x], { roles, into }, output) {
    const parts = indexAt(axesOf(x, roles), index[indexOfRole(output, into)]);
    return {
      input: 0,
      index: x.map((a) =>
        roles.includes(a.role) ? parts[roles.indexOf(a.role)] : index[indexOfRole(output, a.role)],
      ),
    };
  },
});
