import type { Mechanism, Params } from '../../mechanisms/define';
import type { Facts } from '../facts';
import type { Evidence } from './evidence';
import type { Traits } from './traits';

/** A mechanism in one form, with everything that is known of it at a size. */
export interface Candidate {
  readonly mechanism: Mechanism;
  /** Arguments in which the form differs from the usual one. */
  readonly form: Params;
  readonly facts: Pick<Facts, 'macs' | 'parameters' | 'memory'>;
  readonly traits: Traits;
  /** Positions that one position draws on; half of all, on average, where a mask hides what comes later. */
  readonly seen: number;
  /** Cells of the mask that has to be given for that. */
  readonly masked: number;
  /** By how much its multiply–accumulates grow when a long input becomes twice as long, where it takes one. */
  readonly growth?: number;
  readonly evidence?: Evidence;
}

interface Judge {
  readonly better: 'more' | 'less';
  /** Undefined where it is not known. */
  readonly of: (candidate: Candidate, milliseconds?: number) => number | undefined;
}

/** What mechanisms are ranked by: each is a number that can be looked up. */
export const criteria = {
  source: { better: 'more', of: ({ evidence }) => evidence?.level ?? 0 },
  channelGates: { better: 'more', of: ({ traits }) => traits.channelGates },
  positionGates: { better: 'more', of: ({ traits }) => traits.positionGates },
  seen: { better: 'more', of: ({ seen }) => seen },
  masked: { better: 'less', of: ({ masked }) => masked },
  macs: { better: 'less', of: ({ facts }) => facts.macs },
  // Whole numbers: what grows with the square ranks alike, whatever is left of its linear part.
  growth: { better: 'less', of: ({ growth }) => growth && Math.round(growth) },
  parameters: { better: 'less', of: ({ facts }) => facts.parameters },
  memory: { better: 'less', of: ({ facts }) => facts.memory },
  time: { better: 'less', of: (_, milliseconds) => milliseconds },
} satisfies Record<string, Judge>;

export type Criterion = keyof typeof criteria;
export const criterionNames = Object.keys(criteria) as Criterion[];

export const judgeOf = (name: Criterion): Judge => criteria[name];

/** How much a criterion may matter. */
export const mostWeight = 5;
