import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import { axisOf, type Role } from '../trace/axes';
import type { InputSpec } from '../trace/tensor';
import type { Context } from './define';
import type { Weights } from './weights';
import { filled } from './weights';

/** Inputs that are feature maps, and what is done to them in several mechanisms. */

/** A map [B, C, H, W] in PyTorch, kept with its channels last. */
export const map: InputSpec = {
  order: ['batch', 'channel', 'height', 'width'],
  axes: ['batch', 'height', 'width', 'channel'],
  from: 'image',
};

/** A map, or its pixels as tokens [B, N, C]. */
export const mapOrTokens: InputSpec = { ...map, alternatives: [['batch', 'token', 'channel']] };

/** The kernel of a 1×1 convolution as a matrix, so that it applies to any positions. */
export const pointwise = (t: Toolkit, kernel: Value): Value =>
  t.reinterpret(kernel, [axisOf(kernel.axes, 'output'), axisOf(kernel.axes, 'input')]);

/** A learned factor [1]; its one channel goes with all channels of a map. */
export const factor = (value: number, identity: 'ones' | 'default' = 'default'): Weights[string] =>
  filled([1], value, { roles: ['channel'], identity });

type Module = Pick<Context, 't' | 'weights'>;

/** nn.Conv2d with the weights of a module. */
export const convolve = (
  { t, weights: w }: Module,
  x: Value,
  prefix: string,
  options?: Parameters<Toolkit['conv2d']>[3],
): Value => t.conv2d(x, w[`${prefix}.weight`], w[`${prefix}.bias`], options);

/** nn.BatchNorm1d or nn.BatchNorm2d with the stored statistics of a module. */
export const batchNormalise = (
  { t, weights: w }: Module,
  x: Value,
  prefix: string,
  options?: { along?: Role; eps?: number },
): Value => {
  const stored = {
    weight: w[`${prefix}.weight`],
    bias: w[`${prefix}.bias`],
    mean: w[`${prefix}.running_mean`],
    variance: w[`${prefix}.running_var`],
  };
  return t.batchNorm(x, stored, options);
};

/** Offset of each position of a k × k kernel from its centre, row by row: `-1, 0`. */
export const kernelOffsets = (kernel: number): string[] =>
  Array.from({ length: kernel * kernel }, (_, i) => {
    const middle = (kernel - 1) / 2;
    return `${Math.floor(i / kernel) - middle}, ${(i % kernel) - middle}`;
  });
