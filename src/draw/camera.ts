import { easeCubicInOut, timer } from 'd3';
import { betweenRegions, type Region, sameRegion } from './viewport';

/** The region that a figure shows, and how it gets from one to another. */
export interface Camera {
  readonly shown: Region;
  /** At once, without telling anyone. */
  set(region: Region): void;
  /** Draws at the next frame, however many moves come before it. */
  move(region: Region): void;
  /** The movement is over. */
  settle(): void;
  /** Over 200 ms, or at once. */
  glide(region: Region, still: boolean): void;
  destroy(): void;
}

const duration = 200;

/**
 * @param changed draws the region and tells whoever provides its values; `final` when nothing moves any more
 */
export function createCamera(
  window: Window,
  start: Region,
  changed: (final: boolean) => void,
): Camera {
  let shown = start;
  let pending = 0;
  let animation: ReturnType<typeof timer> | undefined;

  const cancel = (): void => {
    if (pending) window.cancelAnimationFrame(pending);
    pending = 0;
  };
  const move = (region: Region): void => {
    shown = region;
    pending ||= window.requestAnimationFrame(() => {
      pending = 0;
      changed(false);
    });
  };
  const settle = (): void => {
    cancel();
    changed(true);
  };

  return {
    get shown() {
      return shown;
    },
    set(region) {
      animation?.stop();
      shown = region;
    },
    move(region) {
      animation?.stop();
      move(region);
    },
    settle,
    glide(region, still) {
      animation?.stop();
      const from = shown;
      if (still || sameRegion(from, region)) {
        shown = region;
        settle();
        return;
      }
      animation = timer((elapsed) => {
        const t = Math.min(1, elapsed / duration);
        move(betweenRegions(from, region, easeCubicInOut(t)));
        if (t < 1) return;
        animation?.stop();
        settle();
      });
    },
    destroy() {
      animation?.stop();
      cancel();
    },
  };
}
