import type { en } from '../en';

/** Texts of the page `choose`. */
export const choose: (typeof en)['choose'] = {
  name: '选型',
};
