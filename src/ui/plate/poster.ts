/** The whole plate as one figure: title, legend, families as sections, each tile with its name. */
import type { FigureContext } from '../../draw/figure';
import { createMeasure } from '../../draw/labels';
import { createMiniature, type MiniatureData } from '../../draw/miniature';
import { wrap } from '../../export/sheet';
import type { Drawing } from '../../export/svg';
import { element, escapeXml } from '../../export/xml';
import type { Translate } from '../../i18n';
import { type LegendEntry, legendOf } from './legend-entries';

export interface PosterTile {
  readonly name: string;
  /** Year, and the input where it is not the common one. */
  readonly note: string;
  readonly data?: MiniatureData;
  /** Why there is no picture. */
  readonly instead: string;
}

export interface PosterSection {
  readonly title: string;
  readonly tiles: readonly PosterTile[];
}

export interface PosterText {
  readonly title: string;
  readonly subtitle: string;
  readonly t: Translate;
}

/** Pixels, of which 96 make an inch. */
const tile = { side: 124, gap: 16, name: 12, line: 15, note: 11 } as const;
const columns = 9;
const margin = { section: 118, top: 104, between: 14 } as const;
const rowHeight = tile.side + 18 + 2 * tile.line + 14;

export const posterWidth = margin.section + columns * (tile.side + tile.gap) - tile.gap;

interface Placed {
  readonly tile: PosterTile;
  readonly x: number;
  readonly y: number;
}

/** Where everything stands: families below each other, their tiles on one grid. */
export function layPoster(sections: readonly PosterSection[]) {
  let y: number = margin.top;
  const titles: { text: string; y: number }[] = [];
  const placed: Placed[] = [];
  for (const { title, tiles } of sections) {
    titles.push({ text: title, y });
    tiles.forEach((one, i) => {
      placed.push({
        tile: one,
        x: margin.section + (i % columns) * (tile.side + tile.gap),
        y: y + Math.floor(i / columns) * rowHeight,
      });
    });
    y += Math.ceil(tiles.length / columns) * rowHeight + margin.between;
  }
  return { titles, placed, height: y };
}

export function posterDrawing(sections: readonly PosterSection[], text: PosterText): Drawing {
  return (host, context) => {
    const { ownerDocument: document } = host;
    const layout = layPoster(sections);
    const legend = legendMarkup(legendOf(context.theme, text.t), layout.height, context, document);
    const height = layout.height + legend.height;
    const sheet = document.createElement('div');
    Object.assign(sheet.style, {
      position: 'relative',
      width: `${posterWidth}px`,
      height: `${height}px`,
    });
    host.append(sheet);

    const figures = layout.placed.flatMap(({ tile: { data }, x, y }) => {
      if (!data) return [];
      const place = document.createElement('div');
      Object.assign(place.style, { position: 'absolute', left: `${x}px`, top: `${y}px` });
      sheet.append(place);
      const figure = createMiniature(place);
      figure.update(data, { ...context, width: tile.side, height: tile.side });
      return [figure];
    });
    const markup = wordsMarkup(layout, text, context, document) + legend.markup;
    sheet.append(overlay(document, markup, height, context));
    return {
      rows: [[sheet]],
      remove() {
        for (const figure of figures) figure.destroy();
        sheet.remove();
      },
    };
  };
}

/** All words and lines, over the tiles. */
function overlay(
  document: Document,
  markup: string,
  height: number,
  { theme }: FigureContext,
): Element {
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: posterWidth,
      height,
      viewBox: `0 0 ${posterWidth} ${height}`,
      style: 'position:absolute;inset:0',
      'font-family': theme.sans,
      fill: theme.ink,
    },
    markup,
  );
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  return document.importNode(parsed, true);
}

const textAt = (
  x: number,
  y: number,
  size: number,
  text: string,
  more: Readonly<Record<string, string | number>> = {},
): string => element('text', { x, y, 'font-size': size, ...more }, escapeXml(text));

