import { expect, test, vi } from 'vitest';
import { en } from '../../../src/i18n/en';
import { catalogue } from '../../../src/mechanisms/catalogue';
import { createActions } from '../../../src/state/actions';
import { connectKeys, createCommands, isTaken, keyName } from '../../../src/state/commands';
import { defaultView } from '../../../src/state/default-view';
import { createAtlasStore } from '../../../src/state/store';
import { FakeEngine, summaryOf } from './fixtures';

const start = () => {
  const store = createAtlasStore(defaultView);
  const actions = createActions(store, new FakeEngine());
  const openExport = vi.fn();
  const openFile = vi.fn();
  return {
    store,
    actions,
    openExport,
    commands: createCommands(store, actions, { openExport, openFile, moveInLesson: vi.fn() }),
  };
};

test('no two commands share a key or an id', () => {
  const { commands } = start();
  const keys = commands.flatMap((c) => c.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(commands.map((c) => c.id)).size).toBe(commands.length);
});

test('every command has a name, and every mechanism is one', () => {
  const { commands } = start();
  for (const { name } of commands) {
    if (typeof name === 'string') expect(en.command[name]).toBeTruthy();
    else expect(name.en && name.zh).toBeTruthy();
  }
  for (const { id } of catalogue) {
    expect(commands.some((c) => c.id === `mechanism:${id}`)).toBe(true);
  }
});

test('keys perform commands, and only those that can be done', () => {
  const { store, commands, openExport } = start();
  const target = document.createElement('div');
  document.body.append(target);
  const stop = connectKeys(window, store, commands);
  const press = (key: string, on: Element = target) =>
    on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

  press('t');
  expect(store.getState().theme).not.toBeNull();
  press('Escape');
  expect(store.getState().pin).toBeNull();
  press('e');
  expect(openExport).not.toHaveBeenCalled();
  store.setState({
    summary: summaryOf({
      mechanism: 'sdpa',
      params: {},
      input: defaultView.input,
      weights: { kind: 'identity', seed: 1 },
    }),
  });
  press('e');
  expect(openExport).toHaveBeenCalledOnce();
  press('ArrowLeft');
  expect(store.getState().step).toBe('scores');

  const input = document.createElement('input');
  target.append(input);
  const { theme } = store.getState();
  press('t', input);
  expect(store.getState().theme).toBe(theme);
  stop();
  target.remove();
});

test('keys belong to what has the focus when that uses them', () => {
  const slider = document.createElement('span');
  slider.setAttribute('role', 'slider');
  const button = document.createElement('button');
  expect(isTaken('ArrowLeft', slider)).toBe(true);
  expect(isTaken('T', slider)).toBe(false);
  expect(isTaken(' ', button)).toBe(true);
  expect(isTaken('ArrowLeft', button)).toBe(false);
  expect(isTaken('Mod+K', document.createElement('input'))).toBe(false);

  const figure = document.createElement('div');
  figure.dataset.figure = 'main';
  const inside = figure.appendChild(document.createElement('div'));
  inside.setAttribute('role', 'application');
  expect(isTaken('ArrowLeft', inside)).toBe(true);
  expect(isTaken('Escape', inside)).toBe(false);
  expect(isTaken(' ', inside)).toBe(false);
});

test('a key is named as commands write it', () => {
  const none = { ctrlKey: false, metaKey: false };
  expect(keyName({ key: 't', ...none })).toBe('T');
  expect(keyName({ key: 'k', ctrlKey: true, metaKey: false })).toBe('Mod+K');
  expect(keyName({ key: 'ArrowLeft', ...none })).toBe('ArrowLeft');
});
