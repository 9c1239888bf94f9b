import type { Translate } from '../../i18n';
import type { InputChoice } from '../../inputs/choice';
import type { Mechanism } from '../../mechanisms/define';
import { shares } from '../../state/plate-input';

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
