import type { Statistics } from '../trace/view';

/** Rows that are counted together. */
const BLOCK = 4;

/**
 * Sums over rows and columns of cells, and statistics of all. The loops are kept bare: 4,096 × 4,096 cells pass
 * through them while a person zooms. What is not finite is counted and left out.
 */
export class Totals {
  private readonly rows: Sums;
  private readonly columns: Sums;
  /** Column sums before the rows that are being added. */
  private readonly before: Float64Array;
  private waiting: Float32Array[] = [];
  private row = 0;
  private finite = 0;
  private sum = 0;
  private squares = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  constructor(
    readonly height: number,
    readonly width: number,
  ) {
    this.rows = new Sums(height);
    this.columns = new Sums(width);
    this.before = new Float64Array(width);
  }

  /** Adds the next row. @param cells stay as they are while three more rows come. */
  add(cells: Float32Array): void {
    this.waiting.push(cells);
    if (this.waiting.length === BLOCK) this.count();
  }

  /** Means over the rows between edges; one more of them than there are means. */
  rowMeans = (edges: ArrayLike<number>): Float32Array => this.counted().rows.means(edges);
  columnMeans = (edges: ArrayLike<number>): Float32Array => this.counted().columns.means(edges);

  statistics(): Statistics {
    const { finite, sum, squares, min, max } = this.counted();
    const count = this.height * this.width;
    const notFinite = count - finite;
    if (finite === 0) return { min: NaN, max: NaN, mean: NaN, std: NaN, count, notFinite };
    const mean = sum / finite;
    // The difference of two large numbers would leave a little where all cells are equal.
    const variance = min === max ? 0 : Math.max(0, squares / finite - mean * mean);
    return { min, max, mean, std: Math.sqrt(variance), count, notFinite };
  }

  private counted(): this {
    this.count();
    return this;
  }

  private count(): void {
    const { waiting } = this;
    if (waiting.length < BLOCK || !this.addFour(waiting))
      waiting.forEach((cells, i) => {
        this.addFinite(cells, this.row + i);
      });
    this.row += waiting.length;
    this.waiting = [];
  }

  /**
   * Adds four rows in one loop: a processor adds to four sums in the time of one.
   * @returns whether all is finite; nothing is added when it is not.
   */
  private addFour([first, second, third, fourth]: readonly Float32Array[]): boolean {
    const { before, width } = this;
    const { sums } = this.columns;
    before.set(sums);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let squares = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let x = 0; x < width; x++) {
      const p = first[x];
      const q = second[x];
      const r = third[x];
      const s = fourth[x];
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
    // A finite sum says that every cell is finite, so that no cell has to be asked.
    if (!Number.isFinite(sum)) {
      sums.set(before);
      return false;
    }
    this.columns.whole += BLOCK;
    this.rows.sums.set([a, b, c, d], this.row);
    this.rows.counts.fill(width, this.row, this.row + BLOCK);
    this.addTotals(sum, squares, BLOCK * width, min, max);
    return true;
  }

  /** Adds the finite cells of a row. */
  private addFinite(cells: Float32Array, row: number): void {
    const { sums, counts } = this.columns;
    let [sum, squares, count] = [0, 0, 0];
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let x = 0; x < this.width; x++) {
      const value = cells[x];
      if (!Number.isFinite(value)) continue;
      sum += value;
      squares += value * value;
      count++;
      sums[x] += value;
      counts[x]++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.rows.sums[row] = sum;
    this.rows.counts[row] = count;
    this.addTotals(sum, squares, count, min, max);
  }

  private addTotals(sum: number, squares: number, count: number, min: number, max: number): void {
    this.sum += sum;
    this.squares += squares;
    this.finite += count;
    if (min < this.min) this.min = min;
    if (max > this.max) this.max = max;
  }
}

/** Sums of finite cells and how many they are, by row or by column. */
class Sums {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  /** Cells in every one that are not in `counts`. */
  whole = 0;

  constructor(length: number) {
    this.sums = new Float64Array(length);
    this.counts = new Float64Array(length);
  }

  means(edges: ArrayLike<number>): Float32Array {
    return Float32Array.from({ length: edges.length - 1 }, (_, i) => {
      let [sum, count] = [0, 0];
      for (let at = edges[i]; at < edges[i + 1]; at++) {
        sum += this.sums[at];
        count += this.counts[at] + this.whole;
      }
      return sum / count;
    });
  }
}
