import type { ViewRequest } from '../../trace/view';
import { spotOf } from './cells';
import { type Grid, rowOfPixel } from './look';
import { maskRequestFor } from './masks';
import { positionsRequest } from './points';
import { requestFor, type StepFigure } from './use-step-figure';

/** How many keys a query has. */
const keysIn = ({ step }: StepFigure): number =>
  step.node.axes.find((a) => a.role === 'key')?.size ?? 1;

/**
 * The row of the query whose weights are looked at: that of the first cell which the figure shows, or else of
 * the query in the middle.
 * @param grid the map of the queries; null when they are none of a map
 */
export function lookRow(
  { layout }: StepFigure,
  grid: Grid | null,
  cells: readonly (readonly number[] | null)[],
): number {
  for (const index of cells) {
    const spot = index && spotOf(layout, index);
    if (spot) return spot.row;
  }
  if (!grid) return 0;
  const middle = { y: Math.floor(grid.height / 2), x: Math.floor(grid.width / 2) };
  return rowOfPixel(layout, middle)?.row ?? 0;
}

/** Views of one query: its weights, what of them is masked (the weights again where nothing is), and its points. */
export function lookRequests(figure: StepFigure, row: number): ViewRequest[] {
  const keys = keysIn(figure);
  const weights: ViewRequest = {
    ...requestFor(figure),
    region: { row: [row, row + 1], column: [0, keys] },
    pixels: [1, keys],
  };
  const positions = positionsRequest(figure);
  const mask = maskRequestFor(weights, figure.summary.graph);
  return [weights, mask ?? weights, ...(positions ? [positions] : [])];
}
