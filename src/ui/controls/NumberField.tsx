import * as Slider from 'radix-ui/slider';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import styles from './controls.module.css';
import { type Range, sliderScale } from './slider-scale';

interface Props extends Range {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly help?: string;
  readonly unit?: string;
  /** Why only some values are offered. */
  readonly reason?: string;
  readonly disabled?: boolean;
}

/** A slider paired with a box for the exact number; only values that fit can be chosen. */
export function NumberField({
  label,
  value,
  onChange,
  help,
  unit,
  reason,
  disabled,
  min,
  max,
  integer,
  log,
  options,
}: Props) {
  const id = useId();
  // Fields are drawn with every move.
  const scale = useMemo(
    () => sliderScale({ min, max, integer, log, options }),
    [min, max, integer, log, options],
  );
  const [draft, setDraft] = useState<string | null>(null);

  const commit = () => {
    const typed = draft === null || draft.trim() === '' ? Number.NaN : Number(draft);
    if (Number.isFinite(typed)) onChange(scale.nearest(typed));
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') setDraft(null);
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const next = scale.positionOf(value) + (event.key === 'ArrowUp' ? 1 : -1);
    setDraft(null);
    if (next >= 0 && next <= scale.last) onChange(scale.valueAt(next));
  };

  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id} title={help}>
        {label}
      </label>
      <div className={styles.pair}>
        {!disabled && scale.last > 0 && (
          <Slider.Root
            className={styles.slider}
            min={0}
            max={scale.last}
            step={1}
            value={[scale.positionOf(value)]}
            onValueChange={([position]) => onChange(scale.valueAt(position))}
          >
            <Slider.Track className={styles.track}>
              <Slider.Range className={styles.range} />
            </Slider.Track>
            <Slider.Thumb className={styles.thumb} aria-label={label} aria-valuetext={`${value}`} />
          </Slider.Root>
        )}
        <input
          id={id}
          className={styles.box}
          inputMode="decimal"
          autoComplete="off"
          disabled={disabled}
          aria-describedby={reason ? `${id}-reason` : undefined}
          value={draft ?? `${value}`}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
        {unit && <span className={styles.unit}>{unit}</span>}
      </div>
      {reason && (
        <p id={`${id}-reason`} className={styles.reason}>
          {reason}
        </p>
      )}
    </div>
  );
}
