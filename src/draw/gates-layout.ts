import { range } from 'd3';
import type { Rect } from './canvas';

/** Where the parts of one channel's card lie, in pixels of the figure. */
export interface Card {
  readonly channel: number;
  readonly box: Rect;
  readonly before: Rect | null;
  readonly bar: Rect;
  readonly after: Rect | null;
}

export interface GatesLayout {
  readonly cards: readonly Card[];
  readonly columns: number;
  readonly page: number;
  readonly pages: number;
  /** Cards on a full page. */
  readonly perPage: number;
  /** The strip below the cards with the pager; of no height when all fit on one page. */
  readonly footer: Rect;
}

const pad = 8;
const textLine = 18;
/** Longer side of a picture: as large as lets all channels stand on one page, within these bounds. */
const thumbs = { least: 50, most: 128, step: 2 } as const;
const inset = 2;
/** Room for × and = between the pictures and the bar. */
const sign = 15;
const barWidth = 10;
const gap = 6;
const footerHeight = 36;

/** Channels in the order in which they are shown: as they are, or from the most open gate to the least. */
export function orderOf(gates: Float32Array, order: 'index' | 'gate'): number[] {
  const channels = range(gates.length);
  return order === 'index' ? channels : channels.sort((a, b) => gates[b] - gates[a] || a - b);
}

interface Pictures {
  readonly before: boolean;
  readonly after: boolean;
  /** Height over width. */
  readonly aspect: number;
}

interface Grid {
  readonly picture: { readonly width: number; readonly height: number };
  readonly card: { readonly width: number; readonly height: number };
  readonly columns: number;
  rowsIn(room: number): number;
}

function gridFor(thumb: number, pictures: Pictures, width: number): Grid {
  const long = Math.max(1, pictures.aspect);
  const picture = {
    width: Math.max(16, Math.round(thumb / long)),
    height: Math.max(16, Math.round((thumb / long) * pictures.aspect)),
  };
  const pictured = Number(pictures.before) + Number(pictures.after);
  const natural = 2 * pad + pictured * (picture.width + sign) + (pictured > 0 ? barWidth : 72);
  const card = {
    width: Math.min(natural, width),
    height: 2 * pad + textLine + (pictured > 0 ? picture.height : barWidth),
  };
  return {
    picture,
    card,
    columns: Math.max(1, Math.floor((width + gap) / (card.width + gap))),
    rowsIn: (room) => Math.max(1, Math.floor((room + gap) / (card.height + gap))),
  };
}

/** Cards in rows, as large as lets all of them be seen; where that is too small, on pages. */
export function layoutGates(
  channels: readonly number[],
  size: { readonly width: number; readonly height: number },
  pictures: Pictures,
  top: number,
  page: number,
): GatesLayout {
  const width = size.width - 2 * inset;
  const room = size.height - top - 2 * inset;
  const least = gridFor(thumbs.least, pictures, width);
  const grid =
    range(thumbs.most, thumbs.least, -thumbs.step)
      .map((thumb) => gridFor(thumb, pictures, width))
      .find((g) => g.card.width < width && g.columns * g.rowsIn(room) >= channels.length) ?? least;
  const { columns, card, picture } = grid;
  const fits = channels.length <= columns * grid.rowsIn(room);
  const perPage = columns * grid.rowsIn(fits ? room : room - footerHeight);
  const pages = Math.max(1, Math.ceil(channels.length / perPage));
  const shown = Math.max(0, Math.min(pages - 1, page));
  // Cards share some of what is left over across.
  const spare = columns > 1 ? (width - columns * card.width) / (columns - 1) : 0;
  const stride = card.width + Math.min(spare, 4 * gap);
  const cards = channels.slice(shown * perPage, (shown + 1) * perPage).map((channel, i): Card => {
    const x = inset + (i % columns) * stride;
    const y = inset + top + Math.floor(i / columns) * (card.height + gap);
    const inner = y + pad + textLine;
    const pictureAt = (at: number): Rect => ({ x: at, y: inner, ...picture });
    const barX = x + pad + (pictures.before ? picture.width + sign : 0);
    const bar =
      pictures.before || pictures.after
        ? { x: barX, y: inner, width: barWidth, height: picture.height }
        : { x: barX, y: inner, width: card.width - 2 * pad, height: barWidth };
    return {
      channel,
      box: { x, y, ...card },
      before: pictures.before ? pictureAt(x + pad) : null,
      bar,
      after: pictures.after ? pictureAt(barX + barWidth + sign) : null,
    };
  });
  const footer = { x: 0, y: size.height - footerHeight, width: size.width };
  return {
    cards,
    columns,
    page: shown,
    pages,
    perPage,
    footer: { ...footer, height: fits ? 0 : footerHeight },
  };
}

/** The card under a point. */
export function cardAt(
  { cards }: GatesLayout,
  [x, y]: readonly [number, number],
): Card | undefined {
  return cards.find(
    ({ box }) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height,
  );
}
