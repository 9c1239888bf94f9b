import { useId, useState } from 'react';
import type { ParamValue } from '../../mechanisms/define';
import { useT } from '../use-text';
import styles from './controls.module.css';

interface Props {
  readonly label: string;
  readonly value: ParamValue;
  readonly onChange: (value: ParamValue) => void;
  readonly min: number;
  readonly max: number;
  readonly help?: string;
}

/** A list of numbers as text, `[1, 3, 5, 7]`; the outer brackets may be left out. */
export function parseList(text: string, min: number, max: number): ParamValue | undefined {
  const trimmed = text.trim();
  try {
    const value: unknown = JSON.parse(trimmed.startsWith('[') ? trimmed : `[${trimmed}]`);
    return isList(value, min, max) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isList = (value: unknown, min: number, max: number): value is readonly ParamValue[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((v) => (typeof v === 'number' ? v >= min && v <= max : isList(v, min, max)));

export function ListField({ label, value, onChange, min, max, help }: Props) {
  const id = useId();
  const t = useT();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = JSON.stringify(value).replaceAll(',', ', ');
  const bad = draft !== null && parseList(draft, min, max) === undefined;
  const commit = () => {
    const parsed = draft === null ? undefined : parseList(draft, min, max);
    if (parsed !== undefined) onChange(parsed);
    setDraft(null);
  };
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id} title={help}>
        {label}
      </label>
      <input
        id={id}
        className={styles.text}
        autoComplete="off"
        value={draft ?? shown}
        aria-invalid={bad}
        aria-describedby={bad ? `${id}-bad` : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      {bad && (
        <p id={`${id}-bad`} className={styles.reason}>
          {t('params.list', { min, max })}
        </p>
      )}
    </div>
  );
}
