import katex from 'katex';
import { expect, test } from 'vitest';
import {
  argmax,
  call,
  cell,
  constant,
  type Expression,
  named,
  product,
  quotient,
  sum,
} from '../../../src/trace/expression';
import { linesOf, numberTex, parseCell } from '../../../src/ui/inspector/arithmetic';

const at = (value: number, ...index: number[]): Expression => cell({ node: 7, index }, value);
const lines = (e: Expression) => linesOf(e, () => 'scores');
/** Without the markup of cells, as it is read. */
const plain = (tex: string) =>
  tex.replace(/\\htmlData\{[^}]*\}\{\\htmlClass\{[^}]*\}\{([^}]*)\}\}/g, '$1');

test('a product and a sum read as they are written by hand', () => {
  const [line] = lines(sum(product(at(2, 0), at(-3, 1)), at(0.5, 2)));
  expect(plain(line.tex)).toBe('2.0000 \\cdot (-3.0000) + 0.5000');
  expect(line.value).toBe(-5.5);
});

test('a sum in a product is bracketed, and subtraction is no negative addition', () => {
  const [line] = lines(product(constant(2), sum(at(1, 0), call('negate', at(4, 1)))));
  expect(plain(line.tex)).toBe('2 \\cdot (1.0000 - 4.0000)');
});

test('a named part has a line of its own, once', () => {
  const total = sum(call('exp', at(0, 0)), call('exp', at(0, 1)));
  const z = named('Z', total);
  const found = lines(quotient(z, z));
  expect(found.map((l) => l.symbol)).toEqual([null, 'Z']);
  expect(found[0].value).toBe(1);
  expect(found[1].value).toBe(2);
});

test('the terms of a sum are told apart by the axis that is summed over, wherever it stands', () => {
  const [line] = lines(sum(...Array.from({ length: 5 }, (_, i) => at(i, 0, i, 2))));
  expect(line.lists[0].terms.map(({ along }) => along)).toEqual(Array(5).fill([1]));
});

test('a term of another tensor, such as a bias, does not blur what the others are summed over', () => {
  const bias = cell({ node: 8, index: [6] }, 100);
  const [line] = lines(sum(bias, ...Array.from({ length: 5 }, (_, i) => at(i, 0, 3, i))));
  const [first, ...rest] = line.lists[0].terms;
  expect(first).toMatchObject({ cell: { node: 8 }, along: [] });
  expect(rest.map(({ along }) => along)).toEqual(Array(5).fill([2]));
});

test('a long sum is listed, largest first, and its terms sum to what is shown', () => {
  const terms = Array.from({ length: 64 }, (_, i) => product(at(i % 2 ? -i : i, i), constant(0.5)));
  const [line] = lines(sum(...terms));
  const [list] = line.lists;
  expect(list.terms).toHaveLength(64);
  expect(Math.abs(list.terms[0].value)).toBe(31.5);
  expect(list.terms[0].cell?.index).toEqual([63]);
  expect(list.terms[0].along).toEqual([0]);
  expect(list.terms.reduce((s, t) => s + t.value, 0)).toBeCloseTo(line.value, 12);
});

test('which of many is the largest shows in their list', () => {
  const [line] = lines(argmax(Array.from({ length: 9 }, (_, i) => at(i === 4 ? 2 : -i, i))));
  expect(line.value).toBe(4);
  expect(line.result).toBe('4');
  expect(line.lists[0].kind).toBe('max');
  expect(line.lists[0].terms[0].cell?.index).toEqual([4]);
  expect(katex.renderToString(line.tex, { throwOnError: true })).toContain('arg');
});

test('a cell can be read back from what was written', () => {
  const [line] = lines(at(1, 0, 12, 345));
  const data = line.tex.match(/cell=([^}]*)\}/)?.[1] ?? '';
  expect(parseCell(data)).toEqual({ node: 7, index: [0, 12, 345] });
  expect(parseCell('nonsense')).toBeNull();
});

test('numbers are formulas too', () => {
  expect(numberTex(-1.5)).toBe('-1.5000');
  expect(numberTex(1.5e-7)).toBe('1.50\\times10^{-7}');
  expect(numberTex(Number.NEGATIVE_INFINITY)).toBe('-\\infty');
});

test('what is written is valid', () => {
  const e = quotient(
    call('exp', sum(at(-1, 0), call('negate', at(2, 1)))),
    call('sqrt', sum(product(at(1e-9, 2), constant(3, '\\epsilon')), call('gelu', at(-2, 3)))),
  );
  for (const { tex } of lines(e)) {
    expect(() => katex.renderToString(tex, { trust: true, strict: false })).not.toThrow();
  }
});
