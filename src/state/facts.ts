import type { Fit, Planned, RunRequest } from '../engine/protocol';
import type { Mechanism, Params } from '../mechanisms/define';
import { type Axis, sizeOf } from '../trace/axes';
import type { Node } from '../trace/graph';
import { positionsSeen, type Reach, reachOf } from '../trace/reach';
import type { Text } from '../trace/text';
import { inputAt, type Sizes } from './sizes';

/** Constructor arguments that count heads, and those that give the width of one head. */
const headCounts: ReadonlySet<string> = new Set([
  'num_heads',
  'n_heads',
  'nhead',
  'heads',
  'head',
  'h',
]);
const headWidths: ReadonlySet<string> = new Set(['d_k', 'd_v', 'dim_head']);
/** Those that give the width of the result, where it does not follow from the input. */
const widths: ReadonlySet<string> = new Set(['out_planes', 'dim']);

/** Arguments that name channels or heads, as the size says; the rest keeps its defaults. */
function paramsAt({ params }: Mechanism, { channels, heads }: Sizes): Params {
  const fitted: Record<string, number> = {};
  for (const [name, param] of Object.entries(params)) {
    if (param.kind !== 'integer' || param.follows) continue;
    if (headCounts.has(name)) fitted[name] = heads;
    if (headWidths.has(name)) fitted[name] = Math.max(1, Math.floor(channels / heads));
    if (widths.has(name)) fitted[name] = channels;
  }
  return fitted;
}

/**
 * The run of a mechanism at a size: random numbers, and its arguments that name channels or heads set to fit.
 * A mechanism of maps takes a sequence as the map of as many pixels that is nearest to a square, one of
 * sequences takes a map row by row. Planning and running it refuse where a mechanism takes no such size.
 */
export const requestAt = (mechanism: Mechanism, sizes: Sizes): RunRequest => ({
  mechanism: mechanism.id,
  params: paramsAt(mechanism, sizes),
  input: inputAt(sizes),
  weights: { kind: 'pytorch', seed: 1, gain: 1 },
});

/** What is counted of a mechanism at a size, without running it. */
export interface Facts {
  readonly parameters: number;
  /** Multiply–accumulates. */
  readonly macs: number;
  /** Bytes of all activations in float32: every intermediate value, but for inputs, weights and mere views. */
  readonly memory: number;
  /** Cells of the attention: weights and gates. */
  readonly attention: {
    /** Of the largest step. */
    readonly cells: number;
    readonly axes: readonly Axis[];
    /** Of all steps. */
    readonly all: number;
  };
  /** Which positions one position draws on, and how many these are. */
  readonly reach: Reach;
  readonly seen: number;
  /** Tokens or pixels of the input. */
  readonly positions: number;
  /** All arguments, resolved, and what was changed in them to fit. */
  readonly params: Params;
  readonly notes: readonly Text[];
  /** What the backend needs to run it, and whether it has that. */
  readonly fit: Fit;
}

/** @param narrowed what a mask leaves of the positions that are seen (see `Mechanism.reach`). */
export function factsOf(planned: Planned, narrowed?: Mechanism['reach']): Facts {
  const { graph, inputs, params, notes, fit } = planned;
  const positions = positionsIn(Object.values(inputs)[0]);
  const reach = narrowed?.(params) ?? reachOf(graph, positions);
  // Inputs, weights and views of other values write nothing.
  const activations = graph.nodes.filter(({ cost }) => cost.writes > 0);
  const attention = graph.nodes.filter(isAttention);
  const sizes = attention.map(({ axes }) => sizeOf(axes));
  const cells = Math.max(0, ...sizes);
  return {
    parameters: graph.parameters,
    macs: graph.cost.macs,
    memory: activations.reduce((sum, { axes }) => sum + 4 * sizeOf(axes), 0),
    attention: {
      cells,
      axes: attention[sizes.indexOf(cells)]?.axes ?? [],
      all: sizes.reduce((sum, size) => sum + size, 0),
    },
    reach,
    seen: positionsSeen(reach, positions),
    positions,
    params,
    notes,
    fit,
  };
}

const positionsIn = (axes: readonly Axis[]): number =>
  sizeOf(axes.filter(({ role }) => role === 'token' || role === 'height' || role === 'width'));

const isAttention = ({ step }: Node): boolean =>
  step?.text.role === 'weights' || step?.text.role === 'gate';

/** The year of the paper that it is known from, which comes first. */
export const yearOf = ({ papers: [first] }: Mechanism): number => first.year;
