import * as tf from '@tensorflow/tfjs-core';
import {
  type Axis,
  axis,
  axisOf,
  describeAxes,
  describeSizes,
  indexAt,
  offsetOf,
  type Role,
  shapeOf,
  sizeOf,
} from '../trace/axes';
import { Refusal } from '../trace/text';
import { distinct, replaceAxis } from './layout';
import { moveOperation } from './move';

type NewAxes = { readonly axes: readonly Axis[] };
type Split = { readonly role: Role; readonly into: readonly (readonly [Role, number])[] };

/** Other names, places or labels of the same axes. */
export const rename = moveOperation<NewAxes>({
  name: 'rename',
  view: true,
  shape: ([x], { axes }) => {
    if (axes.length !== x.length || axes.some((a, i) => a.size !== x[i].size)) {
      throw new Error(`rename from [${describeAxes(x)}] to [${describeAxes(axes)}]`);
    }
    return distinct(axes);
  },
  compute: ([x], _, __, output) => tf.reshape(x, shapeOf(output)),
  source: (index) => ({ input: 0, index }),
});

/** Raw view: the same row-major memory under any axes of the same number of elements. */
export const reinterpret = moveOperation<NewAxes>({
  name: 'reinterpret',
  view: true,
  shape: ([x], { axes }) => {
    if (sizeOf(x) !== sizeOf(axes)) {
      throw new Refusal(
        `A view of ${sizeOf(x)} numbers as [${describeAxes(axes)}] needs ${sizeOf(axes)} of them.`,
        `共有 ${sizeOf(x)} 个数，而视图 [${describeSizes(axes)}] 需要 ${sizeOf(axes)} 个。`,
      );
    }
    return distinct(axes);
  },
  compute: ([x], _, __, output) => tf.reshape(x, shapeOf(output)),
  source: (index, [x], _, output) => ({ input: 0, index: indexAt(x, offsetOf(output, index)) }),
});

/** One axis into several, row-major, in its place. */
export const split = moveOperation<Split>({
  name: 'split',
  view: true,
  shape([x], { role, into }) {
    const { size } = axisOf(x, role);
    const sizes = into.map(([, n]) => n);
    const product = sizes.reduce((a, b) => a * b, 1);
    if (product !== size || sizes.some((n) => !Number.isInteger(n) || n < 1)) {
      throw new Refusal(
        `The ${role} axis of ${size} cannot be split into ${sizes.join(' × ')}; the sizes must multiply to ${size}.`,
        `${role} 轴长度为 ${size}，不能拆成 ${sizes.join(' × ')}；各部分之积必须等于 ${size}。`,
      );
    }
    return replaceAxis(
      x,
      role,
      into.map(([r, n]) => axis(r, n)),
    );
  },
  compute: ([x], _, __, output) => tf.reshape(x, shapeOf(output)),
  source: (index, [x], _, output) => ({ input: 0, index: indexAt(x, offsetOf(output, index)) }),
});
