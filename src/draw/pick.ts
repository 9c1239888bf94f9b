import { pointer } from 'd3';
import { createLiveText, type Surface } from './surface';

export interface PickEvents<T> {
  /** The pointer or the keyboard is on something, or on nothing any more. */
  onHover?(target: T | null): void;
  /** Something was chosen; null when the choice was taken back. */
  onPin?(target: T | null): void;
}

/** What a figure can tell about its parts; asked anew at every event, so it may change with the data. */
export interface Targets<T> {
  at(point: readonly [x: number, y: number]): T | null;
  same(a: T, b: T): boolean;
  /** The next part in the direction of an arrow key; the first one from nowhere. */
  step(from: T | null, dx: number, dy: number): T | null;
  pinned(): T | null;
  /** What is read out beside it, and by a screen reader. */
  text(target: T): string;
}

export interface Pick<T> {
  /** What the pointer or the keyboard is on. */
  readonly hovered: T | null;
  /** What the figure is, for a screen reader. */
  name(label: string): void;
  destroy(): void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Hovering previews, a click or tap pins, the same again unpins; arrow keys move the preview
 * (with Shift by ten), Enter and Space pin it, Escape unpins and ends it.
 * @param redraw after the preview changed
 */
export function createPick<T>(
  surface: Surface,
  events: PickEvents<T>,
  targets: Targets<T>,
  redraw: () => void,
): Pick<T> {
  const root = surface.svg.node() as SVGSVGElement;
  let hovered: T | null = null;
  const controller = new AbortController();
  const options = { signal: controller.signal };
  const live = createLiveText(surface.root);
  surface.svg
    .attr('tabindex', 0)
    .attr('role', 'application')
    .style('touch-action', 'manipulation')
    .style('user-select', 'none');

  const same = (a: T | null, b: T | null): boolean =>
    a === b || (a !== null && b !== null && targets.same(a, b));
  const hover = (target: T | null): void => {
    if (same(hovered, target)) return;
    hovered = target;
    redraw();
    events.onHover?.(target);
  };
  const pin = (target: T | null): void => {
    events.onPin?.(same(target, targets.pinned()) ? null : target);
  };
  const walk = ([dx, dy]: readonly [number, number], stride: number): T | null => {
    let target = hovered ?? targets.pinned();
    for (let i = 0; i < stride; i++) target = targets.step(target, dx, dy) ?? target;
    return target;
  };
  const locate = (event: MouseEvent): T | null => targets.at(pointer(event, root));

  root.addEventListener(
    'pointermove',
    (event) => {
      // A finger that moves scrolls the page; it previews nothing.
      if (event.pointerType !== 'touch') hover(locate(event));
    },
    options,
  );
  root.addEventListener('pointerleave', () => hover(null), options);
  root.addEventListener(
    'click',
    (event) => {
      const target = locate(event);
      if (target !== null) pin(target);
    },
    options,
  );
  root.addEventListener('blur', () => hover(null), options);
  root.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const way = arrows[event.key];
      const stride = event.shiftKey ? 10 : 1;
      if (way) {
        hover(walk(way, stride));
        if (hovered !== null) live.say(targets.text(hovered));
      } else if ((event.key === 'Enter' || event.key === ' ') && hovered !== null) pin(hovered);
      else if (event.key === 'Escape' && targets.pinned() !== null) pin(targets.pinned());
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    options,
  );
  return {
    get hovered() {
      return hovered;
    },
    name: (label) => surface.svg.attr('aria-label', label),
    destroy: () => controller.abort(),
  };
}
