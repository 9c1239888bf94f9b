import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { WindowPlaces } from '../../../draw/support';
import { createWindows } from '../../../draw/windows';
import { useActions } from '../../atlas-context';
import { Segmented } from '../../controls/Segmented';
import { useT } from '../../use-text';
import { FigureHost } from '../FigureHost';
import { usePhotograph } from '../use-photograph';
import type { StepFigure } from '../use-step-figure';
import styles from './GatesFigure.module.css';

interface Props {
  readonly figure: StepFigure;
  readonly windows: WindowPlaces;
}

const phases = { cut: 0, slide: 0.5, fill: 1 } as const;

/** How the map is cut into windows; the shift can be gone through by hand. */
export function WindowsFigure({ figure, windows }: Props) {
  const { summary, layout } = figure;
  const t = useT();
  const actions = useActions();
  const photograph = usePhotograph(summary);
  const shifted = windows.shift[0] > 0 || windows.shift[1] > 0;
  const [phase, setPhase] = useState<keyof typeof phases>(shifted ? 'fill' : 'cut');
  const label = t('stage.windows');
  const chosen = typeof layout.fixed.window === 'number' ? layout.fixed.window : null;

  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const create = useCallback(
    (host: HTMLElement) =>
      createWindows(host, {
        onPin: (target) => target && latest.current.select('window', target.window),
      }),
    [],
  );
  const data = useMemo(
    () => ({ label, windows, phase: shifted ? phases[phase] : 0, photograph, chosen }),
    [label, windows, shifted, phase, photograph, chosen],
  );

  return (
    <div className={styles.gates}>
      {shifted ? (
        <Segmented
          label={t('stage.shift')}
          value={phase}
          options={(['cut', 'slide', 'fill'] as const).map((value) => ({
            value,
            name: t(`stage.phase.${value}`),
          }))}
          onChange={setPhase}
        />
      ) : (
        <span />
      )}
      <FigureHost create={create} data={data} />
    </div>
  );
}
