import type { Value } from '../builder';
import type { Pair } from '../convolve';

/** One number for both directions, or one for each. */
export type OneOrTwo = number | Pair;

export const pair = (value: OneOrTwo): Pair => (typeof value === 'number' ? [value, value] : value);

export const present = (...values: (Value | undefined)[]): Value[] =>
  values.filter((v): v is Value => v !== undefined);
