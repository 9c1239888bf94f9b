import { interpolateBasis, rgb } from 'd3';
import type { Colouring, Theme } from './figure';
import { distance, fromOklab, type Triple, toOklab } from './oklab';

/** Colours of a table that stand for values; odd, so that a diverging map has one in the middle. */
export const steps = 511;

/** Positions after those colours, for what is not a number in range. */
export const special = { nan: steps, infinity: steps + 1, minusInfinity: steps + 2 } as const;

/** None of them is near a colour of a map, in either theme. */
export const specialColours = {
  nan: '#ff00d4',
  infinity: '#ffe500',
  minusInfinity: '#00f0c8',
} as const;

/** Control points from zero to the largest value. Lightness falls (light theme) or rises (dark) all the way. */
const ramps = {
  light: {
    sequential: ['#fbd9b5', '#f39b7d', '#d05a86', '#8f2f8e', '#4a1a77', '#180a3a'],
    zero: '#f3f1ed',
    positive: ['#f6cfae', '#e58c55', '#b8501c', '#6b2406'],
    negative: ['#bcd8ee', '#6ba6d6', '#2a6cab', '#0c3468'],
  },
  dark: {
    sequential: ['#33204f', '#6a2a80', '#ac3d85', '#e46a72', '#f9a870', '#fdf0cf'],
    zero: '#2a2825',
    positive: ['#5d3420', '#a85526', '#f2884a', '#ffc49a'],
    negative: ['#22405c', '#2f6fa6', '#5fb0ee', '#aedbff'],
  },
} as const;

const tripleOf = (colour: string): Triple => {
  const { r, g, b } = rgb(colour);
  return [r, g, b];
};

/**
 * `count` colours along a smooth curve through OKLab, equal steps apart on it, which makes equal
 * steps of value look equal. The first and last colours are kept.
 */
function uniformRamp(colours: readonly string[], count: number): Triple[] {
  const points = colours.map((colour) => toOklab(tripleOf(colour)));
  const splines = [0, 1, 2].map((i) => interpolateBasis(points.map((p) => p[i])));
  const fine = Array.from({ length: 2049 }, (_, i): Triple => {
    const t = i / 2048;
    return [splines[0](t), splines[1](t), splines[2](t)];
  });
  const length = [0];
  for (let i = 1; i < fine.length; i++) length.push(length[i - 1] + distance(fine[i - 1], fine[i]));
  const whole = length[length.length - 1];
  let at = 0;
  return Array.from({ length: count }, (_, i) => {
    const wanted = (whole * i) / (count - 1);
    while (at < fine.length - 1 && length[at] < wanted) at++;
    return fromOklab(fine[at]);
  });
}

/** Bytes R, G, B, A in memory on a little-endian machine, which every machine with a browser is. */
const pack = ([r, g, b]: Triple): number => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

function buildTable(map: Colouring['map'], theme: Theme): Uint32Array {
  const ramp = theme.dark ? ramps.dark : ramps.light;
  const middle = (steps - 1) / 2;
  const colours =
    map === 'sequential'
      ? uniformRamp([theme.paper, ...ramp.sequential], steps)
      : [
          ...uniformRamp([ramp.zero, ...ramp.negative], middle + 1).reverse(),
          ...uniformRamp([ramp.zero, ...ramp.positive], middle + 1).slice(1),
        ];
  const extra = [specialColours.nan, specialColours.infinity, specialColours.minusInfinity];
  return Uint32Array.from([...colours, ...extra.map(tripleOf)].map(pack));
}

const tables = new WeakMap<Theme, Partial<Record<Colouring['map'], Uint32Array>>>();

/** The colour table of a map: `steps` colours from smallest to largest, then the `special` ones. */
export function tableOf(map: Colouring['map'], theme: Theme): Uint32Array {
  const known = tables.get(theme) ?? {};
  const table = known[map] ?? buildTable(map, theme);
  tables.set(theme, { ...known, [map]: table });
  return table;
}
