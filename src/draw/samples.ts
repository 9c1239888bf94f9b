import type { FigureContext } from './figure';
import type { Plate } from './plate';
import type { Pixel } from './support';
import type { Group } from './surface';

/** A point that was sampled, in pixels: (0, 0) is the centre of the first pixel. */
export interface Sample extends Pixel {
  /** Its weight for the query; all alike when left out. */
  readonly value?: number;
  /** Where it was before it was moved. */
  readonly from?: Pixel;
}

/** A sample on the figure: where its dot is drawn, and whether it really lies beyond the plate. */
export interface Dot {
  readonly sample: Sample;
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly beyond: boolean;
  readonly from: { readonly x: number; readonly y: number } | null;
}

/** Rows and columns beyond a map that are shown, so that points which leave it can be seen. */
export function extentFor(
  grid: { readonly height: number; readonly width: number },
  points: readonly Pixel[],
): { y: [number, number]; x: [number, number] } {
  const reach = (size: number, at: readonly number[]): [number, number] => {
    const most = Math.ceil(size / 4);
    const low = Math.floor(Math.min(0, ...at.map((v) => v)));
    const high = Math.ceil(Math.max(size - 1, ...at)) + 1;
    return [Math.max(-most, low), Math.min(size + most, high)];
  };
  return {
    y: reach(
      grid.height,
      points.map((p) => p.y),
    ),
    x: reach(
      grid.width,
      points.map((p) => p.x),
    ),
  };
}

const largestOf = (samples: readonly Sample[]): number =>
  Math.max(0, ...samples.map((s) => s.value ?? 0));

/**
 * Dots whose areas are in proportion to the weights; those far beyond the plate stand at its edge.
 * @param most the weight of the largest dot there may be
 */
export function dotsOf(samples: readonly Sample[], plate: Plate, most = largestOf(samples)): Dot[] {
  const shares = samples.map(({ value = 0 }) => (most > 0 ? Math.max(0, value) / most : 0));
  const widest = Math.min(13, Math.max(5, plate.cell * 0.9));
  // Together they cover no more than half of the plate, or else nothing could be told apart.
  const covered = Math.PI * widest ** 2 * shares.reduce((sum, share) => sum + share, 0);
  const room = (plate.width * plate.height) / 2;
  const largest = covered > room ? widest * Math.sqrt(room / covered) : widest;
  // Dots that are all alike leave room between them for the arrows.
  const alike = Math.sqrt((plate.width * plate.height) / Math.max(1, samples.length)) / 4;
  const hold = (v: number, low: number, high: number): number => Math.max(low, Math.min(high, v));
  return samples.map((sample, index): Dot => {
    const radius =
      sample.value === undefined
        ? Math.min(largest * 0.55, alike)
        : largest * Math.sqrt(shares[index]);
    const [px, py] = [plate.px(sample.x + 0.5), plate.py(sample.y + 0.5)];
    const x = hold(px, plate.x, plate.x + plate.width);
    const y = hold(py, plate.y, plate.y + plate.height);
    const { from } = sample;
    return {
      sample,
      index,
      x,
      y,
      radius: Math.max(1.8, radius),
      beyond: x !== px || y !== py,
      from: from ? { x: plate.px(from.x + 0.5), y: plate.py(from.y + 0.5) } : null,
    };
  });
}

/** The dot nearest to a point of the figure, within reach of a finger. */
export function dotAt(dots: readonly Dot[], [x, y]: readonly [number, number]): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  dots.forEach((dot, i) => {
    const distance = Math.hypot(dot.x - x, dot.y - y) - dot.radius;
    if (distance < least) {
      least = distance;
      best = i;
    }
  });
  return least <= 16 ? best : null;
}

/** Arrow from where a point was to just before its dot, with a small head; nothing when it hardly moved. */
function arrowOf({ x, y, radius, from }: Dot): string {
  if (!from) return '';
  const length = Math.hypot(x - from.x, y - from.y);
  if (length < radius + 3) return '';
  const [ux, uy] = [(x - from.x) / length, (y - from.y) / length];
  const [tx, ty] = [x - ux * (radius + 1), y - uy * (radius + 1)];
  const head = Math.min(5, length / 2);
  const side = (s: number): string =>
    `M${tx},${ty}L${tx - ux * head + s * uy * head * 0.6},${ty - uy * head - s * ux * head * 0.6}`;
  return `M${from.x},${from.y}L${tx},${ty}${side(1)}${side(-1)}`;
}

/**
 * References as small crosses, arrows from them, dots on top. Dots outside of the map are hollow.
 * @param inside whether a sample lies on the map
 */
export function drawSamples(
  group: Group,
  dots: readonly Dot[],
  { theme }: FigureContext,
  inside: (sample: Sample) => boolean,
  colour: string = theme.roles.key,
): void {
  group.attr('pointer-events', 'none');
  const moved = dots.filter((d) => d.from !== null);
  const cross = (d: Dot): string =>
    d.from ? `M${d.from.x - 2.5},${d.from.y}h5M${d.from.x},${d.from.y - 2.5}v5` : '';
  for (const [name, stroke, width] of [
    ['rim', theme.paper, 3.5],
    ['line', theme.dark ? theme.ink : theme.ink, 1.25],
  ] as const) {
    group
      .selectAll(`path.${name}`)
      .data(moved)
      .join('path')
      .attr('class', name)
      .attr('d', (d) => cross(d) + arrowOf(d))
      .attr('fill', 'none')
      .attr('stroke', stroke)
      .attr('stroke-opacity', name === 'rim' ? 0.7 : 0.85)
      .attr('stroke-linecap', 'round')
      .attr('stroke-width', width);
  }
  group
    .selectAll('circle')
    .data([...dots].sort((a, b) => b.radius - a.radius))
    .join('circle')
    .attr('cx', (d) => d.x)
    .attr('cy', (d) => d.y)
    .attr('r', (d) => d.radius)
    .attr('fill', (d) => (inside(d.sample) ? colour : theme.paper))
    .attr('stroke', (d) => (inside(d.sample) ? theme.paper : colour))
    .attr('stroke-width', (d) => (inside(d.sample) ? 1.25 : 1.75))
    .attr('stroke-dasharray', (d) => (d.beyond ? '2 2' : null))
    .raise();
}
