import type { en } from '../en';

/** Texts of the page `compare`. */
export const compare: (typeof en)['compare'] = {
  name: '对比',
};
