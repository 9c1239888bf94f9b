import type { RandomChoice } from '../inputs/choice';

/**
 * The size at which mechanisms are compared. A sequence has `tokens` positions, a map height × width; those
 * of the other shape are kept for the way back.
 */
export interface Sizes {
  readonly shape: 'sequence' | 'map';
  readonly tokens: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Of the mechanisms that have heads. */
  readonly heads: number;
}

export const usualSizes: Sizes = {
  shape: 'map',
  tokens: 1024,
  height: 32,
  width: 32,
  channels: 64,
  heads: 8,
};

/** Largest values that can be asked for; what they cost is planned, not computed. */
export const mostSizes = {
  tokens: 65_536,
  height: 512,
  width: 512,
  channels: 2048,
  heads: 64,
} as const;

export type SizeName = keyof typeof mostSizes;

/** Positions in all: tokens, or pixels. */
export const positionsOf = ({ shape, tokens, height, width }: Sizes): number =>
  shape === 'sequence' ? tokens : height * width;

/** The sides of the map with a number of pixels that is nearest to a square, the shorter one first. */
export function sidesOf(positions: number): readonly [height: number, width: number] {
  let height = Math.floor(Math.sqrt(positions));
  while (positions % height !== 0) height--;
  return [height, positions / height];
}

/** Sequence and map with the same number of positions. */
export function bothShapes(sizes: Sizes): Pick<Sizes, 'tokens' | 'height' | 'width'> {
  const { shape, tokens, height, width } = sizes;
  if (shape === 'map') return { tokens: height * width, height, width };
  const [rows, columns] = sidesOf(tokens);
  return { tokens, height: rows, width: columns };
}

/** Random numbers of a size: as a sequence, as a second one of the same length, and as a map. */
export function inputAt(sizes: Sizes): RandomChoice {
  const { tokens, height, width } = bothShapes(sizes);
  const { channels } = sizes;
  return { kind: 'random', seed: 1, batch: 1, tokens, memory: tokens, height, width, channels };
}
