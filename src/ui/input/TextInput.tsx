import type { TextChoice } from '../../inputs/choice';
import { mechanismById } from '../../mechanisms/catalogue';
import { useActions, useAtlas } from '../atlas-context';
import { FlagField } from '../controls/FlagField';
import { NumberField } from '../controls/NumberField';
import { useT } from '../use-text';
import styles from './InputPicker.module.css';
import { Passage } from './Passage';
import { WordsInput } from './WordsInput';

/** One sentence, or two where the mechanism reads a second sequence. */
export function TextInput({ choice }: { readonly choice: TextChoice }) {
  const t = useT();
  const { adjustInput } = useActions();
  const mechanism = useAtlas((s) => s.mechanism);
  const inputs = mechanismById(mechanism)?.inputs ?? {};
  const specs = Object.values(inputs);
  if (specs.some(({ vocabulary }) => vocabulary))
    return <WordsInput choice={choice} inputs={inputs} />;
  const hasMemory = specs.some(({ from }) => from === 'memory');
  return (
    <div className={styles.kind}>
      <Passage
        label={t(hasMemory ? 'input.first' : 'input.sentence')}
        value={choice.text}
        onChange={(text) => adjustInput({ ...choice, text })}
      />
      {hasMemory && (
        <Passage
          label={t('input.second')}
          value={choice.second ?? ''}
          placeholder={t('input.secondEmpty')}
          onChange={(second) => adjustInput({ ...choice, second })}
        />
      )}
      <NumberField
        label={t('input.dim')}
        value={choice.dim}
        min={4}
        max={512}
        options={[4, 8, 16, 32, 64, 128, 256, 512]}
        onChange={(dim) => adjustInput({ ...choice, dim })}
      />
      <FlagField
        label={t('input.position')}
        value={choice.position === 'sinusoidal'}
        onChange={(on) => adjustInput({ ...choice, position: on ? 'sinusoidal' : 'none' })}
      />
      <p className={styles.note}>{t('input.embedding')}</p>
    </div>
  );
}
