import * as tf from '@tensorflow/tfjs-core';
import { type Axis, axis, axisOf, indexOfRole, type Role, shapeOf, sizeOf } from '../trace/axes';
import { product, sum } from '../trace/expression';
import { vectorCell } from './cells';
import { type Convolution, convolve, placesAlong, refuseChannels } from './convolve';
import { axesOf, otherRoles, transposeTo } from './layout';
import { refuseBias } from './linear';
import type { Axes, Operation } from './operation';

type Conv2d = Convolution & Readonly<Record<string, unknown>>;

export const mapRoles: readonly Role[] = ['height', 'width', 'channel'];

/** A map as [N, H, W, C]; every other axis is batch. */
export const toMap = (x: tf.Tensor, axes: Axes): tf.Tensor4D =>
  tf.reshape(transposeTo(x, axes, [...otherRoles(axes, mapRoles), ...mapRoles]), [
    -1,
    ...shapeOf(axesOf(axes, mapRoles)),
  ] as [number, number, number, number]);

/** Undoes `toMap`. */
export function fromMap(map: tf.Tensor4D, axes: Axes): tf.Tensor {
  const ordered = axesOf(axes, [...otherRoles(axes, mapRoles), ...mapRoles]);
  return transposeTo(
    tf.reshape(map, shapeOf(ordered)),
    ordered,
    axes.map((a) => a.role),
  );
}

/** An axis of another length means other positions, so places and labels go. */
export const resized = (from: Axis, size: number): Axis =>
  size === from.size ? from : axis(from.role, size);

/**
 * Convolution of a map [batch…, height, width, channel] with a weight [out, in/groups, kh, kw].
 * Inputs: x, weight and perhaps bias.
 */
export const conv2d: Operation<Conv2d> = {
  name: 'conv2d',
  shape([x, weight, bias], { stride, padding, dilation, groups }) {
    if (weight.length !== 4)
      throw new Error(`conv2d needs a weight of rank 4, got ${weight.length}`);
    const [outputs, perGroup, ...kernel] = shapeOf(weight);
    refuseChannels(axisOf(x, 'channel').size, outputs, perGroup, groups);
    refuseBias(bias, outputs);
    const places = (role: Role, i: number): number =>
      placesAlong(axisOf(x, role).size, kernel[i], {
        stride: stride[i],
        padding: padding[i],
        dilation: dilation[i],
      });
    const sizes = [places('height', 0), places('width', 1)];
    return x.map((a) => {
      if (a.role === 'channel') return axis('channel', outputs);
      const i = mapRoles.indexOf(a.role);
      return i < 0 ? a : resized(a, sizes[i]);
    });
  },
  cost: ([x, weight, bias], output) => ({
    macs: (sizeOf(output) * sizeOf(weight)) / weight[0].size,
    reads: sizeOf(x) + sizeOf(weight) + (bias ? sizeOf(bias) : 0),
    writes: sizeOf(output),
  }),
  compute: ([x, weight, bias], attributes, [axes], output) =>
    fromMap(convolve(toMap(x, axes), weight as tf.Tensor4D, bias, attributes), output),
  explain(index, [x, weight, bias], { stride, padding, dilation, groups }, output) {
    const [outputs, perGroup, kh, kw] = shapeOf(weight.axes);
    const at = (role: Role): number => index[indexOfRole(output, role)];
    const out = at('channel');
    const first = Math.floor(out / (outputs / groups)) * perGroup;
    const [top, left] = [
      at('height') * stride[0] - padding[0],
      at('width') * stride[1] - padding[1],
    ];
    const [h, w] = [axisOf(x.axes, 'height').size, axisOf(x.axes, 'width').size];
    const terms = [];
    for (let ky = 0; ky < kh; ky++) {
      for (let kx = 0; kx < kw; kx++) {
        const [y, z] = [top + ky * dilation[0], left + kx * dilation[1]];
        if (y < 0 || z < 0 || y >= h || z >= w) continue;
        for (let c = 0; c < perGroup; c++) {
          const from: Partial<Record<Role, number>> = { height: y, width: z, channel: first + c };
          const cell = x.cell(x.axes.map((a) => from[a.role] ?? at(a.role)));
          terms.push(product(cell, weight.cell([out, c, ky, kx])));
        }
      }
    }
    return sum(...terms, ...(bias ? [vectorCell(bias, out)] : []));
  },
};
