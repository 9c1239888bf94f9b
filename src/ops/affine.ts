import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../trace/axes';
import { call, constant, maximum, product, sum } from '../trace/expression';
import type { Operation } from './operation';

type Affine = {
  readonly factor: number;
  readonly offset: number;
  /** How the constants are written in formulas, KaTeX: `1/\\sqrt{d_k}`. */
  readonly symbols?: { readonly factor?: string; readonly offset?: string };
};
type Clamp = { readonly min: number; readonly max: number };

/** x · factor + offset, with constants. */
export const affine: Operation<Affine> = {
  name: 'affine',
  elementwise: true,
  shape: ([x]) => [...x],
  cost: ([x], _, { factor }) => ({
    macs: factor === 1 ? 0 : sizeOf(x),
    reads: sizeOf(x),
    writes: sizeOf(x),
  }),
  compute([x], { factor, offset }) {
    const scaled = factor === 1 ? x : tf.mul(x, factor);
    return offset === 0 ? scaled : tf.add(scaled, offset);
  },
  explain(index, [x], { factor, offset, symbols }) {
    const cell = x.cell(index);
    const scaled = factor === 1 ? cell : product(cell, constant(factor, symbols?.factor));
    return offset === 0 ? scaled : sum(scaled, constant(offset, symbols?.offset));
  },
};

/** x held between two constants; the upper one may be ∞. */
export const clamp: Operation<Clamp> = {
  name: 'clamp',
  elementwise: true,
  shape: ([x]) => [...x],
  cost: ([x]) => ({ macs: 0, reads: sizeOf(x), writes: sizeOf(x) }),
  compute: ([x], { min, max }) =>
    Number.isFinite(max) ? tf.clipByValue(x, min, max) : tf.maximum(x, min),
  explain(index, [x], { min, max }) {
    const above = maximum([x.cell(index), constant(min)]);
    if (!Number.isFinite(max)) return above;
    // min(a, b) = −max(−a, −b)
    return call('negate', maximum([call('negate', above), constant(-max)]));
  },
};
