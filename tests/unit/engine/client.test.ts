import { describe, expect, test } from 'vitest';
import {
  type BackendName,
  type Engine,
  type Notice,
  type RunSummary,
  Superseded,
} from '../../../src/engine/protocol';
import { evaluate } from '../../../src/trace/expression';
import { isOperation } from '../../../src/trace/graph';
import { expectClose, provoke, request, start, viewOf, weightsView, workers } from './engines';
import type { Fault } from './faulty.worker';

const active = (engine: Engine): BackendName | null => engine.status().active;

describe('a run', () => {
  test('is planned, computed, viewed, explained and read', async () => {
    const { engine } = start();
    const planned = await engine.plan(request());
    const progress: number[] = [];
    const summary = await engine.run(request(), { onProgress: (done) => progress.push(done) });
    expect(summary.graph.nodes.map((n) => n.axes)).toEqual(planned.graph.nodes.map((n) => n.axes));
    expect(summary.milliseconds).toBeGreaterThan(0);
    expect(progress.at(-1)).toBe(summary.graph.nodes.length);
    const view = await engine.view(summary.run, weightsView(summary));
    expect([view.rows, view.columns]).toEqual([8, 8]);
    view.rowMean.forEach((mean) => {
      expect(mean).toBeCloseTo(1 / 8, 6);
    });
    const { data } = await engine.data(summary.run, summary.graph.output);
    const explained = await engine.explain(summary.run, summary.graph.output, [0, 3, 0]);
    expect(evaluate(explained)).toBeCloseTo(data[3], 5);
  });

  test('takes numbers of the one before only where it is told to', async () => {
    const { engine } = start();
    const first = await engine.run(request());
    const operations = first.graph.nodes.filter(isOperation).length;
    const again = await engine.run(request(), { reuse: true });
    expect(again.reused).toBe(operations);
    expect(await engine.run(request())).toMatchObject({ reused: 0 });
    expect(await engine.run(request(8, 2), { reuse: true })).toMatchObject({ reused: 0 });
  });

  test('chooses WebAssembly by itself where the GPUs are imitated', async () => {
    const { engine, notices } = start();
    await engine.run(request());
    await expect.poll(() => stateOf(engine, 'webgl').software, { timeout: 10_000 }).toBe(true);
    expect(stateOf(engine, 'webgpu')).toMatchObject({ state: 'untried', software: true });
    expect(engine.status()).toMatchObject({ active: 'wasm', preference: 'auto' });
    expect(notices).toEqual([]);
  });

  test('gives the same numbers on the backend that the person chooses, software or not', async () => {
    const { engine } = start();
    const expected = await viewOf(engine, await engine.run(request()));
    for (const name of ['webgpu', 'webgl', 'cpu'] as const) {
      const status = await engine.chooseBackend(name);
      expect(status).toMatchObject({ active: name, preference: name });
      const summary = await engine.run(request());
      expect(summary.backend).toBe(name);
      expectClose(await viewOf(engine, summary), expected);
    }
    await engine.chooseBackend('auto');
    expect(active(engine)).toBe('wasm');
  });

  test('that cannot be is refused in both languages, and the next one works', async () => {
    const { engine } = start();
    const huge = engine.run(request(100_000));
    await expect(huge).rejects.toMatchObject({
      text: {
        en: expect.stringMatching(/batch 1 × query 100000 × key 100000.*37 GiB.*wasm.*3\.8 GiB/),
        zh: expect.stringMatching(/37 GiB.*wasm.*3\.8 GiB/),
      },
    });
    await expect(engine.run({ ...request(), mechanism: 'none' })).rejects.toThrow('"none"');
    expect((await engine.run(request())).backend).toBe('wasm');
  });

  test('leaves no tensor behind in 1,000 changes', async () => {
    const { engine } = start();
    await engine.run(request(5));
    const before = engine.status().tensors;
    expect(before).toBeGreaterThan(0);
    for (let i = 0; i < 1000; i++) {
      const summary = await engine.run(request(4 + (i % 7), i));
      if (i % 50 === 0) await viewOf(engine, summary);
    }
    expect(engine.status().tensors).toBe(before);
  });
});

