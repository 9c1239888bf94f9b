/** The whole plate as one figure: title, legend, families as sections, each tile with its name. */
import type { FigureContext } from '../../draw/figure';
import { createMeasure } from '../../draw/labels';
import { createMiniature } from '../../draw/miniature';
import { wrap } from '../../export/sheet';
import type { Drawing } from '../../export/svg';
import { element } from '../../export/xml';
import type { Translate } from '../../i18n';
import { legendOf } from './legend-entries';
import { layPoster, type PosterSection, posterWidth, tileSize } from './poster-layout';
import { legendMarkup, wordsMarkup } from './poster-markup';

export interface PosterText {
  readonly title: string;
  readonly subtitle: string;
  readonly t: Translate;
}

export function posterDrawing(sections: readonly PosterSection[], text: PosterText): Drawing {
  return (host, context) => {
    const { ownerDocument: document } = host;
    const measure = createMeasure(document, context.theme);
    const layout = layPoster(sections, (name, width) =>
      wrap(name, width, (part) => measure(part, tileSize.name)),
    );
    const legend = legendMarkup(legendOf(context.theme, text.t), layout.height, context, measure);
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
      figure.update(data, { ...context, width: tileSize.side, height: tileSize.side });
      return [figure];
    });
    const markup = wordsMarkup(layout, text, context, measure) + legend.markup;
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
