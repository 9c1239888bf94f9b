import type { Axis, Role } from '../../trace/axes';
import { argmax, oneHot } from '../argmax';
import { batchNorm } from '../batch-norm';
import type { Builder, Value } from '../builder';
import { max, mean, min, norm2, sum } from '../reduce';
import { softmax } from '../softmax';
import { standardise } from '../standardise';
import { present } from './arguments';

/** Operations over whole axes. */
export const reductions = (graph: Builder) => {
  const normalise = (
    x: Value,
    over: readonly Role[],
    eps: number,
    options: {
      weight?: Value;
      bias?: Value;
      along?: Role;
      unbiased?: boolean;
      epsilonOutside?: boolean;
    } = {},
  ) => {
    const { weight, bias, ...rest } = options;
    return graph.apply(standardise, present(x, weight, bias), {
      over,
      eps,
      ...rest,
      weight: weight && 1,
      bias: bias && (weight ? 2 : 1),
    });
  };
  return {
    /** e^x / Σ e^x over one axis. */
    softmax: (x: Value, over: Role) => graph.apply(softmax, [x], { over }),
    mean: (x: Value, over: readonly Role[]) => graph.apply(mean, [x], { over }),
    sum: (x: Value, over: readonly Role[]) => graph.apply(sum, [x], { over }),
    max: (x: Value, over: readonly Role[]) => graph.apply(max, [x], { over }),
    /** Index of the largest along one axis, which is gone; the lowest of equals. */
    argmax: (x: Value, over: Role) => graph.apply(argmax, [x], { over }),
    /** 1 at the position on a new last axis that an index names, else 0. */
    oneHot: (index: Value, axis: Axis) => graph.apply(oneHot, [index], { axis }),
    min: (x: Value, over: readonly Role[]) => graph.apply(min, [x], { over }),
    /** √ of the sum of squares. */
    norm2: (x: Value, over: readonly Role[]) => graph.apply(norm2, [x], { over }),
    /** Length of complex numbers, whose parts lie on the part axis. */
    magnitude: (x: Value) => graph.apply(norm2, [x], { over: ['part'] as const }),
    /** (x − μ)/√(σ² + eps), then a learned scale and shift `along` one axis where given. */
    standardise: normalise,
    /** Layer normalisation; scale and shift lie along the first of its axes. */
    layerNorm: (
      x: Value,
      weight?: Value,
      bias?: Value,
      { over = ['channel'], eps = 1e-5 }: { over?: readonly Role[]; eps?: number } = {},
    ) => normalise(x, over, eps, { weight, bias, along: over[0] }),
    /** Batch normalisation with stored mean and variance. */
    batchNorm: (
      x: Value,
      stored: { weight: Value; bias: Value; mean: Value; variance: Value },
      { along = 'channel', eps = 1e-5 }: { along?: Role; eps?: number } = {},
    ) => {
      const { weight, bias, mean: average, variance } = stored;
      return graph.apply(batchNorm, [x, weight, bias, average, variance], { along, eps });
    },
  };
};
