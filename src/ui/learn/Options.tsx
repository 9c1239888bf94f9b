import { Check, X } from 'lucide-react';
import type { Answer } from '../../state/lesson-question';
import { SelectField } from '../controls/SelectField';
import { useT } from '../use-text';
import { formatMeasured } from './format';
import styles from './Step.module.css';

/** So many options are buttons; more are a list. */
const mostButtons = 8;

export interface OptionsProps {
  readonly names: readonly string[];
  readonly kinds: readonly Parameters<typeof formatMeasured>[1][];
  readonly guess: number | null;
  readonly answer: Extract<Answer, { kind: 'option' }> | null;
  /** The options are yes and no: the two numbers belong to what was asked, not to them. */
  readonly compared: boolean;
  readonly onGuess: (at: number) => void;
}

/** What can be guessed; with the answer, the number of each. */
export function Options({ names, kinds, guess, answer, compared, onGuess }: OptionsProps) {
  const t = useT();
  if (names.length > mostButtons)
    return (
      <>
        <SelectField
          label={t('learn.yourGuess')}
          value={guess === null ? '' : `${guess}`}
          options={[
            ...(guess === null ? [{ value: '', name: '' }] : []),
            ...names.map((name, i) => ({ value: `${i}`, name })),
          ]}
          onChange={(value) => value !== '' && onGuess(Number(value))}
        />
        {answer && (
          <p className={styles.found}>
            <Check size={15} aria-hidden /> {names[answer.right]}{' '}
            {formatMeasured(answer.values[answer.right], kinds[answer.right])}
          </p>
        )}
      </>
    );
  const numbers = answer?.values.map((value, i) => formatMeasured(value, kinds[i])) ?? [];
  const buttons = (
    <ul className={styles.options}>
      {names.map((name, i) => {
        const right = answer !== null && answer.right === i;
        const wrong = answer !== null && !right && guess === i;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is its position
          <li key={i}>
            <button
              type="button"
              className={styles.option}
              aria-pressed={guess === i}
              disabled={guess !== null}
              data-right={right}
              data-wrong={wrong}
              onClick={() => onGuess(i)}
            >
              <span>{name}</span>
              {!compared && numbers.length === names.length && (
                <span className={styles.number}>{numbers[i]}</span>
              )}
              {right && <Check size={15} aria-hidden />}
              {wrong && <X size={15} aria-hidden />}
            </button>
          </li>
        );
      })}
    </ul>
  );
  if (!compared || !answer) return buttons;
  const [a, b] = answer.values;
  const sign = numbers[0] === numbers[1] ? '=' : a < b ? '<' : '>';
  return (
    <>
      {buttons}
      <p className={styles.found}>{`${numbers[0]} ${sign} ${numbers[1]}`}</p>
    </>
  );
}
