import { useId, useMemo } from 'react';
import { MAX_TOKENS, tokenize } from '../../inputs/text';
import { useT } from '../use-text';
import styles from './InputPicker.module.css';

interface PassageProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

/** A text box that counts its words. */
export function Passage({ label, value, placeholder, onChange }: PassageProps) {
  const t = useT();
  const id = useId();
  const count = useMemo(() => countOf(value), [value]);
  return (
    <div>
      <label htmlFor={id} className={styles.label}>
        {label}
        {count && <span>{t('input.words', { count: count.tokens })}</span>}
      </label>
      <textarea
        id={id}
        className={styles.passage}
        rows={3}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
      {count && count.cut > 0 && (
        <p className={styles.warning} role="status">
          {t('input.cut', { count: count.cut, max: MAX_TOKENS })}
        </p>
      )}
    </div>
  );
}

/** Nothing for a text that is refused; the run says why. */
function countOf(text: string): { tokens: number; cut: number } | null {
  try {
    const { tokens, cut } = tokenize(text);
    return { tokens: tokens.length, cut };
  } catch {
    return null;
  }
}