function wordsMarkup(
  { titles, placed }: ReturnType<typeof layPoster>,
  { title, subtitle }: PosterText,
  { theme }: FigureContext,
  document: Document,
): string {
  const measure = createMeasure(document, theme);
  const quiet = { fill: theme.greys[2] };
  const head =
    textAt(0, 38, 34, title, { 'font-weight': 600 }) + textAt(0, 64, 15, subtitle, quiet);
  const heads = titles.map(({ text, y }) => {
    const line = element('path', {
      d: `M0,${y - 8}H${posterWidth}`,
      stroke: theme.greys[1],
      fill: 'none',
    });
    const lines = wrap(text, margin.section - 16, (part) => measure(part, 14) * 1.06);
    const words = lines.map((part, i) =>
      textAt(0, y + 14 + i * 18, 14, part, { 'font-weight': 600 }),
    );
    return line + words.join('');
  });
  const names = placed.map(({ tile: { name, note, data, instead }, x, y }) => {
    const fit = (part: string) => measure(part, tile.name);
    const all = wrap(name, tile.side + tile.gap - 4, fit);
    const below = y + tile.side + 16;
    const lines = all.map((part, i) => textAt(x, below + i * tile.line, tile.name, part));
    const last = textAt(x, below + all.length * tile.line, tile.note, note, quiet);
    const why = data
      ? []
      : wrap(instead, tile.side, (part) => measure(part, tile.note)).map((part, i) =>
          textAt(x, y + 14 + i * 14, tile.note, part, quiet),
        );
    return element('g', { 'data-part': 'tile' }, [...lines, last, ...why].join(''));
  });
  return head + heads.join('') + names.join('');
}

/** The legend in a row or more, from `y` down. */
function legendMarkup(
  entries: readonly LegendEntry[],
  y: number,
  { theme }: FigureContext,
  document: Document,
): { readonly markup: string; readonly height: number } {
  const measure = createMeasure(document, theme);
  let [x, line] = [0, 0];
  const parts = entries.map((entry) => {
    const swatch = entry.shape === 'ramp' ? 72 : 22;
    const width = swatch + 8 + measure(entry.text, tile.name) + 28;
    if (x > 0 && x + width > posterWidth) [x, line] = [0, line + 1];
    const at = { x, y: y + 4 + line * 24 };
    x += width;
    return (
      swatchMarkup(entry, at, swatch, theme.greys[1]) +
      textAt(at.x + swatch + 8, at.y + 10, tile.name, entry.text, { fill: theme.greys[3] })
    );
  });
  const rule = element('path', {
    d: `M0,${y - 8}H${posterWidth}`,
    stroke: theme.greys[1],
    fill: 'none',
  });
  return {
    markup: element('g', { 'data-part': 'legend' }, rule + parts.join('')),
    height: (line + 1) * 24 + 8,
  };
}

function swatchMarkup(
  { shape, colours }: LegendEntry,
  { x, y }: { readonly x: number; readonly y: number },
  width: number,
  edge: string,
): string {
  const [colour] = colours;
  const frame = { x, y, width, height: 12, fill: 'none' };
  switch (shape) {
    case 'ramp': {
      const step = width / colours.length;
      const shades = colours.map((fill, i) =>
        element('rect', { x: x + i * step, y, width: step + 0.3, height: 12, fill }),
      );
      return shades.join('') + element('rect', { ...frame, stroke: edge });
    }
    case 'line':
      return element('rect', { ...frame, x: x + 5, width: 12, stroke: colour, 'stroke-width': 2 });
    case 'bars':
      return [5, 9, 7, 12]
        .map((height, i) =>
          element('rect', { x: x + i * 5, y: y + 12 - height, width: 4, height, fill: colour }),
        )
        .join('');
    case 'hatch':
      return element('path', {
        d: [0, 5, 10, 15].map((dx) => `M${x + dx},${y + 12}l5,-12`).join(''),
        stroke: colour,
        fill: 'none',
      });
  }
}
