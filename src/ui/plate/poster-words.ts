import { app } from '../../export/provenance';
import type { InputChoice } from '../../inputs/choice';
import type { Mechanism } from '../../mechanisms/define';
import { smallInput } from '../../state/plate-input';
import type { Weights } from '../../state/view';
import { inputWords, type Language } from '../export/words';
import { yearOf } from './filter';
import type { PosterTile } from './poster-layout';
import type { TileState } from './use-portraits';
import { ownInputName } from './words';

/** A tile as a poster has it. */
export function posterWords(
  mechanism: Mechanism,
  state: TileState | undefined,
  input: InputChoice,
  { t, locale }: Language,
): PosterTile {
  const { portrait, failure } = state ?? {};
  const own = ownInputName(input, mechanism, portrait?.request.input, t);
  return {
    name: mechanism.name[locale],
    note: [yearOf(mechanism), own].filter(Boolean).join(' · '),
    data: portrait && { picture: portrait.picture, photograph: portrait.photograph },
    instead: failure?.[locale] ?? t('plate.waiting'),
  };
}

interface Made {
  readonly input: InputChoice;
  readonly weights: Weights;
  readonly backends: ReadonlySet<string>;
}

/** What the tiles have in common, in one paragraph. */
export function posterSmallPrint({ input, weights, backends }: Made, { t, locale }: Language) {
  const sentences = [
    t('plate.poster.input', { input: inputWords(smallInput(input), t) }),
    t(`plate.poster.${weights.kind === 'pytorch' ? 'pytorch' : 'identity'}`, {
      seed: weights.seed,
    }),
    t('export.print.app', { ...app, backend: [...backends].join(t('comma')) || '–' }),
  ];
  return [sentences.join(locale === 'zh' ? '' : ' ')];
}
