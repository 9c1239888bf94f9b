import type { Pool } from '../trace/view';
import { finish } from './pooling';

/** One row of pixels while rows of cells are poured into it. The loops are kept bare: millions of cells pass through. */
export class Line {
  /** What has been poured in, by column of cells. */
  private readonly column: Float64Array;
  private poured = 0;

  /** @param edges where pixels begin and end, in cells; one more than there are pixels. */
  constructor(
    private readonly edges: Int32Array,
    private readonly pool: Pool,
  ) {
    this.column = new Float64Array(edges[edges.length - 1]);
  }

  /** Pours in a row of cells. */
  add(cells: Float32Array): void {
    const { column, pool } = this;
    if (this.poured++ === 0) {
      column.set(cells);
      if (pool === 'norm') for (let x = 0; x < column.length; x++) column[x] *= column[x];
    } else if (pool === 'mean') for (let x = 0; x < column.length; x++) column[x] += cells[x];
    else if (pool === 'norm')
      for (let x = 0; x < column.length; x++) column[x] += cells[x] * cells[x];
    else chooseCells(column, cells, pool === 'max' ? 1 : -1);
  }

  /** Writes the pixels, and begins the next row. @param offset of the first one. */
  write(into: Float32Array, offset: number): void {
    const { column, pool, edges, poured } = this;
    if (pool === 'max' || pool === 'min')
      choosePixels(column, edges, pool === 'max' ? 1 : -1, into, offset);
    else {
      for (let x = 0, c = 0; x < edges.length - 1; x++) {
        const from = c;
        let sum = 0;
        for (const end = edges[x + 1]; c < end; c++) sum += column[c];
        into[offset + x] = finish(pool, sum, poured * (c - from));
      }
    }
    this.poured = 0;
  }
}

/** Two numbers of which one is chosen by its index, because a processor cannot foresee where a branch would go. */
const pair = new Float64Array(2);

/** @param sign 1 for the larger of two cells, −1 for the smaller. NaN takes the place of everything. */
function chooseCells(column: Float64Array, cells: Float32Array, sign: 1 | -1): void {
  for (let x = 0; x < column.length; x++) {
    const before = column[x];
    const cell = cells[x];
    pair[0] = before;
    pair[1] = cell;
    column[x] = pair[Number(sign * cell > sign * before) | Number(Number.isNaN(cell))];
  }
}

/** The chosen cell of each pixel. */
function choosePixels(
  column: Float64Array,
  edges: Int32Array,
  sign: 1 | -1,
  into: Float32Array,
  offset: number,
): void {
  for (let x = 0, c = 0; x < edges.length - 1; x++) {
    const end = edges[x + 1];
    let best = column[c];
    for (c++; c < end; c++) {
      const cell = column[c];
      pair[0] = best;
      pair[1] = cell;
      best = pair[Number(sign * cell > sign * best) | Number(Number.isNaN(cell))];
    }
    into[offset + x] = best;
  }
}
