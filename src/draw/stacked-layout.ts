import type { Rect } from './canvas';
import type { FigureContext } from './figure';
import { columnLayout, type Margins, marginsFor, type Side } from './frame';
import { type AxisLabels, type Measure, shorten } from './labels';

/** How each channel shares its attention among branches. */
export interface StackedData {
  /** What the figure is, for a screen reader. */
  readonly label: string;
  /** Names of the branches, from the bottom up. */
  readonly branches: readonly string[];
  readonly channels: AxisLabels;
  readonly count: number;
  /** Row-major, branch × channel; a channel's shares sum to 1. */
  readonly shares: Float32Array;
  /** Word for the bar of means; no such bar when left out. */
  readonly mean?: string;
  readonly hovered?: BranchChannel | null;
  readonly pinned?: BranchChannel | null;
}

export interface BranchChannel {
  readonly branch: number;
  readonly channel: number;
}

export interface StackedLayout {
  readonly plot: Rect;
  /** The bar of means; of no width when there is none. */
  readonly mean: Rect;
  readonly rows: Side;
  readonly columns: Side;
  readonly margins: Margins;
  readonly legend: readonly { readonly text: string; readonly x: number; readonly y: number }[];
}

const meanRoom = { gap: 12, width: 30 } as const;
const legendLine = 20;

export function layoutStacked(
  data: StackedData,
  context: FigureContext,
  measure: Measure,
): StackedLayout {
  // The scale's longest text is 0.5; the frame itself names no rows.
  const scale: Side = {
    labels: { title: '', labelOf: () => '0.5', colour: '' },
    count: 1,
    range: [0, 1],
  };
  const columns: Side = { labels: data.channels, count: data.count, range: [0, data.count] };
  const step = (0.85 * context.width) / data.count;
  const { turned } = columnLayout(columns, step, context.height, measure);
  const margins = marginsFor(scale, columns, context, measure, turned);
  const legend: { text: string; x: number; y: number }[] = [];
  let line = 0;
  let x = margins.left;
  for (const name of data.branches) {
    const text = shorten(name, context.width - margins.left - 24, measure);
    const width = measure(text) + 32;
    if (x + width > context.width && x > margins.left) {
      line++;
      x = margins.left;
    }
    legend.push({ text, x, y: line });
    x += width;
  }
  const bottom = (line + 1) * legendLine + 8;
  const meanWidth = data.mean ? Math.max(meanRoom.width, Math.ceil(measure(data.mean))) : 0;
  // Turned labels lean over the bar of means, high enough to leave room for its own.
  const right = Math.max(margins.right, meanWidth ? meanWidth + meanRoom.gap + 2 : 4);
  const plot = {
    x: margins.left,
    y: margins.top,
    width: Math.max(20, context.width - margins.left - right),
    height: Math.max(20, context.height - margins.top - bottom),
  };
  const mean = { ...plot, x: plot.x + plot.width + meanRoom.gap, width: meanWidth };
  const top = plot.y + plot.height + legendLine;
  return {
    plot,
    mean,
    rows: { ...scale, labels: { ...scale.labels, labelOf: () => '' } },
    columns,
    margins,
    legend: legend.map((d) => ({ ...d, y: top + d.y * legendLine })),
  };
}

export const shareOf = (data: StackedData, { branch, channel }: BranchChannel): number =>
  data.shares[branch * data.count + channel];

/** What a channel's bar has below a branch. */
function below(data: StackedData, { branch, channel }: BranchChannel): number {
  let sum = 0;
  for (let b = 0; b < branch; b++) sum += shareOf(data, { branch: b, channel });
  return sum;
}

export function segmentOf(data: StackedData, plot: Rect, at: BranchChannel): Rect {
  const step = plot.width / data.count;
  const gap = step > 5 ? 1 : 0;
  const share = shareOf(data, at);
  return {
    x: plot.x + at.channel * step + gap / 2,
    y: plot.y + (1 - below(data, at) - share) * plot.height,
    width: step - gap,
    height: share * plot.height,
  };
}

/** Mean share of each branch over the channels. */
export const meansOf = (data: StackedData): number[] =>
  data.branches.map((_, branch) => {
    let sum = 0;
    for (let channel = 0; channel < data.count; channel++)
      sum += shareOf(data, { branch, channel });
    return sum / data.count;
  });

/** Rectangles of the mean bar, from the bottom up. */
export function meanSegments(data: StackedData, { x, y, width, height }: Rect): Rect[] {
  let sum = 0;
  return meansOf(data).map((share) => {
    sum += share;
    return { x, y: y + (1 - sum) * height, width, height: share * height };
  });
}

export function segmentAt(
  data: StackedData,
  plot: Rect,
  [px, py]: readonly [number, number],
): BranchChannel | null {
  const channel = Math.floor(((px - plot.x) / plot.width) * data.count);
  const height = 1 - (py - plot.y) / plot.height;
  if (channel < 0 || channel >= data.count || height < 0 || height > 1) return null;
  let branch = 0;
  for (let sum = 0; branch < data.branches.length - 1; branch++) {
    sum += shareOf(data, { branch, channel });
    if (height < sum) break;
  }
  return { branch, channel };
}

export function stepStacked(
  data: StackedData,
  from: BranchChannel | null,
  dx: number,
  dy: number,
): BranchChannel {
  if (!from) return { branch: 0, channel: 0 };
  const hold = (v: number, count: number): number => Math.max(0, Math.min(count - 1, v));
  return {
    branch: hold(from.branch - dy, data.branches.length),
    channel: hold(from.channel + dx, data.count),
  };
}
