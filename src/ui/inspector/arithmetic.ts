/** The arithmetic of one cell as formulas: what `Arithmetic` shows, worked out without a page. */
import {
  type CellRef,
  type Expression,
  evaluate,
  type FunctionName,
  firstCell,
  maximum,
} from '../../trace/expression';
import type { TensorRole } from '../../trace/graph';
import { formatNumber } from '../format';

/** Sums and maxima longer than this are listed term by term below the formula. */
const inline = 3;

export interface Term {
  readonly tex: string;
  readonly value: number;
  /** The first cell that the term reads: says which of the many it is. */
  readonly cell: CellRef | undefined;
  /** Positions in its index at which the cells of the same tensor differ: what is summed over. */
  readonly along: readonly number[];
}

/** One line: the cell itself, or a part of it that has a symbol of its own. */
export interface Line {
  readonly symbol: string | null;
  /** Empty when the part is one long sum, listed below. */
  readonly tex: string;
  readonly value: number;
  /** The value as a formula. */
  readonly result: string;
  /** Long sums that the formula abbreviates, largest terms first. */
  readonly lists: readonly TermList[];
}

export interface TermList {
  readonly symbol: string;
  readonly kind: 'sum' | 'max';
  readonly terms: readonly Term[];
  readonly value: number;
}

/** @param roleOf what the tensor of a node is for, which colours its numbers. */
export function linesOf(expression: Expression, roleOf: (node: number) => TensorRole): Line[] {
  const lines: Line[] = [];
  const symbols = new Map<Expression, string>();
  const known = new Map<Expression, number>();
  let sums = 0;

  const line = (symbol: string | null, e: Expression) => {
    const lists: TermList[] = [];
    const value = evaluate(e, known);
    const at = lines.push({ symbol, tex: '', value, result: resultTex(e, value), lists }) - 1;
    // A part that is nothing but a long sum is that sum, under its own symbol.
    if (symbol && (e.kind === 'sum' || e.kind === 'max') && e.terms.length > inline)
      lists.push(listOf(symbol, e));
    else lines[at] = { ...lines[at], tex: texOf(e, 0, lists) };
  };

  const listOf = (symbol: string, e: Extract<Expression, { kind: 'sum' | 'max' }>): TermList => {
    const size = (term: Term) => (e.kind === 'sum' ? Math.abs(term.value) : term.value);
    const cells = e.terms.map(firstCell);
    const along = differing(cells);
    const terms = e.terms.map((term, i) => ({
      tex: texOf(term, 0, []),
      value: evaluate(term, known),
      cell: cells[i],
      along: along.get(cells[i]?.node) ?? [],
    }));
    return {
      symbol,
      kind: e.kind,
      terms: terms.sort((a, b) => size(b) - size(a)),
      value: evaluate(e, known),
    };
  };

  /** @param binding 0 in a sum, 1 in a product, 2 as a base or behind a minus. */
  const texOf = (e: Expression, binding: 0 | 1 | 2, lists: TermList[]): string => {
    switch (e.kind) {
      case 'cell':
        return bracketed(cellTex(e.cell, e.value, roleOf(e.cell.node)), e.value < 0 && binding > 0);
      case 'constant':
        return e.symbol ?? bracketed(wholeTex(e.value), e.value < 0 && binding > 0);
      case 'named': {
        if (!symbols.has(e.of)) {
          symbols.set(e.of, e.symbol);
          line(e.symbol, e.of);
        }
        return e.symbol;
      }
      case 'sum':
      case 'max': {
        if (e.terms.length > inline) {
          const symbol = e.kind === 'sum' ? `\\Sigma_{${++sums}}` : `m_{${++sums}}`;
          lists.push(listOf(symbol, e));
          return symbol;
        }
        if (e.kind === 'max')
          return `\\max(${e.terms.map((term) => texOf(term, 0, lists)).join(',\\;')})`;
        if (e.terms.length === 0) return '0';
        const joined = e.terms.map((term, i) => signed(term, i === 0, lists)).join(' ');
        return bracketed(joined, binding > 0 && e.terms.length > 1);
      }
      case 'argmax':
        // Which one it is shows in the list of what the largest is taken from.
        return `\\operatorname{arg}${texOf(maximum(e.terms), 2, lists)}`;
      case 'product': {
        if (e.factors.length === 0) return '1';
        return bracketed(
          e.factors.map((f) => texOf(f, 1, lists)).join(' \\cdot '),
          binding === 2 && e.factors.length > 1,
        );
      }
      case 'quotient':
        return `\\dfrac{${texOf(e.over, 0, lists)}}{${texOf(e.under, 0, lists)}}`;
      case 'call':
        return callTex(e.name, (b) => texOf(e.argument, b, lists), binding);
    }
  };

  /** A term with its sign in front, so that sums read `a − b` and not `a + −b`. */
  const signed = (term: Expression, first: boolean, lists: TermList[]): string => {
    const negated = term.kind === 'call' && term.name === 'negate';
    if (negated) return `${first ? '-' : '- '}${texOf(term.argument, 1, lists)}`;
    return `${first ? '' : '+ '}${texOf(term, first ? 0 : 1, lists)}`;
  };

  line(null, expression);
  return lines;
}

