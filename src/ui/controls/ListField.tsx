import { useId, useState } from 'react';
import type { ParamValue } from '../../mechanisms/define';
import { fitsList, type ListParam } from '../../mechanisms/params';
import { useT } from '../use-text';
import styles from './controls.module.css';

interface Props {
  readonly label: string;
  readonly value: ParamValue;
  readonly onChange: (value: ParamValue) => void;
  readonly param: ListParam;
  readonly help?: string;
}

/** A list as text, `[1, 3, 5, 7]` or `[["L"], ["S", "D"]]`; the outer brackets may be left out. */
export function parseList(text: string, param: ListParam): ParamValue | undefined {
  for (const candidate of [text, `[${text}]`]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (fitsList(param, value)) return value;
    } catch {
      // The other reading may do.
    }
  }
  return undefined;
}

export function ListField({ label, value, onChange, param, help }: Props) {
  const id = useId();
  const t = useT();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = JSON.stringify(value).replaceAll(',', ', ');
  const bad = draft !== null && parseList(draft, param) === undefined;
  const commit = () => {
    const parsed = draft === null ? undefined : parseList(draft, param);
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
          {param.entries === undefined
            ? t('params.list', { min: param.min, max: param.max })
            : t('params.listOf', { values: examples(param.entries) })}
        </p>
      )}
    </div>
  );
}

const examples = (entries: NonNullable<ListParam['entries']>): string =>
  (entries === 'flags' ? [true, false] : entries).map((entry) => JSON.stringify(entry)).join(', ');
