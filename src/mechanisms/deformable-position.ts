import type { Value } from '../ops/builder';
import { axis } from '../trace/axes';
import { num, pair } from './arguments';
import { numbers } from './constants';
import type { Context } from './define';
import { positionTerm } from './deformable-form';
import { conv, linear, table, type Weights } from './weights';

/** How positions enter deformable attention: as biases of the scores, or by a convolution. */

type Size = readonly [number, number];

/** State_dict keys of the position term. */
export function positionWeights(params: Context['params']): Weights {
  const [channel, heads, groups] = [
    num(params, 'channel'),
    num(params, 'n_heads'),
    num(params, 'n_groups'),
  ];
  const [height, width] = pair(params, 'q_size');
  switch (positionTerm(params)) {
    case 'convolution':
      return conv('rpe_table', channel, channel, [3, 3], { groups: channel, identity: 'default' });
    case 'fixed': {
      const stride = num(params, 'stride');
      const keys = Math.floor(height / stride) * Math.floor(width / stride);
      return {
        rpe_table: table([heads, height * width, keys], 0.01, ['head', 'query', 'key']),
      };
    }
    case 'logarithmic':
      return {
        ...linear('rpe_table.0', 2, 32, { identity: 'default' }),
        ...linear('rpe_table.2', 32, heads / groups, { bias: false, identity: 'default' }),
      };
    case 'table':
      return {
        rpe_table: table([heads, 2 * height - 1, 2 * width - 1], 0.01, ['head', 'height', 'width']),
      };
    case 'none':
      return {};
  }
}

/** PyTorch's grids are (x, y). */
export const xyOrder = (t: Context['t'], grid: Value): Value =>
  t.gather(grid, 'coordinate', [1, 0], [axis('coordinate', 2)]);

/** Term of the scores that depends on where a query and a point lie: [batch?, head, query, key]. */
export function positionBias(context: Context, positions: Value, size: Size): Value | undefined {
  const { t, weights: w, params } = context;
  switch (positionTerm(params)) {
    case 'fixed':
      return w.rpe_table;
    case 'logarithmic': {
      // [−8, 8] on a logarithmic scale, so that near distances are told apart and far ones are not.
      const far = t.scale(displacement(context, positions, size), 4).as('scaled-displacement');
      const distance = t.log2(t.affine(t.abs(far).as('distance'), 1, 1).as('distance-plus-one'));
      const signed = t.multiply(t.sign(far).as('direction'), distance.as('log-distance'));
      const spaced = t.scale(signed.as('signed-distance'), 1 / Math.log2(8)).as('log-displacement');
      const axisRole = { axis: 'coordinate' } as const;
      const first = t
        .linear(spaced, w['rpe_table.0.weight'], w['rpe_table.0.bias'], axisRole)
        .as('bias-features');
      const second = t
        .linear(t.relu(first).as('bias-hidden'), w['rpe_table.2.weight'], undefined, axisRole)
        .as('bias');
      return byHead(t, t.rename(second, { coordinate: 'channel' }));
    }
    case 'table': {
      const half = t.scale(displacement(context, positions, size), 0.5).as('table-position');
      const roles = ['batch', 'group', 'query', 'key'] as const;
      xyOrder(t, half).torch('root@F.grid_sample.grid', [...roles, 'coordinate']);
      const groups = num(params, 'n_groups');
      const tables = t.split(w.rpe_table, 'head', [
        ['group', groups],
        ['channel', num(params, 'n_heads') / groups],
      ]);
      const maps = t.transpose(tables, ['group', 'height', 'width', 'channel']);
      const bias = t
        .gridSample(maps, half)
        .as('bias')
        .torch('root@F.grid_sample.out', ['batch', 'group', 'channel', 'query', 'key']);
      return byHead(t, bias);
    }
    default:
      return undefined;
  }
}

/** Head γ·h/g + i has the points of group γ: [batch, group, query, key, channel] → [batch, head, query, key]. */
const byHead = (t: Context['t'], bias: Value): Value =>
  t.merge(
    t.transpose(bias, ['batch', 'group', 'channel', 'query', 'key']),
    ['group', 'channel'],
    'head',
  );

/** From each point to each query: [batch, group, query, key, coordinate]. */
function displacement({ t, constant }: Context, positions: Value, [height, width]: Size): Value {
  const places = { kind: 'grid', height, width } as const;
  const grid = numbers(
    [axis('query', height * width, { places }), axis('coordinate', 2)],
    (query, c) =>
      c === 0
        ? (Math.floor(query / width) / (height - 1)) * 2 - 1
        : ((query % width) / (width - 1)) * 2 - 1,
  );
  const difference = t.subtract(constant(grid, 'query points'), positions).as('displacement');
  return t.transpose(difference, ['batch', 'group', 'query', 'key', 'coordinate']);
}

/** A depthwise 3×3 convolution of the queries, which stands in for a position term. */
export const localEnhancement = ({ t, weights: w }: Context, query: Value): Value =>
  t
    .conv2d(query, w['rpe_table.weight'], w['rpe_table.bias'], {
      padding: 1,
      groups: query.size('channel'),
    })
    .as('local');
