/** Texts of the page `choose`. */
export const choose = {
  name: 'Choose',
  title: 'Which one to use',
  tabs: 'Views',
  tab: { table: 'Table', scaling: 'Scaling', chooser: 'Chooser' },
  sizes: {
    title: 'Input size',
    shape: 'Input',
    sequence: 'Sequence',
    map: 'Map',
    tokens: 'Tokens N',
    height: 'Height H',
    width: 'Width W',
    channels: 'Channels C',
    heads: 'Heads h',
  },
  table: {},
  scaling: {},
  chooser: {},
};
