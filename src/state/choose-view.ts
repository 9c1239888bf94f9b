import { type ChooserView, chooserSection } from './choose-chooser';
import { type ScalingView, scalingSection } from './choose-scaling';
import { type TableView, tableSection } from './choose-table';
import type { Section } from './section';
import type { Sizes } from './sizes';
import { sizesSection } from './sizes-section';

export const chooseTabs = ['table', 'scaling', 'chooser'] as const;
export type ChooseTab = (typeof chooseTabs)[number];

/** What the page that chooses between mechanisms shows. */
export interface ChooseView {
  readonly tab: ChooseTab;
  /** At which everything on the page is compared. */
  readonly sizes: Sizes;
  readonly table: TableView;
  readonly scaling: ScalingView;
  readonly chooser: ChooserView;
}

const tabSection: Section<ChooseTab> = {
  usual: 'table',
  encode: (tab) => (tab === 'table' ? [] : [['tab', tab]]),
  decode: (query) => {
    const text = query.get('tab');
    const tab = chooseTabs.find((name) => name === text);
    return { value: tab ?? 'table', problem: text !== null && !tab };
  },
};

export const chooseSection: Section<ChooseView> = {
  usual: {
    tab: tabSection.usual,
    sizes: sizesSection.usual,
    table: tableSection.usual,
    scaling: scalingSection.usual,
    chooser: chooserSection.usual,
  },
  encode: ({ tab, sizes, table, scaling, chooser }) => [
    ...tabSection.encode(tab),
    ...sizesSection.encode(sizes),
    ...tableSection.encode(table),
    ...scalingSection.encode(scaling),
    ...chooserSection.encode(chooser),
  ],
  decode: (query) => {
    const tab = tabSection.decode(query);
    const sizes = sizesSection.decode(query);
    const table = tableSection.decode(query);
    const scaling = scalingSection.decode(query);
    const chooser = chooserSection.decode(query);
    return {
      value: {
        tab: tab.value,
        sizes: sizes.value,
        table: table.value,
        scaling: scaling.value,
        chooser: chooser.value,
      },
      problem: [tab, sizes, table, scaling, chooser].some(({ problem }) => problem),
    };
  },
};
