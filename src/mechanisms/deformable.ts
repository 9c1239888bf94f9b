/**
 * Deformable attention.
 * "Vision Transformer with Deformable Attention", Xia, Pan, Song, Li, Huang, CVPR 2022,
 * https://arxiv.org/abs/2201.00520, and "DAT++: Spatially Dynamic Vision Transformer with Deformable
 * Attention", 2023, https://arxiv.org/abs/2309.01430
 *
 * Constructor arguments as circulated in user code, arithmetic of the official DAttentionBaseline.
 * As there, the reference points are (i + 0.5)/(H − 1)·2 − 1: half a pixel below and right of the
 * pixels' centres and partly outside the map, where zeros are sampled. Queries are measured from
 * i/(H − 1)·2 − 1. With `no_off`, the keys are an average pool and the points the plain references.
 */
import type { Value } from '../ops/builder';
import { axis } from '../trace/axes';
import { flag, num } from './arguments';
import { mergeHeads, splitHeads } from './attention';
import { numbers } from './constants';
import { type Context, defineMechanism } from './define';
import { deformableCheck } from './deformable-form';
import { deformableParams } from './deformable-params';
import { localEnhancement, positionBias, positionWeights, xyOrder } from './deformable-position';
import { deformableSteps } from './deformable-steps';
import { map, pointwise } from './maps';
import { layerNorm } from './mlp';
import { conv, norm, type Weights } from './weights';

type Size = readonly [number, number];

export const deformable = defineMechanism({
  id: 'deformable',
  name: { en: 'Deformable attention (DAT)', zh: '可变形注意力（DAT）' },
  family: 'spatial',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'Vision Transformer with Deformable Attention',
      authors: 'Xia, Pan, Song, Li, Huang',
      venue: 'CVPR',
      year: 2022,
      url: 'https://arxiv.org/abs/2201.00520',
    },
    {
      title: 'DAT++: Spatially Dynamic Vision Transformer with Deformable Attention',
      authors: 'Xia, Pan, Song, Li, Huang',
      venue: 'arXiv',
      year: 2023,
      url: 'https://arxiv.org/abs/2309.01430',
    },
  ],
  idea: {
    en: 'Keys and values are not read at fixed pixels: a small network looks at the queries and moves a grid of sampling points to where something is to be seen, and all queries attend to these points. With a stride there are far fewer points than pixels. Groups of channels move their own points.',
    zh: '键和值不在固定像素上读取：小网络根据查询移动一组采样点，使其落到值得看的位置，所有查询都关注这些点。步长大于 1 时点数远少于像素数；各通道组移动各自的采样点。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\, \K{\tilde K}^\top}{\sqrt{d}} + B\right) \V{\tilde V},\quad \tilde x = \phi(\X{x};\, p + \Delta p(\Q{q}))`,
  complexity: 'O(HW N_s C + (HW + N_s) C^2)',
  classes: { DAttention: {} },
  inputs: { x: map },
  params: deformableParams,
  check: deformableCheck,
  weights(params) {
    const [channel, groups, size] = [
      num(params, 'channel'),
      num(params, 'n_groups'),
      num(params, 'ksize'),
    ];
    const inGroup = channel / groups;
    const projections = ['q', 'k', 'v', 'out'].map((name) =>
      conv(`proj_${name}`, channel, channel, [1, 1], { identity: 'eye' }),
    );
    const offsets: Weights = {
      ...conv('conv_offset.0', inGroup, inGroup, [size, size], {
        groups: inGroup,
        identity: 'default',
      }),
      ...norm('conv_offset.1.norm', inGroup),
      ...conv('conv_offset.3', inGroup, 2, [1, 1], { bias: false, identity: 'default' }),
    };
    return Object.assign({}, offsets, ...projections, positionWeights(params));
  },
  steps: deformableSteps,
  telling: 'weights',
  run(context) {
    const { t, inputs, weights: w, params } = context;
    const { x } = inputs; // [B, H, W, C]
    const heads = num(params, 'n_heads');
    const size: Size = [x.size('height'), x.size('width')];

    const query = t.conv2d(x, w['proj_q.weight'], w['proj_q.bias']).as('query'); // [B, H, W, C]
    const positions = samplingPoints(context, query); // [B, g, Ns, 2]
    const sampled = sample(context, x, positions); // [B, Ns, C]
    const key = t.linear(sampled, pointwise(t, w['proj_k.weight']), w['proj_k.bias']).as('key');
    const value = t.linear(sampled, pointwise(t, w['proj_v.weight']), w['proj_v.bias']).as('value'); // [B, Ns, C]

    const queries = t.merge(query, ['height', 'width'], 'query'); // [B, HW, C]
    const products = t
      .matMul(splitHeads(t, queries, heads), splitHeads(t, key, heads), 'channel')
      .as('products'); // [B, h, HW, Ns]
    const scale = Math.sqrt(heads / x.size('channel'));
    const scaled = t.scale(products, scale, String.raw`1/\sqrt{d}`).as('scores');
    const bias = positionBias(context, positions, size); // [B, h, HW, Ns]
    const scores = bias ? t.add(scaled, bias).as('biased') : scaled;
    const weights = t
      .softmax(scores, 'key')
      .as('weights')
      .torch('root@F.softmax', ['batch', 'head', 'query', 'key']);

    const attended = t.matMul(weights, splitHeads(t, value, heads), 'key').as('context');
    const onMap = t.split(mergeHeads(t, attended), 'query', [
      ['height', size[0]],
      ['width', size[1]],
    ]); // [B, H, W, C]
    const result =
      flag(params, 'use_pe') && flag(params, 'dwc_pe')
        ? t.add(onMap, localEnhancement(context, query)).as('enhanced')
        : onMap;
    return t
      .conv2d(result, w['proj_out.weight'], w['proj_out.bias']) // [B, H, W, C]
      .as('output')
      .torch('output.0');
  },
});

