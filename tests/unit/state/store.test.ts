import { beforeEach, expect, test, vi } from 'vitest';
import { Superseded } from '../../../src/engine/protocol';
import { openingInput } from '../../../src/inputs/opening';
import { type Actions, createActions } from '../../../src/state/actions';
import { defaultView } from '../../../src/state/default-view';
import { connectExplainer } from '../../../src/state/explainer';
import { connectPlayer } from '../../../src/state/player';
import { connectEngine } from '../../../src/state/runner';
import { stepsOf } from '../../../src/state/steps';
import { type AtlasStore, createAtlasStore } from '../../../src/state/store';
import { Refusal } from '../../../src/trace/text';
import { FakeEngine, settled } from './fixtures';

let engine: FakeEngine;
let store: AtlasStore;
let actions: Actions;

beforeEach(() => {
  engine = new FakeEngine();
  store = createAtlasStore(defaultView);
  actions = createActions(store, engine);
  const stop = connectEngine(store, engine);
  return stop;
});

test('what is shown is computed at once', async () => {
  expect(engine.requests).toHaveLength(1);
  expect(store.getState().status.phase).toBe('running');
  await engine.finish();
  expect(store.getState().status.phase).toBe('done');
  expect(store.getState().summary?.request.mechanism).toBe(defaultView.mechanism);
});

test('the newest request wins, whichever is done last', async () => {
  actions.setParam('scale', 0.5);
  await engine.finish(1);
  await engine.finish(0);
  expect(store.getState().summary?.request.params).toEqual({ scale: 0.5 });
});

test('looking elsewhere computes nothing', async () => {
  await engine.finish();
  actions.goToStep('scores');
  actions.setDisplay({ scale: 'log' });
  actions.pinCell({ step: 'scores', index: [0, 1, 2] });
  actions.hover(null);
  expect(engine.requests).toHaveLength(1);
});

test('a failed run keeps the picture and what was chosen, and can be taken back', async () => {
  await engine.finish();
  const before = store.getState().summary;
  actions.setParam('scale', 5);
  await engine.fail(new Refusal('Too much.', '太多。'));
  expect(store.getState().status).toEqual({
    phase: 'failed',
    text: { en: 'Too much.', zh: '太多。' },
  });
  expect(store.getState().summary).toBe(before);
  expect(store.getState().params).toEqual({ scale: 5 });
  actions.revert();
  expect(store.getState().params).toEqual({});
});

