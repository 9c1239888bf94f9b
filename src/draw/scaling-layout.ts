import type { Rect } from './canvas';
import type { FigureContext } from './figure';
import { type Measure, shorten } from './labels';
import type { ScalingData, ScalingLine } from './scaling';
import { type Tick, ticksOf, type Unit } from './scaling-ticks';
import { fontSize } from './theme';

/** A logarithmic axis on the page. */
export interface LogScale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  at(value: number): number;
}

/** The words of a line: its name, and its exponents below. */
export interface LineLabel {
  readonly line: number;
  readonly x: number;
  /** Middle of its two rows. */
  readonly y: number;
  readonly name: string;
  /** Where a leader begins, at the end of the line; null for labels under the plot. */
  readonly from: readonly [number, number] | null;
}

export interface ScalingLayout {
  readonly plot: Rect;
  readonly height: number;
  readonly x: LogScale;
  readonly y: LogScale;
  readonly labels: readonly LineLabel[];
  /** Rows of the key over the plot. */
  readonly key: readonly (readonly KeyItem[])[];
}

/** Points that are measured or fit, points beyond the device, a law, the end of memory for one and for all. */
export type KeyKind = 'filled' | 'hollow' | 'fit' | 'out' | 'closed';

export interface KeyItem {
  readonly kind: KeyKind;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** A label takes two rows of text. */
export const labelHeight = 34;
export const markRoom = 16;
const axisRoom = { below: 46, title: 30 } as const;
const keyRow = 18;
/** Figures narrower than this have the labels of their lines under the plot. */
const narrow = 560;

const logScale = (
  domain: readonly [number, number],
  [from, to]: readonly [number, number],
  unit: Unit,
  most: number,
): LogScale => {
  const [low, high] = domain.map(Math.log);
  const span = high - low || 1;
  return {
    domain,
    ticks: ticksOf(domain, unit, most),
    at: (value) => from + ((Math.log(value) - low) / span) * (to - from),
  };
};

/** Smallest and largest of the values above 0, with some room on both sides. */
function domainOf(values: readonly number[], room: number): readonly [number, number] {
  const seen = values.filter((value) => value > 0 && Number.isFinite(value));
  if (seen.length === 0) return [1, 10];
  const low = seen.reduce((a, b) => Math.min(a, b));
  const high = seen.reduce((a, b) => Math.max(a, b));
  const wide = low === high ? 3 : Math.max(1.05, (high / low) ** room);
  return [low / wide, high * wide];
}

/** Where a line ends on the page: at its last point, or where its law is continued to. */
export function endOf({ points, continued }: ScalingLine): { x: number; y: number } | null {
  return continued?.at(-1) ?? points.at(-1) ?? null;
}

/**
 * Places as near as can be to the wanted ones, in the same order, at least `gap` apart and within the range.
 * Where the range is too short for all, they stand closer, evenly.
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  [top, bottom]: readonly [number, number],
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const step = Math.min(gap, (bottom - top) / Math.max(1, wanted.length - 1));
  // Neighbours that would touch are moved together, about their common middle.
  const blocks: { sum: number; members: number[] }[] = [];
  const startOf = ({ sum, members }: { sum: number; members: readonly number[] }): number => {
    const length = (members.length - 1) * step;
    return Math.max(top, Math.min(bottom - length, sum / members.length - length / 2));
  };
  for (const i of order) {
    let block = { sum: wanted[i], members: [i] };
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      if (startOf(last) + last.members.length * step <= startOf(block) + 1e-9) break;
      blocks.pop();
      block = { sum: last.sum + block.sum, members: [...last.members, ...block.members] };
    }
    blocks.push(block);
  }
  const placed = new Array<number>(wanted.length);
  for (const block of blocks) {
    const start = startOf(block);
    block.members.forEach((i, k) => {
      placed[i] = start + k * step;
    });
  }
  return placed;
}

/** Where everything of a scaling plot lies. */
export function layOutScaling(
  data: ScalingData,
  { width, height }: Pick<FigureContext, 'width' | 'height'>,
  measure: Measure,
): ScalingLayout {
  const drawn = data.lines.flatMap(({ points, continued = [] }) => [...points, ...continued]);
  const xDomain = domainOf([...data.range], 0.02);
  const yDomain = domainOf(
    [
      ...drawn.map(({ y }) => y),
      ...data.lines.flatMap((l) => l.points.flatMap((p) => [p.low ?? p.y, p.high ?? p.y])),
    ],
    0.05,
  );
  const below = width < narrow;
  const detail = (line: ScalingLine): number => measure(line.detail, fontSize.small) + 8;
  const wanted = Math.max(
    ...data.lines.map((line) => Math.max(measure(line.name), detail(line)) + markRoom + 34),
    0,
  );
  const right = below ? 14 : Math.min(wanted, Math.round(width * 0.36));

  const key = keyRows(data, width, measure);
  const top = key.length * keyRow + axisRoom.title + 6;
  const columns = below ? Math.max(1, Math.floor(width / Math.max(150, wanted))) : 1;
  const labelRows = below ? Math.ceil(data.lines.length / columns) : 0;
  const plotHeight = below
    ? Math.max(200, Math.min(320, width * 0.8))
    : Math.max(220, height - top - axisRoom.below, data.lines.length * labelHeight);
  const bottom = top + plotHeight;
  const most = Math.max(2, Math.floor(plotHeight / 34));
  const yTicks = ticksOf(yDomain, data.y.unit, most);
  const left = Math.ceil(Math.max(0, ...yTicks.map(({ text }) => measure(text))) + 10);
  const plot = { x: left, y: top, width: Math.max(80, width - left - right), height: plotHeight };

  const y = logScale(yDomain, [bottom, top], data.y.unit, most);
  const widest = Math.max(
    24,
    ...ticksOf(xDomain, data.x.unit, 99).map(({ text }) => measure(text)),
  );
  const xMost = Math.max(2, Math.floor(plot.width / (widest + 16)));
  const x = logScale(xDomain, [plot.x, plot.x + plot.width], data.x.unit, xMost);

  const start = bottom + axisRoom.below;
  const ends = data.lines.map(endOf);
  const places = below
    ? data.lines.map((_, i) => start + 8 + labelHeight * (Math.floor(i / columns) + 0.5))
    : spread(
        ends.map((end) => (end ? y.at(end.y) : bottom)),
        labelHeight,
        [top + labelHeight / 2 - 6, bottom - labelHeight / 2 + 6],
      );
  const room = (below ? width / columns : right - 26) - markRoom - 2;
  const labels = data.lines.flatMap((line, i): LineLabel[] => {
    const end = ends[i];
    if (!end) return [];
    const from = below ? null : ([x.at(end.x), y.at(end.y)] as const);
    const at = below ? (width / columns) * (i % columns) : plot.x + plot.width + 26;
    return [{ line: i, x: at, y: places[i], name: shorten(line.name, room, measure), from }];
  });
  const whole = below ? start + 8 + labelRows * labelHeight : bottom + axisRoom.below;
  return { plot, height: Math.max(whole, below ? 0 : height), x, y, labels, key };
}

/** What marks and lines mean, in as many rows as it takes. */
function keyRows({ key }: ScalingData, width: number, measure: Measure): KeyItem[][] {
  const rows: KeyItem[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const { kind, text } of key) {
    const room = measure(text, fontSize.small) + 26;
    if (x + room > width) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ kind, text, x, y: rows.length * keyRow - 7 });
    x += room + 16;
  }
  return rows;
}
