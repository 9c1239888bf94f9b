import { describe, expect, test } from 'vitest';
import { openingInput } from '../../../src/inputs/opening';
import { catalogue, mechanismById } from '../../../src/mechanisms/catalogue';
import type { Mechanism } from '../../../src/mechanisms/define';
import { createActions } from '../../../src/state/actions';
import { defaultView } from '../../../src/state/default-view';
import { inputFor } from '../../../src/state/input-for';
import { requestOf } from '../../../src/state/request';
import { createAtlasStore } from '../../../src/state/store';
import { decodeView, encodeView } from '../../../src/state/url';
import { FakeEngine, summaryOf } from './fixtures';

const find = (id: string): Mechanism => {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`no mechanism ${id}`);
  return mechanism;
};

describe.each(catalogue.map(({ id }) => id))('%s', (id) => {
  test('can be computed when it is opened, and where a link names nothing else', () => {
    const store = createAtlasStore(defaultView);
    createActions(store, new FakeEngine()).setMechanism(id);
    expect(summaryOf(requestOf(store.getState())).graph.steps.length).toBeGreaterThan(0);
    const { view, problems } = decodeView(`?m=${id}`, defaultView);
    expect(problems).toEqual([]);
    expect(summaryOf(requestOf(view)).graph.steps.length).toBeGreaterThan(0);
    expect(decodeView(encodeView(view, defaultView), defaultView).view).toEqual(view);
  });
});

test('a photograph keeps its place at another size where a mechanism needs one, and is told so', () => {
  const coffee = { ...openingInput, image: 'coffee' } as const;
  expect(inputFor(find('se'), coffee)).toBe(coffee);
  expect(inputFor(find('vip'), coffee)).toEqual({ ...coffee, channels: 32 });
  const store = createAtlasStore({ ...defaultView, input: coffee });
  createActions(store, new FakeEngine()).setMechanism('vip');
  expect(store.getState().input).toEqual({ ...coffee, channels: 32 });
  expect(store.getState().toasts[0].text.en).toContain('32 channels');
});

test('a sentence that no mechanism can take is not lost', () => {
  const empty = { kind: 'text', text: '', second: '', dim: 64, position: 'none' } as const;
  expect(inputFor(find('mha'), empty)).toBe(empty);
});
