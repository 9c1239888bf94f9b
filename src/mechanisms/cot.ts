/**
 * Contextual transformer attention (CoT).
 * "Contextual Transformer Networks for Visual Recognition", Li, Yao, Pan, Mei, 2021 (TPAMI 2022),
 * https://arxiv.org/abs/2107.12292
 *
 * Deviations: the k² scores of a pixel are averaged and pass a softmax over the whole map, where the
 * paper multiplies them with the k × k neighbourhood of the values; static and dynamic context are
 * added, where the paper fuses them as in selective kernels.
 */
import { firstOf, mustBeOdd, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { batchNormalise, convolve, map } from './maps';
import { channels, oddKernel } from './shared-params';
import { step, terms } from './terms';
import { batchNorm, conv } from './weights';

/** Groups of the convolution that makes the static context. */
const GROUPS = 4;

export const cot = defineMechanism({
  id: 'cot',
  name: { en: 'Contextual transformer (CoT)', zh: '上下文 Transformer（CoT）' },
  family: 'hybrid',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'Contextual Transformer Networks for Visual Recognition',
      authors: 'Li, Yao, Pan, Mei',
      venue: 'TPAMI',
      year: 2022,
      url: 'https://arxiv.org/abs/2107.12292',
    },
  ],
  idea: {
    en: 'Plain self-attention compares pixels in isolation. Here a convolution first gives each key the context of its neighbours (static context), and the attention is then worked out from these keys and the queries together, without any pairwise product (dynamic context). It takes the place of a 3×3 convolution in a residual network. In the published code a softmax over all H·W positions makes the dynamic part about 1/HW of the static one, which it can hardly change.',
    zh: '普通自注意力孤立地比较像素。这里先用卷积让每个键带上邻域信息（静态上下文），再由这些键与查询一起算出注意力，不需两两点积（动态上下文）。用来替换残差网络中的 3×3 卷积。公开代码在全部 H·W 个位置上做 softmax，动态部分只有静态部分的约 1/HW，影响很小。',
  },
  formula: String.raw`\Y{y} = \K{k_1} + \A{\operatorname{softmax}_p\!\left(\operatorname{mean}_{k^2} \theta([\K{k_1}; \Q{x}])\right)} \odot \V{v},\quad \K{k_1} = \operatorname{ReLU}(\operatorname{BN}(w *_{k} \X{x}))`,
  complexity: 'O(HW k^2 C^2)',
  classes: { CoTAttention: {} },
  inputs: { x: map },
  params: {
    dim: channels('x'),
    kernel_size: oddKernel(3, 15, {
      en: 'Side of the neighbourhood from which a key takes its context; odd.',
      zh: '键汲取上下文的邻域边长，须为奇数。',
    }),
  },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'dim', channel, of.inputChannels),
      channel % GROUPS !== 0 && {
        en: `dim is ${channel}, but the key convolution has ${GROUPS} groups; choose a multiple of ${GROUPS}.`,
        zh: `dim 为 ${channel}，而键的卷积分 ${GROUPS} 组；请取 ${GROUPS} 的倍数。`,
      },
      mustBeOdd(params, 'kernel_size'),
    );
  },
  weights(params) {
    const [dim, size] = [num(params, 'dim'), num(params, 'kernel_size')];
    return {
      ...conv('key_embed.0', dim, dim, [size, size], { groups: GROUPS, bias: false }),
      ...batchNorm('key_embed.1', dim),
      ...conv('value_embed.0', dim, dim, [1, 1], { bias: false }),
      ...batchNorm('value_embed.1', dim),
      ...conv('attention_embed.0', 2 * dim, dim / 2, [1, 1], { bias: false }),
      ...batchNorm('attention_embed.1', dim / 2),
      ...conv('attention_embed.3', dim / 2, size * size * dim, [1, 1]),
    };
  },
  steps: {
    convolved: {
      ...terms.key,
      title: { en: 'Neighbourhood of the keys', zh: '键的邻域' },
      formula: String.raw`w *_{k} \X{x}`,
      note: {
        en: 'A k × k convolution in four groups lets each key see its neighbours.',
        zh: '分四组的 k × k 卷积让每个键看到邻居。',
      },
    },
    normalised: terms.batchNormalised,
    static: {
      ...terms.key,
      title: { en: 'Static context: the keys', zh: '静态上下文：键' },
      formula: String.raw`\K{k_1} = \operatorname{ReLU}(\operatorname{BN}(w *_{k} \X{x}))`,
      note: {
        en: 'Keys that know their surroundings; called static because the weights are the same everywhere.',
        zh: '带有周边信息的键；权重处处相同，故称静态。',
      },
    },
    projected: {
      ...terms.value,
      title: { en: 'Projected values', zh: '投影后的值' },
      formula: String.raw`W_v * \X{x}`,
    },
    value: {
      ...terms.value,
      formula: String.raw`\V{v} = \operatorname{BN}(W_v * \X{x})`,
      note: {
        en: 'Batch normalisation brings the values to the scale of the keys.',
        zh: '批归一化把值调到与键相同的尺度。',
      },
    },
    joined: step('query', ['Keys beside queries', '键与查询并列'], String.raw`[\K{k_1};\, \Q{x}]`, [
      'The input itself serves as the query; it is put beside the key of the same pixel.',
      '输入本身充当查询，与同一像素的键并列。',
    ]),
    reduced: { ...terms.reduced, formula: String.raw`W_1 [\K{k_1};\, \Q{x}]` },
    hidden: terms.hidden,
    'kernel-scores': step(
      'scores',
      ['k² scores of each channel', '每个通道的 k² 个分数'],
      String.raw`\S{e_{p,c,j}} = W_2 h_p + b_2`,
      [
        'For each channel of each pixel, one score for each of the k² places of the neighbourhood.',
        '每个像素的每个通道，对邻域的 k² 个位置各有一个分数。',
      ],
    ),
    scores: step(
      'scores',
      ['Scores', '分数'],
      String.raw`\S{s_{p,c}} = \frac{1}{k^2} \sum_j \S{e_{p,c,j}}`,
      [
        'The k² scores are averaged, so that one is left for each channel of each pixel.',
        'k² 个分数取平均，每个像素的每个通道只留一个。',
      ],
    ),
    weights: {
      ...terms.weights,
      formula: String.raw`\A{a_{p,c}} = \frac{e^{\S{s_{p,c}}}}{\sum_{p'} e^{\S{s_{p',c}}}}`,
      note: {
        en: 'For each channel, the weights of all pixels sum to 1: one spatial map per channel.',
        zh: '每个通道内所有像素的权重和为 1：每个通道一张空间图。',
      },
    },
    dynamic: step('value', ['Dynamic context', '动态上下文'], String.raw`k_2 = \A{a} \odot \V{v}`, [
      'Each value is multiplied by its own weight, which depends on the image; values about 1/HW of their size remain.',
      '每个值乘以由图像决定的权重；结果约为原来的 1/HW。',
    ]),
    output: {
      ...terms.output,
      formula: String.raw`\Y{y} = \K{k_1} + k_2`,
      note: { en: 'Static and dynamic context are added.', zh: '静态与动态上下文相加。' },
    },
  },
  telling: 'weights',
  run(context) {
    const { t, params } = context;
    const { x } = context.inputs;
    const size = num(params, 'kernel_size');
    const [height, width] = [x.size('height'), x.size('width')];

    const padding = (size - 1) / 2;
    const convolved = convolve(context, x, 'key_embed.0', { padding, groups: GROUPS });
    const normalised = batchNormalise(context, convolved.as('convolved'), 'key_embed.1');
    const key = t
      .relu(normalised.as('normalised', { en: 'keys', zh: '键' }))
      .as('static')
      .torch('key_embed.out'); // [B, H, W, C]
    const projected = convolve(context, x, 'value_embed.0').as('projected');
    const value = batchNormalise(context, projected, 'value_embed.1').as('value'); // [B, H, W, C]

    const joined = t.concat([key, x], 'channel').as('joined'); // [B, H, W, 2C]
    const reduced = convolve(context, joined, 'attention_embed.0').as('reduced');
    const scaled = batchNormalise(context, reduced, 'attention_embed.1');
    const hidden = t.relu(scaled.as('normalised', { en: 'scores', zh: '分数' })).as('hidden'); // [B, H, W, C/2]
    const all = convolve(context, hidden, 'attention_embed.3'); // [B, H, W, C·k²]
    const kernelScores = t
      .split(all, 'channel', [
        ['channel', x.size('channel')],
        ['part', size * size],
      ])
      .as('kernel-scores'); // [B, H, W, C, k²]
    const scores = t.mean(kernelScores, ['part']).as('scores'); // [B, H, W, C]
    const weights = t
      .softmax(t.merge(scores, ['height', 'width'], 'token'), 'token') // [B, HW, C]
      .as('weights')
      .torch('root@F.softmax', ['batch', 'channel', 'token']);

    const onMap = t.split(weights, 'token', [
      ['height', height],
      ['width', width],
    ]);
    const dynamic = t.multiply(onMap, value).as('dynamic'); // [B, H, W, C]
    return t.add(key, dynamic).as('output').torch('output');
  },
});
