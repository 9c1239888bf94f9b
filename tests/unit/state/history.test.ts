import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createActions } from '../../../src/state/actions';
import { defaultView } from '../../../src/state/default-view';
import { connectHistory } from '../../../src/state/history';
import { createAtlasStore } from '../../../src/state/store';
import { FakeEngine } from './fixtures';

/** A page with an address and a history, without leaving the test's own. */
class FakePage {
  location = { pathname: '/', search: '', hash: '' } as Location;
  readonly places = [''];
  private at = 0;
  private listener: (() => void) | undefined;
  history = {
    pushState: (_: unknown, __: string, url: string) => {
      this.places.splice(++this.at, Number.POSITIVE_INFINITY, url);
      this.go();
    },
    replaceState: (_: unknown, __: string, url: string) => {
      this.places[this.at] = url;
      this.go();
    },
  } as unknown as History;
  addEventListener = ((_: string, listener: () => void) => {
    this.listener = listener;
  }) as Window['addEventListener'];
  removeEventListener = () => {};
  back() {
    this.at--;
    this.go();
    this.listener?.();
  }
  private go() {
    this.location = { ...this.location, search: this.places[this.at].replace('/', '') };
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const start = () => {
  const page = new FakePage();
  const store = createAtlasStore({ ...defaultView, pin: null });
  const actions = createActions(store, new FakeEngine());
  const onDecoded = vi.fn();
  connectHistory(store, { ...defaultView, pin: null }, page, onDecoded);
  return { page, store, actions, onDecoded };
};

test('each decision is a place to come back to', () => {
  const { page, store, actions } = start();
  actions.setMechanism('attention-pooling');
  vi.advanceTimersByTime(2000);
  actions.setTheme('dark');
  expect(page.places).toEqual(['', '/?m=attention-pooling', '/?m=attention-pooling&theme=dark']);
  page.back();
  expect(store.getState().theme).toBeNull();
  expect(store.getState().mechanism).toBe('attention-pooling');
  page.back();
  expect(store.getState().mechanism).toBe(defaultView.mechanism);
});

test('a drag is one place, whatever it passed through', () => {
  const { page, actions } = start();
  for (let i = 1; i <= 50; i++) {
    actions.setParam('scale', i / 100);
    vi.advanceTimersByTime(16);
  }
  vi.advanceTimersByTime(1000);
  expect(page.places).toEqual(['', '/?p.scale=0.5']);
});

test('what the address does not hold leaves it alone', () => {
  const { page, actions } = start();
  actions.hover({ step: 'weights', index: [0, 0, 0] });
  actions.openDialog('help');
  vi.advanceTimersByTime(1000);
  expect(page.places).toEqual(['']);
});

test('an image of one’s own is still there when one comes back to it', () => {
  const { page, store, actions } = start();
  const blob = new Blob();
  actions.openOwnImage(
    { name: 'own.png', blob },
    { kind: 'image', image: 'own', height: 8, width: 8, channels: 4 },
  );
  vi.advanceTimersByTime(2000);
  actions.setTheme('dark');
  page.back();
  expect(store.getState().input).toMatchObject({ kind: 'image', image: 'own' });
});

test('where a gesture ended is a place of its own, also when another change follows at once', () => {
  const { page, store, actions } = start();
  for (const scale of [0.1, 0.2, 0.3]) actions.setParam('scale', scale);
  actions.setTheme('dark');
  page.back();
  expect(store.getState().params).toEqual({ scale: 0.3 });
});
