import { type Axis, axisOf, hasRole, type Role } from '../trace/axes';
import type { FunctionName } from '../trace/expression';
import type { Places } from '../trace/places';
import { activation } from './activation';
import { affine, clamp } from './affine';
import { batchNorm } from './batch-norm';
import { add, divide, maximum, multiply, subtract } from './binary';
import type { Builder, Value } from './builder';
import { broadcast, concat, stack } from './concat';
import { conv1d } from './conv1d';
import { conv2d } from './conv2d';
import type { Pair } from './convolve';
import { complexMultiply, irfft2, rfft2 } from './fourier';
import { gather } from './gather';
import { gridSample } from './grid-sample';
import { linear } from './linear';
import { mask } from './mask';
import { matMul } from './mat-mul';
import { pad, roll } from './pad';
import { avgPool2d, maxPool2d } from './pool';
import { max, mean, min, norm2, sum } from './reduce';
import { pick, slice } from './slice';
import { softmax } from './softmax';
import { standardise } from './standardise';
import { merge, transpose } from './transpose';
import { unfold } from './unfold';
import { reinterpret, rename, split } from './view';
import { unwindows, windows } from './windows';

type Extra = Partial<
  Record<Role, { readonly places?: Places; readonly labels?: readonly string[] }>
>;
type OneOrTwo = number | Pair;

const pair = (value: OneOrTwo): Pair => (typeof value === 'number' ? [value, value] : value);
const present = (...values: (Value | undefined)[]): Value[] =>
  values.filter((v): v is Value => v !== undefined);

/** The operations that mechanisms are written in, bound to the graph that records them. */
export const createToolkit = (graph: Builder) => ({
  ...moves(graph),
  ...elementwise(graph),
  ...products(graph),
  ...reductions(graph),
  ...maps(graph),
});

export type Toolkit = ReturnType<typeof createToolkit>;

/** Operations that only move numbers. */
const moves = (graph: Builder) => ({
  /** Other roles for axes, and perhaps places and labels (by the new role). Order and numbers stay. */
  rename: (x: Value, roles: Partial<Record<Role, Role>>, extra: Extra = {}) => {
    const axes = x.axes.map((a): Axis => {
      const role = roles[a.role] ?? a.role;
      return { ...a, role, ...extra[role] };
    });
    return graph.apply(rename, [x], { axes });
  },
  /** The axes in another order. */
  transpose: (x: Value, order: readonly Role[]) => graph.apply(transpose, [x], { order }),
  /** One axis into several, row-major, in its place. */
  split: (x: Value, role: Role, into: readonly (readonly [Role, number])[]) =>
    graph.apply(split, [x], { role, into }),
  /** Several axes flattened into one, at the place of the first; height and width make a grid. */
  merge: (x: Value, roles: readonly Role[], into: Role, places?: Places) =>
    graph.apply(merge, [x], { roles, into, places: places ?? gridPlaces(x.axes, roles) }),
  /** Raw view: the same row-major memory under other axes. */
  reinterpret: (x: Value, axes: readonly Axis[]) => graph.apply(reinterpret, [x], { axes }),
  /** `size` positions of an axis from `start` on. */
  slice: (x: Value, role: Role, start: number, size: number) =>
    graph.apply(slice, [x], { role, start, size }),
  /** An axis cut into consecutive parts of these sizes, which make up the whole axis. */
  parts: (x: Value, role: Role, sizes: readonly number[]) => {
    const total = sizes.reduce((a, b) => a + b, 0);
    if (total !== x.size(role)) throw new Error(`parts [${sizes}] of ${role} ${x.size(role)}`);
    return sizes.map((size, i) => {
      const start = sizes.slice(0, i).reduce((a, b) => a + b, 0);
      return graph.apply(slice, [x], { role, start, size });
    });
  },
  /** One position of an axis; the axis is gone. */
  pick: (x: Value, role: Role, index: number) => graph.apply(pick, [x], { role, index }),
  /** Tensors joined along one axis; the others are matched by role. */
  concat: (xs: readonly Value[], role: Role) => graph.apply(concat, xs, { role }),
  /** Tensors put one behind the other along a new first axis. */
  stack: (xs: readonly Value[], role: Role, labels?: readonly string[]) =>
    graph.apply(stack, xs, { role, labels }),
  /** Repeats x along a new axis, which becomes axis number `position`. */
  broadcast: (x: Value, axis: Axis, position = 0) =>
    graph.apply(broadcast, [x], { axis, position }),
  /** Zeros or reflections before and after, by role. */
  pad: (x: Value, amounts: Partial<Record<Role, Pair>>, mode: 'zero' | 'reflect' = 'zero') =>
    graph.apply(pad, [x], { amounts, mode }),
  /** torch.roll: what leaves at one end comes in at the other; positive shifts go to higher indices. */
  roll: (x: Value, shifts: Partial<Record<Role, number>>) => graph.apply(roll, [x], { shifts }),
  /**
   * A map [… height, width …] cut into windows [… window, token …].
   * @param options shift: the map was rolled by −shift before; height, width: its size before padding;
   * spread: a window takes every rows-th and columns-th pixel.
   */
  windows: (
    x: Value,
    size: Pair,
    options: { shift?: Pair; spread?: boolean; height?: number; width?: number } = {},
  ) => graph.apply(windows, [x], { size, ...options }),
  /** Windows put back together to a map of rows × columns of them. */
  unwindows: (
    x: Value,
    rows: number,
    columns: number,
    size: Pair,
    options: { spread?: boolean } = {},
  ) => graph.apply(unwindows, [x], { rows, columns, size, ...options }),
  /** The neighbourhood of every pixel: [batch, height, width, channel] → [batch, query, key, channel]. */
  unfold: (
    x: Value,
    options: { kernel: OneOrTwo; stride?: number; padding?: number; dilation?: number },
  ) => {
    const { kernel, stride = 1, padding = 0, dilation = 1 } = options;
    return graph.apply(unfold, [x], { kernel: pair(kernel), stride, padding, dilation });
  },
  /** Positions of one axis picked by constant indices; `axes` stand in its place. */
  gather: (x: Value, role: Role, indices: readonly number[], axes: readonly Axis[]) =>
    graph.apply(gather, [x], { role, indices, axes }),
});

