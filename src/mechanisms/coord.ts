/**
 * Coordinate attention.
 * "Coordinate Attention for Efficient Mobile Network Design", Hou, Zhou, Feng, CVPR 2021,
 * https://arxiv.org/abs/2103.02907
 *
 * As in the paper; the bottleneck has at least 8 channels.
 */
import type { Value } from '../ops/builder';
import type { Part } from '../trace/graph';
import { firstOf, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism, type Params } from './define';
import { batchNormalise, map } from './maps';
import { channels, reduction } from './shared-params';
import { step, terms } from './terms';
import { batchNorm, conv } from './weights';

/** Channels of the bottleneck. */
const bottleneck = (params: Params): number =>
  Math.max(8, Math.floor(num(params, 'inp') / num(params, 'reduction')));

export const coord = defineMechanism({
  id: 'coord',
  name: { en: 'Coordinate attention', zh: '坐标注意力' },
  family: 'channel-spatial',
  attendsOver: ['channels', 'pixels'],
  papers: [
    {
      title: 'Coordinate Attention for Efficient Mobile Network Design',
      authors: 'Hou, Zhou, Feng',
      venue: 'CVPR',
      year: 2021,
      url: 'https://arxiv.org/abs/2103.02907',
    },
  ],
  idea: {
    en: 'SE averages the whole map and forgets where things are. Here each channel is averaged along rows and along columns separately, so that its two gates say at which height and at which width it matters; their product is a soft cross on the map. Made for mobile networks, detection and segmentation, where position counts.',
    zh: 'SE 对整张图取平均，丢掉了位置。这里每个通道分别沿行、沿列取平均，两个门控各指明它在哪个高度、哪个宽度上重要，二者之积在图上形成软十字。为移动端网络以及看重位置的检测、分割任务而设计。',
  },
  formula: String.raw`\Y{y_{c,i,j}} = \G{g^h_{c,i}}\, \G{g^w_{c,j}}\, \X{x_{c,i,j}},\quad [u^h; u^w] = \delta\!\left(\operatorname{BN}(W_1 [z^h; z^w])\right)`,
  complexity: 'O(CHW + (H+W) C^2/r)',
  classes: { CoordAtt: {} },
  inputs: { x: map },
  params: {
    inp: channels('x'),
    oup: {
      ...channels('x'),
      label: { en: 'Output channels', zh: '输出通道数' },
      help: {
        en: 'Channels of the gates; they must be those of the input.',
        zh: '门控的通道数，须与输入通道数相同。',
      },
    },
    reduction: {
      ...reduction('x', 32),
      help: {
        en: 'The bottleneck has the channels divided by this, rounded down, but at least 8.',
        zh: '瓶颈层的宽度为通道数除以该值（向下取整），但不小于 8。',
      },
    },
  },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'inp', channel, of.inputChannels),
      // A single gate, or a single channel, is spread by PyTorch over the other.
      num(params, 'oup') !== 1 &&
        channel !== 1 &&
        mustEqual(params, 'oup', channel, of.inputChannels),
      num(params, 'reduction') < 1 && {
        en: `reduction is ${num(params, 'reduction')}; give at least 1.`,
        zh: `reduction 为 ${num(params, 'reduction')}；请至少取 1。`,
      },
    );
  },
  weights(params) {
    const [input, output, small] = [num(params, 'inp'), num(params, 'oup'), bottleneck(params)];
    return {
      ...conv('conv1', input, small, [1, 1]),
      ...batchNorm('bn1', small),
      ...conv('conv_h', small, output, [1, 1]),
      ...conv('conv_w', small, output, [1, 1]),
    };
  },
  steps: {
    'row-means': {
      ...terms.squeeze,
      title: { en: 'Means of the rows', zh: '各行均值' },
      formula: String.raw`z^h_{c,i} = \frac{1}{W} \sum_j \X{x_{c,i,j}}`,
      note: {
        en: 'Averaging along each row keeps the height at which a channel responds.',
        zh: '沿每一行取平均，保留通道响应所在的高度。',
      },
    },
    'column-means': {
      ...terms.squeeze,
      title: { en: 'Means of the columns', zh: '各列均值' },
      formula: String.raw`z^w_{c,j} = \frac{1}{H} \sum_i \X{x_{c,i,j}}`,
      note: {
        en: 'Averaging along each column keeps the width at which a channel responds.',
        zh: '沿每一列取平均，保留通道响应所在的宽度。',
      },
    },
    reduced: {
      ...terms.reduced,
      formula: 'W_1 [z^h; z^w] + b_1',
      note: {
        en: 'Rows and columns, put in one line of H + W places, pass through the same bottleneck.',
        zh: '各行与各列排成一列共 H + W 个位置，通过同一个瓶颈层。',
      },
    },
    normalised: terms.batchNormalised,
    hidden: step(
      'feature',
      ['Hidden units', '隐藏单元'],
      String.raw`[u^h; u^w] = v \cdot \tfrac{1}{6} \operatorname{ReLU6}(v + 3)`,
      [
        'The hard swish, cheap on phones, lets hidden units stay silent.',
        'hard-swish 在手机上开销小，也能让隐藏单元不作响应。',
      ],
    ),
    logits: {
      ...terms.logits,
      formula: String.raw`\S{s^h} = W_h u^h + b_h,\quad \S{s^w} = W_w u^w + b_w`,
      note: {
        en: 'Rows and columns part again, and each side has its own layer back to C channels.',
        zh: '行与列重新分开，各用自己的一层恢复到 C 个通道。',
      },
    },
    gate: {
      ...terms.channelGate,
      title: { en: 'Gates of rows and columns', zh: '行与列的门控' },
      formula: String.raw`\G{g^h_{c,i}} = \sigma(\S{s^h_{c,i}}),\quad \G{g^w_{c,j}} = \sigma(\S{s^w_{c,j}})`,
      note: {
        en: 'For each channel, one gate per row and one per column.',
        zh: '每个通道，每行一个门控，每列一个门控。',
      },
    },
    cross: {
      ...terms.channelGate,
      title: { en: 'Gates on the map', zh: '图上的门控' },
      formula: String.raw`\G{g_{c,i,j}} = \G{g^w_{c,j}}\, \G{g^h_{c,i}}`,
      note: {
        en: 'The product of both is the gate of a pixel: open only where its row and its column are.',
        zh: '二者之积是像素的门控：所在行与列都开启处才开启。',
      },
    },
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y_{c,i,j}} = \G{g_{c,i,j}}\, \X{x_{c,i,j}}`,
      note: {
        en: 'Each pixel of each channel is multiplied by its gate.',
        zh: '每个通道的每个像素乘以其门控。',
      },
    },
  },
  telling: 'cross',
  run(context) {
    const { t, weights: w } = context;
    const { x } = context.inputs;
    const [height, width] = [x.size('height'), x.size('width')];

    const rowMeans = t.mean(x, ['width']).as('row-means'); // [B, H, C]
    const columnMeans = t.mean(x, ['height']).as('column-means'); // [B, W, C]
    const line = t.concat(
      [t.rename(rowMeans, { height: 'token' }), t.rename(columnMeans, { width: 'token' })],
      'token',
    ); // [B, H+W, C]
    const reduced = t.linear(line, w['conv1.weight'], w['conv1.bias']).as('reduced');
    const normalised = batchNormalise(context, reduced, 'bn1').as('normalised');
    const hidden = t.hardSwish(normalised).as('hidden'); // [B, H+W, m]

    const [rows, columns] = t.parts(hidden, 'token', [height, width]);
    const gateOf = (u: Value, layer: string, side: 'height' | 'width', part: Part): Value => {
      const scores = t.linear(u, w[`${layer}.weight`], w[`${layer}.bias`]);
      const logits = t.rename(scores, { token: side }).as('logits', part);
      return t
        .sigmoid(logits) // [B, H or W, C]
        .as('gate', part)
        .torch('root@Tensor.sigmoid', ['batch', 'channel', side]);
    };
    const rowGate = gateOf(rows, 'conv_h', 'height', { en: 'rows', zh: '行' });
    const columnGate = gateOf(columns, 'conv_w', 'width', { en: 'columns', zh: '列' });
    const cross = t.multiply(columnGate, rowGate); // [B, W, C, H]
    const gates = t.transpose(cross, ['batch', 'height', 'width', 'channel']).as('cross');
    return t.multiply(x, gates).as('output').torch('output'); // [B, H, W, C]
  },
});
