/** Steps that are seen as cells: one block of them, or a few side by side. */
import { viewRequestFor } from '../../draw/choose';
import { colouredAs, colouringOf } from '../../draw/colour';
import type { MiniaturePicture } from '../../draw/miniature';
import type { ShownStep } from '../../state/steps';
import { axisOf, type Role } from '../../trace/axes';
import { usualScale } from '../../trace/scale';
import type { View, ViewRequest } from '../../trace/view';
import type { Layout } from '../stage/cells';
import { maskIn, maskRequestFor } from '../stage/masks';
import type { StepFigure } from '../stage/use-step-figure';

/** Reads a view of the run at hand. */
export type Read = (request: ViewRequest) => Promise<View>;

/** Cells of one panel, before they are coloured together. */
type Panel = {
  readonly view: View;
  readonly mask?: View;
  readonly size: readonly [number, number];
};

/** A stamp shows no more cells than this along a side. */
export const side = 96;
/** Panels side by side. */
const most = 4;

export const requestIn = (
  { plan, layout }: Pick<StepFigure, 'plan' | 'layout'>,
  pixels: readonly [number, number],
  region?: ViewRequest['region'],
): ViewRequest => viewRequestFor(plan, layout.fixed, pixels, region);

export const sizeOfSide = ({ axes }: Layout, roles: readonly Role[]): number =>
  roles.reduce((size, role) => size * axisOf(axes, role).size, 1);

/** Rows or columns of a matrix as maps, where one of its sides is pixels and the other is not. */
export async function mapsOf(figure: StepFigure, read: Read): Promise<MiniaturePicture | null> {
  const { layout, step, summary } = figure;
  const gridAlong = (roles: readonly Role[]) => {
    const places = roles.length === 1 ? axisOf(layout.axes, roles[0]).places : undefined;
    if (places?.kind === 'grid') return [places.height, places.width] as const;
    const [y, x] = roles.map((role) => axisOf(layout.axes, role).size);
    return roles.join() === 'height,width' ? ([y, x] as const) : null;
  };
  const [down, across] = [gridAlong(layout.rows), gridAlong(layout.columns)];
  const grid = down ?? across;
  if (!grid || (down && across)) return null;
  const pixels = grid[0] * grid[1];
  const other = sizeOfSide(layout, down ? layout.columns : layout.rows);
  const panels = await Promise.all(
    Array.from({ length: Math.min(most, other) }, async (_, i): Promise<Panel> => {
      const one = [i, i + 1] as const;
      const all = [0, pixels] as const;
      const region = down ? { row: all, column: one } : { row: one, column: all };
      const request = requestIn(figure, down ? [pixels, 1] : [1, pixels], region);
      const hidden = maskRequestFor(request, summary.graph);
      return {
        view: await read(request),
        mask: hidden ? await read(hidden) : undefined,
        size: grid,
      };
    }),
  );
  return coloured(panels, step, true);
}

/** The cells as they are, for the first few heads, groups or channels where it has them. */
export async function cellsOf(figure: StepFigure, read: Read): Promise<MiniaturePicture> {
  const { plan, layout, step, summary } = figure;
  const { grid, multiples } = plan;
  const pixels = grid ? ([grid.height * grid.width, 1] as const) : ([side, side] as const);
  const at = multiples && layout.fixed[multiples];
  const count = multiples && typeof at === 'number' ? axisOf(layout.axes, multiples).size : 1;
  const panels = await Promise.all(
    Array.from({ length: Math.min(most, count) }, async (_, i): Promise<Panel> => {
      const fixed = multiples && count > 1 ? { ...layout.fixed, [multiples]: i } : layout.fixed;
      const request = requestIn({ plan, layout: { ...layout, fixed } }, pixels);
      const hidden = maskRequestFor(request, summary.graph);
      const view = await read(request);
      const whole = grid && view.data.length === grid.height * grid.width;
      return {
        view,
        mask: hidden ? await read(hidden) : undefined,
        size: whole ? [grid.height, grid.width] : [view.height, view.width],
      };
    }),
  );
  return coloured(panels, step, plan.kind === 'map');
}

/** Panels in one range of colours; maps of shares and gates lie over the photograph. */
function coloured(
  panels: readonly Panel[],
  { node }: ShownStep,
  square: boolean,
): MiniaturePicture {
  const { role } = node.step.text;
  const range = {
    min: Math.min(...panels.map(({ view }) => view.statistics.min)),
    max: Math.max(...panels.map(({ view }) => view.statistics.max)),
  };
  const colouring = colouringOf(range, 'local', colouredAs(node), usualScale(node) === 'log');
  return {
    kind: 'cells',
    square,
    over: square && (role === 'gate' || role === 'weights'),
    panels: panels.map(({ view, mask, size }) => ({
      values: view.data,
      rows: size[0],
      columns: size[1],
      colouring,
      mask: maskIn(view, mask, role)?.data,
    })),
  };
}