/** Where keys are read, for each group: [batch, group, key, coordinate (y, x)] in −1…1. */
function samplingPoints(context: Context, query: Value): Value {
  const { t, params } = context;
  const [batch, groups] = [query.size('batch'), num(params, 'n_groups')];
  const range = num(params, 'offset_range_factor');
  const order = ['batch', 'group', 'height', 'width', 'coordinate'] as const;

  const raw = rawOffsets(context, query); // [B·g, Hk, Wk, 2]
  const [height, width] = [raw.size('height'), raw.size('width')];
  const points = numbers(
    [axis('height', height), axis('width', width), axis('coordinate', 2)],
    (y, x, c) => (((c === 0 ? y : x) + 0.5) / ((c === 0 ? height : width) - 1)) * 2 - 1,
  );
  const reference = t
    .broadcast(
      t.broadcast(context.constant(points, 'reference points'), axis('group', groups)),
      axis('batch', batch),
    )
    .as('reference')
    .torch('output.2', order); // [B, g, Hk, Wk, 2]

  const moved = flag(params, 'no_off')
    ? reference
    : t.add(reference, boundedOffsets(context, raw)).as('moved');
  const positions = range < 0 ? t.clamp(moved, -1, 1).as('clamped') : moved;
  positions.torch('output.1', order);
  // The node that places refer to: recorded with its map axes.
  const key = { key: { places: { kind: 'sampled', positions: positions.id } } } as const;
  return t.rename(t.merge(positions, ['height', 'width'], 'key'), {}, key);
}

/** What the offset network says, group by group in the batch: [B·g, Hk, Wk, channel (y, x)]. */
function rawOffsets(context: Context, query: Value): Value {
  const { t, weights: w, params } = context;
  const groups = num(params, 'n_groups');
  const inGroup = query.size('channel') / groups;
  const [stride, size] = [num(params, 'stride'), num(params, 'ksize')];
  const padding = size === stride ? 0 : Math.floor(size / 2);

  const grouped = t.merge(byGroup(t, query, groups), ['batch', 'group'], 'batch'); // [B·g, H, W, c]
  const local = t
    .conv2d(grouped, w['conv_offset.0.weight'], w['conv_offset.0.bias'], {
      stride,
      padding,
      groups: inGroup,
    })
    .as('offset-features'); // [B·g, Hk, Wk, c]
  const normalised = layerNorm(context, local, 'conv_offset.1.norm').as('offset-normalised');
  return t
    .conv2d(t.gelu(normalised).as('offset-hidden'), w['conv_offset.3.weight'])
    .as('raw-offsets')
    .torch('conv_offset.out');
}

/** Channels of a map by group: [batch, group, height, width, channel C/g]. */
const byGroup = (t: Context['t'], x: Value, groups: number): Value => {
  const split = t.split(x, 'channel', [
    ['group', groups],
    ['channel', x.size('channel') / groups],
  ]);
  return t.transpose(split, ['batch', 'group', 'height', 'width', 'channel']);
};

/** Offsets in units of the map, kept within a few reference cells: [batch, group, Hk, Wk, coordinate]. */
function boundedOffsets({ t, params, constant }: Context, raw: Value): Value {
  const [groups, range] = [num(params, 'n_groups'), num(params, 'offset_range_factor')];
  const byBatch = t.split(raw, 'batch', [
    ['batch', raw.size('batch') / groups],
    ['group', groups],
  ]);
  const offsets = t.rename(byBatch, { channel: 'coordinate' });
  if (range < 0) return offsets;
  const cells = [raw.size('height') - 1, raw.size('width') - 1];
  const reach = numbers([axis('coordinate', 2)], (c) => range / cells[c]);
  return t.multiply(t.tanh(offsets).as('bounded'), constant(reach, 'offset range')).as('offsets');
}

/** Features at the points, or averages of the cells without offsets: [batch, key, channel]. */
function sample({ t, params }: Context, x: Value, positions: Value): Value {
  const places = positions.axes.find((a) => a.role === 'key')?.places;
  if (flag(params, 'no_off')) {
    const pooled = t.avgPool2d(x, { kernel: num(params, 'stride') }).as('pooled'); // [B, Hk, Wk, C]
    return t.merge(pooled, ['height', 'width'], 'key', places);
  }
  xyOrder(t, positions).torch('root@F.grid_sample.grid', ['batch', 'group', 'key', 'coordinate']);
  const samples = t
    .gridSample(byGroup(t, x, num(params, 'n_groups')), positions)
    .as('sampled')
    .torch('root@F.grid_sample.out', ['batch', 'group', 'channel', 'key']); // [B, g, Ns, C/g]
  const ordered = t.transpose(samples, ['batch', 'key', 'group', 'channel']);
  return t.merge(ordered, ['group', 'channel'], 'channel');
}
