import { hsl, rgb } from 'd3';
import { describe, expect, test } from 'vitest';
import {
  colourerOf,
  colouringOf,
  domainOf,
  indexerOf,
  inkOn,
  valueAt,
} from '../../../src/draw/colour';
import type { Colouring, Theme } from '../../../src/draw/figure';
import { distance, fromOklab, type Triple, toOklab } from '../../../src/draw/oklab';
import { special, specialColours, steps, tableOf } from '../../../src/draw/palette';
import { darkTheme, lightTheme } from '../../../src/draw/theme';

const themes: [string, Theme][] = [
  ['light', lightTheme],
  ['dark', darkTheme],
];
const tripleAt = (table: Uint32Array, i: number): Triple => [
  table[i] & 255,
  (table[i] >>> 8) & 255,
  (table[i] >>> 16) & 255,
];
const linear: Colouring = { map: 'sequential', domain: [0, 1], log: false };

const luminance = (colour: string): number => {
  const { r, g, b } = rgb(colour);
  const [lr, lg, lb] = [r, g, b].map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
};
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

test('OKLab agrees with its author’s published values', () => {
  // White is (1, 0, 0); CIE XYZ (0.950, 1.000, 1.089) in the article's table.
  const [l, a, b] = toOklab([255, 255, 255]);
  expect(l).toBeCloseTo(1, 3);
  expect(Math.hypot(a, b)).toBeLessThan(1e-3);
  const red = toOklab([255, 0, 0]);
  expect(red[0]).toBeCloseTo(0.628, 3);
  expect(red[1]).toBeCloseTo(0.2249, 3);
  expect(red[2]).toBeCloseTo(0.1258, 3);
  expect(fromOklab(toOklab([12, 200, 77]))).toEqual([12, 200, 77]);
});

describe.each(themes)('in the %s theme', (_, theme) => {
  const sequential = tableOf('sequential', theme);
  const diverging = tableOf('diverging', theme);
  const middle = (steps - 1) / 2;

  test('zero of a sequential map is the paper', () => {
    expect(colourerOf(linear, theme)(0)).toBe(theme.paper);
  });

  test('equal steps of value look equally far apart', () => {
    for (const table of [sequential, diverging]) {
      const lengths = Array.from({ length: 10 }, (_, k) => {
        let sum = 0;
        for (let i = k * 51; i < k * 51 + 51; i++)
          sum += distance(toOklab(tripleAt(table, i)), toOklab(tripleAt(table, i + 1)));
        return sum;
      });
      // Each half of a diverging map has a uniform step of its own; rounding to bytes adds length.
      expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThan(1.6);
    }
  });

  test('lightness never turns back on its way from zero', () => {
    const lightness = (table: Uint32Array, i: number) => toOklab(tripleAt(table, i))[0];
    const sign = theme.dark ? 1 : -1;
    for (let i = 8; i < steps; i += 8) {
      expect(sign * (lightness(sequential, i) - lightness(sequential, i - 8))).toBeGreaterThan(
        -2e-3,
      );
    }
    for (let i = 8; i <= middle; i += 8) {
      for (const way of [1, -1]) {
        const further = lightness(diverging, middle + way * i);
        const nearer = lightness(diverging, middle + way * (i - 8));
        expect(sign * (further - nearer)).toBeGreaterThan(-2e-3);
      }
    }
  });

  test('the two sides of a diverging map differ in blue against yellow, which nearly every eye can tell', () => {
    for (const share of [0.4, 0.7, 1]) {
      const i = Math.round(middle * share);
      const [negative, positive] = [middle - i, middle + i].map((k) =>
        toOklab(tripleAt(diverging, k)),
      );
      expect(positive[2] - negative[2]).toBeGreaterThan(0.06);
    }
    const zero = toOklab(tripleAt(diverging, middle));
    expect(Math.hypot(zero[1], zero[2])).toBeLessThan(0.01);
  });

  test('what is not a number is far from every colour of the maps', () => {
    for (const colour of Object.values(specialColours)) {
      const { r, g, b } = rgb(colour);
      for (const table of [sequential, diverging])
        for (let i = 0; i < steps; i++)
          expect(distance(toOklab([r, g, b]), toOklab(tripleAt(table, i)))).toBeGreaterThan(0.1);
    }
  });

  test('role colours and grey text can be read on the paper', () => {
    for (const colour of [
      ...Object.values(theme.roles),
      theme.greys[3],
      theme.greys[2],
      theme.accent,
    ])
      expect(contrast(colour, theme.paper), colour).toBeGreaterThanOrEqual(4.5);
  });

  test('ink can be read on every colour of the maps', () => {
    for (const map of ['sequential', 'diverging'] as const) {
      const domain = map === 'sequential' ? ([0, 1] as const) : ([-1, 1] as const);
      const colour = colourerOf({ map, domain, log: false }, theme);
      for (let t = -1; t <= 1; t += 0.02) {
        const paint = colour(t);
        expect(contrast(inkOn(paint), paint), `${map} ${t}`).toBeGreaterThanOrEqual(4.2);
      }
    }
  });

  test('queries, keys, values, weights, gates and outputs have hues of their own', () => {
    const { query, key, value, weights, gate, output } = theme.roles;
    const hues = [query, key, value, weights, gate, output].map((c) => hsl(c).h);
    for (const [i, a] of hues.entries())
      for (const b of hues.slice(i + 1))
        expect(Math.min(Math.abs(a - b), 360 - Math.abs(a - b))).toBeGreaterThan(10);
  });
});

