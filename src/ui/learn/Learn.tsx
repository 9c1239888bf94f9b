import { use, useId, useState } from 'react';
import { type Lesson, lessonGroups } from '../../lessons/lesson';
import { loadLessons, stepAt } from '../../state/lesson-list';
import { useAtlas } from '../atlas-context';
import { useT, useText } from '../use-text';
import { ClearProgress } from './ClearProgress';
import { LessonLink } from './LessonLink';
import styles from './List.module.css';
import { StepMarks } from './StepMarks';
import { searchLessons } from './search';
import { useDone } from './use-lesson';

/** All lessons and worked examples. */
export default function Learn() {
  const t = useT();
  const id = useId();
  const lessons = use(loadLessons());
  const [typed, setTyped] = useState('');
  const found = searchLessons(lessons, typed);
  const done = useDone();
  const steps = lessons.flatMap((lesson) =>
    lesson.steps.map((_, i) => done[lesson.id]?.includes(i)),
  );
  const count = steps.filter(Boolean).length;
  return (
    <main className={styles.list}>
      <header className={styles.top}>
        <h2>{t('learn.heading')}</h2>
        <p>{t('learn.lead')}</p>
        <OpenLesson lessons={lessons} />
        <search className={styles.tools}>
          <label htmlFor={id}>{t('learn.filter')}</label>
          <input
            id={id}
            type="search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {count > 0 && (
            <span className={styles.progress}>
              {t('learn.progress', { done: count, count: steps.length })} <ClearProgress />
            </span>
          )}
        </search>
      </header>
      {found.length === 0 && <p>{t('nothingFound')}</p>}
      {lessonGroups
        .map((group) => ({ group, members: found.filter((lesson) => lesson.group === group) }))
        .filter(({ members }) => members.length > 0)
        .map(({ group, members }) => (
          <section key={group} className={styles.group} aria-label={t(`learn.${group}`)}>
            <h3>{t(`learn.${group}`)}</h3>
            <ul>
              {members.map((lesson) => (
                <Entry key={lesson.id} lesson={lesson} number={lessons.indexOf(lesson) + 1} />
              ))}
            </ul>
          </section>
        ))}
    </main>
  );
}

interface EntryProps {
  readonly lesson: Lesson;
  /** Counted from 1, over all groups. */
  readonly number: number;
}

function Entry({ lesson, number }: EntryProps) {
  const text = useText();
  return (
    <li className={styles.entry}>
      <span className={styles.number} aria-hidden>
        {number}
      </span>
      <div>
        <h4>
          <LessonLink id={lesson.id} className={styles.title}>
            {text(lesson.title)}
          </LessonLink>
        </h4>
        <p>{text(lesson.lead)}</p>
      </div>
      <StepMarks lesson={lesson} />
    </li>
  );
}

/** The lesson that is still open. */
function OpenLesson({ lessons }: { readonly lessons: readonly Lesson[] }) {
  const t = useT();
  const text = useText();
  const place = useAtlas((s) => s.lesson);
  const found = place && stepAt(lessons, place);
  if (!place || !found) return null;
  return (
    <p>
      <LessonLink id={place.id} step={place.step}>
        {t('learn.goOn', { title: text(found.lesson.title), at: place.step + 1 })}
      </LessonLink>
    </p>
  );
}
