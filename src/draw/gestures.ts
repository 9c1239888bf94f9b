import {
  brush,
  type D3BrushEvent,
  type D3ZoomEvent,
  pointer,
  type Selection,
  select,
  zoom,
  zoomIdentity,
} from 'd3';
import type { Rect } from './canvas';
import type { Group } from './surface';

/** A point in pixels of the figure. */
export type Point = readonly [x: number, y: number];

/** What a figure with a plot does on gestures. Points and rectangles are in pixels of the figure. */
export interface GestureHandlers {
  /** The area that zooms. */
  plot(): Rect;
  /** Null when the pointer leaves. */
  hover(at: Point | null): void;
  pin(at: Point): void;
  unpin(): void;
  /** Pixels go from p to ratio·p + shift. */
  zoom(ratio: number, shift: Point): void;
  zoomTo(area: Rect): void;
  reset(): void;
  /** The gesture is over. */
  settle(): void;
  /** Whether zooming out further would do nothing, so that the page may scroll instead. */
  atWhole(): boolean;
  /** Arrow keys, in positions. */
  step(rows: number, columns: number): void;
  pinCurrent(): void;
}

/** Milliseconds after which a still finger pins without being lifted. */
const longPress = 500;
/** Pixels that a finger or mouse may wander and still count as still. */
const wander = 6;

const inside = ([x, y]: Point, area: Rect): boolean =>
  x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;

/**
 * Wheel, drag and pinch zoom and pan; shift-drag marks an area to zoom to; double click resets;
 * click, tap or long press pins; arrow keys step, Enter pins, Escape unpins, + − 0 zoom.
 * @param brushGroup takes the pointer, so it lies above everything else
 * @returns to be called when the size of the plot may have changed
 */
export function attachGestures(
  svg: Selection<SVGSVGElement, unknown, null, undefined>,
  brushGroup: Group,
  handlers: GestureHandlers,
): () => void {
  const node = svg.node() as SVGSVGElement;
  svg.attr('tabindex', 0).style('touch-action', 'pan-x pan-y').style('user-select', 'none');
  attachZoom(svg, node, handlers);
  attachPointer(svg, node, handlers);
  attachKeys(svg, handlers);
  return attachBrush(brushGroup, handlers);
}

function attachZoom(
  svg: Selection<SVGSVGElement, unknown, null, undefined>,
  node: SVGSVGElement,
  handlers: GestureHandlers,
): void {
  let before = zoomIdentity;
  const behaviour = zoom<SVGSVGElement, unknown>()
    .clickDistance(wander)
    .filter((event: Event) => {
      if (event.type.startsWith('touch')) return (event as TouchEvent).touches.length > 1;
      const mouse = event as WheelEvent;
      if (!inside(pointer(event, node), handlers.plot())) return false;
      if (event.type === 'wheel') return !(mouse.deltaY > 0 && handlers.atWhole());
      return !mouse.shiftKey && !mouse.ctrlKey && !mouse.button;
    })
    .on('zoom', ({ transform: t }: D3ZoomEvent<SVGSVGElement, unknown>) => {
      const ratio = t.k / before.k;
      handlers.zoom(ratio, [t.x - ratio * before.x, t.y - ratio * before.y]);
      before = t;
    })
    .on('end', () => {
      // A click begins and ends a gesture, too.
      if (before === zoomIdentity) return;
      // The figure keeps what is shown; the behaviour only tells of changes.
      before = zoomIdentity;
      svg.property('__zoom', zoomIdentity);
      handlers.settle();
    });
  svg.call(behaviour).on('dblclick.zoom', null);
  svg.on('dblclick', (event: MouseEvent) => {
    if (!inside(pointer(event, node), handlers.plot())) return;
    event.preventDefault();
    handlers.reset();
  });
}

