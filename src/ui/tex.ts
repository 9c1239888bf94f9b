import type { KatexOptions } from 'katex';
import { formulaWords } from '../i18n/zh/formula';
import type { Locale } from '../state/view';
import type { TensorRole } from '../trace/graph';

/** Macros by which formulas give the symbols of tensor roles their colours. */
const macros: Readonly<Record<string, TensorRole>> = {
  Q: 'query',
  K: 'key',
  V: 'value',
  S: 'scores',
  A: 'weights',
  G: 'gate',
  Y: 'output',
  X: 'feature',
};

const options: KatexOptions = {
  throwOnError: false,
  // Formulas come from our own files; classes and data attributes carry colour and cell.
  trust: ({ command }) => command === '\\htmlClass' || command === '\\htmlData',
  strict: (code) => (code === 'htmlExtension' ? 'ignore' : 'warn'),
  macros: Object.fromEntries(
    Object.entries(macros).map(([name, role]) => [`\\${name}`, `\\htmlClass{role-${role}}{#1}`]),
  ),
};

/** A formula with its words in the language of the page. */
export const texFor = (tex: string, locale: Locale): string =>
  locale === 'zh'
    ? tex.replace(/\\text\{([^}]*)\}/g, (whole, words: string) => {
        const chinese = formulaWords[words];
        return chinese === undefined ? whole : `\\text{${chinese}}`;
      })
    : tex;

type Render = (tex: string, host: HTMLElement, display: boolean) => void;

/**
 * KaTeX with its style sheet, fetched together with what first shows a formula, and not before. Macros that a formula
 * defines stay its own.
 */
export function texRenderer(): Promise<Render> {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(
    ([{ default: katex }]) =>
      (tex, host, displayMode) =>
        katex.render(tex, host, { ...options, displayMode, macros: { ...options.macros } }),
  );
  // The next formula tries again.
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

let loading: Promise<Render> | undefined;
// Formulas follow soon after.
texRenderer().catch(() => undefined);
