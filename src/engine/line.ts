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
  /** Column sums before the rows that are being added. */
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

  /** Counts one row of cells in the totals, and in pixel row `y`. */
  add(cells: Float32Array, y: number): void {
    const finite = this.count(cells, y);
    if (!(finite && this.pool === 'mean')) this.poolRow(cells);
  }

  /** Counts cells of which each is a pixel. @param cells the rows, one after the other. */
  addPixels(cells: Float32Array): void {
    const width = this.across.length - 1;
    const height = this.down.length - 1;
    for (let y = 0; y < height; y += 4) {
      const end = Math.min(y + 4, height);
      if (end === y + 4 && this.addFour(cells, y, width)) continue;
      for (let row = y; row < end; row++)
        this.count(cells.subarray(row * width, (row + 1) * width), row);
    }
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

  /** Counts one row of cells in the totals. @returns whether all of them are finite. */
  private count(cells: Float32Array, y: number): boolean {
    let totals = totalsOf(cells);
    // A finite sum says that every cell is finite, so that no cell has to be asked.
    const finite = Number.isFinite(totals.sum);
    if (finite) this.addColumns(cells);
    else totals = this.addFinite(cells);
    this.rows.sums[y] += totals.sum;
    this.rows.counts[y] += totals.count;
    this.addTotals(totals);
    return finite;
  }

  private addTotals({ sum, squares, count, min, max }: Totals): void {
    this.sum += sum;
    this.squares += squares;
    this.finite += count;
    if (min < this.min) this.min = min;
    if (max > this.max) this.max = max;
  }

  /**
   * Counts four rows of pixels in one loop: a processor adds to four totals in the time of one.
   * @param cells rows of `width`, of which the one at `y` is the first.
   * @returns whether all are finite; nothing is counted when they are not.
   */
  private addFour(cells: Float32Array, y: number, width: number): boolean {
    const { before } = this;
    const { sums } = this.columns;
    before.set(sums);
    const first = y * width;
    const second = first + width;
    const third = second + width;
    const fourth = third + width;
    let [a, b, c, d, squares] = [0, 0, 0, 0, 0];
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let x = 0; x < width; x++) {
      const p = cells[first + x];
      const q = cells[second + x];
      const r = cells[third + x];
      const s = cells[fourth + x];
      a += p;
      b += q;
      c += r;
      d += s;
      squares += p * p + q * q + (r * r + s * s);
      sums[x] += p + q + (r + s);
      if (p < min) min = p;
      if (p > max) max = p;
      if (q < min) min = q;
      if (q > max) max = q;
      if (r < min) min = r;
      if (r > max) max = r;
      if (s < min) min = s;
      if (s > max) max = s;
    }
    const sum = a + b + (c + d);
    if (!Number.isFinite(sum)) {
      sums.set(before);
      return false;
    }
    this.columns.whole += 4;
    for (const [i, of] of [a, b, c, d].entries()) {
      this.rows.sums[y + i] += of;
      this.rows.counts[y + i] += width;
    }
    this.addTotals({ sum, squares, count: 4 * width, min, max });
    return true;
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
