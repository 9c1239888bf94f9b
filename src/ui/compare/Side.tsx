import { useStore } from 'zustand';
import type { Atlas } from '../../state/atlas';
import { AtlasContext } from '../atlas-context';
import { Guarded } from '../Guarded';
import { Parameters } from '../inspector/Parameters';
import { WeightsPanel } from '../inspector/WeightsPanel';
import { stepTitle } from '../names';
import { BesideContext, type JointRange, JointRangeContext } from '../stage/joint-range';
import { RunState } from '../stage/RunState';
import { Selectors } from '../stage/Selectors';
import { partsOf } from '../stage/StepFigureView';
import { Timeline } from '../stage/Timeline';
import { useLocale, useT, useText } from '../use-text';
import { MechanismPicker } from './MechanismPicker';
import { queryName } from './query-name';
import styles from './Side.module.css';
import type { Compared } from './use-comparison';

interface Props {
  readonly letter: 'A' | 'B';
  readonly atlas: Atlas;
  readonly compared: Compared | null;
  readonly joint: JointRange | null;
  readonly onChoose: (id: string) => void;
}

/** One of the two: its mechanism, steps, figure and settings. What goes wrong here stays here. */
export function Side({ letter, atlas, compared, joint, onChoose }: Props) {
  const t = useT();
  const phase = useStore(atlas.store, (s) => s.status.phase);
  return (
    <AtlasContext value={atlas}>
      <section className={styles.side} aria-label={t('compare.side', { letter })}>
        <div className={styles.head}>
          <b className={styles.letter}>{letter}</b>
          <MechanismPicker letter={letter} onChoose={onChoose} />
        </div>
        <div className={styles.steps}>
          <Timeline />
          <RunState />
        </div>
        <Guarded>
          {compared ? (
            <JointRangeContext value={joint}>
              <BesideContext value={true}>
                <Shown compared={compared} stale={phase === 'failed'} busy={phase === 'running'} />
              </BesideContext>
            </JointRangeContext>
          ) : (
            phase !== 'failed' && <p className={styles.waiting}>{t('stage.starting')}</p>
          )}
        </Guarded>
        <details className={styles.settings}>
          <summary>{t('compare.settings', { letter })}</summary>
          <Parameters />
          <WeightsPanel />
        </details>
      </section>
    </AtlasContext>
  );
}

interface ShownProps {
  readonly compared: Compared;
  readonly stale: boolean;
  readonly busy: boolean;
}

/** The figure, which head or channel of it, and what it shows in one sentence. */
function Shown({ compared, stale, busy }: ShownProps) {
  const t = useT();
  const text = useText();
  const { figure, shown } = compared;
  const { step } = figure.step.node;
  const name = stepTitle(step, text);
  const { main, companion } = partsOf(figure, t('stage.figure', { name }));
  const query = queryName(compared, useLocale());
  return (
    <>
      <div className={styles.selectors}>
        <h3 style={{ color: `var(--role-${step.text.role})` }}>{name}</h3>
        {query && <span>{t('compare.query', { name: query })}</span>}
        <Selectors figure={figure} display={false} />
      </div>
      <div
        className={styles.figure}
        data-kind={shown === 'look' ? 'look' : figure.plan.kind}
        data-stale={stale}
        aria-busy={busy}
      >
        {shown === 'look' ? companion : main}
      </div>
      <p className={styles.note}>{text(step.text.note)}</p>
    </>
  );
}
