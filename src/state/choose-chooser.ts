import type { Section } from './section';

/** What the chooser was asked. */
export type ChooserView = Readonly<Record<string, never>>;

export const chooserSection: Section<ChooserView> = {
  usual: {},
  encode: () => [],
  decode: () => ({ value: chooserSection.usual, problem: false }),
};
