import * as tf from '@tensorflow/tfjs-core';
import { axis, axisOf, indexOfRole, type Role, shapeOf, sizeOf } from '../trace/axes';
import { product, sum } from '../trace/expression';
import { vectorCell } from './cells';
import { resized } from './conv2d';
import { convolve, placesAlong, refuseChannels } from './convolve';
import { fromRows, toRows } from './layout';
import { refuseBias } from './linear';
import type { Operation } from './operation';

type Conv1d = {
  readonly along: Role;
  /** Axis of the channels; without one there is one channel in and out. */
  readonly channel?: Role;
  readonly padding: number;
  readonly stride: number;
  readonly groups: number;
};

/**
 * Convolution along one axis, with a weight [out, in/groups, k]; every other axis is batch.
 * Inputs: x, weight and perhaps bias.
 */
export const conv1d: Operation<Conv1d> = {
  name: 'conv1d',
  shape([x, weight, bias], { along, channel, padding, stride, groups }) {
    if (weight.length !== 3)
      throw new Error(`conv1d needs a weight of rank 3, got ${weight.length}`);
    const [outputs, perGroup, kernel] = shapeOf(weight);
    if (!channel && outputs !== 1)
      throw new Error(`conv1d to ${outputs} channels needs their axis`);
    refuseChannels(channel ? axisOf(x, channel).size : 1, outputs, perGroup, groups);
    refuseBias(bias, outputs);
    const from = axisOf(x, along);
    const places = placesAlong(from.size, kernel, { stride, padding, dilation: 1 });
    return x.map((a) => {
      if (a.role === channel) return axis(a.role, outputs);
      return a.role === along ? resized(from, places) : a;
    });
  },
  cost: ([x, weight, bias], output) => ({
    macs: (sizeOf(output) * sizeOf(weight)) / weight[0].size,
    reads: sizeOf(x) + sizeOf(weight) + (bias ? sizeOf(bias) : 0),
    writes: sizeOf(output),
  }),
  compute([x, weight, bias], { along, channel, padding, stride, groups }, [axes, w], output) {
    const over = channel ? [along, channel] : [along];
    const [outputs, perGroup, kernel] = shapeOf(w);
    const channels = channel ? axisOf(axes, channel).size : 1;
    // A map of width 1.
    const map: [number, number, number, number] = [-1, axisOf(axes, along).size, 1, channels];
    const result = convolve(
      tf.reshape(toRows(x, axes, over), map),
      tf.reshape(weight, [outputs, perGroup, kernel, 1]),
      bias,
      { stride: [stride, 1], padding: [padding, 0], dilation: [1, 1], groups },
    );
    return fromRows(result, output, over);
  },
  explain(index, [x, weight, bias], { along, channel, padding, stride, groups }, output) {
    const [outputs, perGroup, kernel] = shapeOf(weight.axes);
    const at = (role: Role): number => index[indexOfRole(output, role)];
    const out = channel ? at(channel) : 0;
    const first = Math.floor(out / (outputs / groups)) * perGroup;
    const { size } = axisOf(x.axes, along);
    const terms = [];
    for (let k = 0; k < kernel; k++) {
      const place = at(along) * stride - padding + k;
      if (place < 0 || place >= size) continue;
      for (let c = 0; c < perGroup; c++) {
        const cell = x.cell(
          x.axes.map((a) => {
            if (a.role === along) return place;
            return a.role === channel ? first + c : at(a.role);
          }),
        );
        terms.push(product(cell, weight.cell([out, c, k])));
      }
    }
    return sum(...terms, ...(bias ? [vectorCell(bias, out)] : []));
  },
};