describe('the newest request', () => {
  test('wins; those between it and the one under way never start', async () => {
    const { engine } = start();
    await engine.run(request());
    const runs = [1, 2, 3, 4].map((seed) => engine.run(request(1000, seed, 'slow')));
    const ends = await Promise.allSettled(runs);
    expect(ends.map((end) => end.status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    for (const end of ends.slice(0, 3)) {
      expect(end).toMatchObject({ reason: expect.any(Superseded) });
    }
  });

  test('can be cancelled, with the picture before it still there', async () => {
    const { engine, notices } = start();
    const shown = await engine.run(request());
    const before = await viewOf(engine, shown);
    const left: number[] = [];
    const run = engine.run(request(1000, 2, 'slow'), {
      onProgress: (done, total) => left.push(total - done),
    });
    await expect.poll(() => left.length).toBeGreaterThan(1);
    engine.cancel();
    await expect(run).rejects.toBeInstanceOf(Superseded);
    expect(await viewOf(engine, shown)).toEqual(before);
    await engine.run(request(8, 3));
    // It stopped by itself, between two steps, and its worker lives on.
    expect(left.at(-1)).toBeGreaterThan(0);
    expect(workers).toHaveLength(1);
    expect(notices).toEqual([]);
  });

  test('replaces the numbers; views of older runs are superseded', async () => {
    const { engine } = start();
    const first = await engine.run(request());
    await engine.run(request(8, 2));
    await expect(viewOf(engine, first)).rejects.toBeInstanceOf(Superseded);
  });
});

describe('a backend is left, with a notice and the same numbers, when', () => {
  const cases: [string, BackendName, Fault, Notice['kind'], RegExp][] = [
    ['its WebGL context is lost', 'webgl', 'lose-context', 'lost', /^webgl .*wasm computes/],
    ['its GPU device is lost', 'webgpu', 'destroy-device', 'lost', /^webgpu .*wasm computes/],
    ['a read never comes back', 'wasm', 'hang-reads', 'hung', /^wasm .*webgl computes/],
    ['its thread never returns', 'wasm', 'block', 'hung', /^wasm .*webgl computes/],
    ['its worker crashes', 'wasm', 'crash', 'lost', /^wasm .*webgl computes/],
    ['its memory is full', 'wasm', 'fill-memory', 'memory', /^wasm .*webgl computes/],
  ];
  test.each(cases)('%s', async (_, name, fault, kind, text) => {
    const { engine, notices } = start({ preference: name });
    const first = await engine.run(request());
    expect(first.backend).toBe(name);
    const expected = await viewOf(engine, first);
    provoke(fault);
    const second = await engine.run(request(9, 2));
    expect(second.backend).not.toBe(name);
    expect(notices).toHaveLength(1);
    expect(notices[0].kind).toBe(kind);
    expect(notices[0].text.en).toMatch(text);
    expect(stateOf(engine, name).state).toBe('failed');
    expectClose(await viewOf(engine, await engine.run(request())), expected);
  });

  test('nothing is asked for: the picture on screen is computed anew under its number', async () => {
    const { engine, notices } = start({ preference: 'webgl' });
    const shown = await engine.run(request());
    const expected = await viewOf(engine, shown);
    const recomputed = new Promise<RunSummary>((resolve) => engine.onRecomputed(resolve));
    provoke('lose-context');
    expect(await recomputed).toMatchObject({ run: shown.run, backend: 'wasm' });
    expectClose(await viewOf(engine, shown), expected);
    expect(notices.map((notice) => notice.kind)).toEqual(['lost']);
  });

  test('every backend fails: the person is told, and the next request starts afresh', async () => {
    let broken = true;
    const { engine } = start({
      createWorker: () => {
        const url = broken ? './missing.worker.ts' : './faulty.worker.ts';
        return new Worker(new URL(url, import.meta.url), { type: 'module' });
      },
    });
    await expect(engine.run(request())).rejects.toMatchObject({ name: 'Refusal' });
    broken = false;
    expect((await engine.run(request())).backend).toBe('wasm');
  });
});

test('the person hears of a choice that cannot be honoured, and keeps what there is', async () => {
  const { engine, notices } = start();
  const shown = await engine.run(request());
  const choosing = engine.chooseBackend('webgl');
  provoke('crash');
  const status = await choosing;
  expect(status).toMatchObject({ active: 'wasm', preference: 'webgl' });
  expect(notices.map((notice) => notice.kind)).toEqual(['fallback']);
  expect(await viewOf(engine, shown)).toHaveLength(64);
});

const stateOf = (engine: Engine, name: BackendName) => {
  const found = engine.status().backends.find((backend) => backend.name === name);
  if (!found) throw new Error(`no status of ${name}`);
  return found;
};
