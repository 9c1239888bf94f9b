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
  /** Column sums before the row that is being added. */
  private readonly before: Float64Array;
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
    this.before = new Float64Array(across.length - 1);
    this.rows = new Sums(down.length - 1);
    this.columns = new Sums(across.length - 1);
  }

  /**
   * Counts one row of cells in the totals, and in pixel row `y`.
   * @param pooling whether pixels are wanted; not where each cell is a pixel.
   */
  add(cells: Float32Array, y: number, pooling: boolean): void {
    let totals = pooling ? totalsOf(cells) : this.addEach(cells);
    // A finite sum says that every cell is finite, so that no cell has to be asked.
    const finite = Number.isFinite(totals.sum);
    if (!finite) totals = this.addFinite(cells);
    else if (pooling) this.addColumns(cells);
    if (pooling && !(finite && this.pool === 'mean')) this.poolRow(cells);
    const { sum, squares, count, min, max } = totals;
    this.rows.sums[y] += sum;
    this.rows.counts[y] += count;
    this.sum += sum;
    this.squares += squares;
    this.finite += count;
    if (min < this.min) this.min = min;
    if (max > this.max) this.max = max;
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

  /**
   * Adds cells that are pixels to the column sums, all in one loop, and two at a time because each total has to wait
   * for the one before. A row that is not finite leaves the column sums as they were.
   */
  private addEach(cells: Float32Array): Totals {
    const { before } = this;
    const { sums } = this.columns;
    before.set(sums);
    let sum = 0;
    let other = 0;
    let squares = 0;
    let others = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    const odd = cells.length % 2;
    if (odd) {
      sum = cells[0];
      squares = sum * sum;
      sums[0] += sum;
      if (sum < min) min = sum;
      if (sum > max) max = sum;
    }
    for (let x = odd; x < cells.length; x += 2) {
      const left = cells[x];
      const right = cells[x + 1];
      sum += left;
      other += right;
      squares += left * left;
      others += right * right;
      sums[x] += left;
      sums[x + 1] += right;
      if (left < min) min = left;
      if (left > max) max = left;
      if (right < min) min = right;
      if (right > max) max = right;
    }
    sum += other;
    if (Number.isFinite(sum)) this.columns.whole++;
    else sums.set(before);
    return { sum, squares: squares + others, count: cells.length, min, max };
  }

  /** Adds finite cells to the column sums and, for means, to the pixels. */
  private addColumns(cells: Float32Array): void {
    const { across, pixels } = this;
    const { sums, counts } = this.columns;
    const toPixels = this.pool === 'mean';
    for (let x = 0, c = 0; x < sums.length; x++) {
      const end = across[x + 1] - across[0];
      counts[x] += end - c;
      let sum = 0;
      for (; c < end; c++) sum += cells[c];
      sums[x] += sum;
      if (toPixels) pixels[x] += sum;
    }
  }

  /** Adds the finite cells of a row that has others, too. */
  private addFinite(cells: Float32Array): Totals {
    const { across } = this;
    const { sums, counts } = this.columns;
    let [sum, squares, count] = [0, 0, 0];
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
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
        if (value < min) min = value;
        if (value > max) max = value;
      }
    }
    return { sum, squares, count, min, max };
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

/** Of the cells of one row. */
interface Totals {
  readonly sum: number;
  readonly squares: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

function totalsOf(cells: Float32Array): Totals {
  let sum = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i];
    sum += value;
    squares += value * value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { sum, squares, count: cells.length, min, max };
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
