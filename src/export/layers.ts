import type { Rect } from '../draw/canvas';
import type { Theme } from '../draw/figure';
import { type CanvasLayer, layersOf } from '../draw/surface';
import { canvasToSvg, cellsToSvg } from './cells';
import { element } from './xml';

/** The drawing below a host as SVG markup, and the part of the host that it covers. */
export interface Collected {
  readonly markup: string;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Every canvas and SVG below `host`, in the order in which they are painted: cells as vectors or
 * exact pixels, other canvases as pictures, SVG as it is but for what belongs to the pointer.
 * @param host in the document, so that its parts have places.
 */
export function collectLayers(host: HTMLElement, theme: Theme, ratio?: number): Collected {
  const canvases = new Map<Element, CanvasLayer>();
  for (const owner of [host, ...host.querySelectorAll('*')])
    for (const layer of layersOf(owner)?.canvases ?? []) canvases.set(layer.canvas, layer);

  const origin = host.getBoundingClientRect();
  const parts: string[] = [];
  let right = 0;
  let bottom = 0;
  [...host.querySelectorAll('canvas, svg')].forEach((layer, i) => {
    if (layer.parentElement?.closest('svg')) return;
    const box = layer.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return;
    const at = { x: box.x - origin.x, y: box.y - origin.y, width: box.width, height: box.height };
    const name = `layer${i}`;
    const grow = (inner: Rect): void => {
      right = Math.max(right, at.x + inner.x + inner.width);
      bottom = Math.max(bottom, at.y + inner.y + inner.height);
    };
    if (layer instanceof SVGSVGElement) {
      parts.push(svgMarkup(layer, at, name));
      grow(layer.getBBox());
    } else {
      const known = canvases.get(layer);
      if (!known) return;
      const document = host.ownerDocument;
      const blocks = known.cells.map((block, k) =>
        cellsToSvg(block, { document, theme, ratio, name: `${name}-${k}` }),
      );
      for (const { clip } of known.cells) grow(clip);
      const markup = blocks.length > 0 ? blocks.join('') : pictureMarkup(known);
      if (markup) parts.push(element('g', { transform: `translate(${at.x},${at.y})` }, markup));
    }
  });
  return { markup: parts.join(''), right, bottom };
}

/** A canvas without cells, unless nothing is painted on it. */
function pictureMarkup(layer: CanvasLayer): string {
  const { canvas } = layer;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels?.some((byte) => byte > 0) ? canvasToSvg({ ...layer, x: 0, y: 0 }) : '';
}

/** What serves the pointer, the keyboard or a screen reader of the page, and no reader of a file. */
const live = /^(class|tabindex|role|cursor|pointer-events|aria-|data-transient|xmlns)/;

/** Marks of the pointer, and shapes that only catch it. */
const unseen =
  '[data-transient], [style*="display: none"], [fill="transparent"]:not([stroke]), rect.overlay';

function svgMarkup(svg: SVGSVGElement, at: Rect, name: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  for (const gone of copy.querySelectorAll(unseen)) gone.remove();
  const all = [copy, ...copy.querySelectorAll('*')];
  const ids = new Set(all.map((node) => node.id).filter(Boolean));
  for (const node of all) {
    for (const { name: key, value } of [...node.attributes]) {
      if (live.test(key)) node.removeAttribute(key);
      else if (key === 'id') node.id = `${name}-${value}`;
      else if (value.includes('#')) node.setAttribute(key, renamed(value, ids, name));
    }
  }
  for (const group of [...copy.querySelectorAll('g')].reverse())
    if (group.childNodes.length === 0) group.remove();
  copy.removeAttribute('style');
  for (const key of ['x', 'y', 'width', 'height'] as const) copy.setAttribute(key, String(at[key]));
  copy.setAttribute('overflow', 'visible');
  return new XMLSerializer().serializeToString(copy);
}

/** References to definitions of the same figure, under their new names. */
const renamed = (value: string, ids: ReadonlySet<string>, name: string): string =>
  value.replace(/^#([\w-]+)$|url\(["']?#([\w-]+)["']?\)/g, (whole, plain, inUrl) => {
    const id = plain ?? inUrl;
    if (!ids.has(id)) return whole;
    return plain ? `#${name}-${id}` : `url(#${name}-${id})`;
  });
