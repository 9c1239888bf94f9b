import { type FormEvent, useId, useState } from 'react';
import { useT } from '../use-text';
import styles from './Step.module.css';

interface Props {
  readonly disabled: boolean;
  readonly onGuess: (value: number) => void;
}

/** A number to be guessed, in any of the usual ways to write one: 0.5, 1,024, 50 %. */
export function NumberGuess({ disabled, onGuess }: Props) {
  const t = useT();
  const id = useId();
  const [draft, setDraft] = useState('');
  const [refused, setRefused] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = draft.replaceAll(/[,\s]/g, '').replace('−', '-');
    const value = text === '' ? Number.NaN : Number(text);
    setRefused(!Number.isFinite(value));
    if (Number.isFinite(value)) onGuess(value);
  };
  return (
    <form className={styles.guess} onSubmit={submit}>
      <label htmlFor={id}>{t('learn.yourGuess')}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        disabled={disabled}
        value={draft}
        aria-invalid={refused}
        aria-describedby={refused ? `${id}-refused` : undefined}
        onChange={(event) => setDraft(event.target.value)}
      />
      <button type="submit" className={styles.button} disabled={disabled}>
        {t('learn.check')}
      </button>
      {refused && (
        <p id={`${id}-refused`} className={styles.note}>
          {t('learn.number')}
        </p>
      )}
    </form>
  );
}
