import { RotateCcw } from 'lucide-react';
import { differences, pictureOf } from '../../state/lesson-view';
import { useAtlas, useAtlasServices } from '../atlas-context';
import { InputPicker } from '../input/InputPicker';
import { useLocale, useT } from '../use-text';
import styles from './Learn.module.css';
import { LessonText } from './LessonText';
import { PrintedTable } from './PrintedTable';
import { QuestionView } from './QuestionView';
import { TaskView } from './TaskView';
import { useDifferences, useOpenStep } from './use-lesson';

/** What a step says, asks and wants to be done. */
export function StepView() {
  const { step } = useOpenStep();
  return (
    <>
      <p className={styles.text}>
        <LessonText text={step.text} />
      </p>
      {step.printed && <PrintedTable printed={step.printed} />}
      {step.question && <QuestionView question={step.question} />}
      {step.task && <TaskView task={step.task} />}
      <Restart />
      <Input />
    </>
  );
}

/** The way back, when the reader has played. */
function Restart() {
  const t = useT();
  const { lessons } = useAtlasServices();
  const changed = useDifferences(useOpenStep().own).length > 0;
  if (!changed) return null;
  return (
    <button type="button" className={styles.restart} onClick={() => void lessons.restart()}>
      <RotateCcw size={14} aria-hidden />
      {t('learn.restart')}
    </button>
  );
}

/** What goes in, where the page has its own place for it taken up by the lesson. */
function Input() {
  const t = useT();
  const locale = useLocale();
  const { own, step } = useOpenStep();
  const explore = useAtlas((s) => s.page === 'explore');
  if (!explore) return null;
  const { task } = step;
  const wanted =
    task?.solution !== undefined &&
    differences(pictureOf(task.solution, locale), own).includes('input');
  return (
    <details className={styles.input} open={wanted}>
      <summary>{t('learn.input')}</summary>
      <InputPicker />
    </details>
  );
}
