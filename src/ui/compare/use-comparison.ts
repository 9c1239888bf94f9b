import { useMemo } from 'react';
import { useStore } from 'zustand';
import { mechanismById } from '../../mechanisms/catalogue';
import type { Atlas } from '../../state/atlas';
import { currentStep, stepsOf } from '../../state/steps';
import { usualScale } from '../../trace/scale';
import type { JointRange } from '../stage/joint-range';
import { gridOf } from '../stage/look';
import { lookRow } from '../stage/look-requests';
import { type StepFigure, stepFigureOf } from '../stage/use-step-figure';
import { useViewsOf } from '../stage/use-views';
import {
  type Attention,
  areAlike,
  attentionOf,
  type Picture,
  pictureOf,
  requestsOf,
  type Shown,
  shownOf,
} from './picture';
import {
  type Difference,
  differenceOf,
  distancesOf,
  entropyOf,
  overlapOf,
  shareWithin,
} from './statistics';

/** One side as it is now. */
export interface Compared {
  readonly atlas: Atlas;
  readonly figure: StepFigure;
  readonly shown: Shown;
  /** The row of the query whose weights are looked at. */
  readonly row: number;
  /** Its views are there, whether or not they make a picture. */
  readonly read: boolean;
  readonly picture: Picture | null;
  readonly attention: Attention | null;
}

/** Numbers of two rows of weights; `inside`, how much of each lies where the other can look. */
export interface AttentionFacts {
  readonly entropy: readonly [number | null, number | null];
  readonly keys: readonly [number | null, number | null];
  readonly overlap: number | null;
  readonly inside: readonly [number, number] | null;
}

export interface Comparison {
  readonly first: Compared;
  readonly second: Compared;
  /** Null where the two have different roles, or each its own range. */
  readonly joint: JointRange | null;
  readonly difference: Difference | null;
  readonly facts: AttentionFacts;
}

function useCompared(atlas: Atlas, whole: boolean): Compared | null {
  const { store, engine } = atlas;
  const summary = useStore(store, (s) => s.summary);
  const key = useStore(store, (s) => s.step);
  const selection = useStore(store, (s) => s.selection);
  const hovered = useStore(store, (s) => s.hovered);
  const pin = useStore(store, (s) => s.pin);
  const figure = useMemo(() => {
    if (!summary) return null;
    const { telling = '' } = mechanismById(summary.request.mechanism) ?? {};
    const step = currentStep(stepsOf(summary.graph), key, telling);
    return step ? stepFigureOf(summary, step, selection) : null;
  }, [summary, key, selection]);
  const shown = figure ? shownOf(figure, whole) : 'whole';
  const row = useMemo(() => {
    if (!figure) return 0;
    const here = [hovered, pin].map((at) => (at?.step === figure.step.key ? at.index : null));
    return lookRow(figure, gridOf(figure.step.node, figure.summary.graph), here);
  }, [figure, hovered, pin]);
  const requests = useMemo(() => figure && requestsOf(figure, shown, row), [figure, shown, row]);
  const got = useViewsOf(engine, summary, requests);
  return useMemo(() => {
    if (!figure || !requests) return null;
    const none: Compared = {
      ...{ atlas, figure, shown, row },
      ...{ read: false, picture: null, attention: null },
    };
    // Views of another step, or of a run before this one, say nothing of the figure.
    const own = got?.summary === figure.summary && got.requests[0].node === figure.step.node.id;
    if (!got || !own || got.requests.length !== requests.length) return none;
    const seen = got.requests[shown === 'look' ? 0 : 2]?.region?.row[0] ?? row;
    return {
      ...none,
      read: true,
      picture: pictureOf(figure, shown, seen, got.views),
      attention: attentionOf(figure, seen, shown === 'look' ? got.views : got.views.slice(2)),
    };
  }, [atlas, figure, shown, row, requests, got]);
}

function jointOf(a: Compared, b: Compared): JointRange | null {
  const [one, two] = [a, b].map(({ figure }) => figure.step.node.step.text.role);
  if (one !== two || !a.picture || !b.picture) return null;
  const scales = [a, b].map(({ shown, figure, picture }) =>
    shown === 'look' || picture?.kind === 'bars' ? 'linear' : usualScale(figure.step.node),
  );
  return {
    min: Math.min(a.picture.extremes.min, b.picture.extremes.min),
    max: Math.max(a.picture.extremes.max, b.picture.extremes.max),
    scale: scales.includes('log') ? 'log' : 'linear',
  };
}

/** First minus second, or null where they are not to be subtracted. */
export function subtracted(a: Picture | null, b: Picture | null): Difference | null {
  if (!a || !b || !areAlike(a, b)) return null;
  return (a.kind === 'points' ? distancesOf : differenceOf)(a.values, b.values);
}

/** What two rows of weights have in common. */
export function factsOf(a: Attention | null, b: Attention | null): AttentionFacts {
  const same = a && b && a.mass.length === b.mass.length && !a.grid === !b.grid;
  return {
    entropy: [a && entropyOf(a.weights), b && entropyOf(b.weights)],
    keys: [a?.weights.length ?? null, b?.weights.length ?? null],
    overlap: same ? overlapOf(a.mass, b.mass) : null,
    inside: same ? [shareWithin(a.mass, b.reach), shareWithin(b.mass, a.reach)] : null,
  };
}

export interface Sides {
  /** Null until the side has a run. */
  readonly first: Compared | null;
  readonly second: Compared | null;
  /** Null until both have. */
  readonly comparison: Comparison | null;
}

/** Everything that the page says of two sides. */
export function useComparison(
  first: Atlas,
  second: Atlas,
  { own, whole }: { readonly own?: boolean; readonly whole?: boolean },
): Sides {
  const a = useCompared(first, whole === true);
  const b = useCompared(second, whole === true);
  const comparison = useMemo((): Comparison | null => {
    if (!a || !b) return null;
    return {
      first: a,
      second: b,
      joint: own ? null : jointOf(a, b),
      difference: subtracted(a.picture, b.picture),
      facts: factsOf(a.attention, b.attention),
    };
  }, [a, b, own]);
  return { first: a, second: b, comparison };
}
