/**
 * Places: which word, pixel or point a position on an axis stands for.
 *
 * A description is plain data, so it travels with the trace; `positionOf` turns an index into a pixel.
 * Some kinds need companions: the token of a window needs to know which window, the key of a cross
 * or of a neighbourhood needs to know the query.
 */
export type Places =
  /** Word or number `i` of an input sequence. */
  | { readonly kind: 'sequence'; readonly input: string }
  /** Row-major pixels of a map. */
  | { readonly kind: 'grid'; readonly height: number; readonly width: number }
  /** Every `stride`-th pixel of a map, `columns` to a row: queries that are fewer than the pixels. */
  | {
      readonly kind: 'lattice';
      readonly columns: number;
      readonly stride: number;
      readonly height: number;
      readonly width: number;
    }
  /**
   * Tokens of a window; the companion is the window axis. Windows are row-major on a padded map of
   * `rows`·`size[0]` × `columns`·`size[1]` pixels that was rolled by −`shift`. With `spread`, a
   * window takes every `rows`-th and `columns`-th pixel instead of adjacent ones. With `halo`, the
   * tokens also cover this many pixels round the window on every side; such windows are not shifted.
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
      readonly halo?: number;
    }
  /** `height` pixels of the query's column, then `width` pixels of its row. */
  | { readonly kind: 'cross'; readonly height: number; readonly width: number }
  /** The pixels of one line through the query: its column (`along` the height) or its row. */
  | {
      readonly kind: 'line';
      readonly along: 'height' | 'width';
      readonly height: number;
      readonly width: number;
    }
  /** Row-major kernel positions round the query's pixel (`dilation` and `padding` as in a convolution). */
  | {
      readonly kind: 'neighbourhood';
      readonly kernel: readonly [number, number];
      readonly dilation: number;
      readonly padding: number;
      readonly height: number;
      readonly width: number;
    }
  /** Points that the mechanism computed: (y, x) in −1…1, recorded by the node `positions`. */
  | { readonly kind: 'sampled'; readonly positions: number }
  /** Channels, where a channel itself is the query or the key. */
  | { readonly kind: 'channel' };

/** Row and column on a map. */
export interface Pixel {
  readonly y: number;
  readonly x: number;
}

/** What else is known about the cell: its window, and the pixel of its query. */
export interface Companions {
  readonly window?: number;
  readonly query?: Pixel;
}

/**
 * Row and column of position `index`. It may lie outside of the map: in the padding of a window, or
 * where a kernel or a halo reaches over the border. Null for places that are no pixels, or points
 * that only a run knows.
 * @param companions the window, or the pixel of the query, for the kinds that need one.
 */
export function positionOf(
  places: Places,
  index: number,
  { window = 0, query = { y: 0, x: 0 } }: Companions = {},
): Pixel | null {
  switch (places.kind) {
    case 'sequence':
    case 'channel':
    case 'sampled':
      return null;
    case 'grid':
      return { y: Math.floor(index / places.width), x: index % places.width };
    case 'lattice':
      return {
        y: Math.floor(index / places.columns) * places.stride,
        x: (index % places.columns) * places.stride,
      };
    case 'window':
      return places.halo ? haloPixel(places, index, window) : windowPixel(places, index, window);
    case 'cross':
      return index < places.height
        ? { y: index, x: query.x }
        : { y: query.y, x: index - places.height };
    case 'line':
      return places.along === 'height' ? { y: index, x: query.x } : { y: query.y, x: index };
    case 'neighbourhood': {
      const { kernel, dilation, padding } = places;
      return {
        y: query.y - padding + Math.floor(index / kernel[1]) * dilation,
        x: query.x - padding + (index % kernel[1]) * dilation,
      };
    }
  }
}

type WindowPlaces = Extract<Places, { kind: 'window' }>;

function windowPixel(places: WindowPlaces, token: number, window: number): Pixel {
  const { rows, columns, size, shift, spread } = places;
  const row = Math.floor(window / columns);
  const column = window % columns;
  const ty = Math.floor(token / size[1]);
  const tx = token % size[1];
  const y = spread ? row + ty * rows : row * size[0] + ty;
  const x = spread ? column + tx * columns : column * size[1] + tx;
  return { y: (y + shift[0]) % (rows * size[0]), x: (x + shift[1]) % (columns * size[1]) };
}

function haloPixel(places: WindowPlaces, token: number, window: number): Pixel {
  const { columns, size, halo = 0 } = places;
  const across = size[1] + 2 * halo;
  return {
    y: Math.floor(window / columns) * size[0] + Math.floor(token / across) - halo,
    x: (window % columns) * size[1] + (token % across) - halo,
  };
}
