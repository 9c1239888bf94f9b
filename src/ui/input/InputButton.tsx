import * as Popover from 'radix-ui/popover';
import type { Translate } from '../../i18n';
import type { InputChoice } from '../../inputs/choice';
import { samples } from '../../inputs/samples';
import type { Locale } from '../../state/view';
import { useAtlas } from '../atlas-context';
import controls from '../controls/controls.module.css';
import { useLocale, useT } from '../use-text';
import styles from './InputButton.module.css';
import { InputPicker } from './InputPicker';

/** Names the input of the whole page, and opens what it is chosen with. */
export function InputButton() {
  const t = useT();
  const locale = useLocale();
  const input = useAtlas((s) => s.input);
  return (
    <Popover.Root>
      <Popover.Trigger className={controls.button} title={t('plate.changeInput')}>
        {t('plate.input', { input: inputName(input, t, locale) })}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.picker} align="end" sideOffset={6} collisionPadding={8}>
          <InputPicker />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** An input in a few words: `photograph “Cat”`. */
function inputName(input: InputChoice, t: Translate, locale: Locale): string {
  if (input.kind !== 'image') return t(`plate.inputs.${input.kind}`);
  if (input.image === 'own') return t('plate.inputs.ownImage');
  return t('plate.inputs.image', { name: samples[input.image].title[locale] });
}
