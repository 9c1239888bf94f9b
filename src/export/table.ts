import { mark, quoted } from './data';
import { app } from './provenance';

export type Cell = string | number | boolean | null;

/** A table whose rows have the same columns. */
export type Rows = readonly Readonly<Record<string, Cell>>[];

/** One line per row, the names of the columns first; what is null is left empty. */
export function tableCsv(rows: Rows): Blob {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) =>
    columns.map((name) => quoted(row[name] === null ? '' : String(row[name]))).join(','),
  );
  const text = [columns.map(quoted).join(','), ...lines].join('\n');
  return new Blob([mark(text), text, '\n'], { type: 'text/csv' });
}

/** The same with what made it. */
export const tableJson = (rows: Rows, about: Readonly<Record<string, unknown>>): Blob =>
  new Blob([`${JSON.stringify({ app, ...about, rows }, null, 2)}\n`], { type: 'application/json' });
