import { expect, test } from 'vitest';
import { createCellPainter, paint } from '../../../src/draw/canvas';
import { colourerOf, indexerOf } from '../../../src/draw/colour';
import type { Colouring } from '../../../src/draw/figure';
import { tableOf } from '../../../src/draw/palette';
import { darkTheme, lightTheme } from '../../../src/draw/theme';

const colouring: Colouring = { map: 'diverging', domain: [-2, 2], log: false };
const values = Float32Array.from({ length: 24 }, (_, i) => i / 6 - 2);

test('every pixel is the colour of its value, in range, out of it and not a number', () => {
  const awkward = values.slice();
  awkward.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 99, -99], 3);
  for (const theme of [lightTheme, darkTheme])
    for (const map of ['sequential', 'diverging'] as const)
      for (const log of [false, true]) {
        const colours: Colouring = { map, domain: map === 'sequential' ? [0.1, 2] : [-1, 2], log };
        const cells = { values: awkward, rows: 4, columns: 6, colouring: colours };
        const table = tableOf(map, theme);
        const index = indexerOf(colours);
        const pixels = new Uint32Array(paint(cells, theme).data.buffer);
        expect([...pixels]).toEqual([...awkward].map((v) => table[index(v)]));
      }
});

test.each([
  ['four decades', 1e-5, 1],
  ['shares of a row', 0, 0.1523],
  ['a narrow range', 0.5, 0.5001],
  ['almost nothing', 0, 1e-38],
])('logarithmic colours are exact at every value: %s', (_, low, high) => {
  const colours: Colouring = { map: 'sequential', domain: [low, high], log: true };
  const index = indexerOf(colours);
  // Every part of the range, and a little beyond either end.
  const floor = Math.max(low, high * 1e-4);
  const many = Float32Array.from(
    { length: 20_000 },
    (_, i) => floor * (high / floor) ** ((i - 500) / 19_000),
  );
  const cells = { values: many, rows: 100, columns: 200, colouring: colours };
  const table = tableOf('sequential', lightTheme);
  const pixels = new Uint32Array(paint(cells, lightTheme).data.buffer);
  expect(many.every((v, i) => pixels[i] === table[index(v)])).toBe(true);
});

test('masked cells are left out, and only they', () => {
  const mask = Float32Array.from(values, (_, i) => Number(i % 5 === 0));
  const image = paint({ values, rows: 4, columns: 6, colouring, mask }, lightTheme);
  const alphas = [...image.data].filter((_, i) => i % 4 === 3);
  expect(alphas).toEqual([...mask].map((m) => (m ? 0 : 255)));
});

function drawn(mask?: Float32Array, theme = lightTheme): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 220;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const cells = { values, rows: 4, columns: 6, colouring, mask };
  const rect = { x: 10, y: 10, width: 300, height: 200 };
  createCellPainter(document).draw(context, cells, rect, theme);
  return context;
}

const hexAt = (context: CanvasRenderingContext2D, x: number, y: number): string =>
  `#${[...context.getImageData(x, y, 1, 1).data.slice(0, 3)].map((b) => b.toString(16).padStart(2, '0')).join('')}`;

test('enlarged cells have sharp edges and exact colours up to them', () => {
  const context = drawn();
  const colour = colourerOf(colouring, lightTheme);
  for (const [row, column] of [
    [0, 0],
    [1, 4],
    [3, 5],
  ]) {
    const expected = colour(values[row * 6 + column]);
    for (const [dx, dy] of [
      [1, 1],
      [25, 25],
      [48, 48],
    ])
      expect(hexAt(context, 10 + column * 50 + dx, 10 + row * 50 + dy)).toBe(expected);
  }
  expect(context.getImageData(5, 5, 1, 1).data[3]).toBe(0);
});

test('masked cells are hatched: some ink, some paper, no colour of the map', () => {
  const mask = new Float32Array(24);
  mask[0] = 1;
  const { data } = drawn(mask).getImageData(12, 12, 46, 46);
  const alphas = new Set([...data].filter((_, i) => i % 4 === 3));
  expect(alphas.has(0)).toBe(true);
  expect(alphas.size).toBeGreaterThan(1);
  for (let i = 0; i < data.length; i += 4) {
    const grey = Math.max(...data.slice(i, i + 3)) - Math.min(...data.slice(i, i + 3));
    // Premultiplied alpha rounds faint colours.
    if (data[i + 3] > 60) expect(grey).toBeLessThan(40);
  }
});

test('a changed theme, range or value is repainted', () => {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const painter = createCellPainter(document);
  const rect = { x: 0, y: 0, width: 60, height: 40 };
  const cells = { values, rows: 4, columns: 6, colouring };
  const first = (theme = lightTheme, change: Partial<typeof cells> = {}): string => {
    painter.draw(context, { ...cells, ...change }, rect, theme);
    return hexAt(context, 2, 2);
  };
  const light = first();
  expect(first(darkTheme)).not.toBe(light);
  expect(first(lightTheme, { colouring: { ...colouring, domain: [-9, 9] } })).not.toBe(light);
  expect(first(lightTheme, { values: values.map((v) => -v) })).not.toBe(light);
  expect(first()).toBe(light);
});
