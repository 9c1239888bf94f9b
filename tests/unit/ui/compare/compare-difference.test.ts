import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../../../src/engine/client';
import type { Engine, RunRequest, RunSummary } from '../../../../src/engine/protocol';
import { stepsOf } from '../../../../src/state/steps';
import { effectOf, mapsOf, readEffect } from '../../../../src/ui/compare/effect';
import {
  type Attention,
  attentionOf,
  type Picture,
  pictureOf,
  requestsOf,
  type Shown,
} from '../../../../src/ui/compare/picture';
import { factsOf, subtracted } from '../../../../src/ui/compare/use-comparison';
import { type StepFigure, stepFigureOf } from '../../../../src/ui/stage/use-step-figure';

let engine: Engine;
beforeAll(() => {
  engine = createEngine({ preference: 'wasm' });
});
afterAll(() => engine.dispose());

const input = { kind: 'image', image: 'chelsea', height: 16, width: 16, channels: 16 } as const;
const request = (mechanism: string, params: RunRequest['params'] = {}): RunRequest => ({
  mechanism,
  params,
  input,
  weights: { kind: 'pytorch', seed: 1, gain: 4 },
});

interface Seen {
  readonly figure: StepFigure;
  readonly summary: RunSummary;
  readonly picture: Picture | null;
  readonly attention: Attention | null;
  readonly data: Float32Array;
}

/** Runs, and reads a step as the page does; its whole tensor beside it. */
async function see(
  what: RunRequest,
  key: string,
  {
    shown = 'whole',
    row = 0,
    selection = {},
  }: { shown?: Shown; row?: number; selection?: object } = {},
): Promise<Seen> {
  const summary = await engine.run(what);
  const step = stepsOf(summary.graph).find((s) => s.key === key);
  if (!step) throw new Error(key);
  const figure = stepFigureOf(summary, step, selection);
  const requests = requestsOf(figure, shown, row);
  const views = await Promise.all(requests.map((one) => engine.view(summary.run, one)));
  const { data } = await engine.data(summary.run, step.node.id);
  return {
    figure,
    summary,
    data,
    picture: pictureOf(figure, shown, row, views),
    attention: attentionOf(figure, row, shown === 'look' ? views : views.slice(2)),
  };
}

const difference = (a: Seen, b: Seen) => subtracted(a.picture, b.picture);

test.each([
  ['cbam', 'channel-gate'],
  ['cbam', 'spatial-gate'],
  ['cbam', 'output'],
  ['sdpa', 'weights'],
  ['sk', 'weights'],
  ['gfnet', 'filter'],
  ['deformable', 'moved'],
])('%s differs from itself by exactly nothing in %s', async (id, key) => {
  const [a, b] = [await see(request(id), key), await see(request(id), key)];
  const found = difference(a, b);
  expect(found?.most).toBe(0);
  expect(found?.mean).toBe(0);
});

test('gates of two settings differ as their tensors do', async () => {
  const a = await see(request('se', { reduction: 4 }), 'gate');
  const b = await see(request('se', { reduction: 8 }), 'gate');
  const expected = Float32Array.from(a.data, (value, i) => value - b.data[i]);
  const found = difference(a, b);
  expect(found?.values).toEqual(expected);
  expect(found?.most).toBe(Math.max(...expected.map(Math.abs)));
  expect(found?.most).toBeGreaterThan(0);
});

test('outputs of a list of pixels and of a map are subtracted pixel by pixel, in one channel', async () => {
  const selection = { channel: 5 };
  const a = await see(request('sdpa'), 'output', { selection });
  const b = await see(request('cbam', { reduction: 4, kernel_size: 7 }), 'output', { selection });
  const of = (data: Float32Array) => Float32Array.from({ length: 256 }, (_, p) => data[p * 16 + 5]);
  const [x, y] = [of(a.data), of(b.data)];
  expect(difference(a, b)?.values).toEqual(x.map((value, i) => value - y[i]));
});

test('spectra are subtracted frequency by frequency', async () => {
  const [a, b] = [
    request('gfnet'),
    { ...request('gfnet'), weights: { ...request('gfnet').weights, gain: 8 } },
  ];
  const found = difference(await see(a, 'filter'), await see(b, 'filter'));
  // 16 rows of 9 stored frequencies; twice the gain is twice the magnitude.
  expect(found?.values).toHaveLength(16 * 9);
  const own = (await see(a, 'filter')).picture?.values ?? [];
  found?.values.forEach((value, i) => {
    expect(value).toBeCloseTo(-own[i], 5);
  });
  expect(found?.most).toBeGreaterThan(0);
});

