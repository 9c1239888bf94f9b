import { type TouchEvent, useDeferredValue, useRef } from 'react';
import { useActions, useAtlas } from '../atlas-context';
import { useCurrentStep } from '../use-steps';
import { useT } from '../use-text';
import { Caption } from './Caption';
import { Flow } from './Flow';
import { Neighbours } from './Neighbours';
import { RunState } from './RunState';
import styles from './Stage.module.css';
import { StepFigureView } from './StepFigureView';
import { Timeline } from './Timeline';
import { Title } from './Title';

/** A swipe: this far across, and more across than along. */
const swipe = 60;

/** The mechanism at work: its steps, the figure of the current one, what it means, and the whole flow. */
export function Stage() {
  const t = useT();
  const { stepBy } = useActions();
  const { summary, current } = useCurrentStep();
  const phase = useAtlas((s) => s.status.phase);
  const slow = useAtlas((s) => s.status.phase === 'running' && s.status.progress !== null);
  // The first figure does not wait for what stands below it.
  const surroundings = useDeferredValue(summary !== null, false);
  const start = useRef<{ x: number; y: number } | null>(null);

  const onTouchStart = ({ touches, target }: TouchEvent) => {
    const inFigure = target instanceof Element && target.closest('[data-figure], input, ol');
    start.current =
      touches.length === 1 && !inFigure ? { x: touches[0].clientX, y: touches[0].clientY } : null;
  };
  const onTouchEnd = ({ changedTouches }: TouchEvent) => {
    if (!start.current) return;
    const touch = changedTouches[0];
    const [dx, dy] = [touch.clientX - start.current.x, touch.clientY - start.current.y];
    if (Math.abs(dx) > swipe && Math.abs(dx) > 2 * Math.abs(dy)) stepBy(dx < 0 ? 1 : -1);
  };

  return (
    <main className={styles.stage} onTouchStart={onTouchStart} onTouchEnd={onTouchEnd}>
      <Title />
      <Timeline />
      <RunState />
      <div
        className={styles.picture}
        data-stale={summary !== null && (slow || phase === 'failed')}
        aria-busy={phase === 'running'}
      >
        {summary && current ? (
          <>
            <StepFigureView summary={summary} step={current} />
            {surroundings && (
              <>
                <Caption />
                <Neighbours />
                <section className={styles.flow} aria-label={t('stage.flow')}>
                  <h3>{t('stage.flow')}</h3>
                  <div className={styles.graph}>
                    <Flow />
                  </div>
                </section>
              </>
            )}
          </>
        ) : (
          phase !== 'failed' && <p className={styles.first}>{t('stage.starting')}</p>
        )}
      </div>
    </main>
  );
}
