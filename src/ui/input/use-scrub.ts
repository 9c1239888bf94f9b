import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

/** Pixels of a drag for one step, and how far a press may move before it is one. */
const pixels = 6;
const slack = 4;
const step = 0.1;

const moved = (value: number, steps: number): number =>
  Math.round((value + steps * step) * 100) / 100;

/**
 * Lets the number in a box be dragged sideways, and stepped with the arrow keys. A box that has the focus
 * is being typed into: there a drag selects, as everywhere.
 */
export function useScrub(value: number, onChange: (value: number) => void) {
  const drag = useRef<{ x: number; value: number; dragging: boolean } | null>(null);
  return {
    onPointerDown(event: PointerEvent<HTMLInputElement>) {
      const typing = document.activeElement === event.currentTarget;
      drag.current =
        event.button === 0 && !typing ? { x: event.clientX, value, dragging: false } : null;
    },
    onPointerMove(event: PointerEvent<HTMLInputElement>) {
      const { current } = drag;
      if (!current || event.buttons === 0) return;
      const dx = event.clientX - current.x;
      if (!current.dragging) {
        if (Math.abs(dx) < slack) return;
        current.dragging = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        // The press gave it the focus, and a drag would select its text.
        event.currentTarget.blur();
      }
      const next = moved(current.value, Math.round(dx / pixels));
      if (next !== value) onChange(next);
    },
    onPointerUp() {
      drag.current = null;
    },
    onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      onChange(moved(value, event.key === 'ArrowUp' ? 1 : -1));
    },
  };
}
