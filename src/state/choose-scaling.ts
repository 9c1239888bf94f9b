import type { Section } from './section';

/** What the scaling plots show. */
export type ScalingView = Readonly<Record<string, never>>;

export const scalingSection: Section<ScalingView> = {
  usual: {},
  encode: () => [],
  decode: () => ({ value: scalingSection.usual, problem: false }),
};
