import type { Translate } from '../../i18n';
import type { InputChoice } from '../../inputs/choice';
import { samples } from '../../inputs/samples';
import type { Mechanism } from '../../mechanisms/define';
import { shares } from '../../state/plate-input';
import type { Locale } from '../../state/view';

/** The common input in a few words: `photograph “Cat”`. */
export function inputName(input: InputChoice, t: Translate, locale: Locale): string {
  if (input.kind !== 'image') return t(`plate.inputs.${input.kind}`);
  if (input.image === 'own') return t('plate.inputs.ownImage');
  return t('plate.inputs.image', { name: samples[input.image].title[locale] });
}

/** `on a photograph`, for a mechanism that shows another input than the common one; nothing for the others. */
export function ownInputName(
  input: InputChoice,
  mechanism: Mechanism,
  shown: InputChoice | undefined,
  t: Translate,
): string | null {
  if (!shown || shares(input, mechanism)) return null;
  const kind = shown.kind === 'image' ? 'image' : 'text';
  return t('plate.ownInput', { kind: t(`plate.kinds.${kind}`) });
}
