import type { FunctionName } from '../../trace/expression';
import { activation } from '../activation';
import { affine, clamp } from '../affine';
import { add, divide, maximum, multiply, subtract } from '../binary';
import type { Builder, Value } from '../builder';
import { complexMultiply } from '../fourier';
import { mask } from '../mask';

/** Operations on each number by itself, or on pairs of numbers that are matched by role. */
export const elementwise = (graph: Builder) => {
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
    /** x held between two constants, or above one. */
    clamp: (x: Value, min: number, max = Number.POSITIVE_INFINITY) =>
      graph.apply(clamp, [x], { min, max }),
    /** `value` where the mask is not 0. */
    mask: (x: Value, m: Value, value = Number.NEGATIVE_INFINITY) =>
      graph.apply(mask, [x, m], { value }),
    /** Product of complex numbers, whose parts lie on the part axis. */
    complexMultiply: (a: Value, b: Value) => graph.apply(complexMultiply, [a, b], {}),
  };
};
