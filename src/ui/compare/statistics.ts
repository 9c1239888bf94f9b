/** Numbers that tell two pictures apart. */

export interface Difference {
  /** First minus second, cell by cell. */
  readonly values: Float32Array;
  /** Largest and mean absolute difference, of those that are finite. */
  readonly most: number;
  readonly mean: number;
}

/** @throws Error when the two have different lengths. */
export function differenceOf(a: ArrayLike<number>, b: ArrayLike<number>): Difference {
  if (a.length !== b.length) throw new Error(`${a.length} numbers against ${b.length}`);
  // Two equal infinities, such as masked scores, do not differ.
  const values = Float32Array.from(a, (value, i) => (value === b[i] ? 0 : value - b[i]));
  let [most, sum, count] = [0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    most = Math.max(most, Math.abs(value));
    sum += Math.abs(value);
    count++;
  }
  return { values, most, mean: count > 0 ? sum / count : 0 };
}

/**
 * How far points lie from those of the other side, which started from the same places.
 * @param a y and x of each point in turn
 * @returns one distance for each point
 */
export function distancesOf(a: ArrayLike<number>, b: ArrayLike<number>): Difference {
  const between = Float32Array.from({ length: a.length / 2 }, (_, i) =>
    Math.hypot(a[2 * i] - b[2 * i], a[2 * i + 1] - b[2 * i + 1]),
  );
  return differenceOf(between, new Float32Array(between.length));
}

const positive = (value: number): number => (value > 0 ? value : 0);

/** Values above zero as shares of their sum; all zero where nothing is above zero. */
function sharesOf(values: ArrayLike<number>): Float64Array {
  const shares = Float64Array.from(values, positive);
  const sum = shares.reduce((total, value) => total + value, 0);
  return sum > 0 ? shares.map((value) => value / sum) : shares;
}

/** Shannon entropy of the values as shares, in bits: log2 n for n equal ones, 0 for a single one. */
export const entropyOf = (values: ArrayLike<number>): number =>
  -sharesOf(values).reduce((sum, p) => (p > 0 ? sum + p * Math.log2(p) : sum), 0);

/** How much two distributions over the same positions have in common: the sum of the smaller shares, 0…1. */
export function overlapOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [p, q] = [sharesOf(a), sharesOf(b)];
  return p.reduce((sum, share, i) => sum + Math.min(share, q[i] ?? 0), 0);
}

/** The share of a distribution that lies on certain positions, 0…1. */
export const shareWithin = (values: ArrayLike<number>, positions: ReadonlySet<number>): number =>
  sharesOf(values).reduce((sum, share, i) => (positions.has(i) ? sum + share : sum), 0);
