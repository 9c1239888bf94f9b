import type { ScalingPoint } from '../../../draw/scaling';
import type { Mechanism } from '../../../mechanisms/define';
import type { ScalingView } from '../../../state/choose-scaling';
import { lawAt, type PowerLaw } from '../../../state/power-law';
import {
  countOf,
  type Limit,
  lawsOf,
  limitOf,
  type Planned,
  type Survey,
} from '../../../state/scaling-survey';
import type { Timing } from '../../../state/timing';

/** A mechanism in a plot: its points, the laws that they follow, and where memory ends. */
export interface PlotLine {
  readonly mechanism: Mechanism;
  readonly look: number;
  readonly survey: Survey;
  /** What can be drawn: above 0. */
  readonly points: readonly ScalingPoint[];
  /** Fitted to all points, and to the three largest. */
  readonly laws: { readonly all: PowerLaw | null; readonly end: PowerLaw | null };
  readonly limit: Limit | null;
  readonly out: Planned | null;
}

/** The lines of those that have been planned. */
export function plotLines(
  mechanisms: readonly Mechanism[],
  surveys: ReadonlyMap<string, Survey>,
  { quantity }: Pick<ScalingView, 'quantity'>,
  timeOf: (mechanism: Mechanism, size: number) => Timing | undefined,
): PlotLine[] {
  return mechanisms.flatMap((mechanism, look) => {
    const survey = surveys.get(mechanism.id);
    if (!survey) return [];
    const points = survey.points.flatMap(({ size, facts }): ScalingPoint[] => {
      if (quantity === 'time') {
        const timing = timeOf(mechanism, size);
        if (!timing) return [];
        const { median, q1, q3 } = timing;
        return [{ x: size, y: median, low: q1, high: q3, beyond: false }];
      }
      const y = countOf(facts, quantity);
      return y > 0 ? [{ x: size, y, beyond: !facts.fit.fits }] : [];
    });
    const limit = limitOf(survey, quantity);
    return [{ mechanism, look, survey, points, laws: lawsOf(points), limit, out: survey.out }];
  });
}

/** How high the mark lies at which memory runs out: counted there, or where the law of the times passes. */
export function heightOfOut(
  { out, laws, points }: PlotLine,
  quantity: ScalingView['quantity'],
): number | null {
  if (!out) return null;
  if (quantity !== 'time') return countOf(out.facts, quantity) || null;
  return laws.end && points.length > 2 ? lawAt(laws.end, out.size) : null;
}
