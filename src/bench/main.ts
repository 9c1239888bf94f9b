/** The page behind `npm run bench`: scripts/bench.mjs calls what it offers. */
import { openEngine, statusOf, timeAttention } from './attention';
import { timePainting } from './paint';

const bench = { openEngine, statusOf, timeAttention, timePainting };

export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = bench;
