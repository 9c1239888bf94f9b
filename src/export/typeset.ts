/** A cell of a table for reading: words, or a formula in TeX. */
export type Phrase = string | { readonly tex: string };

/** A table to be put into a text. */
export interface Typeset {
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly Phrase[])[];
  /** What was measured, and how: one sentence each. */
  readonly notes: readonly string[];
}

/** A LaTeX table with the rules of the package booktabs; the notes are its comments. */
export function tableLatex({ columns, rows, notes }: Typeset): string {
  const line = (cells: readonly Phrase[]): string => `  ${cells.map(inLatex).join(' & ')} \\\\`;
  return [
    ...notes.map((note) => `% ${note.replaceAll(/\s+/g, ' ')}`),
    `\\begin{tabular}{${columns.map(({ numeric }) => (numeric ? 'r' : 'l')).join('')}}`,
    '  \\toprule',
    line(columns.map(({ name }) => name)),
    '  \\midrule',
    ...rows.map(line),
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

/** A Markdown table, as GitHub and most others read it; formulas stand between dollar signs. */
export function tableMarkdown({ columns, rows, notes }: Typeset): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ name }) => inMarkdown(name))),
    line(columns.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...rows.map((cells) => line(cells.map(inMarkdown))),
    '',
    ...notes.map((note) => `${inMarkdown(note)}  `),
    '',
  ].join('\n');
}

const latex: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '×': '$\\times$',
  '−': '$-$',
  '–': '--',
  '—': '---',
  '\u202f': '\\,',
  '\u00a0': '~',
};

function inLatex(cell: Phrase): string {
  if (typeof cell !== 'string') return `$${cell.tex}$`;
  return cell.replaceAll(/[&%$#_{}]|[\\~^×−–—\u202f\u00a0]/g, (c) => latex[c] ?? `\\${c}`);
}

function inMarkdown(cell: Phrase): string {
  // A bar ends a cell in a formula, too.
  if (typeof cell !== 'string') return `$${cell.tex.replaceAll('|', '\\vert ')}$`;
  return cell.replaceAll(/[\\|*_`<>[\]$]/g, (c) => `\\${c}`).replaceAll(/\s*\n\s*/g, ' ');
}
