import { EyeOff } from 'lucide-react';
import { memo } from 'react';
import type { Column } from '../../../state/choose-table';
import type { Sizes } from '../../../state/sizes';
import { useT, useText } from '../../use-text';
import { MechanismLink } from '../MechanismLink';
import { Cell } from './Cell';
import { type Barred, isBarred, type Row } from './rows';
import styles from './Table.module.css';
import { takenAs } from './words';

interface Props {
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly ranges: ReadonlyMap<Barred, readonly [number, number] | null>;
  readonly sizes: Sizes;
  readonly onHide: (id: string) => void;
}

/** Columns that say something of a mechanism whatever the size. */
const always: ReadonlySet<Column> = new Set(['over', 'complexity', 'year']);

/** A mechanism: a link to it at this size, and its cells, or why it takes no such size. */
export const TableRow = memo(function TableRow({ row, columns, ranges, sizes, onHide }: Props) {
  const t = useT();
  const text = useText();
  const { mechanism, facts, failure } = row;
  const name = text(mechanism.name);
  const as = takenAs(mechanism, sizes, t);
  const family = t(`family.${mechanism.family}`);
  const asides = [
    as && facts ? t('choose.table.familyAs', { family, as }) : family,
    ...(facts?.notes.map(text) ?? []),
  ];
  return (
    <tr data-id={mechanism.id}>
      <th scope="row">
        <div className={styles.first}>
          <MechanismLink mechanism={mechanism} sizes={failure ? undefined : sizes} />
          <button
            type="button"
            className={styles.hide}
            aria-label={t('choose.table.hide', { name })}
            title={t('choose.table.hide', { name })}
            onClick={() => onHide(mechanism.id)}
          >
            <EyeOff size={14} aria-hidden />
          </button>
        </div>
        {asides.map((aside) => (
          <p key={aside} className={styles.aside}>
            {aside}
          </p>
        ))}
        {failure && (
          <p className={styles.aside} data-warns>
            {text(failure)}
          </p>
        )}
      </th>
      {columns.map((column) => (
        <td key={column} data-column={column}>
          {(facts || always.has(column)) && (
            <Cell row={row} column={column} range={isBarred(column) ? ranges.get(column) : null} />
          )}
        </td>
      ))}
    </tr>
  );
});
