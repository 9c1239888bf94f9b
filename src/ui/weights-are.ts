import type { RunSummary } from '../engine/protocol';
import type { Translate } from '../i18n';
import { identityIsPartial } from '../inputs/weights';
import { mechanismById } from '../mechanisms/catalogue';
import type { ModelCard } from '../mechanisms/define';

/** What the weights of a run are, in a sentence: said wherever a picture is shown. */
export function weightsAre({ graph, params, inputs, request }: RunSummary, t: Translate): string {
  const { weights } = request;
  if (graph.parameters === 0) return t('stage.weightsAre.none');
  if (weights.kind === 'imported') return t('stage.weightsAre.imported', { name: weights.name });
  if (weights.kind === 'learned')
    return t('stage.weightsAre.learned', cardWords(weights.model.card));
  const { kind, seed, gain = 1 } = weights;
  const specs = mechanismById(request.mechanism)?.weights(params, inputs) ?? {};
  if (kind === 'identity' && identityIsPartial(specs))
    return t('stage.weightsAre.partial', { seed });
  return t(`stage.weightsAre.${gain === 1 ? kind : 'scaled'}`, { seed, gain });
}

/** How well a model does, and where it comes from, as texts have it. */
export const cardWords = (card: ModelCard) => ({
  seen: (card.batches * card.sentences).toLocaleString('en'),
  heldOut: card.heldOut.toLocaleString('en'),
  share: ((100 * card.right) / card.heldOut).toFixed(1),
  seed: card.seed,
  script: card.script,
});
