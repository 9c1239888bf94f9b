import type { WeightChoice } from '../engine/protocol';
import type { Translate } from '../i18n';

/** What the weights of a run are, in a sentence: said wherever a picture is shown. */
export function weightsAre(weights: WeightChoice, t: Translate): string {
  if (weights.kind === 'imported') return t('stage.weightsAre.imported', { name: weights.name });
  const { kind, seed, gain = 1 } = weights;
  return t(`stage.weightsAre.${gain === 1 ? kind : 'scaled'}`, { seed, gain });
}
