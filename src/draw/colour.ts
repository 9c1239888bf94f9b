import { rgb } from 'd3';
import type { Node, TensorRole } from '../trace/graph';
import type { Statistics } from '../trace/view';
import type { Colouring, Theme } from './figure';
import { toLinear } from './oklab';
import { special, steps, tableOf } from './palette';

/** A range of a figure's own, or one that stays when the numbers change. */
export type RangeKind = 'local' | 'fixed';

/** A logarithmic map shows this part of its maximum and less as zero: colours can tell apart four decades. */
export const logFloor = 1e-4;

/** A logarithmic diverging map is linear below this part of its maximum. */
const symlogKnee = 1e-3;

const sequentialRoles: readonly TensorRole[] = ['weights', 'gate', 'mask'];

/** Sequential for what is a share or an opening, diverging for what has a sign. */
export const mapOf = (role: TensorRole): Colouring['map'] =>
  sequentialRoles.includes(role) ? 'sequential' : 'diverging';

/** As which a node's values are coloured: as its step, but the number of a position has no sign. */
export const colouredAs = ({ op, step }: Pick<Node, 'op' | 'step'>): TensorRole =>
  op === 'argmax' ? 'weights' : (step?.text.role ?? 'feature');

/** The next 1, 2 or 5 times a power of ten. */
function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  const lead = [1, 2, 5, 10].find((n) => n * power >= x * (1 - 1e-9)) ?? 10;
  return lead * power;
}

/**
 * The range of values that a figure's colours span.
 * Fixed: 0…1 for shares and gates, a round number either side of zero for the rest.
 * Local: from zero for weights, between the extremes for gates, the largest magnitude either side of
 * zero for the rest.
 */
export function domainOf(
  statistics: Pick<Statistics, 'min' | 'max'>,
  range: RangeKind,
  role: TensorRole,
): readonly [number, number] {
  const min = Number.isFinite(statistics.min) ? statistics.min : 0;
  const max = Number.isFinite(statistics.max) ? statistics.max : 0;
  if (mapOf(role) === 'sequential' && min >= 0) {
    if (range === 'fixed' && max <= 1 + 1e-6) return [0, 1];
    if (range === 'local' && role === 'gate' && max > min) return [min, max];
    return [0, max > 0 ? max : 1];
  }
  const most = Math.max(Math.abs(min), Math.abs(max)) || 1;
  const bound = range === 'fixed' ? roundUp(most) : most;
  return [-bound, bound];
}

/** How a tensor is coloured. Shares that go below zero (weights after a normalisation) diverge too. */
export function colouringOf(
  statistics: Pick<Statistics, 'min' | 'max'>,
  range: RangeKind,
  role: TensorRole,
  log = false,
): Colouring {
  const [low, high] = domainOf(statistics, range, role);
  // Zero has no logarithm, so a local logarithmic map begins at the smallest share.
  const smallest =
    log && range === 'local' && low === 0 ? Math.max(statistics.min, high * logFloor) : low;
  const domain = [smallest < high ? smallest : low, high] as const;
  return { map: domain[0] < 0 ? 'diverging' : 'sequential', domain, log };
}

/** A linear map as factor·value + offset, which is 0…1 inside the domain. */
export function linearOf({ map, domain: [low, high] }: Colouring): {
  factor: number;
  offset: number;
} {
  if (map === 'diverging') return { factor: 0.5 / boundOf([low, high]), offset: 0.5 };
  const factor = 1 / (high - low || 1);
  return { factor, offset: -low * factor };
}

/** A diverging map reaches as far on both sides, so that its middle is zero. */
const boundOf = ([low, high]: Colouring['domain']): number =>
  Math.max(Math.abs(low), Math.abs(high)) || 1;

/** Where a finite value lies between the ends of the map, 0…1, clamped. */
export function scaleOf(colouring: Colouring): (value: number) => number {
  const { map, domain, log } = colouring;
  if (!log) {
    const { factor, offset } = linearOf(colouring);
    return (v) => Math.min(1, Math.max(0, v * factor + offset));
  }
  if (map === 'diverging') {
    const bound = boundOf(domain);
    const knee = bound * symlogKnee;
    const whole = Math.log1p(bound / knee);
    return (v) => {
      // log1p would be more exact than a colour can be, and three times as slow.
      const t = Math.min(1, Math.log(1 + Math.abs(v) / knee) / whole) / 2;
      return v < 0 ? 0.5 - t : 0.5 + t;
    };
  }
  const [low, high] = domain;
  const floor = Math.max(low, high * logFloor) || Number.MIN_VALUE;
  const base = Math.log(floor);
  const factor = 1 / (Math.log(high) - base || 1);
  return (v) => (v <= floor ? 0 : Math.min(1, (Math.log(v) - base) * factor));
}

/** Inverse of `scaleOf`, for the ticks of a legend. */
export function valueAt({ map, domain, log }: Colouring, t: number): number {
  if (map === 'diverging') {
    const bound = boundOf(domain);
    const signed = 2 * t - 1;
    if (!log) return signed * bound;
    const knee = bound * symlogKnee;
    return Math.sign(signed) * knee * Math.expm1(Math.abs(signed) * Math.log1p(bound / knee));
  }
  const [low, high] = domain;
  if (!log) return low + t * (high - low);
  const floor = Math.max(low, high * logFloor);
  return floor * (high / floor) ** t;
}

/** Position of a value in the colour table, the special ones included. */
export function indexerOf(colouring: Colouring): (value: number) => number {
  const scale = scaleOf(colouring);
  return (v) => {
    if (v - v === 0) return (scale(v) * (steps - 1) + 0.5) | 0;
    if (v > 0) return special.infinity;
    return v < 0 ? special.minusInfinity : special.nan;
  };
}

const hex = (packed: number): string =>
  `#${[packed, packed >>> 8, packed >>> 16].map((b) => (b & 255).toString(16).padStart(2, '0')).join('')}`;

/** CSS colour of a value. */
export function colourerOf(colouring: Colouring, theme: Theme): (value: number) => string {
  const index = indexerOf(colouring);
  const table = tableOf(colouring.map, theme);
  return (value) => hex(table[index(value)]);
}

const ink = { dark: '#100f0d', light: '#fdfcfa' } as const;

/** Relative luminance at which both inks have the same contrast, 4.3 : 1. */
const inkTurn = 0.187;

/** Ink that can be read on a colour, in either theme. */
export function inkOn(colour: string): string {
  const { r, g, b } = rgb(colour);
  const luminance = 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b);
  return luminance > inkTurn ? ink.dark : ink.light;
}
