import { expect, test } from 'vitest';
import { type CompareView, compareSection } from '../../../src/state/compare-view';
import { defaultView } from '../../../src/state/default-view';
import { decodeView, encodeView } from '../../../src/state/url';

const decoded = (query: string) => compareSection.decode(new URLSearchParams(query));

test.each<[string, CompareView]>([
  ['nothing chosen', compareSection.usual],
  ['a mechanism', { mechanism: 'cbam', params: {} }],
  [
    'everything',
    {
      mechanism: 'cbam',
      params: { reduction: 8, kernel_size: 7 },
      gain: 2.5,
      step: 'channel-gate',
      selection: { channel: 3 },
      own: true,
      whole: true,
      linked: true,
    },
  ],
  ['a choice and a list', { mechanism: 'sk', params: { kernels: [1, 3] } }],
  ['switches alone', { ...compareSection.usual, linked: true }],
])('%s survives the address', (_, compare) => {
  const query = encodeView({ ...defaultView, page: 'compare', compare }, defaultView);
  const { view, problems } = decodeView(`?${query}`, defaultView);
  expect(problems).toEqual([]);
  expect(view.compare).toEqual(compare);
});

test('parameters of the second side do not become those of the first', () => {
  const { view } = decodeView('?m=cbam&p.reduction=4&b=cbam&b.reduction=8', defaultView);
  expect(view.params).toEqual({ reduction: 4 });
  expect(view.compare.params).toEqual({ reduction: 8 });
});

test.each([
  ['b=nothing', {}],
  ['b.reduction=8', {}],
  ['b=cbam&b.reduction=many', { mechanism: 'cbam', params: {} }],
  ['b=cbam&b.heads=2', { mechanism: 'cbam', params: {} }],
  ['b=cbam&bw=-1', { mechanism: 'cbam' }],
  ['b=cbam&bw=', { mechanism: 'cbam' }],
  ['b=mha&bsel=hat:1', { mechanism: 'mha' }],
  ['b=mha&cmp=own,loud', { mechanism: 'mha', own: true }],
])('%s is a problem, and what can be read is', (query, kept) => {
  const { value, problem } = decoded(query);
  expect(problem).toBe(true);
  expect(value).toMatchObject({ ...compareSection.usual, ...kept });
});
