import { Circle, CircleCheck } from 'lucide-react';
import type { Task } from '../../lessons/lesson';
import { useT } from '../use-text';
import { LessonText } from './LessonText';
import styles from './Step.module.css';
import { useDone, useOpenStep, useTask } from './use-lesson';

/** The one thing to do, with a mark when it is done. */
export function TaskView({ task }: { readonly task: Task }) {
  const t = useT();
  const open = useOpenStep();
  useTask(task, open);
  const done = useDone()[open.place.id]?.includes(open.place.step) ?? false;
  const Mark = done ? CircleCheck : Circle;
  return (
    <section className={styles.task} data-task data-done={done} aria-label={t('learn.task')}>
      <Mark size={18} strokeWidth={1.75} aria-hidden />
      <p>
        <LessonText text={task.say} />
        <span role="status" className={styles.status}>
          {done ? ` ${t('learn.taskDone')}` : ''}
        </span>
      </p>
    </section>
  );
}
