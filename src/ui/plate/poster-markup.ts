/** The words, lines and legend of a poster, as SVG. */
import type { FigureContext } from '../../draw/figure';
import type { Measure } from '../../draw/labels';
import { wrap } from '../../export/sheet';
import { element, escapeXml } from '../../export/xml';
import type { LegendEntry } from './legend-entries';
import { type layPoster, margin, posterWidth, tileSize } from './poster-layout';

const textAt = (
  x: number,
  y: number,
  size: number,
  text: string,
  more: Readonly<Record<string, string | number>> = {},
): string => element('text', { x, y, 'font-size': size, ...more }, escapeXml(text));

export function wordsMarkup(
  { titles, placed }: ReturnType<typeof layPoster>,
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
  { theme }: FigureContext,
  measure: Measure,
): string {
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
  const names = placed.map(({ tile: { note, data, instead }, name, x, y }) => {
    const below = y + tileSize.side + 16;
    const lines = name.map((part, i) => textAt(x, below + i * tileSize.line, tileSize.name, part));
    const last = textAt(x, below + name.length * tileSize.line, tileSize.note, note, quiet);
    const why = data
      ? []
      : wrap(instead, tileSize.side, (part) => measure(part, tileSize.note)).map((part, i) =>
          textAt(x, y + 14 + i * 14, tileSize.note, part, quiet),
        );
    return element('g', { 'data-part': 'tile' }, [...lines, last, ...why].join(''));
  });
  return head + heads.join('') + names.join('');
}

/** The legend in a row or more, from `y` down. */
export function legendMarkup(
  entries: readonly LegendEntry[],
  y: number,
  { theme }: FigureContext,
  measure: Measure,
): { readonly markup: string; readonly height: number } {
  let [x, line] = [0, 0];
  const parts = entries.map((entry) => {
    const swatch = entry.shape === 'ramp' ? 60 : 20;
    const width = swatch + 8 + measure(entry.text, tileSize.name) + 18;
    if (x > 0 && x + width > posterWidth) [x, line] = [0, line + 1];
    const at = { x, y: y + 4 + line * 24 };
    x += width;
    return (
      swatchMarkup(entry, at, swatch, theme.greys[1]) +
      textAt(at.x + swatch + 8, at.y + 10, tileSize.name, entry.text, { fill: theme.greys[3] })
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
