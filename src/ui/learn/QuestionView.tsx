import { useEffect, useState } from 'react';
import type { Question } from '../../lessons/lesson';
import { type Answer, answerOf, optionAxis } from '../../state/lesson-question';
import { textOf } from '../../state/runner';
import { useActions, useAtlasServices } from '../atlas-context';
import { positionName } from '../names';
import { useLocale, useT, useText } from '../use-text';
import { formatFixed } from './format';
import { LessonText } from './LessonText';
import { NumberGuess } from './NumberGuess';
import { Options, type OptionsProps } from './Options';
import styles from './Step.module.css';
import { useOpenStep } from './use-lesson';

/** A guess, then the answer that the engine works out. */
export function QuestionView({ question }: { readonly question: Question }) {
  const t = useT();
  const { notify } = useActions();
  const { lessons } = useAtlasServices();
  const { step, place, asOpened } = useOpenStep();
  const options = useOptions(question);
  const [guess, setGuess] = useState<number | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);

  const reveal = async (guessed: number) => {
    setGuess(guessed);
    try {
      setAnswer(await answerOf(question, asOpened));
      // Where there is something to do as well, that completes the step.
      if (!step.task) lessons.progress.mark(place);
    } catch (error) {
      setGuess(null);
      notify(textOf(error), 'warning');
    }
  };

  return (
    <section className={styles.question} aria-label={t('learn.guess')}>
      <p>
        <LessonText text={question.ask} />
      </p>
      {question.answer.kind === 'number' ? (
        <NumberGuess disabled={guess !== null} onGuess={(n) => void reveal(n)} />
      ) : (
        <Options
          names={options.names}
          kinds={options.kinds}
          guess={guess}
          answer={answer?.kind === 'option' ? answer : null}
          compared={question.answer.kind === 'holds'}
          onGuess={(at) => void reveal(at)}
        />
      )}
      <div role="status">
        {guess !== null && !answer && <p className={styles.note}>{t('learn.working')}</p>}
        {guess !== null && answer && (
          <p>
            <b>
              <Verdict question={question} answer={answer} guess={guess} />
            </b>{' '}
            <LessonText text={question.reveal} />
          </p>
        )}
      </div>
    </section>
  );
}

interface VerdictProps {
  readonly question: Question;
  readonly answer: Answer;
  readonly guess: number;
}

function Verdict({ question, answer, guess }: VerdictProps) {
  const t = useT();
  if (answer.kind === 'option') return t(answer.right === guess ? 'learn.right' : 'learn.wrong');
  const { tolerance, digits } =
    question.answer.kind === 'number' ? question.answer : { tolerance: 0, digits: 4 };
  const value = formatFixed(answer.value, digits);
  return Math.abs(answer.value - guess) <= tolerance
    ? t('learn.rightNumber', { value })
    : t('learn.wrongNumber', { value, guess: `${guess}` });
}

/** What can be answered: given options, yes and no, or the positions of an axis by their names. */
function useOptions({ answer }: Question): Pick<OptionsProps, 'names' | 'kinds'> {
  const t = useT();
  const text = useText();
  const locale = useLocale();
  const { asOpened } = useOpenStep();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    if (answer.kind !== 'largest' && answer.kind !== 'smallest') return;
    let current = true;
    const read = async () => {
      const axis = optionAxis(answer, await asOpened.planned());
      const all = Array.from({ length: axis.size }, (_, i) => positionName(axis, i, locale));
      if (current) setNames(all);
    };
    void read();
    return () => {
      current = false;
    };
  }, [answer, asOpened, locale]);
  if (answer.kind === 'holds')
    return { names: [t('learn.yes'), t('learn.no')], kinds: [answer.a.kind, answer.b.kind] };
  if ('options' in answer)
    return {
      names: answer.options.map((option) => text(option.text)),
      kinds: answer.options.map(({ measure }) => measure.kind),
    };
  return { names, kinds: [] };
}
