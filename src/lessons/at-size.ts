import { mechanismById } from '../mechanisms/catalogue';
import type { Params } from '../mechanisms/define';
import { type ChooseView, chooseSection } from '../state/choose-view';
import { requestAt } from '../state/facts';
import { type Sizes, usualSizes } from '../state/sizes';
import type { LessonView } from './lesson';

/** A square map with as many channels, or the sequence of its pixels. */
export const square = (side: number, channels: number): Sizes => ({
  ...usualSizes,
  tokens: side ** 2,
  height: side,
  width: side,
  channels,
});

/** A mechanism as the page that chooses opens it at a size, on random numbers. */
export function atSize(id: string, sizes: Sizes, form: Params = {}): LessonView {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`no mechanism "${id}"`);
  const { params, input } = requestAt(mechanism, sizes);
  return { mechanism: id, params: { ...params, ...form }, input, weights: { kind: 'pytorch' } };
}

/** The page that chooses, as it usually is but for some parts. */
export const choosing = (parts: Partial<ChooseView>): LessonView => ({
  page: 'choose',
  choose: { ...chooseSection.usual, ...parts },
});
