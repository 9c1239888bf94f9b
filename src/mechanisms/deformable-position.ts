import type { Value } from '../ops/builder';
import { axis } from '../trace/axes';
import { numbers } from './constants';
import type { Context } from './define';
import type { DeformableForm } from './deformable-attention';
import { conv, linear, table, type Weights } from './weights';

/** How positions enter deformable attention: as biases of the scores, or by a convolution. */
export type PositionTerm = 'none' | 'convolution' | 'fixed' | 'logarithmic' | 'table';

interface TermSizes {
  readonly channel: number;
  readonly heads: number;
  readonly groups: number;
  /** Map that tables are made for. */
  readonly map: readonly [number, number];
  readonly stride: number;
}

/** State_dict keys of the position term. */
export function positionWeights(
  prefix: string,
  term: PositionTerm,
  { channel, heads, groups, map: [height, width], stride }: TermSizes,
): Weights {
  const name = `${prefix}rpe_table`;
  switch (term) {
    case 'convolution':
      return conv(name, channel, channel, [3, 3], { groups: channel, identity: 'default' });
    case 'fixed': {
      const keys = Math.floor(height / stride) * Math.floor(width / stride);
      return { [name]: table([heads, height * width, keys], 0.01, ['head', 'query', 'key']) };
    }
    case 'logarithmic':
      return {
        ...linear(`${name}.0`, 2, 32, { identity: 'default' }),
        ...linear(`${name}.2`, 32, heads / groups, { bias: false, identity: 'default' }),
      };
    case 'table': {
      const offsets = [2 * height - 1, 2 * width - 1];
      return { [name]: table([heads, ...offsets], 0.01, ['head', 'height', 'width']) };
    }
    case 'none':
      return {};
  }
}

/** PyTorch's grids are (x, y). */
export const xyOrder = (t: Context['t'], grid: Value): Value =>
  t.gather(grid, 'coordinate', [1, 0], [axis('coordinate', 2)]);

/** Term of the scores that depends on where a query and a point lie: [batch?, head, query, key]. */
export function positionBias(
  context: Context,
  positions: Value,
  query: Value,
  form: DeformableForm,
): Value | undefined {
  const { t, weights: w } = context;
  const { position, heads, groups, part } = form;
  const name = `${form.prefix}rpe_table`;
  switch (position) {
    case 'fixed':
      return w[name];
    case 'logarithmic': {
      // [−8, 8] on a logarithmic scale, so that near distances are told apart and far ones are not.
      const apart = displacement(context, positions, query, form);
      const far = t.scale(apart, 4).as('scaled-displacement', part);
      const distance = t.affine(t.abs(far).as('distance', part), 1, 1);
      const logarithm = t.log2(distance.as('distance-plus-one', part)).as('log-distance', part);
      const signed = t
        .multiply(t.sign(far).as('direction', part), logarithm)
        .as('signed-distance', part);
      const spaced = t.scale(signed, 1 / Math.log2(8)).as('log-displacement', part);
      const axisRole = { axis: 'coordinate' } as const;
      const first = t
        .linear(spaced, w[`${name}.0.weight`], w[`${name}.0.bias`], axisRole)
        .as('bias-features', part);
      const second = t
        .linear(t.relu(first).as('bias-hidden', part), w[`${name}.2.weight`], undefined, axisRole)
        .as('bias', part);
      return byHead(t, t.rename(second, { coordinate: 'channel' }));
    }
    case 'table': {
      const apart = displacement(context, positions, query, form);
      const half = t.scale(apart, 0.5).as('table-position', part);
      const roles = ['batch', 'group', 'query', 'key'] as const;
      const call = `${form.torch.module}@F.grid_sample`;
      xyOrder(t, half).torch(`${call}.grid`, [...roles, 'coordinate']);
      const table = form.reshaped ? tableFor(t, w[name], query) : w[name];
      const tables = t.split(table, 'head', [
        ['group', groups],
        ['channel', heads / groups],
      ]);
      const maps = t.transpose(tables, ['group', 'height', 'width', 'channel']);
      const bias = t
        .gridSample(maps, half)
        .as('bias', part)
        .torch(`${call}.out`, ['batch', 'group', 'channel', 'query', 'key']);
      return byHead(t, bias);
    }
    default:
      return undefined;
  }
}

/** A table that was made for another map, its numbers read as those of this one in row-major order. */
function tableFor(t: Context['t'], made: Value, query: Value): Value {
  const [height, width] = [2 * query.size('height') - 1, 2 * query.size('width') - 1];
  if (made.size('height') === height && made.size('width') === width) return made;
  const axes = [axis('head', made.size('head')), axis('height', height), axis('width', width)];
  return t.reinterpret(made, axes);
}

/** Head γ·h/g + i has the points of group γ: [batch, group, query, key, channel] → [batch, head, query, key]. */
const byHead = (t: Context['t'], bias: Value): Value =>
  t.merge(
    t.transpose(bias, ['batch', 'group', 'channel', 'query', 'key']),
    ['group', 'channel'],
    'head',
  );

/** From each point to each query: [batch, group, query, key, coordinate]. */
function displacement(
  { t, constant }: Context,
  positions: Value,
  query: Value,
  { lattice, part }: DeformableForm,
): Value {
  const [height, width] = [query.size('height'), query.size('width')];
  const places = { kind: 'grid', height, width } as const;
  const grid = numbers(
    [axis('query', height * width, { places }), axis('coordinate', 2)],
    (i, c) =>
      c === 0 ? lattice.query(Math.floor(i / width), height) : lattice.query(i % width, width),
  );
  const difference = t.subtract(constant(grid, 'query points'), positions).as('displacement', part);
  return t.transpose(difference, ['batch', 'group', 'query', 'key', 'coordinate']);
}

/** A depthwise 3×3 convolution of the queries, which stands in for a position term. */
export const localEnhancement = (
  { t, weights: w }: Context,
  query: Value,
  { prefix, part }: DeformableForm,
): Value =>
  t
    .conv2d(query, w[`${prefix}rpe_table.weight`], w[`${prefix}rpe_table.bias`], {
      padding: 1,
      groups: query.size('channel'),
    })
    .as('local', part);
