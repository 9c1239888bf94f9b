import { useStore } from 'zustand';
import { mechanismById } from '../../../mechanisms/catalogue';
import type { Ranking } from '../../../state/chooser/rank';
import { requestFor } from '../../../state/chooser/survey';
import type { Sizes } from '../../../state/sizes';
import type { Text } from '../../../trace/text';
import { useAtlasServices } from '../../atlas-context';
import controls from '../../controls/controls.module.css';
import { useT, useText } from '../../use-text';
import { rounds, stopwatch } from '../stopwatch';
import styles from './Chooser.module.css';
import { useDevice } from './use-times';

/** Of the ranking, as many as are measured at once. */
const shortlist = 6;

interface Props {
  readonly ranking: Ranking;
  readonly sizes: Sizes;
  readonly failures: ReadonlyMap<string, Text>;
}

/** Measures the first of the ranking in turn, on the reader's own device. */
export function Measuring({ ranking, sizes, failures }: Props) {
  const t = useT();
  const text = useText();
  const { store } = useAtlasServices();
  const running = useStore(stopwatch.store, (s) => s.running);
  const device = useDevice();
  // What exceeds a budget of milliseconds has been measured, and is not worth measuring again.
  const first = ranking.within.slice(0, shortlist).map(({ candidate }) => candidate);
  if (first.length === 0) return null;
  const measure = async () => {
    await stopwatch.measure(
      first.map((candidate) => requestFor(candidate, sizes)),
      rounds,
      device,
    );
    const ids = first.map(({ mechanism }) => mechanism.id);
    store.setState(({ timed }) => ({ timed: [...new Set([...timed, ...ids])] }));
  };
  return (
    <div className={styles.measuring}>
      {running ? (
        <button type="button" className={controls.button} onClick={stopwatch.cancel}>
          {t('choose.chooser.stop')}
        </button>
      ) : (
        <button type="button" className={controls.button} onClick={measure}>
          {t('choose.chooser.measure', { count: first.length })}
        </button>
      )}
      <span role="status">
        {running
          ? t('choose.chooser.measuring', running)
          : t('choose.chooser.measureHelp', { rounds, backend: device.backend })}
      </span>
      {[...failures].map(([id, reason]) => (
        <span key={id}>
          {text(mechanismById(id)?.name ?? reason)}:{' '}
          {t('choose.chooser.failed', { reason: text(reason) })}
        </span>
      ))}
    </div>
  );
}
