import { createEngine } from './engine/client';

// The worker starts before anything else is loaded, and computes while the interface is.
const engine = createEngine();
const atlas = import('./state/start').then(({ start }) => start(engine));
void import('./ui/mount').then(async ({ mount }) => mount(await atlas));
