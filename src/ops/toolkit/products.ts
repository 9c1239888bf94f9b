import type { Role } from '../../trace/axes';
import type { Builder, Value } from '../builder';
import { conv1d } from '../conv1d';
import { conv2d } from '../conv2d';
import { linear } from '../linear';
import { matMul } from '../mat-mul';
import { type OneOrTwo, pair, present } from './arguments';

/** Products with weights and of tensors. */
export const products = (graph: Builder) => ({
  /** Σ over one axis of a·b; axes are matched by role. */
  matMul: (a: Value, b: Value, over: Role) => graph.apply(matMul, [a, b], { over }),
  /** x·Wᵀ + b along one axis (channel by default); the weight is [out, in]. */
  linear: (x: Value, weight: Value, bias?: Value, options: { axis?: Role } = {}) =>
    graph.apply(linear, present(x, weight, bias), { axis: options.axis ?? 'channel' }),
  /** Convolution of a map, zeros outside; the weight is [out, in/groups, kh, kw]. */
  conv2d: (
    x: Value,
    weight: Value,
    bias?: Value,
    options: { stride?: OneOrTwo; padding?: OneOrTwo; dilation?: OneOrTwo; groups?: number } = {},
  ) => {
    const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
    return graph.apply(conv2d, present(x, weight, bias), {
      stride: pair(stride),
      padding: pair(padding),
      dilation: pair(dilation),
      groups,
    });
  },
  /** Convolution along one axis; the weight is [out, in/groups, k]. Without `channel`, one channel. */
  conv1d: (
    x: Value,
    weight: Value,
    bias: Value | undefined,
    options: { along: Role; channel?: Role; padding?: number; stride?: number; groups?: number },
  ) => {
    const { along, channel, padding = 0, stride = 1, groups = 1 } = options;
    return graph.apply(conv1d, present(x, weight, bias), {
      along,
      channel,
      padding,
      stride,
      groups,
    });
  },
});