function attachPointer(
  svg: Selection<SVGSVGElement, unknown, null, undefined>,
  node: SVGSVGElement,
  handlers: GestureHandlers,
): void {
  let press: { at: Point; timer: ReturnType<typeof setTimeout> } | undefined;
  /** Where the pointer was last: a click knows whole pixels only. */
  let last: Point | undefined;
  /** A finger that has pinned is still to be lifted, which is no tap. */
  let pinned = false;
  const release = (): void => {
    clearTimeout(press?.timer);
    press = undefined;
  };
  svg
    .on('pointerdown', (event: PointerEvent) => {
      release();
      last = pointer(event, node);
      pinned = false;
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const at = pointer(event, node);
      const timer = setTimeout(() => {
        release();
        pinned = true;
        handlers.pin(at);
      }, longPress);
      press = { at, timer };
    })
    .on('pointermove', (event: PointerEvent) => {
      const at = pointer(event, node);
      last = at;
      if (press && Math.hypot(at[0] - press.at[0], at[1] - press.at[1]) > wander) release();
      handlers.hover(inside(at, handlers.plot()) ? at : null);
    })
    .on('pointerup pointercancel', release)
    .on('pointerleave', (event: PointerEvent) => {
      release();
      // A lifted finger leaves too, but what it showed should stay.
      if (event.pointerType !== 'touch') handlers.hover(null);
    })
    .on('contextmenu', (event: PointerEvent) => {
      if (event.pointerType === 'touch') event.preventDefault();
    })
    .on('click', (event: PointerEvent) => {
      const whole = pointer(event, node);
      const at = last && Math.hypot(last[0] - whole[0], last[1] - whole[1]) < 2 ? last : whole;
      if (pinned || !inside(at, handlers.plot())) return;
      // A finger does not hover before it taps.
      if (event.pointerType === 'touch') handlers.hover(at);
      handlers.pin(at);
    });
}

function attachKeys(
  svg: Selection<SVGSVGElement, unknown, null, undefined>,
  handlers: GestureHandlers,
): void {
  const zoomBy = (ratio: number): void => {
    const { x, y, width, height } = handlers.plot();
    handlers.zoom(ratio, [(1 - ratio) * (x + width / 2), (1 - ratio) * (y + height / 2)]);
    handlers.settle();
  };
  const actions: Readonly<Record<string, (stride: number) => void>> = {
    ArrowUp: (n) => handlers.step(-n, 0),
    ArrowDown: (n) => handlers.step(n, 0),
    ArrowLeft: (n) => handlers.step(0, -n),
    ArrowRight: (n) => handlers.step(0, n),
    Enter: () => handlers.pinCurrent(),
    ' ': () => handlers.pinCurrent(),
    Escape: () => handlers.unpin(),
    '+': () => zoomBy(1.5),
    '=': () => zoomBy(1.5),
    '-': () => zoomBy(1 / 1.5),
    '0': () => handlers.reset(),
  };
  svg.on('keydown', (event: KeyboardEvent) => {
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    // The page has its own meaning for arrow keys.
    event.preventDefault();
    event.stopPropagation();
    action(event.shiftKey ? 10 : 1);
  });
}

function attachBrush(group: Group, handlers: GestureHandlers): () => void {
  const behaviour = brush<unknown>()
    .keyModifiers(false)
    .touchable(false)
    .filter((event: MouseEvent) => event.shiftKey && !event.button)
    .on('end', ({ selection, sourceEvent }: D3BrushEvent<unknown>) => {
      if (!selection || !sourceEvent) return;
      const [[x0, y0], [x1, y1]] = selection as [[number, number], [number, number]];
      group.call(behaviour.move, null);
      if (x1 - x0 > wander && y1 - y0 > wander)
        handlers.zoomTo({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 });
    });
  return () => {
    const { x, y, width, height } = handlers.plot();
    behaviour.extent([
      [x, y],
      [x + width, y + height],
    ]);
    group.attr('data-transient', '').call(behaviour);
    group.selectAll<SVGRectElement, unknown>('.selection').each(function () {
      select(this).attr('fill-opacity', 0.12).attr('stroke', 'currentColor');
    });
    group.select('.overlay').attr('cursor', 'crosshair');
  };
}
