import { expect, test } from 'vitest';
import { Host } from '../../../src/engine/host';

test('WebAssembly with threads opens beside the one at work, and is timed', async () => {
  const host = new Host({
    createWorker: () =>
      new Worker(new URL('./faulty.worker.ts', import.meta.url), { type: 'module' }),
    page: document.baseURI,
    preference: 'auto',
    patience: 20_000,
  });
  const one = await host.ready();
  const { link, backend } = await host.open('wasm', 2);
  expect(backend).toMatchObject({ name: 'wasm', threads: 2 });
  expect(host.active).toMatchObject({ name: 'wasm', threads: 1 });
  for (const worker of [one, link]) {
    const { large, small } = await worker.call('calibrate');
    expect(large).toBeGreaterThan(small);
  }
  link.close();
  host.dispose();
});
