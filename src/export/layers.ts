import type { Rect } from '../draw/canvas';
import type { Theme } from '../draw/figure';
import { type CanvasLayer, layersOf } from '../draw/surface';
import { canvasToSvg, cellsToSvg } from './cells';
import { element, escapeXml } from './xml';

/** A figure as SVG markup whose origin is the top left corner of what is drawn. */
export interface Collected {
  readonly markup: string;
  /** As far as something is drawn. */
  readonly width: number;
  readonly height: number;
}

export interface CollectOptions {
  readonly theme: Theme;
  /** Device pixels per pixel that the file will be seen at. */
  readonly ratio: number;
  /** Tells the definitions of several figures in one file apart. */
  readonly name: string;
}

/**
 * Every canvas and SVG below `host`, in the order in which they are painted: cells as vectors or
 * exact pixels, other canvases as pictures, SVG as it is but for what belongs to the pointer.
 * @param host in the document, so that its parts have places.
 */
export function collectLayers(
  host: HTMLElement,
  { theme, ratio, name }: CollectOptions,
): Collected {
  const canvases = new Map<Element, CanvasLayer>();
  for (const owner of [host, ...host.querySelectorAll('*')])
    for (const layer of layersOf(owner)?.canvases ?? []) canvases.set(layer.canvas, layer);
  const layers = [...host.querySelectorAll('canvas, svg')].flatMap((layer) => {
    const { x, y, width, height } = layer.getBoundingClientRect();
    // A picture within a picture goes with it; one on a button is no part of the figure.
    const inner = layer.parentElement?.closest('svg, button');
    return inner || width === 0 || height === 0 ? [] : [{ layer, box: { x, y, width, height } }];
  });
  if (layers.length === 0) return collectText(host, theme);

  const left = host.getBoundingClientRect().x;
  const top = Math.min(...layers.map(({ box }) => box.y));
  let [width, height] = [0, 0];
  const parts = layers.map(({ layer, box }, i) => {
    const at = { ...box, x: box.x - left, y: box.y - top };
    const grow = (inner: Rect): void => {
      width = Math.max(width, at.x + inner.x + inner.width);
      height = Math.max(height, at.y + inner.y + inner.height);
    };
    if (layer instanceof SVGSVGElement) {
      grow(layer.getBBox());
      return svgMarkup(layer, at, `${name}-${i}`);
    }
    const known = canvases.get(layer);
    if (!known) return '';
    const { ownerDocument: document } = host;
    for (const { clip } of known.cells) grow(clip);
    const blocks = known.cells.map((block, k) =>
      cellsToSvg(block, { document, theme, ratio, name: `${name}-${i}-${k}` }),
    );
    const markup = blocks.length > 0 ? blocks.join('') : pictureMarkup(known);
    return markup && element('g', { transform: `translate(${at.x},${at.y})` }, markup);
  });
  return { markup: parts.join(''), width, height };
}

/** A figure that is one text, such as a single number. */
function collectText(host: HTMLElement, theme: Theme): Collected {
  const text = host.querySelector('[data-figure]')?.textContent?.trim() ?? '';
  const size = 36;
  const markup = element('text', { y: size, 'font-size': size, fill: theme.ink }, escapeXml(text));
  return text ? { markup, width: size * text.length, height: size * 1.3 } : empty;
}

const empty: Collected = { markup: '', width: 0, height: 0 };

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
