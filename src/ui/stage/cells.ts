/** Which cell of a tensor a place in a figure is, and the other way round. */
import type { FigurePlan, Selection as Fixed } from '../../draw/choose';
import type { Selection } from '../../state/view';
import { type Axis, axisOf, type Role, stridesOf } from '../../trace/axes';

/** How a figure lays out a node: sides, and where the other axes are fixed. */
export interface Layout {
  readonly axes: readonly Axis[];
  readonly rows: readonly Role[];
  readonly columns: readonly Role[];
  readonly fixed: Fixed;
}

export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** A plan with the person's choices, as far as the axes have them. */
export function layoutOf(plan: FigurePlan, axes: readonly Axis[], selection: Selection): Layout {
  const chosen: Readonly<Partial<Record<Role, number | 'mean'>>> = selection;
  const fixed: Partial<Record<Role, Fixed[Role]>> = {};
  for (const { role, size } of axes) {
    const first = plan.fixed[role];
    if (first === undefined) continue;
    const wanted = chosen[role];
    if (typeof wanted === 'number') fixed[role] = Math.min(wanted, size - 1);
    else fixed[role] = wanted ?? first;
  }
  return { axes, rows: plan.rows, columns: plan.columns, fixed };
}

const sideAxes = (axes: readonly Axis[], roles: readonly Role[]): Axis[] =>
  roles.map((role) => axisOf(axes, role));

/** Positions on each axis of a side, whose positions are counted row-major. */
function unflatten(axes: readonly Axis[], position: number): number[] {
  const strides = stridesOf(axes);
  return axes.map(({ size }, i) => Math.floor(position / strides[i]) % size);
}

/** The index of the cell at a place, or null where it gathers many cells. */
export function cellAt(
  { axes, rows, columns, fixed }: Layout,
  { row, column }: Spot,
): number[] | null {
  const at = new Map<Role, number>();
  for (const [roles, position] of [
    [rows, row],
    [columns, column],
  ] as const) {
    unflatten(sideAxes(axes, roles), position).forEach((i, n) => {
      at.set(roles[n], i);
    });
  }
  const index = axes.map(({ role, size }) => {
    const value = at.get(role) ?? fixed[role];
    if (typeof value === 'number') return value;
    return size === 1 ? 0 : Number.NaN;
  });
  return index.some(Number.isNaN) ? null : index;
}

/** Where a cell is in the figure, or null when the figure shows another head, channel or window. */
export function spotOf(
  { axes, rows, columns, fixed }: Layout,
  index: readonly number[],
): Spot | null {
  const at = (role: Role) => index[axes.findIndex((a) => a.role === role)];
  for (const { role } of axes) {
    const wanted = fixed[role];
    if (typeof wanted === 'number' && wanted !== at(role)) return null;
  }
  const flat = (roles: readonly Role[]) =>
    roles.reduce((sum, role) => sum * axisOf(axes, role).size + at(role), 0);
  return { row: flat(rows), column: flat(columns) };
}

/** The spots of cells that the figure shows. */
export const spotsOf = (layout: Layout, indexes: readonly (readonly number[])[]): Spot[] =>
  indexes.flatMap((index) => spotOf(layout, index) ?? []);
