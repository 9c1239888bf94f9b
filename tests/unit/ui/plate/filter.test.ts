import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../../src/mechanisms/catalogue';
import {
  costClassOf,
  costFrom,
  encodeFilter,
  parseFilter,
} from '../../../../src/state/plate-filter';
import { byFamily, filterMechanisms, yearOf } from '../../../../src/ui/plate/filter';

const ids = (filter: Parameters<typeof filterMechanisms>[1], costs = new Map<string, number>()) =>
  filterMechanisms(catalogue, filter, costs).map((m) => m.id);
const all = catalogue.map((m) => m.id);

describe('what passes', () => {
  test('an empty filter lets everything through, in order', () => {
    expect(ids({})).toEqual(all);
  });

  test('family and what is attended over', () => {
    const windows = ids({ family: 'window' });
    expect(windows).toContain('swin-shifted');
    expect(windows).not.toContain('se');
    expect(ids({ over: 'frequencies' })).toEqual(['gfnet']);
    expect(ids({ family: 'window', over: 'frequencies' })).toEqual([]);
  });

  test('names, papers, authors and classes, in both languages', () => {
    for (const find of ['squeeze excitation', 'SEAttention', 'Hu Shen', '压缩']) {
      expect(ids({ find }), find).toContain('se');
      expect(ids({ find }).length, find).toBeLessThan(all.length / 2);
    }
  });

  test('the kind of input', () => {
    const text = ids({ takes: 'text' });
    expect(text).toContain('mha');
    expect(text).not.toContain('se');
    expect(ids({ takes: 'image' })).toContain('se');
  });

  test('years, both ends included', () => {
    const found = filterMechanisms(catalogue, { from: 2018, to: 2019 }, new Map());
    const years = new Set(found.map(yearOf));
    expect(years).toEqual(new Set([2018, 2019]));
    expect(ids({ from: 2018 })).not.toContain('mha');
    expect(ids({ to: 2017 })).toContain('mha');
  });

  test('a mechanism without a paper has no year', () => {
    const nameless = { ...catalogue[0], papers: [] };
    expect(filterMechanisms([nameless], { from: 1900 }, new Map())).toEqual([]);
    expect(filterMechanisms([nameless], {}, new Map())).toEqual([nameless]);
  });

  test('cost, once it is known', () => {
    const costs = new Map([
      ['se', costFrom.medium - 1],
      ['eca', costFrom.medium],
      ['mha', costFrom.heavy],
    ]);
    const light = ids({ cost: 'light' }, costs);
    expect(light).toContain('se');
    expect(light).not.toContain('eca');
    expect(light).not.toContain('mha');
    expect(light).toContain('sdpa');
    expect(ids({ cost: 'heavy' }, costs)).toContain('mha');
  });
});

test('a cost belongs to the highest class that it reaches', () => {
  expect([0, costFrom.medium, costFrom.heavy, 1e12].map(costClassOf)).toEqual([
    'light',
    'medium',
    'heavy',
    'heavy',
  ]);
});

test('sections follow the atlas and none is empty', () => {
  const sections = byFamily(filterMechanisms(catalogue, { from: 2019 }, new Map()));
  expect(sections.every(({ members }) => members.length > 0)).toBe(true);
  expect(sections.flatMap(({ members }) => members).length).toBe(ids({ from: 2019 }).length);
  expect(
    byFamily(catalogue)
      .flatMap(({ members }) => members.map((m) => m.id))
      .sort(),
  ).toEqual([...all].sort());
});

describe('a filter in an address', () => {
  test.each([
    {},
    { family: 'channel-spatial' },
    { over: 'slots', takes: 'text', cost: 'heavy', from: 2015, to: 2020 },
  ] as const)('%j survives', (filter) => {
    expect(parseFilter(encodeFilter(filter))).toEqual(filter);
  });

  test.each(['family:none', 'from:12', 'nothing', 'colour:red', 'to:20x0', 'toString:1'])(
    '"%s" is not understood',
    (text) => expect(parseFilter(text)).toBeUndefined(),
  );
});