/** Of each node the positions at which not all its cells are alike. */
function differing(cells: readonly (CellRef | undefined)[]): Map<number | undefined, number[]> {
  const first = new Map<number, readonly number[]>();
  const along = new Map<number | undefined, number[]>();
  for (const { node, index } of cells.flatMap((cell) => cell ?? [])) {
    const other = first.get(node) ?? index;
    first.set(node, other);
    const found = along.get(node) ?? [];
    index.forEach((at, i) => {
      if (at !== other[i] && !found.includes(i)) found.push(i);
    });
    along.set(node, found);
  }
  for (const found of along.values()) found.sort((a, b) => a - b);
  return along;
}

const bracketed = (tex: string, needed: boolean): string => (needed ? `(${tex})` : tex);

/** Minus signs and exponents as formulas write them. */
export const numberTex = (value: number): string => {
  if (Number.isNaN(value)) return '\\mathrm{NaN}';
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty';
  const [mantissa, exponent] = formatNumber(value).replaceAll('\u2212', '-').split('e');
  return exponent ? `${mantissa}\\times10^{${exponent}}` : mantissa;
};

/** A count or an index is whole; other numbers have the page's precision. */
const wholeTex = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e5 ? `${value}` : numberTex(value);

/** The result of an expression, as a formula. */
const resultTex = (e: Expression, value: number): string =>
  e.kind === 'argmax' ? wholeTex(value) : numberTex(value);

/** A number that knows its cell: `data-cell` is `node:index`, read by whoever hosts the formula. */
const cellTex = (cell: CellRef, value: number, role: TensorRole): string =>
  `\\htmlData{cell=${cell.node}:${cell.index.join('/')}}{\\htmlClass{role-${role}}{${numberTex(value)}}}`;

/** What `cellTex` wrote, read back from the page. */
export function parseCell(data: string): CellRef | null {
  const [node, index] = data.split(':');
  if (index === undefined) return null;
  return { node: Number(node), index: index === '' ? [] : index.split('/').map(Number) };
}

function callTex(
  name: FunctionName,
  argument: (binding: 0 | 1 | 2) => string,
  binding: 0 | 1 | 2,
): string {
  switch (name) {
    case 'exp':
      return `e^{\\,${argument(0)}}`;
    case 'sqrt':
      return `\\sqrt{${argument(0)}}`;
    case 'square':
      return `{${argument(2)}}^2`;
    case 'negate':
      return bracketed(`-${argument(1)}`, binding > 0);
    case 'abs':
      return `\\lvert ${argument(0)}\\rvert`;
    case 'log2':
      return `\\log_2(${argument(0)})`;
    case 'tanh':
      return `\\tanh(${argument(0)})`;
    case 'sigmoid':
      return `\\sigma(${argument(0)})`;
    default:
      return `\\mathrm{${name}}(${argument(0)})`;
  }
}
