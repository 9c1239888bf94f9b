import { createEngine } from '../engine/client';
import type { BackendName, BackendStatus, Engine, RunRequest } from '../engine/protocol';
import type { View, ViewRequest } from '../trace/view';

/** Channels of queries, keys and values. */
const CHANNELS = 64;
/** Side of the view that the app asks for, in pixels. */
const SCREEN = 1024;

/** `auto` is what the app takes by itself, and the others are what a person can choose. */
export type Choice = BackendName | 'auto';

/** An engine with a worker of its own, as the app starts one. */
const engines = new Map<Choice, Engine>();
let changes = 0;

/** The engine of a choice, started on first use. */
export function engineOf(choice: Choice): Engine {
  const known = engines.get(choice);
  if (known) return known;
  const made = createEngine({ preference: choice, patience: 120_000 });
  engines.set(choice, made);
  return made;
}

/** The input stays, so that only what a slider changes is computed again: its scale is another each time. */
const requestOf = (tokens: number): RunRequest => ({
  mechanism: 'sdpa',
  params: { scale: 0.1 + 0.001 * (++changes % 50) },
  input: {
    kind: 'random',
    seed: 1,
    batch: 1,
    tokens,
    memory: tokens,
    height: 1,
    width: 1,
    channels: CHANNELS,
  },
  weights: { kind: 'pytorch', seed: 1 },
});

/** Runs attention and reads its weights as the view that fills the screen. */
async function compute(engine: Engine, tokens: number): Promise<View> {
  const { run, graph } = await engine.run(requestOf(tokens));
  const node = graph.nodes.find(({ step }) => step?.name === 'weights');
  if (!node) throw new Error('attention has no step "weights"');
  const request: ViewRequest = {
    node: node.id,
    rows: ['query'],
    columns: ['key'],
    fixed: { batch: 0 },
    pixels: [SCREEN, SCREEN],
    pool: 'max',
  };
  return engine.view(run, request);
}

/**
 * Starts an engine.
 * @returns what computes there. @throws Error when another backend had to take over.
 */
export async function openEngine(choice: Choice): Promise<BackendStatus> {
  const engine = engineOf(choice);
  await compute(engine, 16);
  const { active, backends } = engine.status();
  const found = backends.find(({ name }) => name === active);
  const failed = backends.find(({ name }) => name === choice && name !== active);
  if (!found || failed) throw new Error(failed?.reason?.en ?? `${choice} did not start`);
  return found;
}

/** What the engine computes with by now: the app goes on looking for something faster. */
export function statusOf(choice: Choice): BackendStatus | undefined {
  const { active, backends } = engineOf(choice).status();
  return backends.find(({ name }) => name === active);
}

/**
 * Milliseconds from the request to the view of the weights, on the page.
 * @throws Error or Refusal when the backend cannot hold this size.
 */
export async function timeAttention(choice: Choice, tokens: number): Promise<number> {
  const engine = engineOf(choice);
  const before = engine.status().active;
  const begin = performance.now();
  await compute(engine, tokens);
  const milliseconds = performance.now() - begin;
  const { active } = engine.status();
  if (choice !== 'auto' && active !== before) throw new Error(`${choice} gave way to ${active}`);
  return milliseconds;
}
