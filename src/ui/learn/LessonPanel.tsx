import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { use, useEffect, useId, useRef, useState } from 'react';
import type { Lesson, LessonStep } from '../../lessons/lesson';
import { loadLessons, stepAt } from '../../state/lesson-list';
import type { LessonPlace } from '../../state/lesson-place';
import { useAtlas, useAtlasServices } from '../atlas-context';
import { useT, useText } from '../use-text';
import styles from './Learn.module.css';
import { StepMarks } from './StepMarks';
import { StepView } from './StepView';
import { StepContext, useDone, useStepContext } from './use-lesson';
import { useSheet } from './use-sheet';

/** The open lesson, beside the figure that it is about. */
export default function LessonPanel() {
  const lessons = use(loadLessons());
  const place = useAtlas((s) => s.lesson);
  const found = place && stepAt(lessons, place);
  return place && found ? <Panel {...found} place={place} /> : null;
}

interface Props {
  readonly lesson: Lesson;
  readonly step: LessonStep;
  readonly place: LessonPlace;
}

function Panel({ lesson, step, place }: Props) {
  const t = useT();
  const text = useText();
  const { lessons } = useAtlasServices();
  const [collapsed, setCollapsed] = useState(false);
  const page = useAtlas((s) => s.page);
  const sheet = useSheet();
  const body = useRef<HTMLDivElement>(null);
  const id = useId();
  const open = useStepContext(step, place);
  const done = useDone()[place.id]?.includes(place.step) ?? false;
  const last = place.step === lesson.steps.length - 1;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another step starts at its top
  useEffect(() => {
    body.current?.scrollTo(0, 0);
  }, [place]);

  return (
    <StepContext value={open}>
      <aside
        className={styles.panel}
        aria-labelledby={id}
        data-sheet={sheet}
        data-page={page}
        data-collapsed={collapsed}
      >
        <header className={styles.head}>
          <h2 id={id}>{text(lesson.title)}</h2>
          <button
            type="button"
            className={`${styles.icon} ${styles.fold}`}
            aria-label={t(collapsed ? 'learn.expand' : 'learn.collapse')}
            aria-expanded={!collapsed}
            onClick={() => setCollapsed(!collapsed)}
          >
            {collapsed ? (
              <ChevronUp size={16} aria-hidden />
            ) : (
              <ChevronDown size={16} aria-hidden />
            )}
          </button>
          <button
            type="button"
            className={styles.icon}
            aria-label={t('learn.leave')}
            title={t('learn.leave')}
            onClick={lessons.leave}
          >
            <X size={16} aria-hidden />
          </button>
        </header>
        <div className={styles.body} ref={body}>
          <div className={styles.where}>
            <StepMarks lesson={lesson} at={place.step} />
          </div>
          <h3 aria-live="polite">
            <span className="hidden">
              {t('learn.at', { at: place.step + 1, count: lesson.steps.length })}{' '}
            </span>
            {text(step.title)}
          </h3>
          <StepView key={`${place.id}:${place.step}`} />
          {last && lesson.sources && <Sources sources={lesson.sources} />}
        </div>
        <footer className={styles.foot}>
          <button
            type="button"
            className={styles.button}
            disabled={place.step === 0}
            onClick={() => void lessons.move(-1)}
          >
            {t('learn.back')}
          </button>
          <span className={styles.at} aria-hidden>
            {t('learn.at', { at: place.step + 1, count: lesson.steps.length })}
          </span>
          <button
            type="button"
            className={styles.button}
            data-primary={done || !(step.task ?? step.question)}
            onClick={() => void lessons.move(1)}
          >
            {t(last ? 'learn.finish' : 'learn.next')}
          </button>
        </footer>
      </aside>
    </StepContext>
  );
}

function Sources({ sources }: { readonly sources: NonNullable<Lesson['sources']> }) {
  const t = useT();
  return (
    <section className={styles.sources}>
      <h4>{t('learn.sources')}</h4>
      <ul>
        {sources.map(({ title, url }) => (
          <li key={title}>{url ? <a href={url}>{title}</a> : title}</li>
        ))}
      </ul>
    </section>
  );
}
