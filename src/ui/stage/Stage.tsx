import { Suspense, type TouchEvent, useRef } from 'react';
import { useActions, useAtlas } from '../atlas-context';
import { useAfterFirstPicture } from '../first-picture';
import { Guarded } from '../Guarded';
import { lazily } from '../lazily';
import { useCurrentStep } from '../use-steps';
import { useT } from '../use-text';
import { RunState } from './RunState';
import styles from './Stage.module.css';
import { StepFigureView } from './StepFigureView';
import { Timeline } from './Timeline';
import { Title } from './Title';

// Fetched while the first picture is drawn, which does not wait for it.
const Surroundings = lazily(() => import('./Surroundings'));

/** A swipe: this far across, and more across than along. */
const swipe = 60;

/** The mechanism at work: its steps, the figure of the current one, what it means, and the whole flow. */
export function Stage() {
  const t = useT();
  const { stepBy } = useActions();
  const { summary, current } = useCurrentStep();
  const phase = useAtlas((s) => s.status.phase);
  const slow = useAtlas((s) => s.status.phase === 'running' && s.status.progress !== null);
  const surroundings = useAfterFirstPicture();
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
            <Guarded>
              <Suspense fallback={null}>{surroundings && <Surroundings />}</Suspense>
            </Guarded>
          </>
        ) : (
          phase !== 'failed' && <p className={styles.first}>{t('stage.starting')}</p>
        )}
      </div>
    </main>
  );
}
