import * as Popover from 'radix-ui/popover';
import { columns as all, type Column } from '../../../state/choose-table';
import type { Sizes } from '../../../state/sizes';
import { useActions, useAtlas } from '../../atlas-context';
import controls from '../../controls/controls.module.css';
import { useT } from '../../use-text';
import { ExportMenu } from './ExportMenu';
import { Measure } from './Measure';
import type { Row } from './rows';
import styles from './Toolbar.module.css';
import type { useTimings } from './use-timings';

interface Props {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly timings: ReturnType<typeof useTimings>;
  readonly sizes: Sizes;
  readonly busy: boolean;
}

/** Measures what is shown, chooses columns, exports. */
export function Toolbar({ rows, columns, timings, sizes, busy }: Props) {
  const t = useT();
  const { setChoose } = useActions();
  const table = useAtlas((s) => s.choose.table);
  const toggle = (column: Column) => {
    const { hiddenColumns: hidden } = table;
    const others = hidden.filter((name) => name !== column);
    setChoose({
      table: {
        ...table,
        hiddenColumns: others.length < hidden.length ? others : [...hidden, column],
      },
    });
  };
  return (
    <div className={styles.toolbar}>
      <Measure rows={rows} timings={timings} busy={busy} />
      <div className={styles.tools}>
        {table.hiddenRows.length > 0 && (
          <button
            type="button"
            className={controls.button}
            onClick={() => setChoose({ table: { ...table, hiddenRows: [] } })}
          >
            {t('choose.table.hidden', { count: table.hiddenRows.length })}
            <span className={styles.again}>{t('choose.table.showAll')}</span>
          </button>
        )}
        {table.order && (
          <button
            type="button"
            className={controls.button}
            onClick={() => setChoose({ table: { ...table, order: null } })}
          >
            {t('choose.table.unsort')}
          </button>
        )}
        <Popover.Root>
          <Popover.Trigger className={controls.button}>
            {t('choose.table.columnMenu')}
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              className={styles.menu}
              align="end"
              sideOffset={6}
              collisionPadding={8}
              aria-label={t('choose.table.columnMenu')}
            >
              {all.map((column) => (
                <label key={column} className={styles.choice}>
                  <input
                    type="checkbox"
                    checked={columns.includes(column)}
                    onChange={() => toggle(column)}
                  />
                  {t(`choose.table.columns.${column}`)}
                </label>
              ))}
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
        <ExportMenu rows={rows} columns={columns} sizes={sizes} busy={busy} />
      </div>
    </div>
  );
}
