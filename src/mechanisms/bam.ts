/**
 * Bottleneck attention module.
 * "BAM: Bottleneck Attention Module", Park, Woo, Lee, Kweon, BMVC 2018,
 * https://arxiv.org/abs/1807.06514
 *
 * Deviations: the published code pads its dilated convolutions by 1 whatever the dilation, so that the
 * spatial branch shrinks, at 7×7 with dilation 2 to a single number; `variant: 'paper'` pads by the
 * dilation. In both, three convolutions and three hidden layers stand where the paper has two and one,
 * and the dilation is 2 by default, the paper's 4.
 */
import type { Value } from '../ops/builder';
import { axis } from '../trace/axes';
import type { Part } from '../trace/graph';
import type { Text } from '../trace/text';
import { choice, firstOf, mustEqual, mustLeaveOne, num, of, sizeIn } from './arguments';
import { type Context, defineMechanism, type InputAxes, type Params } from './define';
import { batchNormalise, convolve, map } from './maps';
import { channels, reduction, variant } from './shared-params';
import { step, terms } from './terms';
import { batchNorm, conv, linear, type Weights } from './weights';

/** Hidden layers of the channel branch, and dilated convolutions of the spatial branch. */
const layers = [0, 1, 2];

const isPublished = (params: Params): boolean => choice(params, 'variant') === 'published';

/** As published, the spatial branch must keep the size of the map or come down to one number. */
function checkSize(params: Params, inputs: InputAxes): Text | null {
  const dilation = num(params, 'dia_val');
  const lost = isPublished(params) ? 2 * layers.length * (dilation - 1) : 0;
  const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
  if (lost === 0 || (height === lost + 1 && width === lost + 1)) return null;
  return {
    en: `As published, a dilation of ${dilation} needs a map of ${lost + 1} × ${lost + 1}, but it is ${height} × ${width}; choose dia_val 1 or the paper’s form.`,
    zh: `公开代码在膨胀率为 ${dilation} 时只接受 ${lost + 1} × ${lost + 1} 的特征图，而现为 ${height} × ${width}；请令 dia_val 为 1，或改用论文形式。`,
  };
}

