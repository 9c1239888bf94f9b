/** What all figures of a difference have in common. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { colouringOf } from '../../draw/colour';
import { useAtlas } from '../atlas-context';
import { type Spot, spotOf } from '../stage/cells';
import { gridOf } from '../stage/look';
import type { Picture } from './picture';
import { cellAtPlace, type Place } from './place';
import type { Difference } from './statistics';
import type { Compared } from './use-comparison';

export interface DifferenceProps {
  /** The side whose picture gives axes and labels; the context's atlas is its own. */
  readonly side: Compared;
  readonly picture: Picture;
  /** What is subtracted from it. */
  readonly other: Picture | null;
  readonly difference: Difference;
}

/** A difference has a sign, whatever it is a difference of. */
export const colouring = ({ most }: Difference) =>
  colouringOf({ min: -most, max: most }, 'local', 'feature');

/** Where the first side's cursor is, as a spot of its figure. */
export function useSpots({ figure }: Compared): { pinned: Spot | null; hovered: Spot | null } {
  const { layout, step } = figure;
  const pin = useAtlas((s) => (s.pin?.step === step.key ? s.pin : null));
  const over = useAtlas((s) => (s.hovered?.step === step.key ? s.hovered : null));
  return useMemo(
    () => ({
      pinned: pin && spotOf(layout, pin.index),
      hovered: over && spotOf(layout, over.index),
    }),
    [pin, over, layout],
  );
}

/** Pins a place on the first side, from where the cursor takes it to the second. */
export function usePin({ atlas, figure }: Compared): (place: Partial<Place>) => void {
  return useCallback(
    (part) => {
      const { step, summary } = figure;
      const grid = gridOf(step.node, summary.graph);
      const none = { at: null, key: null, channel: null, batch: 0, grid };
      const index = cellAtPlace(figure, { ...none, ...part });
      if (index) atlas.actions.pinCell({ step: step.key, index });
    },
    [atlas, figure],
  );
}

/** The same function for as long as the figure lives, which calls the latest one. */
export function useLatest<T>(call: (argument: T) => void): (argument: T) => void {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  return useCallback((argument: T) => latest.current(argument), []);
}
