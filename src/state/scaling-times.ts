import type { Engine } from '../engine/protocol';
import type { Mechanism } from '../mechanisms/define';
import { requestAt } from './facts';
import { type ScalingAxis, sizesAt } from './scaling-sizes';
import type { Planned } from './scaling-survey';
import type { Sizes } from './sizes';
import { measure, type Timing } from './timing';

/** A line that is to be measured. */
export interface Candidate {
  readonly mechanism: Mechanism;
  readonly points: readonly Planned[];
}

export interface Measured {
  readonly mechanism: Mechanism;
  readonly size: number;
  readonly timing: Timing;
}

export interface TimesOptions {
  readonly axis: ScalingAxis;
  readonly base: Sizes;
  readonly signal: AbortSignal;
  /** @param share of the sizes that are over, 0…1 */
  readonly onMeasured: (measured: readonly Measured[], share: number) => void;
}

/** Milliseconds that one run may be expected to take. */
const longestRun = 3000;
/** Runs of each that count, and from which expected time on there are fewer. */
const rounds = { usual: 7, few: 3, long: 500 } as const;

/**
 * Measures size by size from the smallest, the mechanisms of a size in turn. A mechanism stops where memory
 * runs out, or where the next run would take longer than `longestRun` if time grew as the plan's
 * multiply–accumulates; that expectation decides and is never shown.
 */
export async function measureTimes(
  engine: Pick<Engine, 'run' | 'cancel'>,
  candidates: readonly Candidate[],
  { axis, base, signal, onMeasured }: TimesOptions,
): Promise<void> {
  const sizes = [...new Set(candidates.flatMap(({ points }) => points.map((p) => p.size)))].sort(
    (a, b) => a - b,
  );
  const last = new Map<string, { readonly macs: number; readonly time: number }>();
  const stopped = new Set<string>();

  for (const [i, size] of sizes.entries()) {
    const due = candidates.flatMap(({ mechanism, points }) => {
      const facts = points.find((p) => p.size === size)?.facts;
      if (!facts || stopped.has(mechanism.id)) return [];
      const before = last.get(mechanism.id);
      const expected = before ? before.time * Math.max(1, facts.macs / before.macs) : 0;
      if (!facts.fit.fits || expected > longestRun) {
        stopped.add(mechanism.id);
        return [];
      }
      return [{ mechanism, facts, expected }];
    });
    // A long run leaves much behind to clear away, which a short one after it would be charged for.
    const long = due.filter(({ expected }) => expected > rounds.long);
    const short = due.filter(({ expected }) => expected <= rounds.long);
    for (const [k, group] of [short, long].entries()) {
      const outcomes = await measure(
        engine,
        group.map(({ mechanism }) => requestAt(mechanism, sizesAt(axis, size, base))),
        {
          rounds: group === long ? rounds.few : rounds.usual,
          signal,
          onProgress: ({ done, total }) =>
            onMeasured([], (i + (k + done / total) / 2) / sizes.length),
        },
      );
      if (signal.aborted) return;
      const measured = group.flatMap(({ mechanism, facts }, g): Measured[] => {
        const { timing } = outcomes[g];
        if (!timing) {
          stopped.add(mechanism.id);
          return [];
        }
        last.set(mechanism.id, { macs: Math.max(1, facts.macs), time: timing.median });
        return [{ mechanism, size, timing }];
      });
      onMeasured(measured, (i + (k + 1) / 2) / sizes.length);
    }
  }
}
