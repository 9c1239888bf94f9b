/**
 * Double attention (A²-Net).
 * "A²-Nets: Double Attention Networks", Chen, Kalantidis, Li, Yan, Feng, NeurIPS 2018,
 * https://arxiv.org/abs/1810.11579
 *
 * Deviation: the published code leaves out the axis of both softmaxes, which PyTorch then takes to be
 * the batch; `variant: 'paper'` normalises the attention maps over the positions and the attention
 * vectors over the descriptors.
 */
import type { Value } from '../ops/builder';
import type { Role } from '../trace/axes';
import { choice, firstOf, flag, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism, type Param } from './define';
import { convolve, map } from './maps';
import { channels, variant } from './shared-params';
import { step, terms } from './terms';
import { conv } from './weights';

const width = (preferred: number, label: Param['label'], help: Param['help']): Param => ({
  kind: 'integer',
  default: preferred,
  min: 1,
  max: 512,
  log: true,
  label,
  help,
});

export const a2 = defineMechanism({
  id: 'a2',
  name: { en: 'Double attention (A²-Net)', zh: '双重注意力（A²-Net）' },
  family: 'spatial',
  attendsOver: ['pixels', 'slots'],
  papers: [
    {
      title: 'A²-Nets: Double Attention Networks',
      authors: 'Chen, Kalantidis, Li, Yan, Feng',
      venue: 'NeurIPS',
      year: 2018,
      url: 'https://arxiv.org/abs/1810.11579',
    },
  ],
  idea: {
    en: 'First gather, then distribute: n attention maps collect the features of the whole image into n global descriptors, and every pixel then takes from these descriptors what it needs. No pair of pixels is ever compared, so that global context costs as much as a few 1×1 convolutions: for video and high-resolution images, where non-local blocks do not fit. The published code normalises over the batch by mistake; compare both variants.',
    zh: '先收集，再分发：n 张注意力图把整幅图像的特征收集成 n 个全局描述向量，每个像素再从中各取所需。全程不比较像素对，获得全局上下文的代价只相当于几个 1×1 卷积：适合装不下非局部模块的视频与高分辨率图像。公开代码误在批次维上归一化，可对比两个版本。',
  },
  formula: String.raw`\Y{Z} = \V{A}\, \A{\operatorname{softmax}(M)}^\top \A{\operatorname{softmax}(V)}`,
  complexity: String.raw`O(HW (C + n)\, m + HWCn)`,
  classes: { DoubleAttention: {} },
  inputs: { x: map },
  params: {
    in_channels: channels('x'),
    c_m: width(
      128,
      { en: 'Feature channels', zh: '特征通道数' },
      {
        en: 'Length of a global descriptor.',
        zh: '每个全局描述向量的长度。',
      },
    ),
    c_n: width(
      128,
      { en: 'Descriptors', zh: '描述向量数' },
      {
        en: 'How many global descriptors are gathered from the image and distributed to its pixels.',
        zh: '从图像收集并分发给各像素的全局描述向量个数。',
      },
    ),
    reconstruct: {
      kind: 'flag',
      default: true,
      label: { en: 'Reconstruct', zh: '恢复通道数' },
      help: {
        en: 'A last 1×1 convolution returns to the channels of the input.',
        zh: '用最后一个 1×1 卷积恢复输入的通道数。',
      },
    },
    variant: variant({
      en: 'The published code normalises over the batch: with a single image all weights are 1 and every pixel gets the same result, with several the images influence each other.',
      zh: '公开代码在批次维上归一化：单张图像时权重全为 1，每个像素结果相同；多张图像时彼此干扰。',
    }),
  },
  check(params, inputs) {
    const least = Math.min(num(params, 'c_m'), num(params, 'c_n'));
    return firstOf(
      mustEqual(params, 'in_channels', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      least < 1 && {
        en: `c_m and c_n must be at least 1, but one is ${least}.`,
        zh: `c_m 和 c_n 至少为 1，而其中之一为 ${least}。`,
      },
    );
  },
  weights(params) {
    const [channel, m, n] = ['in_channels', 'c_m', 'c_n'].map((name) => num(params, name));
    return {
      ...conv('convA', channel, m, [1, 1]),
      ...conv('convB', channel, n, [1, 1]),
      ...conv('convV', channel, n, [1, 1]),
      ...(flag(params, 'reconstruct') && conv('conv_reconstruct', m, channel, [1, 1])),
    };
  },
  steps: {
    features: {
      ...terms.value,
      title: { en: 'Features', zh: '特征' },
      formula: String.raw`\V{A} = W_A * \X{x} + b_A`,
      note: {
        en: 'What will be gathered: m feature channels of every pixel.',
        zh: '待收集的内容：每个像素的 m 个特征通道。',
      },
    },
    'gather-scores': {
      ...terms.products,
      title: { en: 'Gathering scores', zh: '收集的分数' },
      formula: String.raw`\S{M} = W_B * \X{x} + b_B`,
      note: {
        en: 'Each of the n descriptors scores every pixel with a learned filter.',
        zh: 'n 个描述向量各用一个可学习的滤波器给每个像素打分。',
      },
    },
    'attention-maps': {
      ...terms.weights,
      title: { en: 'Attention maps', zh: '注意力图' },
      formula: String.raw`\A{a_{n,p}} = \frac{e^{\S{M_{n,p}}}}{\sum_{p'} e^{\S{M_{n,p'}}}}`,
      note: {
        en: 'One map for each descriptor: where on the image it gathers. In the paper each map sums to 1 over the pixels; as published, over the batch.',
        zh: '每个描述向量一张图：它从图像何处收集。论文中每张图在像素上和为 1；公开代码中在批次上和为 1。',
      },
    },
    descriptors: {
      ...terms.context,
      title: { en: 'Gather: global descriptors', zh: '收集：全局描述向量' },
      formula: String.raw`g_{n} = \sum_p \A{a_{n,p}}\, \V{A_p}`,
      note: {
        en: 'First attention: each descriptor is the weighted mean of the features of all pixels.',
        zh: '第一次注意力：每个描述向量是所有像素特征的加权平均。',
      },
    },
    'distribute-scores': {
      ...terms.products,
      title: { en: 'Distributing scores', zh: '分发的分数' },
      formula: String.raw`\S{V} = W_V * \X{x} + b_V`,
      note: {
        en: 'Every pixel scores the n descriptors: which of them it needs.',
        zh: '每个像素给 n 个描述向量打分：它需要哪几个。',
      },
    },
    'attention-vectors': {
      ...terms.weights,
      title: { en: 'Attention vectors', zh: '注意力向量' },
      formula: String.raw`\A{v_{p,n}} = \frac{e^{\S{V_{n,p}}}}{\sum_{n'} e^{\S{V_{n',p}}}}`,
      note: {
        en: 'One vector for each pixel. In the paper it sums to 1 over the descriptors; as published, over the batch.',
        zh: '每个像素一个向量。论文中在各描述向量上和为 1；公开代码中在批次上和为 1。',
      },
    },
    distributed: {
      ...terms.context,
      title: { en: 'Distribute: what each pixel takes', zh: '分发：每个像素取用的内容' },
      formula: String.raw`\Y{z_p} = \sum_n \A{v_{p,n}}\, g_n`,
      note: {
        en: 'Second attention: each pixel mixes the descriptors by its own vector.',
        zh: '第二次注意力：每个像素按自己的向量混合各描述向量。',
      },
    },
    output: {
      ...terms.output,
      formula: String.raw`\Y{y} = W_R * \Y{Z} + b_R`,
      note: {
        en: 'A 1×1 convolution returns to the channels of the input.',
        zh: '1×1 卷积恢复输入的通道数。',
      },
    },
    'feature-output': step('output', ['Output', '输出'], String.raw`\Y{y} = \Y{Z}`, [
      'Without reconstruction the distributed features are the result, laid out as a map.',
      '不恢复通道数时，分发后的特征排成特征图即为结果。',
    ]),
  },
  telling: 'attention-maps',
  run(context) {
    const { t, params } = context;
    const { x } = context.inputs;
    const paper = choice(params, 'variant') === 'paper';
    const pixels = (layer: string, role: Role): Value =>
      t.merge(convolve(context, x, layer), ['height', 'width'], role);
    const features = pixels('convA', 'key').as('features'); // [B, HW, m]

    const gatherScores = t.transpose(t.rename(pixels('convB', 'key'), { channel: 'slot' }), [
      'batch',
      'slot',
      'key',
    ]);
    const maps = t
      .softmax(gatherScores.as('gather-scores'), paper ? 'key' : 'batch') // [B, n, HW]
      .as('attention-maps')
      .torch('root@F.softmax', ['batch', 'slot', 'key']);
    const descriptors = t.matMul(maps, features, 'key').as('descriptors'); // [B, n, m]

    const distributeScores = t.rename(pixels('convV', 'query'), { channel: 'slot' });
    const vectors = t
      .softmax(distributeScores.as('distribute-scores'), paper ? 'slot' : 'batch') // [B, HW, n]
      .as('attention-vectors')
      .torch('root@F.softmax', ['batch', 'slot', 'query']);
    const distributed = t.matMul(vectors, descriptors, 'slot').as('distributed'); // [B, HW, m]

    const result = t.split(distributed, 'query', [
      ['height', x.size('height')],
      ['width', x.size('width')],
    ]); // [B, H, W, m]
    return flag(params, 'reconstruct')
      ? convolve(context, result, 'conv_reconstruct').as('output').torch('output')
      : result.as('feature-output').torch('output');
  },
});
