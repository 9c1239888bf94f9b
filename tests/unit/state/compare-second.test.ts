import { afterEach, expect, test } from 'vitest';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import { createActions } from '../../../src/state/actions';
import { createCompareActions, sharedParams } from '../../../src/state/compare-actions';
import { pairs, secondOf, usualPartner } from '../../../src/state/compare-pairs';
import { createSecond } from '../../../src/state/compare-second';
import { defaultView } from '../../../src/state/default-view';
import { type AtlasState, createAtlasStore } from '../../../src/state/store';
import type { ViewState } from '../../../src/state/view';
import { connectLink } from '../../../src/ui/compare/link';
import { FakeEngine } from './fixtures';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Two sides on engines that plan but never answer. */
function open(view: Partial<ViewState>) {
  const store = createAtlasStore({ ...defaultView, page: 'compare', ...view });
  const [engine, other] = [new FakeEngine(), new FakeEngine()];
  const first = { store, actions: createActions(store, engine) };
  const { own: second, follows, stop } = createSecond(first, other);
  stops.push(stop);
  return { first, second, follows, engine: other, actions: createCompareActions(store) };
}

const chosen = ({ mechanism, params, weights }: AtlasState) => ({
  mechanism,
  params,
  gain: weights.gain,
});

test('until something is chosen, the second side is the usual partner with its example', () => {
  const { second } = open({});
  expect(chosen(second.store.getState())).toEqual({
    mechanism: 'swin-shifted',
    params: { window_size: 8, shift_size: 4 },
    gain: 1,
  });
  const se = mechanismById('se');
  expect(se && usualPartner(se, pairs[0].input).id).toBe('eca');
});

test('the second side runs on the input and seed of the first, with a mechanism of its own', () => {
  const { first, engine } = open({ compare: { mechanism: 'mha', params: { num_heads: 4 } } });
  expect(engine.requests.at(-1)).toMatchObject({ mechanism: 'mha', params: { num_heads: 4 } });
  const runs = engine.requests.length;
  const input = { kind: 'image', image: 'coffee', height: 16, width: 16, channels: 16 } as const;
  first.actions.setInput(input);
  expect(engine.requests.at(-1)?.input).toEqual(input);
  first.actions.setSeed(9);
  expect(engine.requests.at(-1)?.weights).toMatchObject({ seed: 9 });
  expect(engine.requests).toHaveLength(runs + 2);
  // What says nothing about the numbers computes nothing.
  first.actions.setParam('scale', 2);
  first.actions.setDisplay({ scale: 'log' });
  first.actions.hover({ step: 'weights', index: [0, 0, 0] });
  expect(engine.requests).toHaveLength(runs + 2);
});

test('the second side waits for the image that the person opens, and takes nothing back meanwhile', async () => {
  const { first, second, engine } = open({ compare: { mechanism: 'mha', params: {} } });
  const before = second.store.getState().input;
  let arrived: () => void = () => undefined;
  engine.loadImage = () =>
    new Promise((done) => {
      arrived = () => done(new ImageData(1, 1));
    });
  const own = { kind: 'image', image: 'own', height: 16, width: 16, channels: 16 } as const;
  first.actions.openOwnImage({ blob: new Blob(['picture']), name: 'mine.png' }, own);
  // The first side's run goes on, and the second's comes to its end.
  first.actions.hover({ step: 'weights', index: [0, 0, 0] });
  second.actions.hover({ step: 'weights', index: [0, 0, 0] });
  expect(second.store.getState().input).toEqual(before);
  expect(first.store.getState().input).toEqual(own);
  arrived();
  await expect.poll(() => engine.requests.at(-1)?.input).toEqual(own);
  expect(first.store.getState().input).toEqual(own);
});

test('what is set on the second side stands in the address of the first', () => {
  const { first, second } = open({ compare: { mechanism: 'mha', params: {} } });
  second.actions.setParam('num_heads', 2);
  second.actions.setGain(3);
  expect(first.store.getState().compare).toMatchObject({
    mechanism: 'mha',
    params: { num_heads: 2 },
    gain: 3,
  });
  expect(first.store.getState().weights.gain).toBe(1);
  second.actions.setSeed(5);
  expect(first.store.getState().weights).toMatchObject({ seed: 5, gain: 1 });
});

