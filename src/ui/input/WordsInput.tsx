import type { TextChoice } from '../../inputs/choice';
import { type InputSpec, type Vocabulary, wordsToUse } from '../../trace/tensor';
import { useActions } from '../atlas-context';
import { SelectField } from '../controls/SelectField';
import { useLocale, useT } from '../use-text';
import styles from './InputPicker.module.css';
import { Passage } from './Passage';

interface Props {
  readonly choice: TextChoice;
  readonly inputs: Readonly<Record<string, InputSpec>>;
}

/** Sentences for a mechanism that knows few words: examples, one's own, and the words that there are. */
export function WordsInput({ choice, inputs }: Props) {
  const t = useT();
  const { adjustInput } = useActions();
  const of = (from: InputSpec['from']): Vocabulary | undefined =>
    Object.values(inputs).find((input) => input.from === from)?.vocabulary;
  const [source, target] = [of('sequence'), of('memory')];
  const examples = source?.examples ?? [];
  const isExample = examples.includes(choice.text) && !choice.second?.trim();
  return (
    <div className={styles.kind}>
      <SelectField
        label={t('input.exampleSentences')}
        value={isExample ? choice.text : ''}
        options={[
          ...examples.map((text) => ({ value: text, name: text })),
          ...(isExample ? [] : [{ value: '', name: t('input.ownSentence') }]),
        ]}
        onChange={(text) => text && adjustInput({ ...choice, text, second: '' })}
      />
      <Passage
        label={t('input.toTranslate')}
        value={choice.text}
        onChange={(text) => adjustInput({ ...choice, text })}
      />
      <Passage
        label={t('input.translation')}
        value={choice.second ?? ''}
        placeholder={t('input.translationEmpty')}
        onChange={(second) => adjustInput({ ...choice, second })}
      />
      <WordList title={t('input.sourceWords')} vocabulary={source} />
      <WordList title={t('input.targetWords')} vocabulary={target} />
    </div>
  );
}

interface WordListProps {
  readonly title: string;
  readonly vocabulary?: Vocabulary;
}

/** The words that are known, with what they mean for a reader of Chinese. */
function WordList({ title, vocabulary }: WordListProps) {
  const locale = useLocale();
  if (!vocabulary) return null;
  const { chinese } = vocabulary;
  return (
    <details className={styles.words}>
      <summary>{title}</summary>
      <p>
        {wordsToUse(vocabulary)
          .map((word) => (locale === 'zh' && chinese[word] ? `${word} ${chinese[word]}` : word))
          .join(' · ')}
      </p>
    </details>
  );
}
