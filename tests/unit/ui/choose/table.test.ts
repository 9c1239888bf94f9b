import { csvParse } from 'd3';
import { expect, test } from 'vitest';
import { tableCsv } from '../../../../src/export/table';
import { tableLatex } from '../../../../src/export/typeset';
import { createTranslator } from '../../../../src/i18n';
import { catalogue } from '../../../../src/mechanisms/catalogue';
import { columns } from '../../../../src/state/choose-table';
import { factsOf, requestAt } from '../../../../src/state/facts';
import { usualSizes } from '../../../../src/state/sizes';
import { summarise } from '../../../../src/state/timing';
import type { Text } from '../../../../src/trace/text';
import {
  barLength,
  numberIn,
  type Row,
  rangeOf,
  sorted,
} from '../../../../src/ui/choose/table/rows';
import { recordsOf, typesetOf } from '../../../../src/ui/choose/table/sheet';
import { FakeEngine } from '../../state/fixtures';

const { t } = createTranslator('en');
const text = (both: Text): string => both.en;
const words = ({ mechanism }: Row): string => mechanism.name.en;

const engine = new FakeEngine();
const rows: readonly Row[] = await Promise.all(
  catalogue.map(async (mechanism, i): Promise<Row> => {
    try {
      const planned = await engine.plan(requestAt(mechanism, usualSizes));
      const timing = i % 2 ? summarise([i, i + 1, i + 5]) : undefined;
      return {
        mechanism,
        facts: factsOf(planned, mechanism.reach),
        reading: timing && { timing, device: { backend: 'wasm', threads: 2 }, rounds: 3 },
      };
    } catch {
      return { mechanism, failure: { en: 'It takes no such size.', zh: '不接受此大小。' } };
    }
  }),
);

const idsOf = (some: readonly Row[]): string[] => some.map(({ mechanism }) => mechanism.id);

test('rows are sorted by their numbers, both ways, and those without one come last', () => {
  for (const descending of [false, true]) {
    const times = sorted(rows, { by: 'time', descending }, words).map((row) =>
      numberIn(row, 'time'),
    );
    const known = times.filter((time) => time !== undefined);
    expect(times.slice(0, known.length)).toEqual(known);
    expect(known).toEqual([...known].sort((a, b) => (descending ? b - a : a - b)));
  }
  expect(idsOf(sorted(rows, null, words))).toEqual(idsOf(rows));
});

test('equal rows keep the order of the catalogue, either way', () => {
  for (const descending of [false, true]) {
    const year = sorted(rows, { by: 'year', descending }, words).filter(
      (row) => numberIn(row, 'year') === 2021,
    );
    expect(idsOf(year)).toEqual(idsOf(rows).filter((id) => idsOf(year).includes(id)));
  }
});

test('names are sorted as words', () => {
  const names = sorted(rows, { by: 'name', descending: false }, words).map(words);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
});

test('bars are logarithmic, from a stump to the whole', () => {
  expect(barLength(0, [1, 100])).toBe(0);
  expect(barLength(1, [1, 100])).toBeCloseTo(0.04);
  expect(barLength(10, [1, 100])).toBeCloseTo(0.52);
  expect(barLength(100, [1, 100])).toBe(1);
  const range = rangeOf(rows, 'macs');
  expect(range?.[1]).toBe(Math.max(...rows.map((row) => row.facts?.macs ?? 0)));
});

test('the CSV says the numbers of the table exactly', async () => {
  const read = csvParse(await tableCsv(recordsOf(rows, columns, { t, text })).text());
  expect(read).toHaveLength(catalogue.length);
  for (const [i, { mechanism, facts, reading }] of rows.entries()) {
    const row = read[i];
    expect(row.id).toBe(mechanism.id);
    expect(row.Complexity).toBe(mechanism.complexity);
    if (!facts) {
      expect(row.note).toContain('It takes no such size.');
      continue;
    }
    expect(Number(row.Parameters)).toBe(facts.parameters);
    expect(Number(row.MACs)).toBe(facts.macs);
    expect(Number(row['activations, bytes'])).toBe(facts.memory);
    expect(Number(row['attention, cells'])).toBe(facts.attention.cells);
    expect(row['time, ms']).toBe(reading?.timing ? `${reading.timing.median}` : '');
  }
});

test('hidden columns are not exported, and a typeset table says how it came about', () => {
  const [record] = recordsOf(rows, ['macs'], { t, text });
  expect(Object.keys(record)).toEqual(['id', 'Mechanism', 'Family', 'MACs', 'note']);
  const sheet = typesetOf(rows, columns, usualSizes, { t, text });
  expect(sheet.notes[0]).toContain('Map of 32 × 32, 64 channels, 8 heads.');
  expect(sheet.notes[1]).toContain('Medians of 3 rounds');
  expect(sheet.notes[1]).toContain('wasm, 2 threads');
  const latex = tableLatex(sheet).split('\n');
  const cells = latex.filter((line) => line.endsWith('\\\\'));
  expect(cells).toHaveLength(1 + catalogue.length);
  // Every line has a cell for each column: an ampersand that is not escaped divides two.
  for (const line of cells) expect(line.match(/(?<!\\)&/g), line).toHaveLength(columns.length);
});

test('where nothing was measured, a typeset table has no column of times', () => {
  const untimed = rows.map((row) => ({ ...row, reading: undefined }));
  const names = typesetOf(untimed, columns, usualSizes, { t, text }).columns.map((c) => c.name);
  expect(names).toHaveLength(columns.length);
  expect(names).not.toContain('Time');
});

test('times are written to a microsecond', () => {
  const timing = summarise([1.8500000014901161, 1.425000000745058, 2.4450000002980232]);
  const reading = { timing, device: { backend: 'wasm' as const }, rounds: 3 };
  const [record] = recordsOf([{ ...rows[0], reading }], ['time'], { t, text });
  expect(record['time, ms']).toBe(1.85);
});