test('a refusal stays while a smaller size is looked for', async () => {
  engine.plan = () => new Promise(() => undefined);
  await engine.fail(new Refusal('Too much.', '太多。'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(store.getState().status.phase).toBe('failed');
});

test('a run is shown with its first views, and stays what it is at its end', async () => {
  await engine.finish();
  actions.setParam('scale', 5);
  await engine.show();
  const { summary, status, time } = store.getState();
  expect(summary?.request.params).toEqual({ scale: 5 });
  expect(status.phase).toBe('running');
  expect(time?.milliseconds).toBe(1);
  await engine.finish();
  expect(store.getState().summary).toBe(summary);
  expect(store.getState().status.phase).toBe('done');
});

test('a run that had to go to another backend is shown as what it became', async () => {
  await engine.finish();
  actions.setParam('scale', 5);
  await engine.show('wasm');
  expect(store.getState().summary?.backend).toBe('wasm');
  await engine.finish();
  expect(store.getState().summary?.backend).toBe('cpu');
});

test('a run that fails after its first views gives way to the one before', async () => {
  await engine.finish();
  const before = store.getState().summary;
  actions.setParam('scale', 5);
  await engine.show();
  await engine.fail(new Refusal('Too much.', '太多。'));
  expect(store.getState().summary).toBe(before);
  expect(store.getState().status.phase).toBe('failed');
});

test('a run that is replaced after its first views leaves nothing behind', async () => {
  await engine.finish();
  const before = store.getState().summary;
  actions.setParam('scale', 5);
  await engine.show();
  actions.setParam('scale', 6);
  await engine.fail(new Superseded(), 1);
  await engine.fail(new Refusal('Too much.', '太多。'), 2);
  expect(store.getState().summary).toBe(before);
});

test('a cancelled run is no failure', async () => {
  await engine.finish();
  actions.newSeed();
  actions.cancel();
  await settled();
  expect(store.getState().status.phase).toBe('done');
});

test('a mechanism that does not take the input brings one of its own', () => {
  actions.setInput({
    kind: 'text',
    text: 'the cat',
    second: '',
    dim: 8,
    position: 'none',
  });
  actions.setMechanism('se');
  expect(store.getState().input.kind).toBe('image');
  expect(store.getState().pin).toBeNull();
});

test('a mechanism is opened with its example, which the defaults replace', () => {
  actions.setMechanism('cbam');
  expect(store.getState().params).toEqual({ reduction: 4, kernel_size: 7 });
  expect(engine.requests.at(-1)?.weights).toMatchObject({ gain: 2 });
  actions.resetParams();
  expect(store.getState().params).toEqual({});
  actions.setMechanism('eca');
  expect(store.getState().params).toEqual({});
});

test('the scale of colours follows the figure until it is chosen', async () => {
  await engine.finish();
  actions.goToStep('weights');
  expect(store.getState().display.scale).toBe('auto');
  actions.toggleScale();
  const first = store.getState().display.scale;
  actions.toggleScale();
  expect(new Set([first, store.getState().display.scale])).toEqual(new Set(['linear', 'log']));
});

test('weights without an identity form are random', () => {
  actions.setMechanism('se');
  expect(engine.requests.at(-1)?.weights.kind).toBe('pytorch');
  expect(store.getState().weights.kind).toBe('identity');
});

test('steps are gone through in order and stop at both ends', async () => {
  await engine.finish();
  const { summary } = store.getState();
  const keys = summary ? stepsOf(summary.graph).map((s) => s.key) : [];
  actions.firstStep();
  actions.stepBy(-1);
  expect(store.getState().step).toBe(keys[0]);
  actions.stepBy(1);
  expect(store.getState().step).toBe(keys[1]);
  actions.lastStep();
  actions.stepBy(1);
  expect(store.getState().step).toBe(keys.at(-1));
});

test('a pin that the new sizes no longer have is let go', async () => {
  await engine.finish();
  expect(store.getState().pin).not.toBeNull();
  actions.adjustInput({ kind: 'image', image: 'chelsea', height: 8, width: 8, channels: 8 });
  await engine.finish();
  expect(store.getState().pin).toBeNull();
});

test('visiting a source shows its head and pins it', async () => {
  actions.setMechanism('mha');
  await engine.finish();
  actions.visit({ step: 'scores', index: [0, 3, 1, 2] });
  const { step, pin, selection } = store.getState();
  expect(step).toBe('scores');
  expect(pin?.index).toEqual([0, 3, 1, 2]);
  expect(selection.head).toBe(3);
});

test('the pinned cell is explained, and an unpinned one no longer', async () => {
  const stop = connectExplainer(store, engine);
  await engine.finish();
  await settled();
  expect(store.getState().explanation?.expression).toMatchObject({ kind: 'constant' });
  actions.unpin();
  await settled();
  expect(store.getState().explanation).toBeNull();
  stop();
});

test('the plate computes nothing of the person’s own, and a mechanism opened from it leads back', async () => {
  await engine.finish();
  actions.openPage('plate');
  actions.filterPlate({ family: 'channel', find: 'squeeze' });
  actions.filterPlate({ find: undefined });
  expect(store.getState().filter).toEqual({ family: 'channel' });
  expect(engine.requests).toHaveLength(1);
  const changes: string[] = [];
  const stop = store.subscribe((state) => changes.push(`${state.page} ${state.mechanism}`));
  actions.setMechanism('se');
  stop();
  // One change, which Back takes back as a whole; what follows is the run.
  expect(changes[0]).toBe('explore se');
  expect(new Set(changes).size).toBe(1);
  actions.openPage('plate');
  actions.setMechanism('se');
  expect(store.getState().page).toBe('explore');
});

test('an input that the mechanism cannot take brings one that can', () => {
  actions.setMechanism('se');
  const text = { kind: 'text', text: 'one two', dim: 16, position: 'none' } as const;
  actions.setInput(text);
  expect(store.getState().input).toEqual(text);
  expect(store.getState().mechanism).not.toBe('se');
  expect(engine.requests.at(-1)?.input).toEqual(text);
  const { mechanism } = store.getState();
  actions.setInput({ ...text, text: 'three four' });
  expect(store.getState().mechanism).toBe(mechanism);
});

test('a backend that a link wishes for takes over from the one that starts first', () => {
  const other = new FakeEngine();
  const choose = vi.spyOn(other, 'chooseBackend');
  connectEngine(createAtlasStore(defaultView), other)();
  expect(choose).not.toHaveBeenCalled();
  connectEngine(createAtlasStore({ ...defaultView, backend: 'cpu' }), other)();
  expect(choose).toHaveBeenCalledWith('cpu');
});

test('a zoom is let go with the sizes that it was made for', async () => {
  await engine.finish();
  const region = { row: [4, 8], column: [4, 8] } as const;
  actions.zoom(region);
  actions.setParam('scale', 0.5);
  await engine.finish();
  expect(store.getState().region).toEqual(region);
  actions.adjustInput({ ...openingInput, height: 2, width: 2 });
  await engine.finish();
  expect(store.getState().region).toBeNull();
});

test('playing goes on from the step that is shown, also where no step was chosen', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const stop = connectPlayer(store, actions);
  actions.setMechanism('cbam');
  await engine.finish();
  expect(store.getState().step).toBeNull();
  actions.togglePlay();
  vi.advanceTimersByTime(2000);
  expect(store.getState().playing).toBe(true);
  expect(store.getState().step).not.toBeNull();
  stop();
  vi.useRealTimers();
});
