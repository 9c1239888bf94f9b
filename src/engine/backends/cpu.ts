import '@tensorflow/tfjs-backend-cpu';
import { GIB, MOST, type Open } from './backend';

/** Plain JavaScript: slow, and always there. */
export const open: Open = async () => ({
  adapter: 'JavaScript',
  software: false,
  limits: { tensor: 2 * GIB, total: MOST },
});