export const bam = defineMechanism({
  id: 'bam',
  name: { en: 'Bottleneck attention (BAM)', zh: '瓶颈注意力（BAM）' },
  family: 'channel-spatial',
  attendsOver: ['channels', 'pixels'],
  papers: [
    {
      title: 'BAM: Bottleneck Attention Module',
      authors: 'Park, Woo, Lee, Kweon',
      venue: 'BMVC',
      year: 2018,
      url: 'https://arxiv.org/abs/1807.06514',
    },
  ],
  idea: {
    en: 'A channel branch and a spatial branch look at the input side by side, their scores are added, and one sigmoid gates every number of the map. Dilated convolutions give the spatial branch a wide view at little cost. Placed at the bottlenecks of a network, between its stages, where the map is about to shrink; the input is added back, so that a closed gate loses nothing.',
    zh: '通道分支与空间分支并行观察输入，分数相加后经一个 sigmoid，为特征图的每个数给出门控。膨胀卷积使空间分支以较小代价获得大视野。放在网络各阶段之间的瓶颈处，即特征图将要缩小的位置；加回输入，门控关闭也不丢信息。',
  },
  formula: String.raw`\Y{y} = \X{x} + \G{\sigma\!\left(M_c(\X{x}) + M_s(\X{x})\right)} \odot \X{x}`,
  complexity: String.raw`O\!\left(HW (C^2/r + k^2 C^2/r^2)\right)`,
  classes: { BAMBlock: {} },
  inputs: { x: map },
  params: {
    channel: channels('x'),
    reduction: reduction('x', 16),
    dia_val: {
      kind: 'integer',
      default: 2,
      min: 1,
      max: 8,
      label: { en: 'Dilation', zh: '膨胀率' },
      help: {
        en: 'Distance between the pixels that the 3×3 convolutions of the spatial branch look at; the paper uses 4.',
        zh: '空间分支 3×3 卷积所看像素之间的间距；论文取 4。',
      },
    },
    variant: variant({
      en: 'The published code pads by 1 whatever the dilation, so the spatial branch shrinks to a single number, at 7×7 with dilation 2, or fails: no pixel is told from another.',
      zh: '公开代码无论膨胀率多少都只填充 1，空间分支因此缩成一个数（7×7、膨胀率 2），或直接报错：像素之间不再有区别。',
    }),
  },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'channel', channel, of.inputChannels),
      mustLeaveOne(params, 'reduction', channel),
      num(params, 'dia_val') < 1 && {
        en: `dia_val is ${num(params, 'dia_val')}; give at least 1.`,
        zh: `dia_val 为 ${num(params, 'dia_val')}；请至少取 1。`,
      },
      checkSize(params, inputs),
    );
  },
  weights(params) {
    const channel = num(params, 'channel');
    const small = Math.floor(channel / num(params, 'reduction'));
    return Object.assign(
      {},
      ...layers.map(
        (i): Weights => ({
          ...linear(`ca.ca.fc${i}`, i === 0 ? channel : small, small),
          ...batchNorm(`ca.ca.bn${i}`, small),
        }),
      ),
      linear('ca.ca.last_fc', small, channel),
      conv('sa.sa.conv_reduce1', channel, small, [1, 1]),
      batchNorm('sa.sa.bn_reduce1', small),
      ...layers.map(
        (i): Weights => ({
          ...conv(`sa.sa.conv_${i}`, small, small, [3, 3]),
          ...batchNorm(`sa.sa.bn_${i}`, small),
        }),
      ),
      conv('sa.sa.last_conv', small, 1, [1, 1]),
    );
  },
  steps: {
    'spatial-reduced': {
      ...terms.reduced,
      formula: String.raw`w_0 * \X{x} + b_0`,
      note: {
        en: 'A 1×1 convolution narrows each pixel to C/r channels.',
        zh: '1×1 卷积把每个像素压缩到 C/r 个通道。',
      },
    },
    dilated: step('feature', ['Dilated convolution', '膨胀卷积'], 'w_i *_d h_{i-1} + b_i', [
      'A 3×3 kernel whose pixels lie d apart: each of these convolutions widens the view by 2d.',
      '3×3 卷积核各点相距 d：每做一次，视野扩大 2d。',
    ]),
    'channel-mean': terms.squeeze,
    'channel-reduced': {
      ...terms.reduced,
      formula: 'W_i z_{i-1} + b_i',
      note: {
        en: 'Layers of C/r units work out what the channel means say together.',
        zh: '若干 C/r 个单元的层综合各通道均值的信息。',
      },
    },
    normalised: terms.batchNormalised,
    hidden: terms.hidden,
    'spatial-logits': {
      ...terms.logits,
      title: { en: 'Spatial scores', zh: '空间分数' },
      formula: String.raw`\S{s_{y,x}} = M_s(\X{x})_{y,x}`,
      note: {
        en: 'A last 1×1 convolution leaves one score for each place of the branch.',
        zh: '最后一个 1×1 卷积在该分支的每个位置留下一个分数。',
      },
    },
    spread: {
      ...terms.logits,
      title: { en: 'One score, repeated', zh: '重复的单个分数' },
      formula: String.raw`\S{s_{y,x}} = \S{s}`,
      note: {
        en: 'The branch has shrunk to one number, which PyTorch repeats over the map: it says nothing about where.',
        zh: '该分支已缩成一个数，PyTorch 将其铺满整张图：它对“在哪里”毫无说明。',
      },
    },
    'channel-logits': {
      ...terms.logits,
      title: { en: 'Channel scores', zh: '通道分数' },
      formula: String.raw`\S{s_c} = M_c(\X{x})_c`,
    },
    logits: {
      ...terms.logits,
      title: { en: 'Scores of both branches', zh: '两分支分数之和' },
      formula: String.raw`\S{s_{c,y,x}} = \S{s_c} + \S{s_{y,x}}`,
      note: {
        en: 'Both branches are added before the sigmoid: a strong vote of one can outweigh the other.',
        zh: '两个分支在 sigmoid 之前相加：一方的强烈意见可以压过另一方。',
      },
    },
    gate: {
      ...terms.channelGate,
      title: { en: 'Gates', zh: '门控' },
      formula: String.raw`\G{g_{c,y,x}} = \sigma(\S{s_{c,y,x}})`,
      note: {
        en: 'A gate between 0 and 1 for every number of the map.',
        zh: '特征图的每个数各有一个 0 到 1 的门控。',
      },
    },
    amplification: step('gate', ['Amplification', '放大系数'], String.raw`1 + \G{g_{c,y,x}}`, [
      'Adding 1 keeps the input: features are amplified up to twofold and never erased.',
      '加 1 以保留输入：特征最多放大到两倍，从不抹除。',
    ]),
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y_{c,y,x}} = (1 + \G{g_{c,y,x}})\, \X{x_{c,y,x}}`,
      note: {
        en: 'Every number of the map is amplified by its own factor.',
        zh: '特征图的每个数乘以各自的放大系数。',
      },
    },
  },
  telling: 'gate',
  run(context) {
    const { t } = context;
    const { x } = context.inputs;
    const spatial = onMap(context, spatialBranch(context, x)); // [B, H, W]
    const logits = t.add(spatial, channelBranch(context, x)).as('logits'); // [B, H, W, C]
    const gate = t.sigmoid(logits).as('gate').torch('sigmoid');
    const amplification = t.affine(gate, 1, 1).as('amplification');
    return t.multiply(x, amplification).as('output').torch('output');
  },
});

/** Batch normalisation and rectifier after a layer. */
function activate(context: Context, x: Value, name: string, part: Part): Value {
  const normalised = batchNormalise(context, x, name).as('normalised', part);
  return context.t.relu(normalised).as('hidden', part);
}

/** M_c: [B, H, W, C] → [B, C]. */
function channelBranch(context: Context, x: Value): Value {
  const { t, weights: w } = context;
  const dense = (z: Value, name: string): Value =>
    t.linear(z, w[`${name}.weight`], w[`${name}.bias`]);
  const mean = t.mean(x, ['height', 'width']).as('channel-mean');
  const hidden = layers.reduce((z, i) => {
    const part = { en: `channel layer ${i + 1}`, zh: `通道分支第 ${i + 1} 层` };
    const reduced = dense(z, `ca.ca.fc${i}`).as('channel-reduced', part);
    return activate(context, reduced, `ca.ca.bn${i}`, part);
  }, mean);
  return dense(hidden, 'ca.ca.last_fc')
    .as('channel-logits')
    .torch('ca.ca.out', ['batch', 'channel']);
}

/** Which layer of the spatial branch; 0 is the one that reduces the channels. */
const spatialLayer = (i: number): Part => ({
  en: `spatial layer ${i}`,
  zh: `空间分支第 ${i} 层`,
});

/** M_s: [B, H, W, C] → [B, H', W']. */
function spatialBranch(context: Context, x: Value): Value {
  const { t, params } = context;
  const dilation = num(params, 'dia_val');
  const padding = isPublished(params) ? 1 : dilation;
  const reduced = convolve(context, x, 'sa.sa.conv_reduce1').as('spatial-reduced');
  const hidden = layers.reduce(
    (h, i) => {
      const part = spatialLayer(i + 1);
      const dilated = convolve(context, h, `sa.sa.conv_${i}`, { padding, dilation });
      return activate(context, dilated.as('dilated', part), `sa.sa.bn_${i}`, part);
    },
    activate(context, reduced, 'sa.sa.bn_reduce1', spatialLayer(0)),
  );
  const scores = convolve(context, hidden, 'sa.sa.last_conv');
  return t
    .pick(scores, 'channel', 0)
    .as('spatial-logits')
    .torch('sa.sa.out', ['batch', 'height', 'width']);
}

/** A score for every pixel: where the branch has shrunk to one number, that number everywhere. */
function onMap({ t, inputs: { x } }: Context, scores: Value): Value {
  const [height, width] = [x.size('height'), x.size('width')];
  if (scores.size('height') === height && scores.size('width') === width) return scores;
  const one = t.pick(t.pick(scores, 'width', 0), 'height', 0); // [B]
  const row = t.broadcast(one, axis('width', width), 1);
  return t.broadcast(row, axis('height', height), 1).as('spread');
}
