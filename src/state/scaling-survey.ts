import type { Patience } from '../engine/background';
import type { Mechanism } from '../mechanisms/define';
import { Refusal, type Text } from '../trace/text';
import type { Quantity } from './choose-scaling';
import { type Facts, requestAt } from './facts';
import type { Planner } from './planner';
import { fitLargeEnd, fitPowerLaw } from './power-law';
import {
  between,
  pointsIn,
  type ScalingAxis,
  type SizeRange,
  sizesAt,
  sizesBeyond,
} from './scaling-sizes';
import type { Sizes } from './sizes';

/** What the plan says at a size of the axis. */
export interface Planned {
  readonly size: number;
  readonly facts: Facts;
}

/** How a mechanism grows, from the plan alone. */
export interface Survey {
  /** At the sizes that are drawn, ascending; those that the mechanism does not take are missing. */
  readonly points: readonly Planned[];
  /** Powers of two up to the largest that could be planned, for the law at large sizes. */
  readonly ladder: readonly Planned[];
  /** The smallest size that needs more memory than there is; null where all that were planned fit. */
  readonly out: Planned | null;
  /** Why sizes are missing. */
  readonly missing: readonly { readonly size: number; readonly why: Text }[];
}

export interface SurveyOptions {
  readonly axis: ScalingAxis;
  readonly range: SizeRange;
  /** What does not grow. */
  readonly base: Sizes;
}

/** Milliseconds: where a plan takes longer, the next would take many times that. */
const longPlan = 250;

/** Plans a mechanism from the smallest size drawn to the largest that can be planned. */
export async function survey(
  planner: Pick<Planner, 'facts'>,
  mechanism: Mechanism,
  { axis, range, base }: SurveyOptions,
  patience: Patience,
): Promise<Survey> {
  const drawn = pointsIn(axis, range);
  const beyond = sizesBeyond(axis, range);
  const steps = new Set(drawn.filter((_, i) => axis === 'channels' || i % 2 === 0));
  const planned: Planned[] = [];
  const missing: { size: number; why: Text }[] = [];
  // One long wait may be the device's, busy with something else; two in a row are the mechanism's.
  let last = 0;
  let slow = 0;
  // The first plan also opens the worker, which says nothing of the mechanism.
  let judged = false;

  const at = async (size: number): Promise<Planned | null> => {
    const sizes = sizesAt(axis, size, base);
    const bound = boundAt(mechanism, sizes, base);
    if (bound) {
      missing.push({ size, why: bound });
      return null;
    }
    const begin = performance.now();
    try {
      return { size, facts: await planner.facts(mechanism, sizes, patience) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      missing.push({ size, why: error.text });
      return null;
    } finally {
      const took = judged ? performance.now() - begin : 0;
      slow = Math.min(last, took);
      last = took;
      judged = true;
    }
  };

  for (const size of [...drawn, ...beyond]) {
    if (slow > longPlan) {
      if (size <= range[1]) missing.push({ size, why: tooSlow });
      continue;
    }
    const found = await at(size);
    if (found) planned.push(found);
  }

  const first = planned.findIndex(({ facts }) => !facts.fit.fits);
  let out = first < 0 ? null : planned[first];
  let low = planned[first - 1]?.size;
  while (out && low !== undefined && slow <= longPlan) {
    const middle = between(axis, low, out.size);
    const found = middle === null ? null : await at(middle);
    if (!found) break;
    if (found.facts.fit.fits) low = found.size;
    else out = found;
  }
  return {
    points: planned.filter(({ size }) => size <= range[1]),
    ladder: planned.filter(({ size }) => steps.has(size) || size > range[1]),
    out,
    missing: missing.filter(({ size }) => drawn.includes(size)),
  };
}

const tooSlow: Text = {
  en: 'Planning it alone takes too long.',
  zh: '仅规划就耗时过长。',
};

/** Says so where an argument that should grow with the size is at the end of its range. */
function boundAt(mechanism: Mechanism, sizes: Sizes, base: Sizes): Text | null {
  const before = requestAt(mechanism, base).params;
  for (const [name, value] of Object.entries(requestAt(mechanism, sizes).params)) {
    const param = mechanism.params[name];
    if (value === before[name] || param?.kind !== 'integer' || Number(value) <= param.max) continue;
    return { en: `${name} goes up to ${param.max}.`, zh: `${name} 最大为 ${param.max}。` };
  }
  return null;
}

/** What is counted, from the plan. */
export const countOf = (
  { macs, parameters, memory, attention }: Facts,
  quantity: Exclude<Quantity, 'time'>,
): number => ({ macs, parameters, memory, cells: attention.all })[quantity];

/** The exponent that the plan tends to. */
export interface Limit {
  readonly exponent: number;
  /** The size from which to which it was taken. */
  readonly from: number;
  readonly to: number;
}

/**
 * The exponent between the two largest sizes that could be planned, where lower-order terms have faded.
 * Time follows multiply–accumulates.
 */
export function limitOf({ ladder }: Pick<Survey, 'ladder'>, quantity: Quantity): Limit | null {
  const counted = quantity === 'time' ? 'macs' : quantity;
  const [low, high] = ladder.slice(-2);
  if (!low || !high) return null;
  const law = fitPowerLaw(
    [low, high].map(({ size, facts }) => ({ x: size, y: countOf(facts, counted) })),
  );
  return law && { exponent: law.exponent, from: low.size, to: high.size };
}

/** The laws of some points: of all, and of the largest alone. */
export const lawsOf = (points: readonly { readonly x: number; readonly y: number }[]) => ({
  all: fitPowerLaw(points),
  end: fitLargeEnd(points),
});
