import { expect, test, vi } from 'vitest';
import type { Patience } from '../../../src/engine/background';
import type { RunRequest } from '../../../src/engine/protocol';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import { requestAt } from '../../../src/state/facts';
import { Planner } from '../../../src/state/planner';
import { usualSizes } from '../../../src/state/sizes';
import { createStopwatch, readingKey } from '../../../src/state/stopwatch';
import type { Device } from '../../../src/state/timing';
import { FakeEngine, settled, summaryOf } from './fixtures';

const device: Device = { backend: 'wasm', threads: 2 };

const requestOf = (id: string, channels = 64): RunRequest => {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`no mechanism ${id}`);
  return requestAt(mechanism, { ...usualSizes, height: 4, width: 4, channels });
};

test('keeps the times of each size, and lets go of the engine', async () => {
  const dispose = vi.fn();
  const opened: Device[] = [];
  const stopwatch = createStopwatch((wanted) => {
    opened.push(wanted);
    const run = async (request: RunRequest) => ({ ...summaryOf(request), milliseconds: 4 });
    return Object.assign(new FakeEngine(), { run, dispose });
  });
  await stopwatch.measure([requestOf('se'), requestOf('eca')], 3, device);
  await stopwatch.measure([requestOf('se', 32)], 5, device);
  const { readings, running } = stopwatch.store.getState();
  expect(running).toBeNull();
  expect(opened).toEqual([device, device]);
  expect(dispose).toHaveBeenCalledTimes(2);
  expect(readings.get(readingKey(requestOf('se'), device))).toMatchObject({
    rounds: 3,
    // What measured, as the engine says.
    device: { backend: 'cpu' },
    timing: { median: 4, samples: [4, 4, 4] },
  });
  expect(readings.get(readingKey(requestOf('se', 32), device))?.rounds).toBe(5);
  expect(readings.has(readingKey(requestOf('se'), { backend: 'webgl' }))).toBe(false);
});

test('a cancellation keeps what was measured and ends the engine', async () => {
  const engine = new FakeEngine();
  const dispose = vi.fn();
  const stopwatch = createStopwatch(() => Object.assign(engine, { dispose }));
  const measured = stopwatch.measure([requestOf('se'), requestOf('eca')], 1, device);
  await settled();
  for (const _ of [1, 2, 3]) await engine.finish();
  expect(stopwatch.store.getState().running).toEqual({ done: 3, total: 4 });
  stopwatch.cancel();
  await measured;
  const { readings, running } = stopwatch.store.getState();
  expect(running).toBeNull();
  expect(readings.get(readingKey(requestOf('se'), device))?.timing?.samples).toEqual([1]);
  expect(readings.has(readingKey(requestOf('eca'), device))).toBe(false);
  expect(dispose).toHaveBeenCalledOnce();
});

test('a planner plans a size once', async () => {
  const engine = new FakeEngine();
  const plan = vi.fn((request: RunRequest, _: Patience) => engine.plan(request));
  const planner = new Planner({ plan, rest: () => undefined });
  const se = mechanismById('se');
  if (!se) throw new Error('no mechanism se');
  const patience = { rank: () => 0 };
  const first = await planner.facts(se, usualSizes, patience);
  expect(await planner.facts(se, usualSizes, patience)).toBe(first);
  // SE has no heads, so that their number makes no difference.
  expect(await planner.facts(se, { ...usualSizes, heads: 2 }, patience)).toBe(first);
  expect((await planner.facts(se, { ...usualSizes, channels: 32 }, patience)).parameters).toBe(
    (2 * 32 ** 2) / 16,
  );
  expect(plan).toHaveBeenCalledTimes(2);
});
