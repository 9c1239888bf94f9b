import { defaultDisplay, type ViewState } from './view';

/** What an empty address shows: the attention of one pixel of a cat's eye over the whole photograph. */
export const defaultView: ViewState = {
  mechanism: 'mha',
  params: {},
  input: { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 32 },
  weights: { kind: 'identity', seed: 1 },
  step: null,
  selection: {},
  pin: null,
  region: null,
  display: defaultDisplay,
  locale: null,
  theme: null,
  backend: 'auto',
};
