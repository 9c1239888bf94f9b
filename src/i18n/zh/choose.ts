import type { en } from '../en';

/** Texts of the page `choose`. */
export const choose: (typeof en)['choose'] = {
  name: '选型',
  title: '该用哪一种',
  tabs: '视图',
  tab: { table: '总表', scaling: '规模', chooser: '选择' },
  sizes: {
    title: '输入大小',
    shape: '输入',
    sequence: '序列',
    map: '特征图',
    tokens: '词元数 N',
    height: '高 H',
    width: '宽 W',
    channels: '通道数 C',
    heads: '头数 h',
  },
  table: {},
  scaling: {},
  chooser: {},
};