/** Operations on each number by itself, or on pairs of numbers that are matched by role. */
const elementwise = (graph: Builder) => {
  const apply = (x: Value, name: FunctionName) => graph.apply(activation, [x], { function: name });
  return {
    activation: apply,
    sigmoid: (x: Value) => apply(x, 'sigmoid'),
    relu: (x: Value) => apply(x, 'relu'),
    leakyRelu: (x: Value) => apply(x, 'leakyRelu'),
    gelu: (x: Value) => apply(x, 'gelu'),
    silu: (x: Value) => apply(x, 'silu'),
    tanh: (x: Value) => apply(x, 'tanh'),
    exp: (x: Value) => apply(x, 'exp'),
    log2: (x: Value) => apply(x, 'log2'),
    abs: (x: Value) => apply(x, 'abs'),
    sign: (x: Value) => apply(x, 'sign'),
    square: (x: Value) => apply(x, 'square'),
    sqrt: (x: Value) => apply(x, 'sqrt'),
    negate: (x: Value) => apply(x, 'negate'),
    hardSigmoid: (x: Value) => apply(x, 'hardSigmoid'),
    hardSwish: (x: Value) => apply(x, 'hardSwish'),
    add: (a: Value, b: Value) => graph.apply(add, [a, b], {}),
    subtract: (a: Value, b: Value) => graph.apply(subtract, [a, b], {}),
    multiply: (a: Value, b: Value) => graph.apply(multiply, [a, b], {}),
    divide: (a: Value, b: Value) => graph.apply(divide, [a, b], {}),
    maximum: (a: Value, b: Value) => graph.apply(maximum, [a, b], {}),
    /** x · factor + offset with constants. Symbols are how formulas write them, KaTeX. */
    affine: (
      x: Value,
      factor: number,
      offset = 0,
      symbols?: { factor?: string; offset?: string },
    ) => graph.apply(affine, [x], { factor, offset, symbols }),
    /** x · factor. */
    scale: (x: Value, factor: number, symbol?: string) =>
      graph.apply(affine, [x], { factor, offset: 0, symbols: { factor: symbol } }),
    /** x held between two constants. */
    clamp: (x: Value, min: number, max: number) => graph.apply(clamp, [x], { min, max }),
    /** `value` where the mask is not 0. */
    mask: (x: Value, m: Value, value = Number.NEGATIVE_INFINITY) =>
      graph.apply(mask, [x, m], { value }),
    /** Product of complex numbers, whose parts lie on the part axis. */
    complexMultiply: (a: Value, b: Value) => graph.apply(complexMultiply, [a, b], {}),
  };
};

/** Products with weights and of tensors. */
const products = (graph: Builder) => ({
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

/** Operations over whole axes. */
const reductions = (graph: Builder) => {
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

/** Operations on maps: sampling, spectra, pools. */
const maps = (graph: Builder) => ({
  /** Bilinear samples of x [… height, width, channel] at points [… coordinate (y, x)] in −1…1. */
  gridSample: (x: Value, grid: Value) => graph.apply(gridSample, [x, grid], {}),
  /** Half spectrum of a real map, orthonormal; adds the part axis. */
  rfft2: (x: Value) => graph.apply(rfft2, [x], {}),
  /** Real map of a half spectrum, orthonormal. @param width of the map, even or odd. */
  irfft2: (x: Value, width: number) => graph.apply(irfft2, [x], { width }),
  /** Average of each window; with `ceil`, windows over the edge count only what exists. */
  avgPool2d: (
    x: Value,
    options: { kernel: OneOrTwo; stride?: OneOrTwo; padding?: OneOrTwo; ceil?: boolean },
  ) => {
    const { kernel, stride = kernel, padding = 0, ceil = false } = options;
    return graph.apply(avgPool2d, [x], {
      kernel: pair(kernel),
      stride: pair(stride),
      padding: pair(padding),
      ceil,
    });
  },
  /** Largest of each window; what does not fill a window at the end is left out. */
  maxPool2d: (x: Value, options: { kernel: OneOrTwo; stride?: OneOrTwo }) => {
    const { kernel, stride = kernel } = options;
    return graph.apply(maxPool2d, [x], { kernel: pair(kernel), stride: pair(stride) });
  },
});

function gridPlaces(axes: readonly Axis[], roles: readonly Role[]): Places | undefined {
  if (roles.join() !== 'height,width' || !hasRole(axes, 'height')) return undefined;
  const [height, width] = [axisOf(axes, 'height').size, axisOf(axes, 'width').size];
  return { kind: 'grid', height, width };
}
