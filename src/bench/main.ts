/** The page behind `npm run bench`: scripts/bench.mjs calls what it offers. */
import { openEngine, statusOf, timeAttention } from './attention';
import { mechanismIds, timeMechanism } from './catalogue';
import { timePainting } from './paint';

const bench = { mechanismIds, openEngine, statusOf, timeAttention, timeMechanism, timePainting };

export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = bench;
