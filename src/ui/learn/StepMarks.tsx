import type { Lesson } from '../../lessons/lesson';
import { useT, useText } from '../use-text';
import styles from './Learn.module.css';
import { LessonLink } from './LessonLink';
import { useDone } from './use-lesson';

interface Props {
  readonly lesson: Lesson;
  /** The step that is open. */
  readonly at?: number;
}

/** A mark for each step, filled when it was done, which leads there. */
export function StepMarks({ lesson, at }: Props) {
  const t = useT();
  const text = useText();
  const done = useDone()[lesson.id] ?? [];
  return (
    <ol className={styles.marks} aria-label={t('learn.steps')}>
      {lesson.steps.map((step, i) => (
        <li key={step.title.en}>
          <LessonLink
            id={lesson.id}
            step={i}
            className={styles.mark}
            current={i === at ? 'step' : undefined}
            done={done.includes(i)}
            label={t(done.includes(i) ? 'learn.stepDone' : 'learn.stepLink', {
              at: i + 1,
              title: text(step.title),
            })}
          >
            {i + 1}
          </LessonLink>
        </li>
      ))}
    </ol>
  );
}
