/** Models that come with the atlas: what they learned, and how well. */
import type { Learned, ModelCard, Params } from './define';
import cards from './learned.json';

const all: Readonly<Record<string, ModelCard>> = cards;

/** The model of a name, where a mechanism has just the arguments that it was trained with. */
export function learnedModel(name: string, params: Params): Learned | null {
  const card = all[name];
  const same = card && Object.entries(card.params).every(([key, value]) => params[key] === value);
  return same ? { name, file: `weights/${name}.safetensors`, card } : null;
}