test('special values have positions of their own in the table', () => {
  const index = indexerOf(linear);
  expect(index(Number.NaN)).toBe(special.nan);
  expect(index(Number.POSITIVE_INFINITY)).toBe(special.infinity);
  expect(index(Number.NEGATIVE_INFINITY)).toBe(special.minusInfinity);
  expect([index(-1), index(0), index(1), index(2)]).toEqual([0, 0, steps - 1, steps - 1]);
});

test('a diverging map keeps zero in the middle of an uneven range', () => {
  const index = indexerOf({ map: 'diverging', domain: [-1, 4], log: false });
  expect(index(0)).toBe((steps - 1) / 2);
  expect(index(4)).toBe(steps - 1);
  expect(index(-4)).toBe(0);
});

test('a logarithmic map gives each power of ten the same share', () => {
  const index = indexerOf({ map: 'sequential', domain: [0, 1], log: true });
  expect(index(0)).toBe(0);
  expect(index(1e-5)).toBe(0);
  expect(index(1e-2) / (steps - 1)).toBeCloseTo(0.5, 2);
  expect(index(1)).toBe(steps - 1);
});

test('legend values are the inverse of colours', () => {
  const colourings: Colouring[] = [
    linear,
    { map: 'sequential', domain: [0, 0.3], log: true },
    { map: 'diverging', domain: [-5, 5], log: false },
    { map: 'diverging', domain: [-5, 5], log: true },
  ];
  for (const colouring of colourings) {
    const index = indexerOf(colouring);
    for (const t of [0.1, 0.25, 0.5, 0.9])
      expect(index(valueAt(colouring, t)) / (steps - 1)).toBeCloseTo(t, 2);
  }
});

test('ranges: weights from zero, gates between extremes, signed values even, fixed ones round', () => {
  expect(domainOf({ min: 0.1, max: 0.4 }, 'local', 'weights')).toEqual([0, 0.4]);
  expect(domainOf({ min: 0.1, max: 0.4 }, 'fixed', 'weights')).toEqual([0, 1]);
  expect(domainOf({ min: 0.4, max: 0.6 }, 'local', 'gate')).toEqual([0.4, 0.6]);
  expect(domainOf({ min: -3, max: 1.4 }, 'local', 'scores')).toEqual([-3, 3]);
  expect(domainOf({ min: -3, max: 1.4 }, 'fixed', 'scores')).toEqual([-5, 5]);
  expect(domainOf({ min: 0, max: 0 }, 'local', 'weights')).toEqual([0, 1]);
  expect(domainOf({ min: Number.NaN, max: Number.NaN }, 'local', 'scores')).toEqual([-1, 1]);
});

test('weights that go below zero are shown on a diverging map', () => {
  expect(colouringOf({ min: -0.2, max: 0.5 }, 'local', 'weights').map).toBe('diverging');
  expect(colouringOf({ min: 0, max: 0.5 }, 'local', 'weights').map).toBe('sequential');
});
