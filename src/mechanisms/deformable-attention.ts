import type { Value } from '../ops/builder';
import { axis } from '../trace/axes';
import { mergeHeads, splitHeads } from './attention';
import { numbers } from './constants';
import type { Context } from './define';
import { localEnhancement, type PositionTerm, positionBias, xyOrder } from './deformable-position';
import { pointwise } from './maps';
import { layerNorm } from './mlp';
import { conv, norm, type Weights } from './weights';

/** Attention to points that the queries place, as DAT and its successor have it. */

/** Where points lie on an axis of n cells, in coordinates from −1 to 1. */
export interface Lattice {
  /** Reference of point i of n. */
  readonly reference: (i: number, n: number) => number;
  /** Query i of n. */
  readonly query: (i: number, n: number) => number;
  /** Half the distance of two references, which is what offsets are measured in. */
  readonly halfCell: (n: number) => number;
}

export interface DeformableForm {
  /** Of state_dict keys: `attns.1.`. */
  readonly prefix: string;
  readonly heads: number;
  readonly groups: number;
  readonly stride: number;
  readonly kernel: number;
  readonly padding: number;
  readonly lattice: Lattice;
  /** How many half cells an offset may reach; null for free offsets. */
  readonly reach: number | null;
  /** How points are held inside the map, when they are. */
  readonly hold?: 'clamp' | 'tanh';
  /** Keys are averages of cells, and no point moves. */
  readonly fixed?: boolean;
  readonly position: PositionTerm;
  /** A table that was made for another map is read anew in the shape of this one. */
  readonly reshaped?: boolean;
  /** PyTorch's names: of the module in function calls, of the points and of their references. */
  readonly torch: {
    readonly module: string;
    readonly positions: string;
    readonly references: string;
  };
  /** Tells the steps of several layers apart. */
  readonly part?: string;
}

/** Weights but for the position term. */
export function deformableWeights(
  prefix: string,
  channel: number,
  groups: number,
  kernel: number,
): Weights {
  const inGroup = channel / groups;
  const projections = ['q', 'k', 'v', 'out'].map((name) =>
    conv(`${prefix}proj_${name}`, channel, channel, [1, 1], { identity: 'eye' }),
  );
  const offsets: Weights = {
    ...conv(`${prefix}conv_offset.0`, inGroup, inGroup, [kernel, kernel], {
      groups: inGroup,
      identity: 'default',
    }),
    ...norm(`${prefix}conv_offset.1.norm`, inGroup),
    ...conv(`${prefix}conv_offset.3`, inGroup, 2, [1, 1], { bias: false, identity: 'default' }),
  };
  return Object.assign({}, offsets, ...projections);
}

/**
 * Attention of every pixel to the sampling points: [B, H, W, C] → same.
 * Steps: query, offset-features, offset-normalised, offset-hidden, raw-offsets, bounded, offsets,
 * reference, moved, clamped, sampled or pooled, key, value, products, scores, those of the position
 * term, biased, weights, context, local, enhanced. The result is unnamed.
 */
export function deformableAttention(context: Context, x: Value, form: DeformableForm): Value {
  const { t, weights: w } = context;
  const { prefix, heads, part } = form;
  const projection = (name: string): [Value, Value] => [
    w[`${prefix}proj_${name}.weight`],
    w[`${prefix}proj_${name}.bias`],
  ];
  const project = (points: Value, name: string): Value => {
    const [weight, bias] = projection(name);
    return t.linear(points, pointwise(t, weight), bias);
  };

  const query = t.conv2d(x, ...projection('q')).as('query', part); // [B, H, W, C]
  const positions = samplingPoints(context, query, form); // [B, g, Ns, 2]
  const sampled = sample(context, x, positions, form); // [B, Ns, C]
  const key = project(sampled, 'k').as('key', part);
  const value = project(sampled, 'v').as('value', part); // [B, Ns, C]

  const queries = t.merge(query, ['height', 'width'], 'query'); // [B, HW, C]
  const products = t
    .matMul(splitHeads(t, queries, heads), splitHeads(t, key, heads), 'channel')
    .as('products', part); // [B, h, HW, Ns]
  const scale = Math.sqrt(heads / x.size('channel'));
  const scaled = t.scale(products, scale, String.raw`1/\sqrt{d}`).as('scores', part);
  const bias = positionBias(context, positions, query, form); // [B, h, HW, Ns]
  const scores = bias ? t.add(scaled, bias).as('biased', part) : scaled;
  const weights = t
    .softmax(scores, 'key')
    .as('weights', part)
    .torch(`${form.torch.module}@F.softmax`, ['batch', 'head', 'query', 'key']);

  const attended = t.matMul(weights, splitHeads(t, value, heads), 'key').as('context', part);
  const onMap = t.split(mergeHeads(t, attended), 'query', [
    ['height', x.size('height')],
    ['width', x.size('width')],
  ]); // [B, H, W, C]
  const result =
    form.position === 'convolution'
      ? t.add(onMap, localEnhancement(context, query, form)).as('enhanced', part)
      : onMap;
  return t.conv2d(result, ...projection('out')); // [B, H, W, C]
}

