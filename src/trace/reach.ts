import { type Axis, axisOf, hasRole, type Role } from './axes';
import type { Graph, Node } from './graph';

/** Which positions one position draws on, in the widest of a mechanism's steps. */
export type Reach =
  /** Every position, each with a weight of its own. */
  | { readonly kind: 'all' }
  /** Every position, through a summary that is the same for all: a mean, a maximum, a few slots. */
  | { readonly kind: 'pooled' }
  /** Itself and what came before. */
  | { readonly kind: 'earlier' }
  /** `size` neighbours along a sequence, itself among them. */
  | { readonly kind: 'near'; readonly size: number }
  /** Blocks of a sequence. */
  | { readonly kind: 'block'; readonly size: number }
  /** The points that it chose. */
  | { readonly kind: 'sampled'; readonly points: number }
  | { readonly kind: 'cross'; readonly height: number; readonly width: number }
  | { readonly kind: 'row' | 'column'; readonly size: number }
  /** Its window: adjacent pixels, every `every`-th one, or with a rim of neighbouring windows. */
  | {
      readonly kind: 'window';
      readonly size: readonly [number, number];
      readonly every?: number;
      readonly halo?: number;
      readonly shifted?: boolean;
    }
  /** A kernel round it. */
  | { readonly kind: 'neighbours'; readonly size: readonly [number, number] }
  | { readonly kind: 'own' };

/** Positions that are seen, of `positions` in all. */
export function positionsSeen(reach: Reach, positions: number): number {
  switch (reach.kind) {
    case 'all':
    case 'pooled':
      return positions;
    case 'earlier':
      return (positions + 1) / 2;
    case 'sampled':
      return Math.min(positions, reach.points);
    case 'cross':
      return Math.min(positions, reach.height + reach.width - 1);
    case 'window': {
      const rim = 2 * (reach.halo ?? 0);
      return Math.min(positions, (reach.size[0] + rim) * (reach.size[1] + rim));
    }
    case 'neighbours':
      return Math.min(positions, reach.size[0] * reach.size[1]);
    case 'near':
    case 'block':
    case 'row':
    case 'column':
      return Math.min(positions, reach.size);
    case 'own':
      return 1;
  }
}

/** Axes along which positions lie. */
const lying: ReadonlySet<Role> = new Set(['height', 'width', 'token', 'query', 'key']);
/** They read single points, put patches back, or return from frequencies: others have said what they see. */
const silent: ReadonlySet<string> = new Set(['gridSample', 'fold', 'irfft2', 'input', 'weight']);

/**
 * The widest reach of a graph's steps, read from what they sum over: the places of the keys, the axes that a
 * mean leaves out, the sides of a kernel. What a mask of numbers leaves out does not show in sizes.
 * @param positions pixels or tokens of the input.
 */
export function reachOf({ nodes }: Graph, positions: number): Reach {
  const found = nodes.flatMap((node) => reachesOf(node, nodes));
  const row = found.find(({ kind }) => kind === 'row');
  const column = found.find(({ kind }) => kind === 'column');
  if (row?.kind === 'row' && column?.kind === 'column')
    found.push({ kind: 'cross', height: column.size, width: row.size });
  return found.reduce<Reach>(
    (widest, reach) =>
      positionsSeen(reach, positions) > positionsSeen(widest, positions) ||
      // A weight for each pair says more than a mean of all.
      (widest.kind === 'pooled' && reach.kind === 'all')
        ? reach
        : widest,
    { kind: 'own' },
  );
}

function reachesOf(node: Node, nodes: readonly Node[]): Reach[] {
  if (silent.has(node.op) || node.move) return [];
  if (node.op === 'rfft2') return [{ kind: 'all' }];
  const kernel = kernelOf(node, nodes);
  if (kernel) return kernel;
  const over = (node.attributes.over ?? []) as Role | readonly Role[];
  const mixed = node.axes.filter(({ role }) => over.includes(role));
  const lost = node.inputs
    .map((id) => nodes[id])
    .filter(({ op }) => op !== 'weight')
    .flatMap(({ axes }) => axes.filter(({ role }) => !hasRole(node.axes, role)));
  const summed = [...lost, ...mixed].filter(({ role, size }) => lying.has(role) && size > 1);
  const roles = new Set(summed.map(({ role }) => role));
  const pairs = node.axes.some(({ role }) => role === 'query' || roles.has('query'));
  return summed.flatMap((axis) => {
    const [height, width] = [roles.has('height'), roles.has('width')];
    if (axis.role === 'height')
      return width ? { kind: 'pooled' } : { kind: 'column', size: axis.size };
    if (axis.role === 'width') return height ? [] : { kind: 'row', size: axis.size };
    return placed(axis, pairs);
  });
}

/** What the positions on an axis that is summed over stand for. */
function placed({ places, size }: Axis, pairs: boolean): Reach[] {
  switch (places?.kind) {
    case 'sequence':
    case 'grid':
    case 'lattice':
      return [{ kind: pairs ? 'all' : 'pooled' }];
    case 'window': {
      const { shift, spread, rows, halo } = places;
      const shifted = shift.some((by) => by > 0);
      return [
        {
          kind: 'window',
          size: places.size,
          ...(spread && { every: rows }),
          ...(halo && { halo }),
          ...(shifted && { shifted }),
        },
      ];
    }
    case 'cross':
      return [{ kind: 'cross', height: places.height, width: places.width }];
    case 'line':
      return [{ kind: places.along === 'height' ? 'column' : 'row', size }];
    case 'neighbourhood':
      return [{ kind: 'neighbours', size: places.kernel }];
    case 'sampled':
      return [{ kind: 'sampled', points: size }];
    default:
      return [];
  }
}

/** The neighbours that a convolution or a pooling over a map sees; nothing for other operations. */
function kernelOf({ op, inputs, attributes }: Node, nodes: readonly Node[]): Reach[] | undefined {
  if (op === 'conv2d') {
    const { axes } = nodes[inputs[1]];
    const dilation = attributes.dilation as readonly [number, number];
    const sides = (['kernel-y', 'kernel-x'] as const).map(
      (role, i) => (axisOf(axes, role).size - 1) * dilation[i] + 1,
    );
    return [neighbours(sides[0], sides[1])];
  }
  if (op !== 'avgPool2d' && op !== 'maxPool2d') return undefined;
  const [height, width] = attributes.kernel as readonly [number, number];
  return [neighbours(height, width)];
}

const neighbours = (height: number, width: number): Reach =>
  height * width > 1 ? { kind: 'neighbours', size: [height, width] } : { kind: 'own' };
