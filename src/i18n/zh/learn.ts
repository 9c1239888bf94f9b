import type { en } from '../en';

/** Texts of the page `learn`. */
export const learn: (typeof en)['learn'] = {
  name: '学习',
};
