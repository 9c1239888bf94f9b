import { describe, expect, test } from 'vitest';
import { numbersChoice } from '../../../src/inputs/numbers';
import { catalogue } from '../../../src/mechanisms/catalogue';
import { defaultView } from '../../../src/state/default-view';
import { explainProblems } from '../../../src/state/problems';
import { decodeView, encodeView } from '../../../src/state/url';
import { defaultDisplay, type ViewState } from '../../../src/state/view';

const roundTrip = (view: ViewState): ViewState => {
  const { view: back, problems } = decodeView(`?${encodeView(view, defaultView)}`, defaultView);
  expect(problems).toEqual([]);
  return back;
};

describe('a view survives its address', () => {
  test('the default view is an empty query', () => {
    expect(encodeView(defaultView, defaultView)).toBe('');
    expect(roundTrip(defaultView)).toEqual(defaultView);
  });

  test.each<[string, Partial<ViewState>]>([
    ['mechanism and parameters', { mechanism: 'mha', params: { num_heads: 4, bias: false } }],
    ['a parameter that is set to nothing', { params: { scale: null } }],
    ['a list', { mechanism: 'sk', params: { kernels: [1, 3, 5] } }],
    ['weights', { weights: { kind: 'pytorch', seed: 42, gain: 1 } }],
    ['gain', { weights: { kind: 'pytorch', seed: 42, gain: 2.5 } }],
    ['a step', { step: 'scores~2' }],
    ['a selection', { selection: { head: 3, batch: 0, channel: 'mean' } }],
    ['no pin', { pin: null }],
    ['another pin', { pin: { step: 'output', index: [0, 5, 7] } }],
    ['a zoom', { region: { row: [0, 12], column: [30, 64] } }],
    ['display', { display: { range: 'fixed', scale: 'log', marginals: false } }],
    ['another page', { page: 'plate' }],
    [
      'a filter',
      { page: 'plate', filter: { family: 'window', from: 2019, find: 'halo & co, 注意' } },
    ],
    ['language, theme, backend', { locale: 'zh', theme: 'dark', backend: 'webgl' }],
    [
      'a sentence of any language',
      {
        input: {
          kind: 'text',
          text: '猫 & mice, 100% = ?#+',
          second: '',
          dim: 16,
          position: 'none',
        },
      },
    ],
    ['a worked example', { input: numbersChoice('fruit', 'zh') }],
    [
      'numbers of one’s own',
      {
        input: {
          kind: 'numbers',
          query: [[1, -0.5]],
          key: [
            [1e-3, 2],
            [3, 4],
          ],
          value: [[1], [2]],
          labels: { query: ['a'], key: ['b', 'c'] },
        },
      },
    ],
    [
      'random numbers',
      {
        input: {
          kind: 'random',
          seed: 3,
          batch: 2,
          tokens: 5,
          memory: 6,
          height: 7,
          width: 8,
          channels: 9,
        },
      },
    ],
  ])('%s', (_, part) => {
    // What belongs to the default's picture is not asked of another one.
    const moved = part.mechanism !== undefined || part.input !== undefined;
    const view = { ...defaultView, ...(moved ? { pin: null } : {}), ...part };
    expect(roundTrip(view)).toEqual(view);
  });

  test.each(catalogue.map((m) => m.id))('the defaults of %s', (mechanism) => {
    const params = Object.fromEntries(
      Object.entries(catalogue.find((m) => m.id === mechanism)?.params ?? {})
        .filter(([, p]) => !p.follows && p.default !== null)
        .map(([name, p]) => [name, p.default]),
    );
    const view = { ...defaultView, mechanism, params, pin: null };
    expect(roundTrip(view)).toEqual(view);
  });
});

describe('a malformed address opens the nearest valid view', () => {
  test.each<[string, string]>([
    ['m=nothing', 'mechanism'],
    ['p.scale=many', 'params'],
    ['p.scale=1e9', 'params'],
    ['p.__proto__=1', 'params'],
    ['p.unknown=1', 'params'],
    ['m=mha&p.num_heads=2.5', 'params'],
    ['in=film', 'input'],
    ['in=image,chelsea,0,32,3', 'input'],
    ['in=image,toString,32,32,3', 'input'],
    ['in=image,chelsea,32,32', 'input'],
    ['in=text,64,sinusoidal', 'input'],
    ['in=numbers&q=1,x&k=1&v=1', 'input'],
    ['in=numbers,nothing', 'input'],
    ['in=random,1,2', 'input'],
    ['w=trained,1', 'weights'],
    ['w=pytorch,-1', 'weights'],
    ['sel=head:-1', 'selection'],
    ['sel=nose:1', 'selection'],
    ['pin=weights', 'pin'],
    ['pin=weights:1,x', 'pin'],
    ['zoom=4,2,0,1', 'region'],
    ['show=loud', 'display'],
    ['lang=tlh', 'locale'],
    ['theme=pink', 'theme'],
    ['backend=abacus', 'backend'],
  ])('%s', (query, part) => {
    const { view, problems } = decodeView(`?${query}`, defaultView);
    expect(problems).toEqual([part]);
    expect(explainProblems(problems)?.en).toContain('could not be read');
    expect(catalogue.some((m) => m.id === view.mechanism)).toBe(true);
    // What is left is valid.
    expect(decodeView(`?${encodeView(view, defaultView)}`, defaultView).problems).toEqual([]);
  });

  test('one bad part leaves the good ones', () => {
    const { view } = decodeView('?m=se&pin=bad&theme=dark&show=fixed', defaultView);
    expect(view.mechanism).toBe('se');
    expect(view.theme).toBe('dark');
    expect(view.display).toEqual({ ...defaultDisplay, range: 'fixed' });
  });

  test('an image of one’s own is replaced by a sample, and said so', () => {
    const { view, problems } = decodeView('?in=image,own,16,24,8', defaultView);
    expect(problems).toEqual(['ownImage']);
    expect(view.input).toEqual({
      kind: 'image',
      image: 'chelsea',
      height: 16,
      width: 24,
      channels: 8,
    });
    expect(explainProblems(problems)?.en).toContain('private image');
  });
});
