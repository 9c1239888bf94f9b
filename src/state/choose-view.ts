import type { Section } from './section';

export const chooseTabs = ['table', 'scaling', 'chooser'] as const;
export type ChooseTab = (typeof chooseTabs)[number];

/** What the page that chooses between mechanisms shows. */
export interface ChooseView {
  readonly tab: ChooseTab;
}

export const chooseSection: Section<ChooseView> = {
  usual: { tab: 'table' },
  encode: ({ tab }) => (tab === 'table' ? [] : [['tab', tab]]),
  decode: (query) => {
    const text = query.get('tab');
    const tab = chooseTabs.find((name) => name === text);
    return { value: { tab: tab ?? 'table' }, problem: text !== null && !tab };
  },
};
