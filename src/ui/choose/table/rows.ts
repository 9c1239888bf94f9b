import type { Mechanism } from '../../../mechanisms/define';
import type { Column, Order } from '../../../state/choose-table';
import { type Facts, yearOf } from '../../../state/facts';
import type { Reading } from '../../../state/stopwatch';
import type { Text } from '../../../trace/text';

/** What the table knows of a mechanism. */
export interface Row {
  readonly mechanism: Mechanism;
  readonly facts?: Facts;
  /** Why it takes no such size. */
  readonly failure?: Text;
  /** As last measured at this size. */
  readonly reading?: Reading;
}

/** Columns whose values are compared by a bar. */
export const barred = ['parameters', 'macs', 'memory', 'attention', 'time'] as const;
export type Barred = (typeof barred)[number];

export const isBarred = (column: Column): column is Barred =>
  barred.some((name) => name === column);

/** The value of a cell that is a number. */
export function numberIn({ mechanism, facts, reading }: Row, column: Column): number | undefined {
  switch (column) {
    case 'parameters':
    case 'macs':
    case 'memory':
      return facts?.[column];
    case 'attention':
      return facts && facts.attention.cells > 0 ? facts.attention.cells : undefined;
    case 'reach':
      return facts && facts.seen / facts.positions;
    case 'year':
      return yearOf(mechanism);
    case 'time':
      return reading?.timing?.median;
    default:
      return undefined;
  }
}

/** The rows in an order; what has no value comes last either way, equals stay as they were. */
export function sorted(
  rows: readonly Row[],
  order: Order | null,
  wordsIn: (row: Row, by: Order['by']) => string,
): readonly Row[] {
  if (!order) return rows;
  const { by, descending } = order;
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({
    row,
    key:
      (by === 'name' ? undefined : numberIn(row, by)) ??
      (isText(by) ? wordsIn(row, by) : undefined),
  }));
  return keyed
    .sort(({ key: a }, { key: b }) => {
      if (a === undefined || b === undefined)
        return Number(a === undefined) - Number(b === undefined);
      if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
      return sign * String(a).localeCompare(String(b));
    })
    .map(({ row }) => row);
}

const isText = (by: Order['by']): boolean => by === 'name' || by === 'over' || by === 'complexity';

/** Least and largest value of a column, above zero, for bars on a logarithmic scale. */
export function rangeOf(rows: readonly Row[], column: Barred): readonly [number, number] | null {
  const values = rows.flatMap((row) => numberIn(row, column) ?? []).filter((value) => value > 0);
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : null;
}

/** Length of a bar, 0 to 1: the least value keeps a stump, so that it differs from none. */
export function barLength(value: number, [least, most]: readonly [number, number]): number {
  if (value <= 0) return 0;
  const stump = 0.04;
  return most === least
    ? 1
    : stump + (1 - stump) * (Math.log(value / least) / Math.log(most / least));
}
