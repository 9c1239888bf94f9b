import * as tf from '@tensorflow/tfjs-core';
import {
  type Axis,
  axis,
  axisOf,
  describeAxes,
  describeSizes,
  hasRole,
  indexOfRole,
  type Role,
  shapeOf,
  sizeOf,
} from '../trace/axes';
import { Refusal } from '../trace/text';
import { aroundAxis, distinct, replaceAxis, transposeTo } from './layout';
import { moveOperation } from './move';
import { repeat } from './numeric';
import type { Axes } from './operation';

type Concat = { readonly role: Role };
type Stack = { readonly role: Role; readonly labels?: readonly string[] };
type Broadcast = { readonly axis: Axis; readonly position: number };

function refuseDifferent(inputs: readonly Axes[], except?: Role): void {
  const [first] = inputs;
  for (const other of inputs) {
    const fits =
      other.length === first.length &&
      first.every(
        (a) =>
          hasRole(other, a.role) && (a.role === except || axisOf(other, a.role).size === a.size),
      );
    if (!fits) {
      throw new Refusal(
        `[${describeAxes(first)}] and [${describeAxes(other)}] cannot be put together; their other sizes must be equal.`,
        `[${describeSizes(first)}] 与 [${describeSizes(other)}] 无法拼接；其余各轴长度必须相同。`,
      );
    }
  }
}

/** Index of the same cell in an input whose axes may have another order. */
const reorder = (index: readonly number[], from: Axes, to: Axes): number[] =>
  to.map((a) => index[indexOfRole(from, a.role)]);

/** Joins tensors along one axis; the other axes are matched by role. */
export const concat = moveOperation<Concat>({
  name: 'concat',
  shape(inputs, { role }) {
    refuseDifferent(inputs, role);
    const parts = inputs.map((x) => axisOf(x, role));
    const size = parts.reduce((n, a) => n + a.size, 0);
    const labels = parts.every((a) => a.labels) && parts.flatMap((a) => a.labels ?? []);
    return replaceAxis(inputs[0], role, [axis(role, size, labels ? { labels } : undefined)]);
  },
  compute(tensors, { role }, inputs, output) {
    const order = inputs[0].map((a) => a.role);
    const parts = tensors.map((t, i) => {
      const axes = order.map((r) => axisOf(inputs[i], r));
      return aroundAxis(transposeTo(t, inputs[i], order), axes, role);
    });
    return tf.reshape(tf.concat(parts, 1), shapeOf(output));
  },
  source(index, inputs, { role }, output) {
    const at = indexOfRole(output, role);
    let rest = index[at];
    let input = 0;
    while (rest >= axisOf(inputs[input], role).size) {
      rest -= axisOf(inputs[input], role).size;
      input += 1;
    }
    const inside = index.map((entry, i) => (i === at ? rest : entry));
    return { input, index: reorder(inside, output, inputs[input]) };
  },
});

/** Puts tensors one behind the other along a new first axis. */
export const stack = moveOperation<Stack>({
  name: 'stack',
  shape(inputs, { role, labels }) {
    refuseDifferent(inputs);
    return distinct([axis(role, inputs.length, labels && { labels }), ...inputs[0]]);
  },
  compute(tensors, _, inputs, output) {
    const order = inputs[0].map((a) => a.role);
    const parts = tensors.map((t, i) => tf.reshape(transposeTo(t, inputs[i], order), [1, -1]));
    return tf.reshape(tf.concat(parts, 0), shapeOf(output));
  },
  source: (index, inputs, _, output) => ({
    input: index[0],
    index: reorder(index, output, inputs[index[0]]),
  }),
});

/** Repeats a tensor along a new axis. */
export const broadcast = moveOperation<Broadcast>({
  name: 'broadcast',
  shape: ([x], { axis: added, position }) =>
    distinct([...x.slice(0, position), added, ...x.slice(position)]),
  compute([x], { axis: { size }, position }, [axes], output) {
    const [outer, inner] = [sizeOf(axes.slice(0, position)), sizeOf(axes.slice(position))];
    return tf.reshape(repeat(tf.reshape(x, [outer, 1, inner]), size), shapeOf(output));
  },
  source: (index, _, { position }) => ({
    input: 0,
    index: index.filter((_entry, i) => i !== position),
  }),
});
