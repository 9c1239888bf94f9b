import { mechanismById } from '../mechanisms/catalogue';
import type { Section } from './section';

/** Columns of the table beside the name, in their order. */
export const columns = [
  'complexity',
  'parameters',
  'macs',
  'memory',
  'attention',
  'time',
  'reach',
  'over',
  'year',
] as const;
export type Column = (typeof columns)[number];

export interface Order {
  readonly by: Column | 'name';
  readonly descending: boolean;
}

/** How the table of all mechanisms is shown. */
export interface TableView {
  /** Null is the order of the catalogue. */
  readonly order: Order | null;
  readonly hiddenColumns: readonly Column[];
  /** Ids of mechanisms that were taken out. */
  readonly hiddenRows: readonly string[];
}

const usual: TableView = { order: null, hiddenColumns: [], hiddenRows: [] };

const sortable = ['name', ...columns] as const;

/** `sort=-macs&cols=over,year&less=mha`: what is sorted by, and which columns and rows are hidden. */
export const tableSection: Section<TableView> = {
  usual,
  encode: ({ order, hiddenColumns, hiddenRows }) => {
    const entries: [string, string][] = [];
    if (order) entries.push(['sort', `${order.descending ? '-' : ''}${order.by}`]);
    if (hiddenColumns.length > 0) entries.push(['cols', hiddenColumns.join()]);
    if (hiddenRows.length > 0) entries.push(['less', hiddenRows.join()]);
    return entries;
  },
  decode: (query) => {
    const sort = query.get('sort');
    const by = sortable.find((name) => name === sort?.replace(/^-/, ''));
    const wanted = (query.get('cols') ?? '').split(',').filter(Boolean);
    const rows = (query.get('less') ?? '').split(',').filter(Boolean);
    const hiddenColumns = columns.filter((name) => wanted.includes(name));
    const hiddenRows = rows.filter((id) => mechanismById(id));
    return {
      value: {
        order: sort && by ? { by, descending: sort.startsWith('-') } : null,
        hiddenColumns,
        hiddenRows,
      },
      problem:
        (sort !== null && !by) ||
        hiddenColumns.length < wanted.length ||
        hiddenRows.length < rows.length,
    };
  },
};
