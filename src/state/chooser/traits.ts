import type { Planned } from '../../engine/protocol';
import type { Mechanism, Params } from '../../mechanisms/define';
import { type Axis, type Role, sizeOf } from '../../trace/axes';
import type { Graph, Node, TensorRole } from '../../trace/graph';
import type { InputSpec } from '../../trace/tensor';
import { positionsOf, type Sizes } from '../sizes';

/** What a mechanism is, read off its inputs, its arguments and its plan at a size. */
export interface Traits {
  /** A map, one sequence that is compared with itself, or two that differ. */
  readonly takes: 'map' | 'sequence' | 'pair';
  /** One vector of as many channels for every position: it can stand between two layers. */
  readonly keeps: boolean;
  /** Channels with a gate or weight of their own, the same for the whole map. */
  readonly channelGates: number;
  /** Positions with a gate or weight of their own, the same for all channels. */
  readonly positionGates: number;
  /** Whether every position has weights of its own for what it looks at. */
  readonly ownWeights: boolean;
  /** How later positions are kept from earlier ones: always, by an argument, by a mask that is given. */
  readonly causal: 'always' | 'argument' | 'mask' | null;
}

export function traitsOf(
  mechanism: Mechanism,
  { graph, params }: Pick<Planned, 'graph' | 'params'>,
  sizes: Sizes,
): Traits {
  const positions = positionsOf(sizes);
  return {
    takes: takenBy(mechanism),
    keeps: keepsShape(graph.nodes[graph.output].axes, positions, sizes.channels),
    channelGates: Math.min(sizes.channels, gates(graph, channelRoles)),
    positionGates: Math.min(positions, gates(graph, positionRoles)),
    ownWeights: hasOwnWeights(graph, positions),
    causal: causality(mechanism, graph, params),
  };
}

const required = ({ inputs }: Mechanism): InputSpec[] =>
  Object.values(inputs).filter(({ optional }) => !optional);

/** A window lies round the query's own position, so that keys from a second input are the same sequence. */
function takenBy(mechanism: Mechanism): Traits['takes'] {
  const from = required(mechanism).map((spec) => spec.from);
  if (from.includes('image')) return 'map';
  const pair = from.includes('memory') && !mechanism.attendsOver.includes('windows');
  return pair ? 'pair' : 'sequence';
}

const places: ReadonlySet<Role> = new Set(['height', 'width', 'token', 'query']);

function keepsShape(axes: readonly Axis[], positions: number, channels: number): boolean {
  const over = (wanted: (role: Role) => boolean): number =>
    sizeOf(axes.filter(({ role }) => wanted(role)));
  return (
    over((role) => places.has(role)) === positions &&
    over((role) => role === 'channel') === channels &&
    over((role) => role !== 'batch') === positions * channels
  );
}

const gateRoles: ReadonlySet<TensorRole> = new Set(['gate', 'weights', 'scores']);
const channelRoles: ReadonlySet<Role> = new Set(['group', 'branch', 'channel']);
const positionRoles: ReadonlySet<Role> = new Set(['height', 'width', 'token']);

/** Cells of the largest gate that lies over such axes alone; maps of several groups count once. */
function gates({ nodes }: Graph, roles: ReadonlySet<Role>): number {
  const sizes = nodes.filter(isOf(gateRoles)).map(({ axes }) => {
    const own = axes.filter(({ role }) => role !== 'batch');
    const rest = own.filter(({ role }) => !roles.has(role));
    const fits = own.some(({ role }) => roles.has(role)) && rest.every(isShared);
    return fits ? sizeOf(own.filter(({ role }) => roles.has(role))) : 0;
  });
  return Math.max(0, ...sizes);
}

const isShared = ({ role, size }: Axis): boolean => role === 'group' || size === 1;

const isOf =
  (roles: ReadonlySet<TensorRole>) =>
  ({ step }: Node): boolean =>
    step !== undefined && roles.has(step.text.role);

const weightRole: ReadonlySet<TensorRole> = new Set(['weights']);
const rowRoles: ReadonlySet<Role> = new Set(['window', 'query', 'height', 'width']);

/** Whether every position has a row of weights of its own, over positions, points or a coarser grid. */
const hasOwnWeights = ({ nodes }: Graph, positions: number): boolean =>
  nodes.filter(isOf(weightRole)).some(({ axes }) => {
    const key = axes.find(({ role }) => role === 'key');
    const rows = sizeOf(axes.filter(({ role }) => rowRoles.has(role)));
    return key !== undefined && key.places?.kind !== 'channel' && rows >= positions;
  });

function causality(mechanism: Mechanism, { nodes }: Graph, params: Params): Traits['causal'] {
  if (mechanism.reach?.(params).kind === 'earlier') return 'always';
  if (params.causal === true) return 'argument';
  const maskable = Object.values(mechanism.inputs).some(
    ({ from, order }) => from === 'mask' && order.includes('query') && order.includes('key'),
  );
  return maskable && !nodes.some((node) => looksAhead(node, nodes)) ? 'mask' : null;
}

/** A convolution over the positions: it sees the next one, whatever a mask of the attention says. */
const looksAhead = ({ op, inputs, attributes }: Node, nodes: readonly Node[]): boolean =>
  op === 'conv1d' &&
  attributes.along !== 'channel' &&
  (nodes[inputs[1]].axes.at(-1)?.size ?? 1) > 1;
