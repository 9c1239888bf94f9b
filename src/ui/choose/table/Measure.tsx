import { Timer } from 'lucide-react';
import { useState } from 'react';
import { textOf } from '../../../state/runner';
import { useActions } from '../../atlas-context';
import controls from '../../controls/controls.module.css';
import { SelectField } from '../../controls/SelectField';
import { useT } from '../../use-text';
import type { Row } from './rows';
import styles from './Toolbar.module.css';
import { useMeasurement, type useTimings } from './use-timings';
import { deviceWords } from './words';

interface Props {
  readonly rows: readonly Row[];
  readonly timings: ReturnType<typeof useTimings>;
  readonly busy: boolean;
}

const offered = [3, 7, 15, 31] as const;

/** Measures the rows that are shown, in turn; says how far it is, and afterwards how it was measured. */
export function Measure({ rows, timings, busy }: Props) {
  const t = useT();
  const { notify } = useActions();
  const [rounds, setRounds] = useState(7);
  const able = rows.filter(({ facts }) => facts?.fit.fits).map(({ mechanism }) => mechanism);
  const reading = rows.find((row) => row.reading?.timing)?.reading;
  const { running, cancel } = useMeasurement();
  const start = () =>
    timings.measure(able, rounds).catch((error: unknown) => notify(textOf(error), 'warning'));
  if (running)
    return (
      <div className={styles.measure}>
        <button type="button" className={controls.button} onClick={cancel}>
          {t('choose.table.cancel')}
        </button>
        <progress
          max={running.total}
          value={running.done}
          aria-label={t('choose.table.columns.time')}
        />
        <p className={styles.said} role="status">
          {t('choose.table.measuring', running)}
        </p>
      </div>
    );
  return (
    <div className={styles.measure}>
      <button
        type="button"
        className={controls.button}
        disabled={busy || able.length === 0}
        onClick={() => void start()}
      >
        <Timer size={14} aria-hidden />
        {t('choose.table.measure', { count: able.length })}
      </button>
      <SelectField
        label={t('choose.table.rounds')}
        value={`${rounds}`}
        options={offered.map((count) => ({ value: `${count}`, name: `${count}` }))}
        onChange={(value) => setRounds(Number(value))}
      />
      <p className={styles.said} role="status">
        {reading?.timing
          ? t('choose.table.measured', {
              count: reading.timing.samples.length,
              device: deviceWords(reading.device, t),
            })
          : t(
              `choose.table.${busy ? 'planning' : able.length > 0 ? 'notMeasured' : 'measureNone'}`,
            )}
      </p>
    </div>
  );
}
