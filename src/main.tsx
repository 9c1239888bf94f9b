import { createEngine } from './engine/client';

// The worker starts before anything else is loaded, and computes while the interface is.
const engine = createEngine();
const atlas = import('./state/start').then(({ start }) => start(engine));
import('./ui/mount').then(async ({ mount }) => mount(await atlas)).catch(sayNotLoaded);

/** Nothing else is there to say it. */
function sayNotLoaded(error: unknown): void {
  console.error(error);
  const sentence = document.createElement('p');
  sentence.setAttribute('role', 'alert');
  sentence.textContent =
    'Attention Atlas could not be loaded; check the connection and reload the page. 页面未能加载；请检查网络连接后刷新。';
  document.body.append(sentence);
}
