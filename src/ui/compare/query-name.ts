import type { Locale } from '../../state/view';
import { positionName } from '../names';
import { queryPixel } from '../stage/look';
import type { Compared } from './use-comparison';

/** The query whose weights are shown, as a person would name it: its pixel, or its word; null where there is none. */
export function queryName({ figure, row, attention }: Compared, locale: Locale): string | null {
  if (!attention) return null;
  const { layout, step } = figure;
  const pixel = queryPixel(layout, row);
  if (pixel) return `(${pixel.y}, ${pixel.x})`;
  const axis = step.node.axes.find((a) => a.role === layout.rows[0]);
  return axis && layout.rows.length === 1 ? positionName(axis, row, locale) : null;
}
