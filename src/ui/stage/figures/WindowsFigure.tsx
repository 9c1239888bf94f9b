import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { WindowPlaces } from '../../../draw/support';
import { createWindows } from '../../../draw/windows';
import { useActions } from '../../atlas-context';
import { Segmented } from '../../controls/Segmented';
import { useStill } from '../../use-still';
import { useT } from '../../use-text';
import { FigureHost } from '../FigureHost';
import { ReplayButton } from '../ReplayButton';
import { usePhotograph } from '../use-photograph';
import type { StepFigure } from '../use-step-figure';
import styles from './GatesFigure.module.css';

interface Props {
  readonly figure: StepFigure;
  readonly windows: WindowPlaces;
}

const phases = { cut: 0, slide: 0.5, fill: 1 } as const;
type Phase = keyof typeof phases;
const order: readonly Phase[] = ['cut', 'slide', 'fill'];

/** How long each phase of the shift can be looked at, in milliseconds. */
const pause = 1100;

/** How the map is cut into windows; the shift can be gone through by hand. */
export function WindowsFigure({ figure, windows }: Props) {
  const { summary, layout } = figure;
  const t = useT();
  const actions = useActions();
  const photograph = usePhotograph(summary);
  const shifted = windows.shift[0] > 0 || windows.shift[1] > 0;
  const moves = !useStill() && shifted;
  const [phase, setPhase] = useState<Phase>(shifted && !moves ? 'fill' : 'cut');
  const [playing, setPlaying] = useState(moves);
  useEffect(() => {
    const next = order[order.indexOf(phase) + 1];
    if (!playing) return;
    const timer = setTimeout(() => (next ? setPhase(next) : setPlaying(false)), pause);
    return () => clearTimeout(timer);
  }, [playing, phase]);

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
        <div className={styles.controls}>
          <ReplayButton
            label={t('stage.replay.shift')}
            onClick={() => {
              setPhase('cut');
              setPlaying(true);
            }}
          />
          <Segmented
            label={t('stage.shift')}
            value={phase}
            options={order.map((value) => ({ value, name: t(`stage.phase.${value}`) }))}
            onChange={(next) => {
              setPlaying(false);
              setPhase(next);
            }}
          />
        </div>
      ) : (
        <span />
      )}
      <FigureHost create={create} data={data} />
    </div>
  );
}
