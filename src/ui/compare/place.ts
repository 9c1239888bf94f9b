/** One place on two layouts: the pixel or word of a cell in one tensor, and the cell of that place in another. */
import { type Pixel, positionOf, windowOf } from '../../draw/support';
import { type Axis, hasRole } from '../../trace/axes';
import { type Grid, gridOf } from '../stage/look';
import type { StepFigure } from '../stage/use-step-figure';

/** What a position on an axis stands for. */
interface Spot {
  readonly pixel?: Pixel;
  readonly word?: number;
  readonly channel?: number;
}

/** Where a cell is, whatever the layout of its tensor. */
export interface Place {
  /** The query, or the position of a map. */
  readonly at: Spot | null;
  /** The key, where the tensor has keys beside queries. */
  readonly key: Spot | null;
  readonly channel: number | null;
  readonly batch: number;
  /** The map that pixels are counted on. */
  readonly grid: Grid | null;
}

const queryRoles = ['query', 'token'] as const;

const axisWith = (axes: readonly Axis[], ...roles: readonly string[]): Axis | undefined =>
  axes.find(({ role }) => roles.includes(role));

/** A position on an axis as a pixel, a word or a channel; null where it is none of them. */
function spotAt(axis: Axis, index: number, window: number, query?: Pixel): Spot | null {
  const { places } = axis;
  if (!places) return null;
  if (places.kind === 'sequence') return { word: index };
  if (places.kind === 'channel') return { channel: index };
  const pixel = positionOf(places, index, { window, query });
  return pixel && { pixel };
}

export function placeOf({ step, summary }: StepFigure, index: readonly number[]): Place {
  const { axes } = step.node;
  const indexOf = (axis: Axis | undefined): number => (axis ? index[axes.indexOf(axis)] : 0);
  const window = indexOf(axisWith(axes, 'window'));
  const [height, width] = [axisWith(axes, 'height'), axisWith(axes, 'width')];
  const query = axisWith(axes, ...queryRoles);
  const keys = axisWith(axes, 'key');
  let at: Spot | null = null;
  if (height && width) at = { pixel: { y: indexOf(height), x: indexOf(width) } };
  else if (query) at = spotAt(query, indexOf(query), window);
  const key = keys ? spotAt(keys, indexOf(keys), window, at?.pixel) : null;
  const channel = axisWith(axes, 'channel');
  return {
    at: at ?? key,
    key: at ? key : null,
    channel: channel && channel.size > 1 ? indexOf(channel) : null,
    batch: indexOf(axisWith(axes, 'batch')),
    grid: gridOf(step.node, summary.graph),
  };
}

const scaled = (pixel: Pixel, from: Grid | null, to: Grid | null): Pixel =>
  from && to
    ? {
        y: Math.floor((pixel.y * to.height) / from.height),
        x: Math.floor((pixel.x * to.width) / from.width),
      }
    : pixel;

/** The index on an axis that stands for a place; undefined where it has none. */
function indexOnAxis(axis: Axis, spot: Spot, window: number, query?: Pixel): number | undefined {
  const { places, size } = axis;
  if (!places) return undefined;
  if (places.kind === 'sequence' || places.kind === 'channel') {
    const index = places.kind === 'sequence' ? spot.word : spot.channel;
    return index !== undefined && index < size ? index : undefined;
  }
  const { pixel } = spot;
  if (!pixel || places.kind === 'sampled') return undefined;
  if (places.kind === 'lattice') {
    const { columns, stride } = places;
    return Math.floor(pixel.y / stride) * columns + Math.floor(pixel.x / stride);
  }
  const scale = places.kind === 'grid' ? places : null;
  const fits = scale ? pixel.y < scale.height && pixel.x < scale.width : true;
  if (scale) return fits ? pixel.y * scale.width + pixel.x : undefined;
  for (let i = 0; i < size; i++) {
    const found = positionOf(places, i, { window, query });
    if (found?.y === pixel.y && found.x === pixel.x) return i;
  }
  return undefined;
}

/**
 * The cell of a tensor at a place, in the head, group and channel that its figure shows.
 * @returns null where the tensor has nothing at that place
 */
export function cellAtPlace({ step, summary, layout }: StepFigure, place: Place): number[] | null {
  const { axes } = step.node;
  const grid = gridOf(step.node, summary.graph);
  const spotOf = (spot: Spot): Spot =>
    spot.pixel ? { ...spot, pixel: scaled(spot.pixel, place.grid, grid) } : spot;
  const at = place.at && spotOf(place.at);
  const windows = axes.find((a) => a.role !== 'key' && a.places?.kind === 'window')?.places;
  const cut = windows?.kind === 'window' && at?.pixel ? windowOf(windows, at.pixel) : null;
  const onMap = hasRole(axes, 'height') && hasRole(axes, 'width');
  // A tensor without queries has its keys where others have positions.
  const queryless = !onMap && !axisWith(axes, ...queryRoles);
  let shared = false;

  const index = axes.map((axis): number => {
    const { role, size } = axis;
    const shown = layout.fixed[role];
    const usual = typeof shown === 'number' ? shown : 0;
    if (role === 'batch') return Math.min(place.batch, size - 1);
    if (role === 'window') return cut?.window ?? usual;
    if (role === 'channel' && layout.columns.includes('channel') && place.channel !== null) {
      shared = true;
      return place.channel < size ? place.channel : Number.NaN;
    }
    if (onMap && (role === 'height' || role === 'width') && at?.pixel) {
      shared = true;
      const i = role === 'height' ? at.pixel.y : at.pixel.x;
      return i < size ? i : Number.NaN;
    }
    if (role === 'query' || role === 'token' || (role === 'key' && queryless)) {
      if (!at) return usual;
      const found = cut && role !== 'key' ? cut.token : indexOnAxis(axis, at, cut?.window ?? 0);
      if (found !== undefined) shared = true;
      return found ?? Number.NaN;
    }
    if (role === 'key') {
      const key = place.key && spotOf(place.key);
      const found = key && indexOnAxis(axis, key, cut?.window ?? 0, at?.pixel);
      // A key that this query does not have: the place itself, or else the first.
      const own = at ? indexOnAxis(axis, at, cut?.window ?? 0, at.pixel) : undefined;
      return found ?? own ?? 0;
    }
    return usual;
  });
  return shared && !index.some(Number.isNaN) ? index : null;
}
