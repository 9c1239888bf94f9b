import { createEngine } from './engine/client';

// The worker starts before the interface is loaded, because the first picture waits for it longest.
const engine = createEngine();
void import('./ui/mount').then(({ mount }) => mount(engine));
