import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Order } from '../../../state/choose-table';
import { useActions, useAtlas } from '../../atlas-context';
import { useT } from '../../use-text';
import styles from './Table.module.css';

/** The name of a column; sorts by it, first the most telling way, then the other, then not at all. */
export function HeadCell({ column }: { readonly column: Order['by'] }) {
  const t = useT();
  const { setChoose } = useActions();
  const table = useAtlas((s) => s.choose.table);
  const order = table.order?.by === column ? table.order : null;
  const next: Order | null = order
    ? order.descending
      ? null
      : { by: column, descending: true }
    : { by: column, descending: false };
  const Arrow = order?.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      data-column={column}
      aria-sort={order ? (order.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" onClick={() => setChoose({ table: { ...table, order: next } })}>
        {t(`choose.table.columns.${column}`)}
        <Arrow size={12} aria-hidden className={styles.arrow} data-on={order !== null} />
      </button>
    </th>
  );
}
