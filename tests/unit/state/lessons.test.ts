import { beforeEach, describe, expect, test } from 'vitest';
import { fruit } from '../../../src/lessons/fruit';
import { parseMarkup } from '../../../src/lessons/markup';
import { createActions } from '../../../src/state/actions';
import { defaultView } from '../../../src/state/default-view';
import { loadLessons } from '../../../src/state/lesson-list';
import { createProgress } from '../../../src/state/lesson-progress';
import { differences, pictureOf, resolveLesson } from '../../../src/state/lesson-view';
import { createLessons } from '../../../src/state/lessons';
import { explainProblems } from '../../../src/state/problems';
import { createAtlasStore } from '../../../src/state/store';
import { decodeView } from '../../../src/state/url';
import { FakeEngine } from './fixtures';

beforeEach(() => localStorage.clear());

const start = () => {
  const store = createAtlasStore({ ...defaultView, locale: 'zh', theme: 'dark' });
  const lessons = createLessons(store, createActions(store, new FakeEngine()), () => localStorage);
  return { store, lessons };
};

describe('an address', () => {
  const read = async (search: string) =>
    resolveLesson(decodeView(search, defaultView), search, await loadLessons());

  test('with nothing but a lesson shows its step as it opens, in the language asked for', async () => {
    const { view, problems } = await read('lesson=fruit:3&lang=zh&theme=dark');
    expect(problems).toEqual([]);
    expect(view).toMatchObject({
      lesson: { id: 'fruit', step: 2 },
      step: 'weights',
      theme: 'dark',
    });
    expect(view.input).toMatchObject({ kind: 'numbers', labels: { key: ['苹果', '橙子'] } });
  });

  test('with more than that shows what it says', async () => {
    const { view } = await read('lesson=fruit:3&m=se&p.reduction=4');
    expect(view).toMatchObject({ lesson: { id: 'fruit', step: 2 }, mechanism: 'se' });
  });

  test('of a lesson or step that does not exist is said', async () => {
    for (const search of ['lesson=nothing', 'lesson=fruit:90']) {
      const { view, problems } = await read(search);
      expect(view).toMatchObject({ page: 'learn', lesson: null });
      expect(explainProblems(problems)?.en).toContain('does not exist');
    }
    expect((await read('lesson=nothing&m=se')).view).toMatchObject({
      page: 'explore',
      mechanism: 'se',
    });
  });
});

describe('the way through', () => {
  test('opens a step whole, and keeps what is the reader’s', async () => {
    const { store, lessons } = start();
    store.setState({ mechanism: 'se', params: { reduction: 4 }, pin: null, drawer: 'catalogue' });
    await lessons.open('fruit');
    const state = store.getState();
    expect(differences(state, pictureOf(fruit.steps[0].view, 'zh'))).toEqual([]);
    expect(state).toMatchObject({ locale: 'zh', theme: 'dark', drawer: null });
    await lessons.move(1);
    expect(store.getState().lesson).toEqual({ id: 'fruit', step: 1 });
    // The same numbers are not computed again.
    expect(store.getState().input).toBe(state.input);
    await lessons.move(-1);
    await lessons.move(-1);
    expect(store.getState().lesson).toEqual({ id: 'fruit', step: 0 });
  });

  test('goes on where the reader has not been, and ends in the list', async () => {
    const { store, lessons } = start();
    lessons.progress.mark({ id: 'fruit', step: 0 });
    await lessons.open('fruit');
    expect(store.getState().lesson?.step).toBe(1);
    await lessons.open('fruit', fruit.steps.length - 1);
    await lessons.move(1);
    expect(store.getState()).toMatchObject({ lesson: null, page: 'learn' });
    // Steps with something to do are not done by passing them.
    expect(lessons.progress.store.getState()).toEqual({ fruit: [0] });
  });

  test('a link into the figure returns to the step’s own picture first', async () => {
    const { store, lessons } = start();
    await lessons.open('fruit', 2);
    store.setState({ mechanism: 'se', page: 'compare' });
    await lessons.visit({ step: 'scores', index: [0, 0, 1] });
    expect(store.getState()).toMatchObject({
      page: 'explore',
      mechanism: 'sdpa',
      step: 'scores',
      pin: { step: 'scores', index: [0, 0, 1] },
    });
    await lessons.restart();
    expect(differences(store.getState(), pictureOf(fruit.steps[2].view, 'zh'))).toEqual([]);
    lessons.leave();
    expect(store.getState()).toMatchObject({ lesson: null, mechanism: 'sdpa', step: 'weights' });
  });
});

describe('progress', () => {
  test('is kept, joined with that of another tab, and cleared', () => {
    const here = createProgress(() => localStorage);
    const there = createProgress(() => localStorage);
    here.mark({ id: 'a', step: 2 });
    there.mark({ id: 'a', step: 0 });
    expect(createProgress(() => localStorage).store.getState()).toEqual({ a: [0, 2] });
    here.clear();
    expect(createProgress(() => localStorage).store.getState()).toEqual({});
  });

  test('lasts as long as the page where storage is closed or holds something else', () => {
    const closed = createProgress(() => {
      throw new DOMException('closed', 'SecurityError');
    });
    closed.mark({ id: 'a', step: 1 });
    expect(closed.store.getState()).toEqual({ a: [1] });
    for (const text of ['nonsense', '[1]', '{"a":"b"}', 'null']) {
      localStorage.setItem('attention-atlas-lessons', text);
      expect(createProgress(() => localStorage).store.getState()).toEqual({});
    }
  });
});

test('markup is read piece by piece', () => {
  expect(
    parseMarkup('See [it](step:a~2), [this](cell:a:b:0,12), {n} % of $x^{2}$ in [1](open:id).'),
  ).toEqual([
    { kind: 'words', words: 'See ' },
    { kind: 'step', words: 'it', step: 'a~2' },
    { kind: 'words', words: ', ' },
    { kind: 'cell', words: 'this', pin: { step: 'a:b', index: [0, 12] } },
    { kind: 'words', words: ', ' },
    { kind: 'quote', name: 'n' },
    { kind: 'words', words: ' % of ' },
    { kind: 'formula', tex: 'x^{2}' },
    { kind: 'words', words: ' in ' },
    { kind: 'lesson', words: '1', id: 'id' },
    { kind: 'words', words: '.' },
  ]);
});
