import { catalogue } from '../mechanisms/catalogue';
import {
  choicesOf,
  type ScalingAxis,
  type SizeRange,
  scalingAxes,
  usualRange,
} from './scaling-sizes';
import type { Section } from './section';

/** What is drawn against the size. */
export const quantities = ['macs', 'parameters', 'memory', 'cells', 'time'] as const;
export type Quantity = (typeof quantities)[number];

/** As many lines as can be told apart. */
export const mostLines = 8;

/** What the scaling plots show. */
export interface ScalingView {
  /** Ids, in the order of their colours. */
  readonly lines: readonly string[];
  readonly quantity: Quantity;
  readonly axis: ScalingAxis;
  readonly range: SizeRange;
}

/** Sets of mechanisms that show one thing each. */
export const presets = {
  /** One of each family of example 15: full, through a memory, channel, channel and spatial. */
  families: ['self', 'external', 'se', 'eca', 'cbam'],
  windows: ['self', 'axial', 'swin-window', 'halo'],
  efficient: ['mha', 'emsa', 'gfnet', 'ufo', 'external'],
} as const;
export type Preset = keyof typeof presets;

const usual: ScalingView = {
  lines: presets.families,
  quantity: 'macs',
  axis: 'positions',
  range: usualRange.positions,
};

/** `lines=self,external`, `cost=time`, `against=channels`, `range=16,1024`. */
export const scalingSection: Section<ScalingView> = {
  usual,
  encode: ({ lines, quantity, axis, range }) => [
    ...entry('lines', lines.join() || 'none', usual.lines.join()),
    ...entry('cost', quantity, usual.quantity),
    ...entry('against', axis, usual.axis),
    ...entry('range', range.join(), usualRange[axis].join()),
  ],
  decode: (query) => {
    const problems: string[] = [];
    const read = <T>(key: string, fallback: T, parse: (text: string) => T | undefined): T => {
      const text = query.get(key);
      const value = text === null ? fallback : parse(text);
      if (value === undefined) problems.push(key);
      return value ?? fallback;
    };
    const axis = read('against', usual.axis, (text) => scalingAxes.find((name) => name === text));
    const value: ScalingView = {
      axis,
      lines: read('lines', usual.lines, parseLines),
      quantity: read('cost', usual.quantity, (text) => quantities.find((name) => name === text)),
      range: read('range', usualRange[axis], (text) => parseRange(text, axis)),
    };
    return { value, problem: problems.length > 0 };
  },
};

const entry = (key: string, text: string, other: string) =>
  text === other ? [] : [[key, text] as const];

function parseLines(text: string): readonly string[] | undefined {
  if (text === 'none') return [];
  const ids = [...new Set(text.split(','))];
  const known = ids.every((id) => catalogue.some((mechanism) => mechanism.id === id));
  return known && ids.length <= mostLines ? ids : undefined;
}

function parseRange(text: string, axis: ScalingAxis): SizeRange | undefined {
  const [from, to, ...rest] = text.split(',').map(Number);
  const allowed = choicesOf(axis);
  const fits = allowed.includes(from) && allowed.includes(to) && from < to && rest.length === 0;
  return fits ? [from, to] : undefined;
}
