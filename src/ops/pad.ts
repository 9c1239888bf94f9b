import * as tf from '@tensorflow/tfjs-core';
import { axis, axisOf, type Role, shapeOf } from '../trace/axes';
import { Refusal } from '../trace/text';
import { aroundAxis, bare, sliceAlong } from './layout';
import { moveOperation } from './move';
import type { Axes } from './operation';

type Pad = {
  readonly amounts: Partial<Record<Role, readonly [number, number]>>;
  readonly mode: 'zero' | 'reflect';
};
type Roll = { readonly shifts: Partial<Record<Role, number>> };

const amountsAt = (role: Role, { amounts }: Pad): readonly [number, number] =>
  amounts[role] ?? [0, 0];

const padded = (axes: Axes, attributes: Pad): Axes =>
  axes.map((a) => {
    const [before, after] = amountsAt(a.role, attributes);
    return before || after ? axis(a.role, before + a.size + after) : a;
  });

/** More positions before and after: zeros, or the tensor mirrored in its border. */
export const pad = moveOperation<Pad>({
  name: 'pad',
  shape([x], attributes) {
    for (const role of Object.keys(attributes.amounts) as Role[]) {
      const { size } = axisOf(x, role);
      const most = Math.max(...amountsAt(role, attributes));
      if (attributes.mode === 'reflect' && most >= size) {
        throw new Refusal(
          `Reflection by ${most} needs more than ${most} positions, but the ${role} axis has ${size}.`,
          `反射填充 ${most} 需要多于 ${most} 个位置，但 ${role} 轴长度为 ${size}。`,
        );
      }
    }
    return [...padded(x, attributes)];
  },
  compute([x], attributes, [axes]) {
    // One axis at a time: padding is wrong beyond rank 4 on some backends.
    let result = x;
    let now = axes;
    for (const { role } of axes) {
      const [before, after] = amountsAt(role, attributes);
      if (!before && !after) continue;
      const around = aroundAxis(result, now, role);
      const sides: [number, number][] = [
        [0, 0],
        [before, after],
        [0, 0],
      ];
      const wider =
        attributes.mode === 'zero' ? tf.pad(around, sides) : tf.mirrorPad(around, sides, 'reflect');
      now = padded(now, { ...attributes, amounts: { [role]: [before, after] } });
      result = tf.reshape(wider, shapeOf(now));
    }
    return result;
  },
  source(index, [x], attributes) {
    const inside = x.map((a, i) => index[i] - amountsAt(a.role, attributes)[0]);
    const isOutside = inside.some((at, i) => at < 0 || at >= x[i].size);
    if (isOutside && attributes.mode === 'zero') return 0;
    return { input: 0, index: inside.map((at, i) => mirrored(at, x[i].size)) };
  },
});

/** Position that a reflection in the first and last one shows. */
const mirrored = (at: number, size: number): number => {
  const positive = Math.abs(at);
  return positive < size ? positive : 2 * (size - 1) - positive;
};

const wrapped = (at: number, size: number): number => ((at % size) + size) % size;

/** torch.roll: position i goes to i + shift, round the end. */
export const roll = moveOperation<Roll>({
  name: 'roll',
  shape([x], { shifts }) {
    for (const role of Object.keys(shifts) as Role[]) axisOf(x, role);
    return x.map((a) => (shifts[a.role] ? bare(a) : a));
  },
  compute([x], { shifts }, [axes], output) {
    let result = x;
    for (const { role, size } of axes) {
      const first = wrapped(-(shifts[role] ?? 0), size);
      if (first === 0) continue;
      const parts = [
        sliceAlong(result, axes, role, first, size - first),
        sliceAlong(result, axes, role, 0, first),
      ];
      result = tf.reshape(tf.concat(parts, 1), shapeOf(output));
    }
    return result;
  },
  source: (index, [x], { shifts }) => ({
    input: 0,
    index: index.map((at, i) => wrapped(at - (shifts[x[i].role] ?? 0), x[i].size)),
  }),
});
