import type { Pool, Statistics } from '../trace/view';
import { finish, start, take } from './pooling';

/**
 * One row of pixels while rows of cells are poured into it, and the totals over all of them.
 * The loops over cells are kept bare: 4,096 × 4,096 cells pass through them while a person zooms.
 */
export class Line {
  private readonly pixels: Float64Array;
  private readonly rows: Sums;
  private readonly columns: Sums;
  private finite = 0;
  private sum = 0;
  private squares = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  /**
   * @param down where pixel rows begin and end, in cells; one more than there are pixels.
   * @param across the same for pixel columns.
   */
  constructor(
    readonly down: Int32Array,
    private readonly across: Int32Array,
    private readonly pool: Pool,
  ) {
    this.pixels = new Float64Array(across.length - 1).fill(start[pool]);
    this.rows = new Sums(down.length - 1);
    this.columns = new Sums(across.length - 1);
  }

  /**
   * Counts one row of cells in the totals, and in pixel row `y`.
   * @param pooling whether pixels are wanted; not where each cell is a pixel.
   */
  add(cells: Float32Array, y: number, pooling: boolean): void {
    let { min, max } = this;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < cells.length; i++) {
      const value = cells[i];
      sum += value;
      squares += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    let count = cells.length;
    // A finite sum says that every cell is finite, so that no cell has to be asked.
    if (Number.isFinite(sum)) {
      [this.min, this.max] = [min, max];
      this.addColumns(cells, pooling && this.pool === 'mean');
      if (pooling && this.pool !== 'mean') this.poolRow(cells);
    } else {
      [sum, squares, count] = this.addFinite(cells);
      if (pooling) this.poolRow(cells);
    }
    this.rows.sums[y] += sum;
    this.rows.counts[y] += count;
    this.sum += sum;
    this.squares += squares;
    this.finite += count;
  }

  /** Writes pixel row `y`, and begins the next one. */
  write(into: Float32Array, y: number): void {
    const { pixels, pool, across } = this;
    const height = this.down[y + 1] - this.down[y];
    for (let x = 0; x < pixels.length; x++) {
      const cells = height * (across[x + 1] - across[x]);
      into[y * pixels.length + x] = finish(pool, pixels[x], cells);
    }
    pixels.fill(start[pool]);
  }

  rowMean = (): Float32Array => this.rows.means();
  columnMean = (): Float32Array => this.columns.means();

  /** Over the finite ones of `count` cells. */
  statistics(count: number): Statistics {
    const { finite, min, max } = this;
    const notFinite = count - finite;
    if (finite === 0) return { min: NaN, max: NaN, mean: NaN, std: NaN, count, notFinite };
    const mean = this.sum / finite;
    // The difference of two large numbers would leave a little where all cells are equal.
    const variance = min === max ? 0 : Math.max(0, this.squares / finite - mean * mean);
    return { min, max, mean, std: Math.sqrt(variance), count, notFinite };
  }

  /** Adds finite cells to the column sums and, for means, to the pixels. */
  private addColumns(cells: Float32Array, toPixels: boolean): void {
    const { across, pixels } = this;
    const { sums, counts } = this.columns;
    if (cells.length === sums.length) {
      for (let x = 0; x < cells.length; x++) {
        sums[x] += cells[x];
        if (toPixels) pixels[x] += cells[x];
      }
      this.columns.whole++;
      return;
    }
    for (let x = 0, c = 0; x < sums.length; x++) {
      const end = across[x + 1] - across[0];
      counts[x] += end - c;
      let sum = 0;
      for (; c < end; c++) sum += cells[c];
      sums[x] += sum;
      if (toPixels) pixels[x] += sum;
    }
  }

  /** Counts the finite cells of a row that has others, too: their sum, sum of squares and number. */
  private addFinite(cells: Float32Array): [number, number, number] {
    const { across } = this;
    const { sums, counts } = this.columns;
    let [sum, squares, count] = [0, 0, 0];
    for (let x = 0, c = 0; x < sums.length; x++) {
      const end = across[x + 1] - across[0];
      for (; c < end; c++) {
        const value = cells[c];
        if (!Number.isFinite(value)) continue;
        sum += value;
        squares += value * value;
        count++;
        sums[x] += value;
        counts[x]++;
        if (value < this.min) this.min = value;
        if (value > this.max) this.max = value;
      }
    }
    return [sum, squares, count];
  }

  private poolRow(cells: Float32Array): void {
    const { across, pixels, pool } = this;
    for (let x = 0, c = 0; x < pixels.length; x++) {
      const end = across[x + 1] - across[0];
      let pixel = pixels[x];
      if (pool === 'max') for (; c < end; c++) pixel = Math.max(pixel, cells[c]);
      else if (pool === 'min') for (; c < end; c++) pixel = Math.min(pixel, cells[c]);
      else for (; c < end; c++) pixel = take(pool, pixel, cells[c]);
      pixels[x] = pixel;
    }
  }
}

/** Sums of finite cells, by pixel row or by pixel column. */
class Sums {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  /** Rows that added one finite cell to every column, counted once. */
  whole = 0;

  constructor(length: number) {
    this.sums = new Float64Array(length);
    this.counts = new Float64Array(length);
  }

  means = (): Float32Array =>
    Float32Array.from(this.sums, (sum, i) => sum / (this.whole + this.counts[i]));
}
