import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import { axisOf } from '../trace/axes';
import type { InputSpec } from '../trace/tensor';
import type { Weights } from './weights';
import { filled } from './weights';

/** Inputs that are feature maps, and what is done to them in several mechanisms. */

/** A map [B, C, H, W] in PyTorch, kept with its channels last. */
export const map: InputSpec = {
  order: ['batch', 'channel', 'height', 'width'],
  axes: ['batch', 'height', 'width', 'channel'],
  from: 'image',
};

/** The kernel of a 1×1 convolution as a matrix, so that it applies to any positions. */
export const pointwise = (t: Toolkit, kernel: Value): Value =>
  t.reinterpret(kernel, [axisOf(kernel.axes, 'output'), axisOf(kernel.axes, 'input')]);

/** A learned factor [1]; its one channel goes with all channels of a map. */
export const factor = (value: number, identity: 'ones' | 'default' = 'default'): Weights[string] =>
  filled([1], value, { roles: ['channel'], identity });
