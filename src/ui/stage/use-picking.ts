import { useEffect, useMemo, useRef } from 'react';
import type { PickEvents } from '../../draw/pick';
import { useActions } from '../atlas-context';

/**
 * What the events of a step's figure do: hovering previews a cell, choosing pins it, taking the choice back unpins it.
 * @param step key of the step
 * @param cellOf finds the cell that a part of the figure shows; null where a part gathers many cells
 * @returns the same events for as long as the figure lives, which ask the latest `cellOf`
 */
export function usePicking<T>(
  step: string,
  cellOf: (target: T) => readonly number[] | null,
): Required<PickEvents<T>> {
  const actions = useActions();
  const latest = useRef({ step, cellOf });
  useEffect(() => {
    latest.current = { step, cellOf };
  });
  return useMemo(() => {
    const pinAt = (target: T) => {
      const { step, cellOf } = latest.current;
      const index = cellOf(target);
      return index && { step, index };
    };
    return {
      onHover: (target) => actions.hover(target === null ? null : pinAt(target)),
      onPin(target) {
        if (target === null) return actions.unpin();
        const pin = pinAt(target);
        if (pin) actions.pinCell(pin);
      },
    };
  }, [actions]);
}
