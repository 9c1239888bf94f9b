import { useId, useState } from 'react';
import controls from '../../controls/controls.module.css';
import { useT } from '../../use-text';
import { parseAmount } from './amount';
import styles from './Chooser.module.css';

interface Props {
  readonly label: string;
  /** Undefined where there is no limit. */
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A limit that may be left open. What cannot be read leaves it as it was. */
export function BudgetField({ label, value, onChange }: Props) {
  const t = useT();
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft?.trim() === '') onChange(undefined);
    else if (draft !== null) {
      const amount = parseAmount(draft);
      if (amount !== undefined) onChange(amount);
    }
    setDraft(null);
  };
  return (
    <div className={styles.budget}>
      <label htmlFor={id}>{label} ≤</label>
      <input
        id={id}
        className={controls.box}
        inputMode="decimal"
        autoComplete="off"
        placeholder={t('choose.chooser.noLimit')}
        title={t('choose.chooser.budgetHelp')}
        value={draft ?? value?.toLocaleString('en', { maximumFractionDigits: 3 }) ?? ''}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
    </div>
  );
}
