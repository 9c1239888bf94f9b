import { expect, test } from 'vitest';
import { type ChooseView, chooseSection } from '../../../src/state/choose-view';
import { usualSizes } from '../../../src/state/sizes';

const { usual, encode, decode } = chooseSection;

const addressOf = (view: ChooseView): string =>
  new URLSearchParams(encode(view).map(([key, text]) => [key, text])).toString();
const read = (address: string) => decode(new URLSearchParams(address));

test('the usual view says nothing', () => {
  expect(encode(usual)).toEqual([]);
  expect(read('')).toEqual({ value: usual, problem: false });
});

test.each<[string, Partial<ChooseView>]>([
  ['a tab', { tab: 'scaling' }],
  ['a sequence', { sizes: { ...usualSizes, shape: 'sequence', tokens: 4096, heads: 3 } }],
  ['a map', { sizes: { ...usualSizes, height: 14, width: 20, channels: 512 } }],
  ['an order', { table: { ...usual.table, order: { by: 'macs', descending: true } } }],
  ['an order by name', { table: { ...usual.table, order: { by: 'name', descending: false } } }],
  ['hidden columns', { table: { ...usual.table, hiddenColumns: ['over', 'year'] } }],
  ['hidden rows', { table: { ...usual.table, hiddenRows: ['mha', 'swin-window'] } }],
])('%s survives the address', (_, part) => {
  const view = { ...usual, ...part };
  expect(read(addressOf(view))).toEqual({ value: view, problem: false });
});

test.each([
  'tab=graph',
  'at=map,1024',
  'at=cube,1,1,1,1,1',
  'at=map,1024,32,32,64,0',
  'at=sequence,9999999,32,32,64,8',
  'at=map,1024,32,1.5,64,8',
  'sort=colour',
  'cols=year,colour',
  'less=nothing-of-this-name',
])('%s is named as a problem, and the rest is usual', (address) => {
  const { value, problem } = read(address);
  expect(problem).toBe(true);
  expect({ ...value, table: usual.table }).toEqual(usual);
});

test('what can be read of a list is kept', () => {
  expect(read('cols=year,colour').value.table.hiddenColumns).toEqual(['year']);
});
