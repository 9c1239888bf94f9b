import { expect, test, vi } from 'vitest';
import { PatientQueue } from '../../../src/engine/patient-queue';

/** Jobs that note when they start and end when they are told to. */
function workshop() {
  const queue = new PatientQueue();
  const started: string[] = [];
  const job = (name: string, rank: () => number = () => 0, signal?: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const start = () => {
      started.push(name);
      return promise;
    };
    const done = queue.add({ start, rank, signal });
    return { done, finish: () => resolve(name), fail: reject };
  };
  return { queue, started, job };
}

test('one job is under way at a time, in the order of their coming', async () => {
  const { started, job } = workshop();
  const [a, b] = [job('a'), job('b')];
  await vi.waitFor(() => expect(started).toEqual(['a']));
  a.finish();
  expect(await a.done).toBe('a');
  await vi.waitFor(() => expect(started).toEqual(['a', 'b']));
  b.finish();
  expect(await b.done).toBe('b');
});

test('what is wanted most at the moment of choosing comes first', async () => {
  const { started, job } = workshop();
  let seen = '';
  const rank = (name: string) => () => (name === seen ? 0 : 1);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => job(name, rank(name)));
  await vi.waitFor(() => expect(started).toEqual(['a']));
  seen = 'c';
  for (const { finish } of [a, c, b]) finish();
  await Promise.all([a.done, b.done, c.done]);
  expect(started).toEqual(['a', 'c', 'b']);
});

test('nothing starts while the queue is held, by whoever', async () => {
  const { queue, started, job } = workshop();
  const [first, second] = [queue.hold(), queue.hold()];
  const a = job('a');
  a.finish();
  first();
  // Letting go twice lets go once.
  first();
  await new Promise((resume) => setTimeout(resume, 20));
  expect(started).toEqual([]);
  second();
  expect(await a.done).toBe('a');
});

test('a job that is not wanted any more never starts', async () => {
  const { started, job } = workshop();
  const abort = new AbortController();
  const a = job('a');
  const b = job('b', () => 0, abort.signal);
  const c = job('c');
  abort.abort(new Error('gone'));
  await expect(b.done).rejects.toThrow('gone');
  await expect(job('late', () => 0, abort.signal).done).rejects.toThrow('gone');
  a.finish();
  c.finish();
  await c.done;
  expect(started).toEqual(['a', 'c']);
});

test('a failure is passed on, and the next job starts', async () => {
  const { started, job } = workshop();
  const [a, b] = [job('a'), job('b')];
  await vi.waitFor(() => expect(started).toEqual(['a']));
  a.fail(new Error('no'));
  b.finish();
  await expect(a.done).rejects.toThrow('no');
  expect(await b.done).toBe('b');
});
