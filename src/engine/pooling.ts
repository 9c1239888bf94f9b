import type { Pool } from '../trace/view';

/** What an accumulator starts from. */
export const start: Readonly<Record<Pool, number>> = {
  mean: 0,
  norm: 0,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
};

/** Takes a value into an accumulator. NaN stays NaN and infinities stay: what is not finite is never hidden. */
export function take(pool: Pool, accumulator: number, value: number): number {
  switch (pool) {
    case 'mean':
      return accumulator + value;
    case 'norm':
      return accumulator + value * value;
    case 'max':
      return Math.max(accumulator, value);
    case 'min':
      return Math.min(accumulator, value);
  }
}

/** The pooled value of `count` values: their mean, Euclidean norm, largest or smallest. */
export function finish(pool: Pool, accumulator: number, count: number): number {
  switch (pool) {
    case 'mean':
      return accumulator / count;
    case 'norm':
      return Math.sqrt(accumulator);
    case 'max':
    case 'min':
      return accumulator;
  }
}
