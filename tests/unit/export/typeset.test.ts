import { csvParse } from 'd3';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { tableCsv } from '../../../src/export/table';
import { type Typeset, tableLatex, tableMarkdown } from '../../../src/export/typeset';

const sheet: Typeset = {
  columns: [
    { name: 'Name & more', numeric: false },
    { name: 'Cost_1', numeric: true },
  ],
  rows: [
    ['50 % of a_b^c ~ {x} \\ #1 $', { tex: 'O(N^2 \\cdot C)' }],
    ['a | b – c', '1.05\u202fM'],
  ],
  notes: ['Map of 32 × 32.'],
};

describe('LaTeX', () => {
  test('has the rules of booktabs and a column for each', () => {
    const text = tableLatex(sheet);
    expect(text).toContain('\\begin{tabular}{lr}');
    expect(text.match(/\\(top|mid|bottom)rule/g)).toEqual([
      '\\toprule',
      '\\midrule',
      '\\bottomrule',
    ]);
    expect(text.startsWith('% Map of 32')).toBe(true);
    expect(text).toContain('  Name \\& more & Cost\\_1 \\\\');
  });

  test('escapes what LaTeX reads as commands, and leaves formulas as they are', () => {
    const [, , , , , first, second] = tableLatex(sheet).split('\n');
    expect(first).toBe(
      '  50 \\% of a\\_b\\textasciicircum{}c \\textasciitilde{} \\{x\\} \\textbackslash{} \\#1 \\$ & $O(N^2 \\cdot C)$ \\\\',
    );
    expect(second).toBe('  a | b -- c & 1.05\\,M \\\\');
  });

  test('an escaped text is a text again to a reader of TeX', () => {
    const source = '50 % of a_b {x} #1 & $';
    const escaped = source.replaceAll(/[&%$#_{}]/g, (c) => `\\${c}`);
    const [, , , , , line] = tableLatex({ ...sheet, rows: [[source, '']] }).split('\n');
    expect(line).toBe(`  ${escaped} &  \\\\`);
    const html = katex.renderToString(`\\text{${escaped}}`, { output: 'mathml' });
    expect(
      new DOMParser().parseFromString(html, 'text/html').querySelector('mtext')?.textContent,
    ).toBe(source.replaceAll(' ', '\u00a0'));
  });
});

test('Markdown keeps every cell within its bars', () => {
  const lines = tableMarkdown(sheet).split('\n');
  expect(lines[0]).toBe('| Name & more | Cost\\_1 |');
  expect(lines[1]).toBe('| --- | ---: |');
  expect(lines[3]).toBe('| a \\| b – c | 1.05\u202fM |');
  // Two cells have three bars that are not escaped.
  for (const line of lines.slice(0, 4))
    expect(line.replaceAll('\\|', '').match(/\|/g)).toHaveLength(3);
});

test('a CSV read by another reader is the table', async () => {
  const rows = [
    { name: '注意力, "soft"', 'time, ms': 1.25, note: null },
    { name: 'two\nlines', 'time, ms': null, note: 'x' },
  ];
  const text = await tableCsv(rows).text();
  expect(csvParse(text.replace('\ufeff', '')).map((row) => ({ ...row }))).toEqual([
    { name: '注意力, "soft"', 'time, ms': '1.25', note: '' },
    { name: 'two\nlines', 'time, ms': '', note: 'x' },
  ]);
});
