/** Engines over the worker of `faulty.worker.ts`, which end with the test. */
import { afterEach, expect } from 'vitest';
import { createEngine, type EngineOptions } from '../../../src/engine/client';
import type { Engine, Notice, RunRequest, RunSummary } from '../../../src/engine/protocol';
import type { ViewRequest } from '../../../src/trace/view';
import type { Fault } from './faulty.worker';

export const workers: Worker[] = [];
const engines: Engine[] = [];

/** A worker that `provoke` can break. */
export function createWorker(): Worker {
  const worker = new Worker(new URL('./faulty.worker.ts', import.meta.url), { type: 'module' });
  workers.push(worker);
  return worker;
}

/** @returns an engine, and what it tells the person. */
export function start(options: EngineOptions = {}): { engine: Engine; notices: Notice[] } {
  const engine = createEngine({
    createWorker,
    patience: 10_000,
    ...options,
  });
  engines.push(engine);
  const notices: Notice[] = [];
  engine.onNotice((notice) => notices.push(notice));
  return { engine, notices };
}

afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
  for (const worker of workers.splice(0)) worker.terminate();
});

/** Breaks the worker that was started last. */
export const provoke = (fault: Fault): void =>
  workers.at(-1)?.postMessage({ kind: 'fault', fault });

export const request = (tokens = 8, seed = 1, mechanism = 'tiny'): RunRequest => ({
  mechanism,
  params: {},
  input: {
    kind: 'random',
    seed,
    batch: 1,
    tokens,
    memory: tokens,
    height: 4,
    width: 4,
    channels: 16,
  },
  weights: { kind: 'pytorch', seed: 1 },
});

export const weightsView = (summary: RunSummary): ViewRequest => ({
  node: summary.graph.steps[1],
  rows: ['query'],
  columns: ['key'],
  fixed: { batch: 0 },
  pixels: [100, 100],
  pool: 'mean',
});

export const viewOf = async (engine: Engine, summary: RunSummary): Promise<number[]> => [
  ...(await engine.view(summary.run, weightsView(summary))).data,
];

export function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 4);
  });
}
