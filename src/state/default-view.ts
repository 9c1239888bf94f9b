import { openingInput } from '../inputs/opening';
import { opening } from '../mechanisms/opening';
import { chooseSection } from './choose-view';
import { compareSection } from './compare-view';
import { lessonSection } from './lesson-place';
import { defaultDisplay, type ViewState } from './view';

/** What an empty address shows: a cat's left pupil, which finds the right one by nothing but likeness. */
export const defaultView: ViewState = {
  page: 'explore',
  filter: {},
  lesson: lessonSection.usual,
  compare: compareSection.usual,
  choose: chooseSection.usual,
  mechanism: opening.id,
  params: {},
  input: openingInput,
  weights: { kind: 'identity', seed: 1, gain: 1 },
  step: null,
  selection: {},
  pin: { step: 'weights', index: [0, 12 * 32 + 10, 14 * 32 + 25] },
  region: null,
  display: defaultDisplay,
  locale: null,
  theme: null,
  backend: 'auto',
};