test('sides are swapped with all their settings, and back', () => {
  const { first, second, actions } = open({
    mechanism: 'cbam',
    params: { reduction: 4 },
    weights: { kind: 'pytorch', seed: 1, gain: 2 },
    compare: { mechanism: 'eca', params: { kernel_size: 5 }, gain: 4 },
  });
  const before = [first, second].map(({ store }) => chosen(store.getState()));
  actions.swap();
  expect([second, first].map(({ store }) => chosen(store.getState()))).toEqual(before);
  actions.swap();
  expect([first, second].map(({ store }) => chosen(store.getState()))).toEqual(before);
});

test('settings are copied by name, and only those that both have', () => {
  const { first, actions } = open({
    mechanism: 'se',
    params: { reduction: 8, channel: 64 },
    compare: { mechanism: 'cbam', params: { kernel_size: 7 } },
  });
  expect(sharedParams({ mechanism: 'se', params: { reduction: 8, channel: 64 } }, 'eca')).toEqual(
    {},
  );
  actions.copy('first');
  expect(secondOf(first.store.getState()).params).toEqual({ kernel_size: 7, reduction: 8 });
});

test('locked settings move together in both directions, others stay', () => {
  const { first, second } = open({
    mechanism: 'se',
    params: { reduction: 4 },
    compare: { mechanism: 'cbam', params: { reduction: 4, kernel_size: 7 }, linked: true },
  });
  stops.push(connectLink(first, second));
  first.actions.setParam('reduction', 8);
  expect(second.store.getState().params).toEqual({ reduction: 8, kernel_size: 7 });
  second.actions.setParam('reduction', 2);
  expect(first.store.getState().params).toEqual({ reduction: 2 });
  second.actions.setParam('kernel_size', 5);
  expect(first.store.getState().params).toEqual({ reduction: 2 });
  first.actions.setGain(6);
  expect(second.store.getState().weights.gain).toBe(6);
  first.store.setState((s) => ({ compare: { ...s.compare, linked: false } }));
  first.actions.setParam('reduction', 16);
  expect(second.store.getState().params).toMatchObject({ reduction: 2 });
});

test('swapping two settings of one mechanism swaps them, locked or not', () => {
  const { first, second, follows, actions } = open({
    mechanism: 'se',
    params: { reduction: 4 },
    compare: { mechanism: 'se', params: { reduction: 8 }, linked: true },
  });
  stops.push(connectLink(first, second, follows));
  actions.swap();
  expect(first.store.getState().params).toEqual({ reduction: 8 });
  expect(second.store.getState().params).toEqual({ reduction: 4 });
});

test('a mechanism that cannot take the input brings its own only where the other side takes it, too', () => {
  const { first, actions } = open({
    mechanism: 'mha',
    params: {},
    input: { kind: 'text', text: 'one two three', dim: 16, position: 'none' },
    compare: { mechanism: 'sdpa', params: {} },
  });
  actions.choose('second', 'cbam');
  expect(first.store.getState().input.kind).toBe('image');
  expect(first.store.getState().mechanism).toBe('mha');
  expect(secondOf(first.store.getState())).toMatchObject({ mechanism: 'cbam', gain: 2 });
});

test.each(pairs)('the ready-made pair $id opens with its settings', (pair) => {
  const { first, second, actions } = open({});
  actions.openPair(pair);
  const [a, b] = [first.store.getState(), second.store.getState()];
  expect([a.mechanism, b.mechanism]).toEqual([pair.first.mechanism, pair.second.mechanism]);
  expect(b.input).toEqual(pair.input);
  for (const { mechanism, params } of [a, b]) {
    const known = mechanismById(mechanism)?.params ?? {};
    for (const name of Object.keys(params)) expect(known).toHaveProperty(name);
  }
});
