/**
 * Selective Kernel attention.
 * "Selective Kernel Networks", Li, Wang, Hu, Yang, CVPR 2019, https://arxiv.org/abs/1903.06586
 *
 * Deviations: any number of plain kernels, four by default, where the paper has two branches (3×3 and
 * dilated 3×3, grouped); the descriptor Z is a bare linear layer, where the paper adds batch
 * normalisation and ReLU.
 */
import { divisors, firstOf, mustDivide, mustEqual, num, nums, of, sizeIn } from './arguments';
import { defineMechanism, type Params } from './define';
import { batchNormalise, convolve, map } from './maps';
import { channels, reduction } from './shared-params';
import { step, terms } from './terms';
import { batchNorm, conv, linear, type Weights } from './weights';

/** Width of the descriptor Z. */
const descriptorWidth = (params: Params): number =>
  Math.max(num(params, 'L'), Math.floor(num(params, 'channel') / num(params, 'reduction')));

export const sk = defineMechanism({
  id: 'sk',
  name: { en: 'Selective kernel (SK)', zh: '选择性卷积核（SK）' },
  family: 'channel',
  attendsOver: ['branches', 'channels'],
  papers: [
    {
      title: 'Selective Kernel Networks',
      authors: 'Li, Wang, Hu, Yang',
      venue: 'CVPR',
      year: 2019,
      url: 'https://arxiv.org/abs/1903.06586',
    },
  ],
  idea: {
    en: 'The input passes through kernels of several sizes, and for every channel a softmax over the branches chooses how much of each to take: the network sets its own receptive field, image by image.',
    zh: '输入同时经过多种大小的卷积核，每个通道用分支间的 softmax 决定各取多少：网络可按图像自行调整感受野。',
  },
  formula: String.raw`\Y{V_c} = \sum_k \A{a_{k,c}}\, \X{F_{k,c}},\quad \A{a} = \operatorname{softmax}_k\!\left(\operatorname{fc}_k\!\left(\operatorname{fc}\!\left(\operatorname{mean}_{HW} \textstyle\sum_k \X{F_k}\right)\right)\right)`,
  complexity: String.raw`O\!\left(HWC^2 \textstyle\sum_k k^2 / g\right)`,
  classes: { SKAttention: {} },
  inputs: { x: map },
  params: {
    channel: channels('x'),
    kernels: {
      kind: 'list',
      default: [1, 3, 5, 7],
      min: 1,
      max: 31,
      label: { en: 'Kernel sizes', zh: '卷积核大小' },
      help: {
        en: 'One branch for each size; all odd, so that their maps have the same size.',
        zh: '每个大小对应一个分支；均取奇数，使各分支的特征图同样大。',
      },
    },
    reduction: reduction('x', 16),
    group: {
      kind: 'integer',
      default: 1,
      min: 1,
      max: 64,
      options: (params) => divisors(num(params, 'channel')),
      label: { en: 'Groups', zh: '分组数' },
      help: {
        en: 'Convolutions see only the channels of their own group; it must divide the channels.',
        zh: '卷积只看本组的通道；须整除通道数。',
      },
    },
    L: {
      kind: 'integer',
      default: 32,
      min: 1,
      max: 256,
      log: true,
      label: { en: 'Least width L', zh: '最小宽度 L' },
      help: {
        en: 'The descriptor has at least this many units, however large the reduction.',
        zh: '无论压缩比多大，描述向量至少有这么多单元。',
      },
    },
  },
  check(params, inputs) {
    const kernels = nums(params, 'kernels');
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'channel', channel, of.inputChannels),
      mustDivide(params, 'group', channel, of.channels),
      !kernels.every((k) => Number.isInteger(k) && k >= 1 && k % 2 === kernels[0] % 2) && {
        en: `kernels is [${kernels.join(', ')}], whose maps differ in size; choose odd sizes.`,
        zh: `kernels 为 [${kernels.join(', ')}]，各分支的特征图大小不一；请都取奇数。`,
      },
      (num(params, 'reduction') < 1 || descriptorWidth(params) < 1) && {
        en: `reduction is ${params.reduction} and L is ${params.L}, which leave the descriptor no width; give at least 1 for both.`,
        zh: `reduction 为 ${params.reduction}、L 为 ${params.L}，描述向量没有宽度；两者都请至少取 1。`,
      },
    );
  },
  weights(params) {
    const [channel, width] = [num(params, 'channel'), descriptorWidth(params)];
    const branches = nums(params, 'kernels').map(
      (k, i): Weights => ({
        ...conv(`convs.${i}.conv`, channel, channel, [k, k], { groups: num(params, 'group') }),
        ...batchNorm(`convs.${i}.bn`, channel),
        ...linear(`fcs.${i}`, width, channel),
      }),
    );
    return Object.assign({}, ...branches, linear('fc', channel, width));
  },
  steps: {
    convolved: step('feature', ['Convolution', '卷积'], String.raw`\X{x} * w_k + b_k`, [
      'Each branch looks at the input through a kernel of its own size.',
      '每个分支用各自大小的卷积核看输入。',
    ]),
    normalised: terms.batchNormalised,
    branch: step(
      'feature',
      ['Branch', '分支'],
      String.raw`\X{F_k} = \operatorname{ReLU}(\operatorname{BN}(\X{x} * w_k))`,
      ['What this branch has found.', '该分支提取到的特征。'],
    ),
    fused: step(
      'feature',
      ['Fuse: sum of the branches', '融合：分支求和'],
      String.raw`U = \sum_k \X{F_k}`,
      [
        'The choice must rest on what all branches see together.',
        '选择应基于所有分支看到的全部信息。',
      ],
    ),
    squeeze: { ...terms.squeeze, formula: String.raw`s_c = \frac{1}{HW} \sum_{y,x} U_{c,y,x}` },
    descriptor: step('feature', ['Compact descriptor', '紧凑描述向量'], 'Z = W s + b', [
      'A linear layer condenses the channel means into a short descriptor of the image.',
      '线性层把通道均值浓缩成图像的简短描述。',
    ]),
    scores: step('scores', ['Branch scores', '分支分数'], String.raw`\S{e_k} = W_k Z + b_k`, [
      'From the descriptor, each branch gets a score for every channel.',
      '由描述向量给每个分支的每个通道打分。',
    ]),
    weights: {
      ...terms.weights,
      title: { en: 'Selection over the branches', zh: '分支选择权重' },
      formula: String.raw`\A{a_{k,c}} = \frac{e^{\S{e_{k,c}}}}{\sum_{k'} e^{\S{e_{k',c}}}}`,
      note: {
        en: 'For each channel the branches compete: their weights sum to 1.',
        zh: '每个通道内各分支竞争，权重和为 1。',
      },
    },
    weighted: step(
      'value',
      ['Weighted branches', '加权后的分支'],
      String.raw`\A{a_{k,c}}\, \X{F_{k,c,y,x}}`,
      ['Each branch is scaled, channel by channel.', '逐通道缩放各分支。'],
    ),
    output: {
      ...terms.gated,
      formula: String.raw`\Y{V_c} = \sum_k \A{a_{k,c}}\, \X{F_{k,c}}`,
      note: {
        en: 'The sum of the weighted branches: a convolution whose size was chosen for this image.',
        zh: '加权分支之和：相当于为这张图像选定大小的卷积。',
      },
    },
  },
  telling: 'weights',
  example: { params: { reduction: 4 }, gain: 2 },
  run(context) {
    const { t, weights: w, params } = context;
    const { x } = context.inputs;
    const kernels = nums(params, 'kernels');
    const labels = kernels.map((k) => `${k}×${k}`);
    const groups = num(params, 'group');

    const branches = kernels.map((k, i) => {
      const padding = Math.floor(k / 2);
      const convolved = convolve(context, x, `convs.${i}.conv`, { padding, groups });
      const normalised = batchNormalise(
        context,
        convolved.as('convolved', labels[i]),
        `convs.${i}.bn`,
      );
      return t.relu(normalised.as('normalised', labels[i])).as('branch', labels[i]); // [B, H, W, C]
    });
    const features = t.stack(branches, 'branch', labels); // [K, B, H, W, C]
    const fused = t.sum(features, ['branch']).as('fused'); // [B, H, W, C]

    const squeezed = t.mean(fused, ['height', 'width']).as('squeeze'); // [B, C]
    const descriptor = t.linear(squeezed, w['fc.weight'], w['fc.bias']).as('descriptor'); // [B, d]
    const scores = labels.map((label, i) =>
      t.linear(descriptor, w[`fcs.${i}.weight`], w[`fcs.${i}.bias`]).as('scores', label),
    );
    const weights = t
      .softmax(t.stack(scores, 'branch', labels), 'branch') // [K, B, C]
      .as('weights')
      .torch('softmax', ['branch', 'batch', 'channel']);

    const weighted = t.multiply(features, weights).as('weighted'); // [K, B, H, W, C]
    return t.sum(weighted, ['branch']).as('output').torch('output'); // [B, H, W, C]
  },
});