/** Where keys are read, for each group: [batch, group, key, coordinate (y, x)] in −1…1. */
function samplingPoints(context: Context, query: Value, form: DeformableForm): Value {
  const { t } = context;
  const { groups, lattice, hold, part } = form;
  const order = ['batch', 'group', 'height', 'width', 'coordinate'] as const;

  const raw = rawOffsets(context, query, form); // [B·g, Hk, Wk, 2]
  const [height, width] = [raw.size('height'), raw.size('width')];
  const points = numbers(
    [axis('height', height), axis('width', width), axis('coordinate', 2)],
    (y, x, c) => (c === 0 ? lattice.reference(y, height) : lattice.reference(x, width)),
  );
  const reference = t
    .broadcast(
      t.broadcast(context.constant(points, 'reference points'), axis('group', groups)),
      axis('batch', query.size('batch')),
    )
    .as('reference', part)
    .torch(form.torch.references, order); // [B, g, Hk, Wk, 2]

  const moved = form.fixed
    ? reference
    : t.add(reference, boundedOffsets(context, raw, form)).as('moved', part);
  const positions = hold ? held(t, moved, hold).as('clamped', part) : moved;
  positions.torch(form.torch.positions, order);
  // The node that places refer to: recorded with its map axes.
  const key = { key: { places: { kind: 'sampled', positions: positions.id } } } as const;
  return t.rename(t.merge(positions, ['height', 'width'], 'key'), {}, key);
}

const held = (t: Context['t'], points: Value, hold: 'clamp' | 'tanh'): Value =>
  hold === 'clamp' ? t.clamp(points, -1, 1) : t.tanh(points);

/** What the offset network says, group by group in the batch: [B·g, Hk, Wk, channel (y, x)]. */
function rawOffsets(context: Context, query: Value, form: DeformableForm): Value {
  const { t, weights: w } = context;
  const { groups, stride, padding, part } = form;
  const prefix = `${form.prefix}conv_offset`;

  const grouped = t.merge(byGroup(t, query, groups), ['batch', 'group'], 'batch'); // [B·g, H, W, c]
  const local = t
    .conv2d(grouped, w[`${prefix}.0.weight`], w[`${prefix}.0.bias`], {
      stride,
      padding,
      groups: query.size('channel') / groups,
    })
    .as('offset-features', part); // [B·g, Hk, Wk, c]
  const normalised = layerNorm(context, local, `${prefix}.1.norm`).as('offset-normalised', part);
  return t
    .conv2d(t.gelu(normalised).as('offset-hidden', part), w[`${prefix}.3.weight`])
    .as('raw-offsets', part)
    .torch(`${prefix}.out`);
}

/** Channels of a map by group: [batch, group, height, width, channel C/g]. */
const byGroup = (t: Context['t'], x: Value, groups: number): Value => {
  const split = t.split(x, 'channel', [
    ['group', groups],
    ['channel', x.size('channel') / groups],
  ]);
  return t.transpose(split, ['batch', 'group', 'height', 'width', 'channel']);
};

/** Offsets in units of the map, within reach: [batch, group, Hk, Wk, coordinate]. */
function boundedOffsets({ t, constant }: Context, raw: Value, form: DeformableForm): Value {
  const { groups, lattice, reach, part } = form;
  const byBatch = t.split(raw, 'batch', [
    ['batch', raw.size('batch') / groups],
    ['group', groups],
  ]);
  const offsets = t.rename(byBatch, { channel: 'coordinate' });
  if (reach === null) return offsets;
  const size = [raw.size('height'), raw.size('width')];
  const range = numbers([axis('coordinate', 2)], (c) => reach * lattice.halfCell(size[c]));
  const bounded = t.tanh(offsets).as('bounded', part);
  return t.multiply(bounded, constant(range, 'offset range')).as('offsets', part);
}

/** Features at the points, or averages of the cells without offsets: [batch, key, channel]. */
function sample({ t }: Context, x: Value, positions: Value, form: DeformableForm): Value {
  const { groups, stride, part } = form;
  const places = positions.axes.find((a) => a.role === 'key')?.places;
  if (form.fixed) {
    const pooled = t.avgPool2d(x, { kernel: stride }).as('pooled', part); // [B, Hk, Wk, C]
    return t.merge(pooled, ['height', 'width'], 'key', places);
  }
  const call = `${form.torch.module}@F.grid_sample`;
  xyOrder(t, positions).torch(`${call}.grid`, ['batch', 'group', 'key', 'coordinate']);
  const samples = t
    .gridSample(byGroup(t, x, groups), positions)
    .as('sampled', part)
    .torch(`${call}.out`, ['batch', 'group', 'channel', 'key']); // [B, g, Ns, C/g]
  const ordered = t.transpose(samples, ['batch', 'key', 'group', 'channel']);
  return t.merge(ordered, ['group', 'channel'], 'channel');
}
