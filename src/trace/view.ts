import type { Role } from './axes';

/** How cells are gathered into one pixel, and how a left-out axis is gathered. */
export type Pool = 'mean' | 'max' | 'min' | 'norm';

/**
 * A request for what fits on the screen: rows × columns of one node, pooled to at most `pixels`.
 * Several roles on one side are flattened row-major (height, width → pixels).
 * Every other axis is fixed at an index or pooled away.
 */
export interface ViewRequest {
  readonly node: number;
  readonly rows: readonly Role[];
  readonly columns: readonly Role[];
  readonly fixed: Readonly<Partial<Record<Role, number | Pool>>>;
  /** Half-open region in cells; the whole when left out. */
  readonly region?: {
    readonly row: readonly [number, number];
    readonly column: readonly [number, number];
  };
  readonly pixels: readonly [number, number];
  readonly pool: Pool;
}

export interface View {
  readonly request: ViewRequest;
  /** Row-major, `height` × `width`. */
  readonly data: Float32Array;
  readonly height: number;
  readonly width: number;
  /** Number of cells along each side of the whole. */
  readonly rows: number;
  readonly columns: number;
  /** The region shown, in cells. */
  readonly region: {
    readonly row: readonly [number, number];
    readonly column: readonly [number, number];
  };
  /** Means of each shown row and column, for marginal strips (length `height` and `width`). */
  readonly rowMean: Float32Array;
  readonly columnMean: Float32Array;
  /** Over the region's cells, before pooling. */
  readonly statistics: Statistics;
}

export interface Statistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  readonly count: number;
  /** NaN and infinities, which are shown and never hidden. */
  readonly notFinite: number;
}
