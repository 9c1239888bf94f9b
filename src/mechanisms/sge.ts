/**
 * Spatial Group-wise Enhance.
 * "Spatial Group-wise Enhance: Improving Semantic Feature Learning in Convolutional Networks",
 * Li, Hu, Yang, 2019, https://arxiv.org/abs/1905.09646
 *
 * As in the paper. Scale and shift start at zero, so that a fresh module halves its input everywhere.
 */
import { axis } from '../trace/axes';
import { mustDivide, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { map } from './maps';
import { groups } from './shared-params';
import { step, terms } from './terms';
import { filled } from './weights';

export const sge = defineMechanism({
  id: 'sge',
  name: { en: 'Spatial group-wise enhance (SGE)', zh: '空间分组增强（SGE）' },
  family: 'spatial',
  attendsOver: ['pixels'],
  papers: [
    {
      title:
        'Spatial Group-wise Enhance: Improving Semantic Feature Learning in Convolutional Networks',
      authors: 'Li, Hu, Yang',
      venue: 'arXiv',
      year: 2019,
      url: 'https://arxiv.org/abs/1905.09646',
    },
  ],
  idea: {
    en: 'Channels are taken in groups, each thought to stand for one meaning, and every pixel of a group is compared with the group’s own mean: where they agree the meaning is present and the pixel is enhanced, elsewhere it is suppressed as noise. Two numbers per group are all it learns, which makes it about the lightest spatial attention there is. Scale and shift start at 0, so a fresh module halves everything; the normalised similarity shows where it will look.',
    zh: '把通道分组，视每组代表一种语义，再用每个像素与该组自身的均值比较：一致处说明语义存在，予以增强，其余视为噪声而抑制。每组只学习两个数，几乎是最轻的空间注意力。缩放与平移初始为 0，因此新建模块处处减半；归一化相似度图显示它将关注哪里。',
  },
  formula: String.raw`\Y{y_{c,p}} = \G{\sigma\!\left(w_g\, \hat t_{g,p} + b_g\right)}\, \X{x_{c,p}},\quad t_{g,p} = \sum_{c \in g} \X{x_{c,p}}\, \bar x_c`,
  complexity: 'O(CHW)',
  classes: { SpatialGroupEnhance: {} },
  inputs: { x: map },
  params: { groups: groups('x', 8) },
  check: (params, inputs) =>
    mustDivide(params, 'groups', sizeIn(inputs, 'x', 'channel'), of.channels),
  weights(params) {
    const shape = [1, num(params, 'groups'), 1, 1];
    const roles = ['batch', 'group', 'height', 'width'] as const;
    return {
      weight: filled(shape, 0, { roles, identity: 'ones' }),
      bias: filled(shape, 0, { roles, identity: 'zeros' }),
    };
  },
  steps: {
    mean: {
      ...terms.squeeze,
      title: { en: 'Group descriptor', zh: '组描述向量' },
      formula: String.raw`\bar x_c = \frac{1}{HW} \sum_{p} \X{x_{c,p}}`,
      note: {
        en: 'The mean of each channel; within a group these means are a vector that stands for what the group is about.',
        zh: '各通道的均值；组内的均值合成一个向量，代表该组的语义。',
      },
    },
    similarity: step(
      'scores',
      ['Similarity to the descriptor', '与描述向量的相似度'],
      String.raw`\S{t_{g,p}} = \sum_{c \in g} \X{x_{c,p}}\, \bar x_c`,
      [
        'The dot product of a pixel with the descriptor of its group is large where the pixel shows what the group is about.',
        '像素与所在组描述向量的点积；像素体现该组语义处取值大。',
      ],
    ),
    normalised: step(
      'scores',
      ['Normalised similarity', '归一化的相似度'],
      String.raw`\S{\hat t_{g,p}} = \frac{\S{t_{g,p}} - \mu_g}{\sigma_g + \epsilon}`,
      [
        'Mean 0 and deviation 1 over the map, so that groups and images with strong responses do not saturate their gates.',
        '在整张图上化为均值 0、标准差 1，避免响应强的组或图像使门控饱和。',
      ],
    ),
    scaled: step(
      'scores',
      ['Scaled similarity', '缩放后的相似度'],
      String.raw`w_g\, \S{\hat t_{g,p}}`,
      [
        'A learned factor per group sets how sharply it tells pixels apart; it is 0 at the start.',
        '每组一个可学习系数，决定区分像素的力度；初始为 0。',
      ],
    ),
    logits: {
      ...terms.logits,
      formula: String.raw`\S{s_{g,p}} = w_g\, \hat t_{g,p} + b_g`,
      note: {
        en: 'A learned shift per group sets how open its gates are on the whole.',
        zh: '每组一个可学习平移，决定其门控整体开启的程度。',
      },
    },
    gate: {
      ...terms.channelGate,
      title: { en: 'Spatial gates of the groups', zh: '各组的空间门控' },
      formula: String.raw`\G{g_{g,p}} = \sigma(\S{s_{g,p}})`,
      note: {
        en: 'One map of gates for each group; all channels of the group share it.',
        zh: '每组一张门控图，组内所有通道共用。',
      },
    },
    output: {
      ...terms.gated,
      formula: String.raw`\Y{y_{c,p}} = \G{g_{g(c),p}}\, \X{x_{c,p}}`,
      note: {
        en: 'Every channel is multiplied by the gates of its group.',
        zh: '每个通道乘以所在组的门控。',
      },
    },
  },
  telling: 'normalised',
  run({ t, inputs: { x }, weights: w, params }) {
    const count = num(params, 'groups');
    const grouped = t.split(x, 'channel', [
      ['group', count],
      ['channel', x.size('channel') / count],
    ]); // [B, H, W, G, c]
    const mean = t.mean(grouped, ['height', 'width']).as('mean'); // [B, G, c]
    const similarity = t.matMul(grouped, mean, 'channel').as('similarity'); // [B, G, H, W]
    const normalised = t
      .standardise(similarity, ['height', 'width'], 1e-5, { unbiased: true, epsilonOutside: true })
      .as('normalised'); // [B, G, H, W]
    const perGroup = [axis('group', count)];
    const scaled = t.multiply(normalised, t.reinterpret(w.weight, perGroup)).as('scaled');
    const logits = t.add(scaled, t.reinterpret(w.bias, perGroup)).as('logits');
    const gate = t
      .sigmoid(logits) // [B, G, H, W]
      .as('gate')
      .torch('sig', ['batch', 'group', 'height', 'width']);
    const gated = t.multiply(grouped, gate); // [B, H, W, G, c]
    return t.merge(gated, ['group', 'channel'], 'channel').as('output').torch('output');
  },
});
