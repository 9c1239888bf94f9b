/** Models that come with the atlas: what they learned, and how well. */
import type { Learned, ModelCard, Params } from './define';
import cards from './learned.json';

/** By name; written by the script that trains them. */
export const modelCards: Readonly<Record<keyof typeof cards, ModelCard>> = cards;

/** The model of a name, where a mechanism has just the arguments that it was trained with. */
export function learnedModel(name: keyof typeof cards, params: Params): Learned | null {
  const card = modelCards[name];
  const same = Object.entries(card.params).every(([key, value]) => params[key] === value);
  return same ? { name, file: `weights/${name}.safetensors`, card } : null;
}
