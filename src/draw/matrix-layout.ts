import type { View } from '../trace/view';
import type { Rect } from './canvas';
import type { Colouring, FigureContext } from './figure';
import { columnLayout, type Margins, marginsFor } from './frame';
import type { AxisLabels, Measure } from './labels';
import { legendHeight } from './legend';
import type { Region } from './viewport';

/** A cell of the whole tensor view, whatever region is shown. */
export interface CellAt {
  readonly row: number;
  readonly column: number;
}

export interface MatrixData {
  readonly view: View;
  /** Names the tensor (run, step, fixed axes); while it stays, so does what is zoomed into. */
  readonly identity: string;
  readonly rows: AxisLabels;
  readonly columns: AxisLabels;
  readonly colouring: Colouring;
  /** Colour of the tensor's role, for the frame. */
  readonly colour: string;
  /** Same request as the view; above one half is masked. */
  readonly mask?: View;
  readonly title?: string;
  /** Name for screen readers. */
  readonly label: string;
  readonly pinned?: readonly CellAt[];
  /** Hovered elsewhere, in a linked figure. */
  readonly hovered?: CellAt | null;
  /** Sources or dependants of a pinned cell. */
  readonly highlighted?: readonly CellAt[];
  readonly marginals: boolean;
  /** Region to show, when the page decides it; a change of it moves the figure there. */
  readonly region?: Region;
  readonly words: MatrixWords;
}

/** Words that are drawn, in the person's language. */
export interface MatrixWords {
  /** `own range, linear`. */
  readonly range: string;
  readonly mean: string;
  readonly masked: string;
  readonly notFinite: string;
}

export interface MatrixLayout {
  readonly plot: Rect;
  readonly margins: Margins;
  /** Height of the whole figure. */
  readonly height: number;
  readonly legend: { readonly x: number; readonly y: number; readonly width: number };
}

/** Thickness of a marginal strip, and its distance from the plot. */
export const strip = { size: 28, gap: 6 } as const;

const titleHeight = 22;
/** A cell never grows beyond this by itself, so that a small matrix stays a figure and not a poster. */
const largestCell = 84;

/** Where everything lies. Cells are square unless the matrix is too long for that. */
export function layoutMatrix(
  data: MatrixData,
  context: FigureContext,
  measure: Measure,
): MatrixLayout {
  const { view, columns } = data;
  const upright = layoutWith(false, data, context, measure);
  const step = upright.plot.width / view.columns;
  const { turned } = columnLayout(
    { labels: columns, count: view.columns },
    step,
    context.height,
    measure,
  );
  return turned ? layoutWith(true, data, context, measure) : upright;
}

function layoutWith(
  turned: boolean,
  data: MatrixData,
  context: FigureContext,
  measure: Measure,
): MatrixLayout {
  const { view } = data;
  const margins = marginsFor(
    { labels: data.rows, count: view.rows },
    { labels: data.columns, count: view.columns },
    context,
    measure,
    turned,
  );
  const strips = data.marginals ? strip.size + strip.gap + 2 : 0;
  const top = margins.top + (data.title ? titleHeight : 0);
  const right = Math.max(margins.right, strips + 2);
  const bottom = margins.bottom + strips + legendHeight + 10;
  const width = Math.max(40, Math.floor(context.width - margins.left - right));
  const height = Math.max(40, Math.floor(context.height - top - bottom));
  const plot = {
    x: margins.left,
    y: top,
    ...plotSize(view.rows, view.columns, width, height),
  };
  const legendY = plot.y + plot.height + margins.bottom + strips + 12;
  return {
    plot,
    margins,
    height: legendY + legendHeight,
    legend: { x: plot.x, y: legendY, width: context.width - plot.x - 4 },
  };
}

/** Whole pixels per cell where cells are larger than pixels, so that all look the same size. */
function plotSize(
  rows: number,
  columns: number,
  width: number,
  height: number,
): { width: number; height: number } {
  const cellSide = (extent: number, count: number): number => {
    const cell = Math.min(largestCell, extent / count);
    return cell >= 4 ? Math.floor(cell) : cell;
  };
  const [w, h] = [cellSide(width, columns), cellSide(height, rows)];
  const square = Math.min(w, h);
  // Small square cells would make a ribbon of a matrix that is much longer than wide.
  const stretched =
    square < 16 && square * Math.min(rows, columns) < 0.35 * Math.min(width, height);
  const [cellWidth, cellHeight] = stretched ? [w, h] : [square, square];
  return { width: Math.round(cellWidth * columns), height: Math.round(cellHeight * rows) };
}
