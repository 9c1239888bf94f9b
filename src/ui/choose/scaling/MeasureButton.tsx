import { Timer } from 'lucide-react';
import type { ScalingView } from '../../../state/choose-scaling';
import { textOf } from '../../../state/runner';
import { useActions } from '../../atlas-context';
import controls from '../../controls/controls.module.css';
import { useT } from '../../use-text';
import type { PlotLine } from './plot-lines';
import styles from './Scaling.module.css';
import type { TimesOfPlot } from './use-times';

interface Props {
  readonly view: ScalingView;
  readonly lines: readonly PlotLine[];
  readonly times: TimesOfPlot;
}

/** Measures what is drawn on the reader's device, says how far it has come, and stops. */
export function MeasureButton({ view, lines, times }: Props) {
  const t = useT();
  const { notify, setChoose } = useActions();
  const { share, measure, cancel, device } = times;
  if (share !== null) {
    return (
      <>
        <progress
          className={styles.progress}
          max={1}
          value={share}
          aria-label={t('choose.scaling.measuring')}
        />
        <button type="button" className={controls.button} onClick={cancel}>
          {t('choose.scaling.stop')}
        </button>
      </>
    );
  }
  const start = () => {
    setChoose({ scaling: { ...view, quantity: 'time' } });
    const candidates = lines.map(({ mechanism, survey }) => ({ mechanism, points: survey.points }));
    measure(candidates).catch((error: unknown) => notify(textOf(error), 'warning'));
  };
  return (
    <button
      type="button"
      className={controls.button}
      disabled={lines.length === 0}
      title={t('choose.scaling.measureHelp')}
      onClick={start}
    >
      <Timer size={14} aria-hidden />
      {t('choose.scaling.measure', { backend: device.backend })}
    </button>
  );
}
