import { columns } from '../../../state/choose-table';
import { useActions, useAtlas } from '../../atlas-context';
import { Filters } from '../../plate/Filters';
import { useT } from '../../use-text';
import { ScrollBox } from '../ScrollBox';
import { HeadCell } from './HeadCell';
import { How } from './How';
import { barred, rangeOf } from './rows';
import styles from './Table.module.css';
import { TableRow } from './TableRow';
import { Toolbar } from './Toolbar';
import { useRows } from './use-rows';

/** What each mechanism costs at the size that the reader sets. */
export default function Table() {
  const t = useT();
  const { setChoose } = useActions();
  const table = useAtlas((s) => s.choose.table);
  const { rows, timings, sizes, busy } = useRows();
  const shown = columns.filter((column) => !table.hiddenColumns.includes(column));
  const ranges = new Map(barred.map((column) => [column, rangeOf(rows, column)]));
  const hide = (id: string) =>
    setChoose({ table: { ...table, hiddenRows: [...table.hiddenRows, id] } });

  return (
    <div className={styles.view}>
      <p className={styles.lead}>{t('choose.table.lead')}</p>
      <Filters withoutCost />
      <Toolbar rows={rows} columns={shown} timings={timings} sizes={sizes} busy={busy} />
      <ScrollBox label={t('choose.table.label')} tall>
        <table className={styles.table} aria-busy={busy}>
          <thead>
            <tr>
              <HeadCell column="name" />
              {shown.map((column) => (
                <HeadCell key={column} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <TableRow
                key={row.mechanism.id}
                row={row}
                columns={shown}
                ranges={ranges}
                sizes={sizes}
                onHide={hide}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {rows.length === 0 && <p className={styles.nothing}>{t('choose.table.nothing')}</p>}
      <How />
    </div>
  );
}
