import type { ImageChoice } from './choice';

/** What an empty address opens. */
export const openingInput: ImageChoice = {
  kind: 'image',
  image: 'chelsea',
  height: 32,
  width: 32,
  channels: 16,
};
