import { useId, useMemo } from 'react';
import type { TextChoice } from '../../inputs/choice';
import { MAX_TOKENS, tokenize } from '../../inputs/text';
import { mechanismById } from '../../mechanisms/catalogue';
import { useActions, useAtlas } from '../atlas-context';
import { FlagField } from '../controls/FlagField';
import { NumberField } from '../controls/NumberField';
import { useT } from '../use-text';
import styles from './InputPicker.module.css';

/** One sentence, or two where the mechanism reads a second sequence. */
export function TextInput({ choice }: { readonly choice: TextChoice }) {
  const t = useT();
  const { adjustInput } = useActions();
  const hasMemory = useAtlas((s) =>
    Object.values(mechanismById(s.mechanism)?.inputs ?? {}).some((i) => i.from === 'memory'),
  );
  return (
    <div className={styles.kind}>
      <Passage
        label={t(hasMemory ? 'input.first' : 'input.sentence')}
        value={choice.text}
        onChange={(text) => adjustInput({ ...choice, text })}
      />
      {hasMemory && (
        <Passage
          label={t('input.second')}
          value={choice.second ?? ''}
          placeholder={t('input.secondEmpty')}
          onChange={(second) => adjustInput({ ...choice, second })}
        />
      )}
      <NumberField
        label={t('input.dim')}
        value={choice.dim}
        min={4}
        max={512}
        options={[4, 8, 16, 32, 64, 128, 256, 512]}
        onChange={(dim) => adjustInput({ ...choice, dim })}
      />
      <FlagField
        label={t('input.position')}
        value={choice.position === 'sinusoidal'}
        onChange={(on) => adjustInput({ ...choice, position: on ? 'sinusoidal' : 'none' })}
      />
      <p className={styles.note}>{t('input.embedding')}</p>
    </div>
  );
}

interface PassageProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

function Passage({ label, value, placeholder, onChange }: PassageProps) {
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
