import { useCallback, useEffect, useState } from 'react';
import { useStill } from '../use-still';

/**
 * A number that goes from 0 to 1 once, when the figure is first seen, and again on demand.
 * @param milliseconds how long it takes; it is 1 at once where nothing should move.
 */
export function useRamp(milliseconds: number): {
  readonly phase: number;
  readonly replay: () => void;
} {
  const still = useStill();
  const [run, setRun] = useState(0);
  const [phase, setPhase] = useState(0);
  const replay = useCallback(() => setRun((n) => n + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each run starts anew
  useEffect(() => {
    if (still) return;
    let frame = 0;
    let start: number | null = null;
    const draw = (now: number) => {
      start ??= now;
      // A moment at the start shows where things come from.
      const t = Math.max(0, Math.min(1, (now - start - 350) / milliseconds));
      setPhase(t * t * (3 - 2 * t));
      if (t < 1) frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [still, milliseconds, run]);
  return { phase: still ? 1 : phase, replay };
}
