import { type Candidate, type Criterion, criterionNames, judgeOf } from './criteria';

export type Weights = Readonly<Partial<Record<Criterion, number>>>;

export const budgetNames = ['parameters', 'macs', 'milliseconds'] as const;
export type BudgetName = (typeof budgetNames)[number];

/** Limits that are set; those left out are open. */
export type Budget = Readonly<Partial<Record<BudgetName, number>>>;

/** One criterion's part in a rank. */
export interface Reason {
  readonly criterion: Criterion;
  /** The number that it is about; undefined where it has not been measured. */
  readonly value: number | undefined;
  /** Place among all that qualify, from 1; equal numbers share one. */
  readonly place: number;
  /** Of how many places. */
  readonly places: number;
  readonly weight: number;
  /** Weight × points, of the largest possible sum: all reasons of a candidate add up to its score. */
  readonly part: number;
}

export interface Excess {
  readonly limit: BudgetName;
  /** How many times the budget. */
  readonly times: number;
}

export interface Ranked {
  readonly candidate: Candidate;
  /** 0…1: the sum of the parts of its reasons. */
  readonly score: number;
  readonly reasons: readonly Reason[];
  /** The budgets that it exceeds, the worst first. */
  readonly over: readonly Excess[];
  /** Measured, where it has been. */
  readonly milliseconds?: number;
}

export interface Ranking {
  readonly within: readonly Ranked[];
  readonly over: readonly Ranked[];
}

/**
 * Orders candidates by weighted places. For each criterion the best number has 1 point, the worst 0, those
 * between are spaced evenly by place; what is not known has 0. The score is the mean of the points, weighted.
 * The budget does not change a score; it only moves what exceeds it below, whatever its score, the nearest
 * to the budget first.
 * @param times milliseconds by mechanism id, as far as they are measured.
 */
export function rank(
  candidates: readonly Candidate[],
  weights: Weights,
  budget: Budget,
  times: ReadonlyMap<string, number>,
): Ranking {
  // What has been measured is shown, also where it does not count.
  const used = criterionNames.filter(
    (name) => (weights[name] ?? 0) > 0 || (name === 'time' && times.size > 0),
  );
  const total = used.reduce((sum, name) => sum + (weights[name] ?? 0), 0);
  const timeOf = ({ mechanism }: Candidate) => times.get(mechanism.id);
  const scales = used.map((name) => {
    const { of, better } = judgeOf(name);
    const values = candidates.flatMap((c) => of(c, timeOf(c)) ?? []);
    const order = [...new Set(values)].sort((a, b) => (better === 'more' ? b - a : a - b));
    return { name, of, order, weight: weights[name] ?? 0 };
  });

  const ranked = candidates.map((candidate): Ranked => {
    const milliseconds = timeOf(candidate);
    const reasons = scales.map(({ name, of, order, weight }): Reason => {
      const value = of(candidate, milliseconds);
      const at = value === undefined ? order.length : order.indexOf(value);
      const part = weight && (weight * pointsAt(at, order.length)) / total;
      return { criterion: name, value, place: at + 1, places: order.length, weight, part };
    });
    const score = reasons.reduce((sum, { part }) => sum + part, 0);
    return {
      candidate,
      score,
      reasons,
      over: excesses(candidate, budget, milliseconds),
      milliseconds,
    };
  });

  const isOver = ({ over }: Ranked): boolean => over.length > 0;
  const worst = ({ over }: Ranked): number => over[0]?.times ?? 0;
  return {
    within: ranked.filter((r) => !isOver(r)).sort((a, b) => b.score - a.score),
    over: ranked.filter(isOver).sort((a, b) => worst(a) - worst(b)),
  };
}

const pointsAt = (at: number, places: number): number =>
  at >= places ? 0 : places === 1 ? 1 : (places - 1 - at) / (places - 1);

function excesses(
  { facts }: Candidate,
  budget: Budget,
  milliseconds: number | undefined,
): readonly Excess[] {
  const values = { parameters: facts.parameters, macs: facts.macs, milliseconds };
  return budgetNames
    .flatMap((limit) => {
      const [allowed, value] = [budget[limit], values[limit]];
      return allowed !== undefined && value !== undefined && value > allowed
        ? [{ limit, times: value / allowed }]
        : [];
    })
    .sort((a, b) => b.times - a.times);
}