test('sampling points lie apart by their distance in pixels', async () => {
  const a = await see(request('deformable'), 'moved');
  const b = await see(
    { ...request('deformable'), weights: { kind: 'pytorch', seed: 2, gain: 4 } },
    'moved',
  );
  const found = difference(a, b);
  const count = found?.values.length ?? 0;
  expect(count).toBe(a.picture?.rows);
  expect(count).toBeGreaterThan(1);
  // Coordinates of the first group, y before x; −1 and 1 are the centres of the outermost of 16 pixels.
  found?.values.forEach((distance, i) => {
    const [y, x] = [2 * i, 2 * i + 1].map((k) => (a.data[k] - b.data[k]) * 7.5);
    expect(distance).toBeCloseTo(Math.hypot(y, x), 4);
  });
  expect(found?.most).toBeGreaterThan(0);

  const fewer = await see(request('deformable', { stride: 2 }), 'moved');
  expect(fewer.picture?.rows).not.toBe(a.picture?.rows);
  expect(difference(a, fewer)).toBeNull();
});

test('a gate over channels and one over positions are not subtracted', async () => {
  const a = await see(request('cbam', { reduction: 4, kernel_size: 7 }), 'spatial-gate');
  const b = await see(request('eca'), 'gate');
  expect(difference(a, b)).toBeNull();
});

test('where a query looks: full attention and shifted windows on the same pixels', async () => {
  const query = 6 * 16 + 5;
  const full = await see(request('sdpa'), 'weights', { shown: 'look', row: query });
  const row = full.data.subarray(query * 256, (query + 1) * 256);
  expect(full.attention?.mass).toEqual(row);

  // Rolled by 2, pixel (6, 5) is at (4, 3): window 4, token 3 of 4 × 4.
  const params = { window_size: 4, shift_size: 2 };
  const windows = await see(request('swin-shifted', params), 'weights', {
    shown: 'look',
    row: 3,
    selection: { window: 4 },
  });
  const { heads, tokens } = { heads: 4, tokens: 16 };
  const start = ((4 * heads + 0) * tokens + 3) * tokens;
  const own = windows.data.subarray(start, start + tokens);
  const expected = new Float32Array(256);
  own.forEach((value, token) => {
    const [y, x] = [6 + Math.floor(token / 4), 2 + (token % 4)];
    expected[y * 16 + x] = value;
  });
  expect(windows.attention?.mass).toEqual(expected);
  expect(windows.attention?.reach.size).toBe(16);

  const facts = factsOf(full.attention, windows.attention);
  const within = [...expected.keys()].filter((i) => expected[i] > 0);
  const inside = within.reduce((sum, i) => sum + row[i], 0);
  expect(facts.inside?.[0]).toBeCloseTo(inside, 5);
  expect(facts.inside?.[1]).toBeCloseTo(1, 5);
  const overlap = within.reduce((sum, i) => sum + Math.min(row[i], expected[i]), 0);
  expect(facts.overlap).toBeCloseTo(overlap, 5);
  expect(facts.entropy[1]).toBeLessThanOrEqual(4);
  expect(facts.keys).toEqual([256, 16]);
});

test('what a gate of channels changes in a pixel is the change of its channels', () => {
  const axes = [
    { role: 'batch', size: 1 },
    { role: 'height', size: 1 },
    { role: 'width', size: 2 },
    { role: 'channel', size: 2 },
  ] as const;
  const tensor = (data: number[]) => ({ axes, data: Float32Array.from(data) });
  // (3, 4) becomes (3, 0): 4 of 5. (0, 0) stays.
  const effect = effectOf(tensor([3, 4, 0, 0]), tensor([3, 0, 0, 0]));
  expect(effect[0]).toBeCloseTo(0.8, 6);
  expect(effect[1]).toBe(0);
});

test('the effect is read of maps, and of nothing else', async () => {
  const summary = await engine.run(request('eca'));
  const effect = await readEffect(engine, summary);
  expect(effect?.grid).toEqual({ height: 16, width: 16 });
  expect(effect?.values).toHaveLength(256);
  expect(Math.min(...(effect?.values ?? []))).toBeGreaterThan(0);
  const pooled = await engine.run(request('residual'));
  expect(mapsOf(pooled)).toBeNull();
});
