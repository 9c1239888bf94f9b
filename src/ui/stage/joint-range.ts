import { createContext, use } from 'react';
import type { Scale } from '../../trace/scale';
import type { Statistics } from '../../trace/view';

type Extremes = Pick<Statistics, 'min' | 'max'>;

/** What the colours of several figures span together. */
export interface JointRange extends Extremes {
  /** The scale that is meant by `auto`, one for all. */
  readonly scale: Scale;
}

/** Null where a figure stands alone. */
export const JointRangeContext = createContext<JointRange | null>(null);

/** Whether a figure stands beside another one, which it should be level with. */
export const BesideContext = createContext(false);

/** The extremes that a figure's colours or bars span: its own, or those of all that share a range. */
export function useExtremes(): (own: Extremes) => Extremes {
  const joint = use(JointRangeContext);
  return (own) => joint ?? own;
}
