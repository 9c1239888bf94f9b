import type { FigureContext, Theme } from '../draw/figure';
import { createMeasure } from '../draw/labels';
import { fontFacesFor } from './fonts';
import { type Collected, collectLayers } from './layers';
import { pixelsPerMillimetre, printWidths, type Sheet, sheetFont, themeFor, wrap } from './sheet';
import { element, escapeXml } from './xml';

/** Figures that were drawn below a host: rows of them, each with its own element. */
export interface Drawn {
  readonly rows: readonly (readonly HTMLElement[])[];
  remove(): void;
}

/**
 * Draws figures into a host. A figure on the page is such a function, so it can be drawn anew for a
 * file: in another theme, at another width.
 */
export type Drawing = (host: HTMLElement, context: FigureContext) => Drawn | Promise<Drawn>;

/** What the screen decides of a figure. */
export interface OnScreen {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly format: FigureContext['format'];
}

/** A figure that stands alone. */
export interface Picture {
  /** A whole SVG file. */
  readonly svg: string;
  /** In pixels, of which 96 make an inch. */
  readonly width: number;
  readonly height: number;
}

const margin = 8;
const least = 200;
/** Between rows of figures. */
const between = 16;

/**
 * Draws a figure out of sight, at the size and in the theme of the sheet, and writes it down as SVG.
 * @param ratio device pixels per pixel that it will be seen at: for what has no vectors, such as photographs.
 */
export async function svgOf(
  document: Document,
  drawing: Drawing,
  sheet: Sheet,
  screen: OnScreen,
  ratio: number,
): Promise<Picture> {
  const theme = themeFor(sheet.background, screen.theme);
  const millimetres = sheet.width === 'screen' ? undefined : printWidths[sheet.width];
  const width = millimetres ? millimetres * pixelsPerMillimetre : screen.width + 2 * margin;
  const inner = Math.floor(width - 2 * margin);
  const size = millimetres
    ? { width: inner, height: Math.round(inner * 1.05) }
    : { width: screen.width, height: screen.height };

  await document.fonts.ready;
  const host = hidden(document, inner);
  const context = { ...size, theme, reducedMotion: true, ratio, format: screen.format };
  let drawn: Drawn | undefined;
  try {
    drawn = await drawing(host, context);
    const figure = arrange(host, drawn, theme, ratio);
    // A narrow figure on a wide screen needs no wide file; a column stays a column.
    const used = millimetres
      ? width
      : Math.min(width, Math.max(least, Math.ceil(figure.width) + 2 * margin));
    return await assemble(document, figure, { sheet, theme, width: used, millimetres });
  } finally {
    drawn?.remove();
    host.remove();
  }
}

/** Figures row below row, with no more room between them than they need. */
function arrange(host: HTMLElement, { rows }: Drawn, theme: Theme, ratio: number): Collected {
  const left = host.getBoundingClientRect().x;
  const placed: string[] = [];
  let [width, height] = [0, 0];
  rows.forEach((row, r) => {
    const figures = row.map((part, i) => ({
      ...collectLayers(part, { theme, ratio, name: `figure${r}-${i}` }),
      x: part.getBoundingClientRect().x - left,
    }));
    const tallest = Math.max(0, ...figures.map((f) => f.height));
    if (tallest === 0) return;
    const y = height === 0 ? 0 : height + between;
    for (const { markup, x, ...size } of figures) {
      placed.push(element('g', { transform: `translate(${x},${y})` }, markup));
      width = Math.max(width, x + size.width);
    }
    height = y + tallest;
  });
  return { markup: placed.join(''), width, height };
}

/** A host that is laid out but not seen. */
function hidden(document: Document, width: number): HTMLElement {
  const host = document.createElement('div');
  host.setAttribute('aria-hidden', 'true');
  host.inert = true;
  Object.assign(host.style, {
    position: 'fixed',
    left: '-100000px',
    top: '0',
    width: `${width}px`,
    visibility: 'hidden',
  });
  document.body.append(host);
  return host;
}

interface Assembly {
  readonly sheet: Sheet;
  readonly theme: Theme;
  readonly width: number;
  readonly millimetres?: number;
}

async function assemble(
  document: Document,
  figure: Collected,
  { sheet, theme, width, millimetres }: Assembly,
): Promise<Picture> {
  const measure = createMeasure(document, theme);
  const inner = width - 2 * margin;
  // Bold is a little wider than what is measured.
  const title = wrap(sheet.title ?? '', inner * 0.94, (t) => measure(t, sheetFont.title));
  const small = sheet.smallPrint.flatMap((paragraph) =>
    wrap(paragraph, inner, (t) => measure(t, sheetFont.smallPrint)),
  );
  const top = margin + (title.length > 0 ? title.length * 17 + 8 : 0);
  const below = top + Math.ceil(figure.height);
  const height = below + (small.length > 0 ? small.length * 13 + 10 : 0) + margin;

  const body = [
    sheet.background === 'transparent'
      ? ''
      : element('rect', { 'data-part': 'paper', width, height, fill: theme.paper }),
    lines('title', title, margin + 12, 17, {
      'font-size': sheetFont.title,
      'font-weight': 600,
      fill: theme.ink,
    }),
    element(
      'g',
      { 'data-part': 'figure', transform: `translate(${margin},${top})` },
      figure.markup,
    ),
    lines('small-print', small, below + 18, 13, {
      'font-size': sheetFont.smallPrint,
      fill: theme.greys[2],
    }),
  ].join('');
  const faces = await fontFacesFor(document, `${theme.sans}${body}`, body);
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      'xmlns:xlink': 'http://www.w3.org/1999/xlink',
      width: millimetres ? `${millimetres}mm` : width,
      height: millimetres ? `${(height / pixelsPerMillimetre).toFixed(2)}mm` : height,
      viewBox: `0 0 ${Number(width.toFixed(3))} ${height}`,
      'font-family': theme.sans,
      fill: theme.ink,
    },
    (sheet.title ? `<title>${escapeXml(sheet.title)}</title>` : '') +
      (faces ? `<style>${faces}</style>` : '') +
      body,
  );
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`, width, height };
}

function lines(
  part: string,
  texts: readonly string[],
  y: number,
  step: number,
  look: Readonly<Record<string, string | number>>,
): string {
  if (texts.length === 0) return '';
  const all = texts.map((text, i) =>
    element('text', { x: margin, y: y + i * step }, escapeXml(text)),
  );
  return element('g', { 'data-part': part, ...look }, all.join(''));
}
