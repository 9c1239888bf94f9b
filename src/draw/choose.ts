import { type Axis, axisOf, describeAxes, hasRole, type Role } from '../trace/axes';
import type { Graph, Node, TensorRole } from '../trace/graph';
import type { Pool, ViewRequest } from '../trace/view';
import { colouredAs, mapOf } from './colour';
import type { Colouring } from './figure';

export type FigureKind = 'matrix' | 'map' | 'bars' | 'stacked' | 'spectrum' | 'points' | 'scalar';

/** How the axes that a figure does not spread out are fixed: at an index, or gathered. */
export type Selection = Readonly<Partial<Record<Role, number | Pool>>>;

/** How a value is shown. It follows from its axes, their places and its role, never from the mechanism. */
export interface FigurePlan {
  readonly node: number;
  readonly kind: FigureKind;
  /** Axes down and across; several are flattened row-major. */
  readonly rows: readonly Role[];
  readonly columns: readonly Role[];
  /** Axis worth seeing side by side. */
  readonly multiples?: Role;
  /** Axes that the person fixes, the batch first. */
  readonly selectors: readonly Role[];
  /** How every axis that is not spread out is fixed at first. */
  readonly fixed: Selection;
  /** Size of the map whose pixels, row-major, are one axis of a `map`. */
  readonly grid?: { readonly height: number; readonly width: number };
  readonly companion?: Companion;
  readonly map: Colouring['map'];
}

export type Companion =
  /** Keys are pixels or points: overlay what a query sees on the image. */
  | { readonly kind: 'look' }
  /** Queries and keys are words. */
  | { readonly kind: 'arcs' }
  /** A gate per channel: the map that it multiplies, and the product. */
  | { readonly kind: 'gates'; readonly before: number; readonly after: number };

type Shape = Pick<FigurePlan, 'kind' | 'rows' | 'columns' | 'grid'> & {
  readonly fixed?: Selection;
};

/** A rule looks at the axes that are longer than one, and at all of them. */
type Rule = (long: readonly Axis[], all: readonly Axis[], role: TensorRole) => Shape | undefined;

const roles = (axes: readonly Axis[], wanted: readonly Role[]): Role[] =>
  wanted.filter((role) => hasRole(axes, role));

/** More maps than this say less than one matrix. */
const mostMaps = 128;

/** Axes that are repeated pictures before they are sides of one. */
const repeated: readonly Role[] = ['head', 'group', 'window', 'branch', 'part'];

/** Axes of which each position has a map of its own. */
const mapped: readonly Role[] = ['channel', 'class', 'slot'];

const spectrum: Rule = (_, all) =>
  hasRole(all, 'frequency-y') && hasRole(all, 'frequency-x')
    ? {
        kind: 'spectrum',
        rows: ['frequency-y'],
        columns: ['frequency-x'],
        // Real and imaginary part make a magnitude.
        fixed: { part: 'norm', channel: 'norm' },
      }
    : undefined;

const points: Rule = (_, all) => {
  if (!all.some((a) => a.role === 'coordinate' && a.size === 2)) return undefined;
  const rows = roles(all, ['query', 'token', 'height', 'width', 'slot', 'key']);
  return { kind: 'points', rows, columns: ['coordinate'] };
};

const stacked: Rule = (long, all, role) => {
  if (!hasRole(all, 'branch') || !hasRole(all, 'channel')) return undefined;
  if (!hasRole(long, 'height') && !hasRole(long, 'width'))
    return { kind: 'stacked', rows: ['branch'], columns: ['channel'] };
  // Weights of branches that are spread over the map unchanged.
  return role === 'weights'
    ? {
        kind: 'stacked',
        rows: ['branch'],
        columns: ['channel'],
        fixed: { height: 'mean', width: 'mean' },
      }
    : undefined;
};

