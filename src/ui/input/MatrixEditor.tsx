import { useState } from 'react';
import type { TensorRole } from '../../trace/graph';
import { useT } from '../use-text';
import styles from './MatrixEditor.module.css';
import { useScrub } from './use-scrub';

type Matrix = readonly (readonly number[])[];

interface Props {
  readonly role: TensorRole;
  readonly label: string;
  readonly rows: Matrix;
  readonly names?: readonly string[];
  readonly onChange: (rows: Matrix) => void;
}

/** A small matrix whose cells can be typed into, or dragged sideways. */
export function MatrixEditor({ role, label, rows, names, onChange }: Props) {
  const set = (y: number, x: number, value: number) =>
    onChange(rows.map((row, i) => (i === y ? row.map((old, j) => (j === x ? value : old)) : row)));
  return (
    <table className={styles.matrix}>
      <caption className={`role-${role}`}>{label}</caption>
      <tbody>
        {rows.map((row, y) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its position
          <tr key={y}>
            <th scope="row">{names?.[y] ?? y + 1}</th>
            {row.map((value, x) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its position
              <td key={x}>
                <Cell
                  label={`${label} ${y + 1}, ${x + 1}`}
                  value={value}
                  onChange={(v) => set(y, x, v)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** Every number that can be read while it is typed counts at once; what cannot is marked and not taken. */
function Cell({ label, value, onChange }: CellProps) {
  const t = useT();
  const [draft, setDraft] = useState<string | null>(null);
  const read = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));
  const scrub = useScrub(value, (next) => {
    setDraft(null);
    onChange(next);
  });
  const bad = draft !== null && !Number.isFinite(read(draft));
  return (
    <input
      className={styles.cell}
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-invalid={bad}
      title={bad ? t('input.number') : undefined}
      value={draft ?? `${value}`}
      onFocus={(event) => event.target.select()}
      onChange={({ target }) => {
        setDraft(target.value);
        const typed = read(target.value);
        if (Number.isFinite(typed)) onChange(typed);
      }}
      onBlur={() => setDraft(null)}
      {...scrub}
    />
  );
}
