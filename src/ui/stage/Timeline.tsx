import { Pause, Play } from 'lucide-react';
import { type PointerEvent, useEffect, useRef } from 'react';
import { useActions, useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { stepTitle } from '../names';
import { useCurrentStep } from '../use-steps';
import { useT, useText } from '../use-text';
import styles from './Timeline.module.css';

/** The steps in order: click one, scrub along them, play them. */
export function Timeline() {
  const t = useT();
  const text = useText();
  const { goToStep, togglePlay, pause } = useActions();
  const playing = useAtlas((s) => s.playing);
  const { steps, current, at } = useCurrentStep();
  const list = useRef<HTMLOListElement>(null);
  const key = current?.key;

  useEffect(() => {
    const item = key && list.current?.querySelector<HTMLElement>('[aria-current]');
    if (!item || !list.current) return;
    const { offsetLeft, offsetWidth } = item;
    list.current.scrollTo({ left: offsetLeft - (list.current.clientWidth - offsetWidth) / 2 });
  }, [key]);

  const scrub = (event: PointerEvent) => {
    if (event.buttons !== 1 || event.pointerType === 'touch') return;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const step = under?.closest<HTMLElement>('[data-step]')?.dataset.step;
    if (step && step !== key) goToStep(step);
  };

  const title = (i: number) => stepTitle(steps[i].node.step, text);

  return (
    <div className={styles.timeline}>
      <CommandButton id="previous" />
      <button
        type="button"
        className={styles.play}
        disabled={steps.length === 0}
        aria-label={t(playing ? 'stage.pause' : 'stage.play')}
        aria-pressed={playing}
        onClick={togglePlay}
      >
        {playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      </button>
      <CommandButton id="next" />
      <ol ref={list} className={styles.steps} aria-label={t('stage.steps')} onPointerMove={scrub}>
        {steps.map((step, i) => (
          <li key={step.key}>
            <button
              type="button"
              data-step={step.key}
              className={styles.step}
              aria-current={i === at ? 'step' : undefined}
              data-done={i < at}
              onClick={() => {
                pause();
                goToStep(step.key);
              }}
            >
              <span
                className={styles.dot}
                style={{ color: `var(--role-${step.node.step.text.role})` }}
              />
              <span className={styles.name}>{title(i)}</span>
            </button>
          </li>
        ))}
      </ol>
      <p className="hidden" aria-live="polite">
        {at >= 0 && t('stage.step', { at: at + 1, count: steps.length, name: title(at) })}
      </p>
    </div>
  );
}
