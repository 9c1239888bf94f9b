import { expect, test, vi } from 'vitest';
import { Superseded } from '../../../src/engine/protocol';
import { RunQueue } from '../../../src/engine/run-queue';

/** A run that ends when told to, or when it is stopped. */
function task(value: string) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const start = vi.fn(() => promise);
  const stop = vi.fn(() => reject(new Superseded()));
  return { start, stop, finish: () => resolve(value) };
}

test('one run is under way, and of those that wait only the newest', async () => {
  const queue = new RunQueue<string>();
  const [a, b, c] = [task('a'), task('b'), task('c')];
  const [first, second, third] = [a, b, c].map((t) => queue.add(t));
  await expect(second).rejects.toBeInstanceOf(Superseded);
  expect(b.start).not.toHaveBeenCalled();
  a.finish();
  expect(await first).toBe('a');
  c.finish();
  expect(await third).toBe('c');
  expect(queue.idle).toBe(true);
});

test('a slow run is stopped for a newer one', async () => {
  const queue = new RunQueue<string>();
  const [a, b] = [task('a'), task('b')];
  const first = queue.add(a);
  const second = queue.add(b);
  expect(a.stop).not.toHaveBeenCalled();
  await expect(first).rejects.toBeInstanceOf(Superseded);
  expect(a.stop).toHaveBeenCalledOnce();
  b.finish();
  expect(await second).toBe('b');
});

test('a run alone is never stopped, however slow', async () => {
  const queue = new RunQueue<string>();
  const a = task('a');
  const only = queue.add(a);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(a.stop).not.toHaveBeenCalled();
  a.finish();
  expect(await only).toBe('a');
});

test('cancelling rejects what waits and what is under way at once', async () => {
  const queue = new RunQueue<string>();
  const deaf = { start: () => new Promise<string>(() => undefined), stop: vi.fn() };
  const ends = Promise.allSettled([queue.add(deaf), queue.add(task('b'))]);
  queue.cancel();
  for (const end of await ends) {
    expect(end).toMatchObject({ reason: expect.any(Superseded) });
  }
  expect(deaf.stop).toHaveBeenCalledOnce();
});

test('an error is passed on, and the next run starts', async () => {
  const queue = new RunQueue<string>();
  const failing = queue.add({
    start: () => Promise.reject(new Error('no')),
    stop: () => undefined,
  });
  const b = task('b');
  const next = queue.add(b);
  await expect(failing).rejects.toThrow('no');
  b.finish();
  expect(await next).toBe('b');
});
