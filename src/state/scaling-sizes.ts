import type { Sizes } from './sizes';

/** What grows: positions (tokens, or pixels of a square map), the side of that map, or channels. */
export const scalingAxes = ['positions', 'side', 'channels'] as const;
export type ScalingAxis = (typeof scalingAxes)[number];

/** First and last size that are drawn, both among `choicesOf` the axis. */
export type SizeRange = readonly [from: number, to: number];

const powers = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => 2 ** (first + i));

/** Sides from 4 to 4096 and the positions of their maps; channels from 8 to 2048. */
const choices: Readonly<Record<ScalingAxis, readonly number[]>> = {
  positions: powers(2, 12).map((side) => side ** 2),
  side: powers(2, 12),
  channels: powers(3, 11),
};

/** The sizes at which the axis may begin and end, ascending. */
export const choicesOf = (axis: ScalingAxis): readonly number[] => choices[axis];

export const usualRange: Readonly<Record<ScalingAxis, SizeRange>> = {
  positions: [64, 65_536],
  side: [8, 256],
  channels: [16, 1024],
};

/**
 * The sizes in between at which a line has points. A side has one point more between two powers of two;
 * channels have none, because heads and groups must divide them.
 */
export function pointsIn(axis: ScalingAxis, [from, to]: SizeRange): number[] {
  const whole = choices[axis].filter((size) => size >= from && size <= to);
  if (axis === 'channels') return whole;
  const between = axis === 'side' ? 1.5 : 2.25;
  return whole.flatMap((size) => (size < to ? [size, size * between] : [size]));
}

/**
 * Sizes beyond a range, for the plan alone: far enough that the term of highest order is all that is left.
 * The last step goes from the one before the last to the last.
 */
export function sizesBeyond(axis: ScalingAxis, [, to]: SizeRange): number[] {
  const all = axis === 'channels' ? powers(3, 22) : choices[axis];
  return all.filter((size) => size > to);
}

/** The size in full; what does not grow is taken from `base`. Maps are square where their size grows. */
export function sizesAt(axis: ScalingAxis, size: number, base: Sizes): Sizes {
  if (axis === 'channels') return { ...base, channels: size };
  const side = axis === 'side' ? size : Math.round(Math.sqrt(size));
  return { ...base, shape: 'map', tokens: side ** 2, height: side, width: side };
}

/** The finest steps between two sizes at which memory may run out: whole sides, or 8 channels. */
export function between(axis: ScalingAxis, low: number, high: number): number | null {
  const grain = axis === 'channels' ? 8 : 1;
  const side = (size: number): number => (axis === 'positions' ? Math.sqrt(size) : size);
  const middle = Math.round((side(low) + side(high)) / 2 / grain) * grain;
  if (middle <= side(low) || middle >= side(high)) return null;
  return axis === 'positions' ? middle ** 2 : middle;
}
