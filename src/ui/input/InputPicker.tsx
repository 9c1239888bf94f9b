import { defaultInputFor, fits, type InputChoice, suits } from '../../inputs/choice';
import { numbersChoice } from '../../inputs/numbers';
import { mechanismById } from '../../mechanisms/catalogue';
import type { Locale } from '../../state/view';
import { useActions, useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { Segmented } from '../controls/Segmented';
import { useLocale, useT } from '../use-text';
import { ImageInput } from './ImageInput';
import styles from './InputPicker.module.css';
import { NumbersInput } from './NumbersInput';
import { RandomInput } from './RandomInput';
import { TextInput } from './TextInput';

const kinds = ['numbers', 'text', 'image', 'random'] as const;

/** What each kind of input starts with. */
function startOf(kind: (typeof kinds)[number], locale: Locale): InputChoice {
  switch (kind) {
    case 'numbers':
      return numbersChoice('cat-and-mice', locale);
    case 'text':
      return {
        kind: 'text',
        text:
          locale === 'zh'
            ? '猫喜欢追逐老鼠，老鼠也喜欢逗猫。'
            : 'The cat likes chasing mice, and the mice like teasing the cat.',
        second: '',
        dim: 64,
        position: 'sinusoidal',
      };
    case 'image':
      return { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 32 };
    case 'random':
      return {
        kind: 'random',
        seed: 1,
        batch: 1,
        tokens: 32,
        memory: 24,
        height: 16,
        width: 16,
        channels: 32,
      };
  }
}

/** What goes in: numbers, text, an image or random numbers, as far as the mechanism takes them. */
export function InputPicker() {
  const t = useT();
  const locale = useLocale();
  const { setInput } = useActions();
  const input = useAtlas((s) => s.input);
  const mechanism = useAtlas((s) => mechanismById(s.mechanism));
  // The plate shows all mechanisms: some take it whatever it is.
  const any = useAtlas((s) => s.page === 'plate');
  const offered = kinds.filter((kind) => any || !mechanism || fits(kind, mechanism.inputs));
  const imported = useAtlas((s) => (s.imported?.mechanism === s.mechanism ? s.imported : null));
  const file = input.kind === 'tensors' ? input : imported?.input;
  const refused = kinds.filter((kind) => !offered.includes(kind));

  const opening = (kind: (typeof kinds)[number]): InputChoice => {
    const start = startOf(kind, locale);
    // A mechanism that knows few words has sentences of its own.
    const own = mechanism && !any && fits(kind, mechanism.inputs) && !suits(start, mechanism);
    return own ? defaultInputFor(mechanism) : start;
  };

  return (
    <section className={styles.picker} aria-label={t('input.title')}>
      <h2 className={styles.heading}>{t('input.title')}</h2>
      <Segmented
        label={t('input.kind')}
        value={input.kind}
        options={[...offered, ...(file ? (['tensors'] as const) : [])].map((kind) => ({
          value: kind,
          name: t(`input.${kind}`),
        }))}
        onChange={(kind) => {
          if (kind !== 'tensors') setInput(opening(kind));
          else if (file) setInput(file);
        }}
      />
      {refused.length > 0 && (
        <p className={styles.note}>
          {t('input.refused', {
            kinds: refused.map((kind) => t(`input.${kind}`)).join(t('comma')),
          })}
        </p>
      )}
      {input.kind === 'numbers' && <NumbersInput choice={input} />}
      {input.kind === 'text' && <TextInput choice={input} />}
      {input.kind === 'image' && <ImageInput choice={input} />}
      {input.kind === 'random' && <RandomInput choice={input} />}
      {input.kind === 'tensors' && (
        <p className={styles.note}>{t('input.tensorsNote', { file: imported?.file ?? '' })}</p>
      )}
      <CommandButton id="open" named className={styles.open} />
      <p className={styles.note}>{t('input.fileNote')}</p>
    </section>
  );
}
