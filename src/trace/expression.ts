/**
 * The arithmetic of one cell as a tree: leaves are cells of other tensors, with their values.
 * `evaluate` works it out in float64, independently of any backend.
 */
export interface CellRef {
  readonly node: number;
  readonly index: readonly number[];
}

export type Expression =
  | { readonly kind: 'cell'; readonly cell: CellRef; readonly value: number }
  | { readonly kind: 'constant'; readonly value: number; readonly symbol?: string }
  | { readonly kind: 'sum'; readonly terms: readonly Expression[] }
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  | { readonly kind: 'quotient'; readonly over: Expression; readonly under: Expression }
  | { readonly kind: 'max'; readonly terms: readonly Expression[] }
  /** Which term is the largest, counted from 0; the first of equals. */
  | { readonly kind: 'argmax'; readonly terms: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly argument: Expression }
  /** A part with a name of its own, such as the mean μ in a normalisation. Shared parts are worked out once. */
  | { readonly kind: 'named'; readonly symbol: string; readonly of: Expression };

export type FunctionName = keyof typeof functions;

export const cell = (ref: CellRef, value: number): Expression => ({
  kind: 'cell',
  cell: ref,
  value,
});
export const constant = (value: number, symbol?: string): Expression => ({
  kind: 'constant',
  value,
  symbol,
});
export const sum = (...terms: Expression[]): Expression => ({ kind: 'sum', terms });
export const product = (...factors: Expression[]): Expression => ({ kind: 'product', factors });
export const quotient = (over: Expression, under: Expression): Expression => ({
  kind: 'quotient',
  over,
  under,
});
export const maximum = (terms: readonly Expression[]): Expression => ({ kind: 'max', terms });
export const argmax = (terms: readonly Expression[]): Expression => ({ kind: 'argmax', terms });
export const call = (name: FunctionName, argument: Expression): Expression => ({
  kind: 'call',
  name,
  argument,
});
export const named = (symbol: string, of: Expression): Expression => ({
  kind: 'named',
  symbol,
  of,
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Elementwise functions, in float64. The same names are the operations of `src/ops/activation.ts`. */
export const functions = {
  exp: Math.exp,
  sqrt: Math.sqrt,
  square: (x: number) => x * x,
  negate: (x: number) => -x,
  abs: Math.abs,
  sign: Math.sign,
  log2: Math.log2,
  tanh: Math.tanh,
  sigmoid,
  relu: (x: number) => Math.max(0, x),
  leakyRelu: (x: number) => (x < 0 ? 0.01 * x : x),
  silu: (x: number) => x * sigmoid(x),
  gelu: (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  hardSigmoid: (x: number) => Math.min(6, Math.max(0, x + 3)) / 6,
  hardSwish: (x: number) => (x * Math.min(6, Math.max(0, x + 3))) / 6,
} as const;

/**
 * The value of an expression, in float64. Sums are compensated (Neumaier), so long ones stay exact.
 * @param known values of named parts, for expressions that share them.
 */
export function evaluate(expression: Expression, known = new Map<Expression, number>()): number {
  return value(expression, known);
}

function value(e: Expression, known: Map<Expression, number>): number {
  switch (e.kind) {
    case 'cell':
    case 'constant':
      return e.value;
    case 'product': {
      let result = 1;
      for (const factor of e.factors) result *= value(factor, known);
      return result;
    }
    case 'quotient':
      return value(e.over, known) / value(e.under, known);
    case 'call':
      return functions[e.name](value(e.argument, known));
    case 'max': {
      let result = Number.NEGATIVE_INFINITY;
      for (const term of e.terms) result = Math.max(result, value(term, known));
      return result;
    }
    case 'argmax': {
      const values = e.terms.map((term) => value(term, known));
      return values.reduce((best, v, i) => (v > values[best] ? i : best), 0);
    }
    case 'sum':
      return compensatedSum(e.terms, known);
    case 'named': {
      const before = known.get(e.of);
      if (before !== undefined) return before;
      const result = value(e.of, known);
      known.set(e.of, result);
      return result;
    }
  }
}

function compensatedSum(terms: readonly Expression[], known: Map<Expression, number>): number {
  let total = 0;
  let lost = 0;
  for (const term of terms) {
    const x = value(term, known);
    const next = total + x;
    if (Number.isFinite(next)) {
      lost += Math.abs(total) >= Math.abs(x) ? total - next + x : x - next + total;
    }
    total = next;
  }
  return total + lost;
}

/** The first cell that an expression reads, found without walking through the rest. */
export function firstCell(e: Expression): CellRef | undefined {
  const first = (parts: readonly Expression[]): CellRef | undefined => {
    for (const part of parts) {
      const cell = firstCell(part);
      if (cell) return cell;
    }
    return undefined;
  };
  switch (e.kind) {
    case 'cell':
      return e.cell;
    case 'constant':
      return undefined;
    case 'sum':
    case 'max':
    case 'argmax':
      return first(e.terms);
    case 'product':
      return first(e.factors);
    case 'quotient':
      return first([e.over, e.under]);
    case 'call':
      return firstCell(e.argument);
    case 'named':
      return firstCell(e.of);
  }
}

/** Every cell that an expression reads, each once. */
export function cellsOf(expression: Expression): CellRef[] {
  const found = new Map<string, CellRef>();
  const seen = new Set<Expression>();
  const visit = (e: Expression): void => {
    if (seen.has(e)) return;
    seen.add(e);
    switch (e.kind) {
      case 'cell':
        found.set(`${e.cell.node}:${e.cell.index.join()}`, e.cell);
        break;
      case 'sum':
      case 'max':
      case 'argmax':
        e.terms.forEach(visit);
        break;
      case 'product':
        e.factors.forEach(visit);
        break;
      case 'quotient':
        visit(e.over);
        visit(e.under);
        break;
      case 'call':
        visit(e.argument);
        break;
      case 'named':
        visit(e.of);
        break;
      case 'constant':
        break;
    }
  };
  visit(expression);
  return [...found.values()];
}

/** Error function to about 1e-16: its power series near zero, a continued fraction beyond. */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = x;
    let total = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
      term *= (-x * x) / n;
      total += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * total;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / (z + fraction) / Math.sqrt(Math.PI));
}