/** Pixels against a few columns that are no places, such as slots of a memory: a map for each column. */
const places: Rule = (long, all) => {
  const slot = all.find((a) => a.role === 'slot' && !a.places && a.size <= mostMaps);
  if (!slot) return undefined;
  const rows = long.filter((a) => a !== slot && !repeated.includes(a.role));
  if (rows.length === 2 && rows[0].role === 'height' && rows[1].role === 'width')
    return { kind: 'map', rows: ['height'], columns: ['width'] };
  const [row, another] = rows;
  if (another || row?.places?.kind !== 'grid') return undefined;
  const { height, width } = row.places;
  return { kind: 'map', rows: [row.role], columns: [], grid: { height, width } };
};

const attention: Rule = (long, all) => {
  const column = roles(all, ['key', 'slot', 'word'])[0];
  if (!column) return undefined;
  const rows =
    [roles(all, ['query']), roles(all, ['token']), roles(all, ['height', 'width'])].find(
      (found) => found.length > 0,
    ) ??
    roles(all, ['slot', 'channel', 'class'])
      .filter((role) => role !== column && hasRole(long, role))
      .slice(0, 1);
  return rows.length > 0 ? { kind: 'matrix', rows, columns: [column] } : undefined;
};

const map: Rule = (long, all) =>
  hasRole(all, 'height') &&
  hasRole(all, 'width') &&
  (hasRole(long, 'height') || hasRole(long, 'width'))
    ? { kind: 'map', rows: ['height'], columns: ['width'] }
    : undefined;

/** Features of pixels in a row: one map per channel, as the picture that they are. */
const pixels: Rule = (long) => {
  const own = long.filter((a) => !repeated.includes(a.role));
  const row = own.find((a) => a.places?.kind === 'grid');
  const rest = own.filter((a) => a !== row);
  if (row?.places?.kind !== 'grid' || rest.length !== 1 || rest[0].role !== 'channel')
    return undefined;
  const { height, width } = row.places;
  return { kind: 'map', rows: [row.role], columns: [], grid: { height, width } };
};

/** Linear and convolution weights: one row per output, everything that it reads across. */
const kernel: Rule = (_, all) =>
  hasRole(all, 'output') && hasRole(all, 'input')
    ? { kind: 'matrix', rows: ['output'], columns: roles(all, ['input', 'kernel-y', 'kernel-x']) }
    : undefined;

/** One long axis: bars, or the map whose pixels it counts. */
const single: Rule = (long) => {
  const own = long.filter((a) => !repeated.includes(a.role));
  const [only, another] = own.length > 0 ? own : long;
  if (!only || another) return undefined;
  const { role, places } = only;
  return places?.kind === 'grid'
    ? {
        kind: 'map',
        rows: [role],
        columns: [],
        grid: { height: places.height, width: places.width },
      }
    : { kind: 'bars', rows: [], columns: [role] };
};

/** The last two long axes, repeated ones only where nothing else is left. */
const lastTwo: Rule = (long) => {
  const own = long.filter((a) => !repeated.includes(a.role));
  const [row, column] = (own.length > 1 ? own : long).slice(-2);
  return column && { kind: 'matrix', rows: [row.role], columns: [column.role] };
};

const scalar: Rule = () => ({ kind: 'scalar', rows: [], columns: [] });

const rules: readonly Rule[] = [
  spectrum,
  points,
  stacked,
  places,
  attention,
  map,
  pixels,
  kernel,
  single,
  lastTwo,
  scalar,
];

