import { type Selection, select } from 'd3';
import { type Cells, contextOf, type Rect } from './canvas';
import type { FigureContext } from './figure';

export type Group = Selection<SVGGElement, unknown, null, undefined>;

/** Cells on a canvas: their exact values, where they lie, and what of them is seen. */
export interface CellBlock extends Cells, Rect {
  readonly clip: Rect;
}

export interface CanvasLayer extends Rect {
  readonly canvas: HTMLCanvasElement;
  /** Empty where the canvas shows a photograph. */
  readonly cells: readonly CellBlock[];
}

/** What an export needs: the SVG over the canvases, all in pixels of the figure. */
export interface Layers {
  readonly svg: SVGSVGElement;
  readonly canvases: readonly CanvasLayer[];
}

const figures = new WeakMap<Element, () => Layers>();

/**
 * The layers of the figure in `host`, or undefined where there is none. Elements of the SVG with
 * `data-transient` (hover marks, read-outs) belong to the pointer, not to the figure.
 */
export const layersOf = (host: Element): Layers | undefined => figures.get(host)?.();

/** A canvas for cells under an SVG for everything else, filling the host. */
export interface Surface {
  readonly document: Document;
  readonly root: HTMLDivElement;
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  /** Sizes both layers and clears the canvas, whose unit becomes a CSS pixel. */
  begin(context: FigureContext, width?: number, height?: number): void;
  /** A group that is made once; groups lie in the order of their first call. */
  group(name: string): Group;
  /** Tells what the canvas holds, for exports. */
  hold(blocks: readonly CellBlock[]): void;
  destroy(): void;
}

export function createSurface(host: HTMLElement): Surface {
  const document = host.ownerDocument;
  const root = document.createElement('div');
  root.style.position = 'relative';
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, { position: 'absolute', inset: '0' });
  const svgNode = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  Object.assign(svgNode.style, { position: 'absolute', inset: '0', display: 'block' });
  root.append(canvas, svgNode);
  host.append(root);

  const svg = select(svgNode) as Surface['svg'];
  // The browser's focus ring is for those who came by keyboard.
  svg
    .on('pointerdown.ring', () => svg.style('outline', 'none'))
    .on('keyup.ring', () => svg.style('outline', null));
  const context = contextOf(canvas);
  const groups = new Map<string, Group>();
  let size = { width: 0, height: 0 };
  let blocks: readonly CellBlock[] = [];
  figures.set(host, () => ({
    svg: svgNode,
    canvases: [{ canvas, x: 0, y: 0, ...size, cells: blocks }],
  }));

  return {
    document,
    root,
    canvas,
    context,
    svg,
    begin({ theme, ...frame }, width = frame.width, height = frame.height) {
      const ratio = frame.ratio ?? document.defaultView?.devicePixelRatio ?? 1;
      size = { width, height };
      // Setting a canvas's size is slow even when it stays the same.
      const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (canvas.width !== w || canvas.height !== h) {
        canvas.width = w;
        canvas.height = h;
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      for (const element of [root, canvas, svgNode]) {
        element.style.width = `${width}px`;
        element.style.height = `${height}px`;
      }
      svg
        .attr('width', width)
        .attr('height', height)
        .attr('viewBox', `0 0 ${width} ${height}`)
        .attr('font-family', theme.sans)
        .attr('fill', theme.ink);
    },
    group(name) {
      const known = groups.get(name);
      if (known) return known;
      const made = svg.append('g').attr('data-part', name);
      groups.set(name, made);
      return made;
    },
    hold(next) {
      blocks = next;
    },
    destroy() {
      figures.delete(host);
      root.remove();
    },
  };
}

/** Text that a screen reader says when it changes, seen by nobody. */
export function createLiveText(root: HTMLElement): { say(text: string): void } {
  const element = root.ownerDocument.createElement('div');
  element.setAttribute('aria-live', 'polite');
  Object.assign(element.style, {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  });
  root.append(element);
  return {
    say(text) {
      element.textContent = text;
    },
  };
}
