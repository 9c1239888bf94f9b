import { contextOf } from './canvas';
import type { Theme } from './figure';
import { fontSize } from './theme';

/** Names of the positions along one side of a figure. */
export interface AxisLabels {
  /** What the axis is: `query`, `channel`. */
  readonly title: string;
  labelOf(index: number): string;
  /** The colour of the axis's role. */
  readonly colour: string;
  /** Labels that are thinned out stand at multiples of it: the width of a map whose pixels are counted. */
  readonly unit?: number;
}

/** Width of a text in pixels. */
export type Measure = (text: string, size?: number) => number;

/** Where texts are measured: a canvas for each document, because making one takes longer than all its measuring. */
const rulers = new WeakMap<Document, CanvasRenderingContext2D>();

function rulerOf(document: Document): CanvasRenderingContext2D {
  const ruler = rulers.get(document) ?? contextOf(document.createElement('canvas'));
  rulers.set(document, ruler);
  return ruler;
}

/** Measures with the theme's own font, so that Chinese and Latin text get the room that they take. */
export function createMeasure(document: Document, theme: Theme): Measure {
  const context = rulerOf(document);
  const known = new Map<string, number>();
  return (text, size = fontSize.label) => {
    const key = `${size} ${text}`;
    const width = known.get(key);
    if (width !== undefined) return width;
    context.font = `${size}px ${theme.sans}`;
    const measured = context.measureText(text).width;
    known.set(key, measured);
    return measured;
  };
}

/** The text, or as much of its beginning as fits with an ellipsis. */
export function shorten(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${characters.slice(0, middle).join('')}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${characters.slice(0, low).join('')}…`;
}

/** A text as far as its end fits: names of weights differ there. */
export const shortenStart = (text: string, width: number, measure: Measure): string =>
  reversed(shorten(reversed(text), width, measure));

const reversed = (text: string): string => [...text].reverse().join('');

/** Numbers and pixel positions may be thinned out at a glance; words are worth turning round first. */
export const isNumeric = (text: string): boolean => /^[\d\s.,;:()×+−-]*$/.test(text);

/**
 * Every how many positions a label is written, so that neighbours are `spacing` pixels apart:
 * 1, 2, 5, 10 …; with a unit, a divisor of it, or the unit times one of those.
 */
export function strideFor(pixelsPerPosition: number, spacing: number, unit = 1): number {
  const wanted = spacing / pixelsPerPosition;
  for (let n = 1; n < unit; n++) if (unit % n === 0 && n >= wanted) return n;
  const least = wanted / unit;
  if (least <= 1) return unit;
  const power = 10 ** Math.floor(Math.log10(least));
  const lead = [1, 2, 5, 10].find((n) => n * power >= least - 1e-9) ?? 10;
  return Math.round(lead * power) * unit;
}

/** Positions, at multiples of the stride, whose centres lie in the half-open range. */
export function positionsIn([from, to]: readonly [number, number], stride: number): number[] {
  const found: number[] = [];
  for (let i = Math.max(0, Math.ceil((from - 0.5) / stride)) * stride; i + 0.5 <= to; i += stride)
    found.push(i);
  return found;
}

/** Labels spread evenly over an axis, for measuring without reading all of a long one. */
export function sampleLabels(axis: AxisLabels, count: number, most = 160): string[] {
  const samples = Math.min(count, most);
  return Array.from({ length: samples }, (_, i) =>
    axis.labelOf(samples < 2 ? 0 : Math.round((i * (count - 1)) / (samples - 1))),
  );
}