/** The figure of a node. The batch is never a side of it. */
export function figureFor(node: Node, graph: Graph): FigurePlan {
  const role = node.step?.text.role ?? 'feature';
  const all = node.axes.filter((a) => a.role !== 'batch');
  const long = all.filter((a) => a.size > 1);
  let shape: Shape | undefined;
  for (const rule of rules) shape ??= rule(long, all, role);
  if (!shape) throw new Error(`no figure for [${describeAxes(node.axes)}]`);
  const { kind, rows, columns, grid } = shape;
  const spread: readonly Role[] = [...rows, ...columns];
  const left = node.axes.filter((a) => !spread.includes(a.role));
  const fixed = Object.fromEntries(
    left.map((a) => [a.role, shape.fixed?.[a.role] ?? firstOf(a.role, node.axes)]),
  );
  const choices = left
    .filter((a) => a.size > 1)
    .map((a) => a.role)
    .sort((a, b) => Number(b === 'batch') - Number(a === 'batch'));
  const candidates = kind === 'map' ? [...repeated, ...mapped] : repeated;
  return {
    node: node.id,
    kind,
    rows,
    columns,
    multiples: candidates.find((r) => choices.includes(r) && typeof fixed[r] === 'number'),
    selectors: choices,
    fixed,
    grid,
    companion: companionOf(node, graph, kind, rows, columns, role),
    map: mapOf(colouredAs(node)),
  };
}

/** Where an axis is fixed at first: the window in the middle of the map rather than one at its border. */
function firstOf(role: Role, axes: readonly Axis[]): number {
  if (role !== 'window') return 0;
  for (const { places } of axes)
    if (places?.kind === 'window')
      return Math.floor(places.rows / 2) * places.columns + Math.floor(places.columns / 2);
  return 0;
}

/** More words than this have no room beside each other. */
const mostWords = 96;

const pixelPlaces: readonly string[] = [
  'grid',
  'window',
  'cross',
  'line',
  'neighbourhood',
  'sampled',
];

function companionOf(
  node: Node,
  graph: Graph,
  kind: FigureKind,
  rows: readonly Role[],
  columns: readonly Role[],
  role: TensorRole,
): Companion | undefined {
  const placesOf = (r: Role | undefined) => node.axes.find((a) => a.role === r)?.places?.kind ?? '';
  // Rows that are channels look nowhere.
  const asks = rows[0] !== 'channel' && rows[0] !== 'class' && rows[0] !== 'slot';
  if (kind === 'matrix' && columns[0] === 'key' && asks) {
    if (pixelPlaces.includes(placesOf('key'))) return { kind: 'look' };
    const words = (r: Role) => placesOf(r) === 'sequence' && axisOf(node.axes, r).size <= mostWords;
    // The width of an arc cannot tell what is negative.
    const shares = mapOf(colouredAs(node)) === 'sequential';
    if (shares && rows.length === 1 && words(rows[0]) && words('key')) return { kind: 'arcs' };
  }
  return role === 'gate' && kind === 'bars' && columns[0] === 'channel'
    ? gatesOf(node, graph)
    : undefined;
}

/** The product of a gate, perhaps moved first, with a map of the same channels. */
function gatesOf(node: Node, { nodes }: Graph): Companion | undefined {
  const same = new Set([node.id]);
  for (const next of nodes) {
    const read = next.inputs.some((id) => same.has(id));
    if (!read) continue;
    if (next.move) same.add(next.id);
    const before = next.inputs.find((id) => !same.has(id));
    if (next.op === 'multiply' && before !== undefined && hasRole(nodes[before].axes, 'height'))
      return { kind: 'gates', before, after: next.id };
  }
  return undefined;
}

/**
 * What to ask the engine for.
 * @param selection the person's choice, over the plan's own
 * @param pixels height and width of the plot in device pixels
 * @param region whole cells; everything when left out
 */
export function viewRequestFor(
  plan: FigurePlan,
  selection: Selection,
  pixels: readonly [number, number],
  region?: ViewRequest['region'],
): ViewRequest {
  const fixed = Object.fromEntries(
    Object.entries(plan.fixed).map(([role, first]) => [role, selection[role as Role] ?? first]),
  );
  return {
    node: plan.node,
    rows: plan.rows,
    columns: plan.columns,
    fixed,
    region,
    pixels,
    // A sharp weight must not be averaged into the paper; signed values have no such extreme.
    pool: plan.map === 'sequential' ? 'max' : 'mean',
  };
}
