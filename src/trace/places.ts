/**
 * Places: which word, pixel or point a position on an axis stands for.
 *
 * A description is plain data, so it travels with the trace; `placeOf` turns an index into a place.
 * Some kinds need companions: the token of a window needs to know which window, the key of a cross
 * or of a neighbourhood needs to know the query.
 */
export type Places =
  /** Word or number `i` of an input sequence. */
  | { readonly kind: 'sequence'; readonly input: string }
  /** Row-major pixels of a map. */
  | { readonly kind: 'grid'; readonly height: number; readonly width: number }
  /**
   * Tokens of a window; the companion is the window axis. Windows are row-major on a padded map of
   * `rows`·`size[0]` × `columns`·`size[1]` pixels that was rolled by −`shift`. With `spread`, a
   * window takes every `rows`-th and `columns`-th pixel instead of adjacent ones.
   */
  | {
      readonly kind: 'window';
      readonly rows: number;
      readonly columns: number;
      readonly size: readonly [number, number];
      readonly shift: readonly [number, number];
      readonly height: number;
      readonly width: number;
      readonly spread?: boolean;
    }
  /** `height` pixels of the query's column, then `width` pixels of its row. */
  | { readonly kind: 'cross'; readonly height: number; readonly width: number }
  /** Row-major kernel positions round the query's pixel (`stride`, `dilation`, `padding` as in a convolution). */
  | {
      readonly kind: 'neighbourhood';
      readonly kernel: readonly [number, number];
      readonly stride: number;
      readonly dilation: number;
      readonly padding: number;
      readonly height: number;
      readonly width: number;
    }
  /** Points that the mechanism computed: (y, x) in −1…1, recorded by the node `positions`. */
  | { readonly kind: 'sampled'; readonly positions: number }
  /** Channels, where a channel itself is the query or the key. */
  | { readonly kind: 'channel' };

export type Place =
  | { readonly kind: 'word'; readonly input: string; readonly index: number }
  | {
      readonly kind: 'pixel';
      readonly y: number;
      readonly x: number;
      readonly height: number;
      readonly width: number;
    }
  | { readonly kind: 'channel'; readonly index: number }
  /** Needs the recorded positions: point `index` of node `positions`. */
  | { readonly kind: 'sample'; readonly positions: number; readonly index: number }
  /** Padding: no pixel of the input. */
  | { readonly kind: 'outside' };

/** What else is known about the cell: its window, and the pixel of its query. */
export interface Companions {
  readonly window?: number;
  readonly query?: { readonly y: number; readonly x: number };
}

const outside: Place = { kind: 'outside' };

/**
 * The place of position `index`.
 * @param companions the window, or the pixel of the query, for the kinds that need one.
 */
export function placeOf(places: Places, index: number, companions: Companions = {}): Place {
  switch (places.kind) {
    case 'sequence':
      return { kind: 'word', input: places.input, index };
    case 'channel':
      return { kind: 'channel', index };
    case 'sampled':
      return { kind: 'sample', positions: places.positions, index };
    case 'grid':
      return pixel(Math.floor(index / places.width), index % places.width, places);
    case 'window':
      return windowPlace(places, index, companions.window ?? 0);
    case 'cross': {
      const query = companions.query ?? { y: 0, x: 0 };
      return index < places.height
        ? pixel(index, query.x, places)
        : pixel(query.y, index - places.height, places);
    }
    case 'neighbourhood': {
      const query = companions.query ?? { y: 0, x: 0 };
      const { kernel, stride, dilation, padding } = places;
      const y = query.y * stride - padding + Math.floor(index / kernel[1]) * dilation;
      const x = query.x * stride - padding + (index % kernel[1]) * dilation;
      return pixel(y, x, places);
    }
  }
}

function pixel(y: number, x: number, { height, width }: { height: number; width: number }): Place {
  if (y < 0 || x < 0 || y >= height || x >= width) return outside;
  return { kind: 'pixel', y, x, height, width };
}

function windowPlace(
  places: Extract<Places, { kind: 'window' }>,
  token: number,
  window: number,
): Place {
  const { rows, columns, size, shift, spread } = places;
  const row = Math.floor(window / columns);
  const column = window % columns;
  const ty = Math.floor(token / size[1]);
  const tx = token % size[1];
  const y = spread ? row + ty * rows : row * size[0] + ty;
  const x = spread ? column + tx * columns : column * size[1] + tx;
  return pixel((y + shift[0]) % (rows * size[0]), (x + shift[1]) % (columns * size[1]), places);
}
