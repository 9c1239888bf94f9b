import * as tf from '@tensorflow/tfjs-core';
import { type Axis, axisOf, type Role, shapeOf } from '../trace/axes';
import { Refusal } from '../trace/text';
import { position, replaceAxis, sliceAlong, withEntry } from './layout';
import { moveOperation } from './move';

type Slice = { readonly role: Role; readonly start: number; readonly size: number };
type Pick = { readonly role: Role; readonly index: number };

function refuseOutside({ role, size }: Axis, start: number, count: number): void {
  if (start >= 0 && count >= 1 && start + count <= size) return;
  throw new Refusal(
    `Positions ${start} to ${start + count - 1} were asked for, but the ${role} axis has ${size}.`,
    `需要 ${role} 轴的第 ${start} 至 ${start + count - 1} 位，但该轴长度为 ${size}。`,
  );
}

/** What stays true of an axis when only `size` positions from `start` on are left of it. */
function part(from: Axis, start: number, size: number): Axis {
  return {
    role: from.role,
    size,
    ...(start === 0 && from.places && { places: from.places }),
    ...(from.labels && { labels: from.labels.slice(start, start + size) }),
  };
}

/** `size` positions of one axis, from `start` on. */
export const slice = moveOperation<Slice>({
  name: 'slice',
  shape([x], { role, start, size }) {
    const from = axisOf(x, role);
    refuseOutside(from, start, size);
    return replaceAxis(x, role, [part(from, start, size)]);
  },
  compute: ([x], { role, start, size }, [axes], output) =>
    tf.reshape(sliceAlong(x, axes, role, start, size), shapeOf(output)),
  source(index, [x], { role, start }) {
    const at = position(x, role);
    return { input: 0, index: withEntry(index, at, index[at] + start) };
  },
});

/** One position of an axis; the axis is gone. */
export const pick = moveOperation<Pick>({
  name: 'pick',
  shape([x], { role, index }) {
    refuseOutside(axisOf(x, role), index, 1);
    return replaceAxis(x, role, []);
  },
  compute: ([x], { role, index }, [axes], output) =>
    tf.reshape(sliceAlong(x, axes, role, index, 1), shapeOf(output)),
  source(index, [x], attributes) {
    const at = position(x, attributes.role);
    return { input: 0, index: [...index.slice(0, at), attributes.index, ...index.slice(at)] };
  },
});
