import type { Axis } from '../../../../src/trace/axes';
import { type Case, sizes } from '../harness';

// Sizes are primes and differ from each other wherever the operation allows it, so that no
// mix-up of axes can come out right; sizes of one are where collapsing axes goes wrong.

export const map = sizes('batch 2 × height 5 × width 7 × channel 3');
export const tokens = sizes('batch 2 × token 5 × channel 3');
export const six = sizes('batch 2 × head 3 × window 1 × query 2 × key 5 × channel 3');
export const vector = (size: number) => sizes(`output ${size}`);
export const matrix = (rows: number, columns: number) => sizes(`output ${rows} × input ${columns}`);
export const kernel = (out: number, input: number, kh: number, kw: number) =>
  sizes(`output ${out} × input ${input} × kernel-y ${kh} × kernel-x ${kw}`);

export const one = (x: readonly Axis[], build: Case['build']): Case => ({ inputs: { x }, build });

/** Weights of a batch normalisation. */
export const stored = (size: number): Record<string, Axis[]> => ({
  weight: vector(size),
  bias: vector(size),
  mean: vector(size),
  variance: vector(size),
});
