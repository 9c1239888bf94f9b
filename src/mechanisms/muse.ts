/**
 * Parallel multi-scale attention.
 * "MUSE: Parallel Multi-Scale Attention for Sequence to Sequence Learning", Zhao, Sun, Xu, Zhang, Luo,
 * 2019, https://arxiv.org/abs/1911.09483
 *
 * As published, `dy_paras` is replaced by its softmax in every forward call; `calls` says which call is
 * shown. The pointwise feed-forward branch of the paper is missing in both variants.
 */
import type { Value } from '../ops/builder';
import type { Part } from '../trace/graph';
import { choice, firstOf, mustBePositive, num, range, sizeIn } from './arguments';
import { type Context, defineMechanism, type Params } from './define';
import {
  projectedAttention,
  projectedCheck,
  projectedParams,
  projectedSteps,
  projectedWeights,
} from './projected';
import { headFactors, headMask, sequence } from './sequences';
import { channels, variant } from './shared-params';
import { step, terms } from './terms';
import { conv, filled, type Weights } from './weights';

/** Kernels of the convolution branches. */
const kernels = [1, 3, 5] as const;

/** How often the mix has been replaced by its softmax when this call uses it. */
const softmaxes = (params: Params): number =>
  choice(params, 'variant') === 'paper' ? 1 : num(params, 'calls');

export const muse = defineMechanism({
  id: 'muse',
  name: { en: 'Parallel multi-scale attention (MUSE)', zh: '并行多尺度注意力（MUSE）' },
  family: 'hybrid',
  attendsOver: ['tokens', 'branches'],
  papers: [
    {
      title: 'MUSE: Parallel Multi-Scale Attention for Sequence to Sequence Learning',
      authors: 'Zhao, Sun, Xu, Zhang, Luo',
      venue: 'arXiv',
      year: 2019,
      url: 'https://arxiv.org/abs/1911.09483',
    },
  ],
  idea: {
    en: 'Self-attention sees the whole sequence, convolutions see neighbours: both run side by side on the same projected values, and their results are added. A learned mix weighs kernels of size 1, 3 and 5. Meant for translation, where attention alone spreads too thin over long sentences.',
    zh: '自注意力看全局，卷积看邻域：二者在同一组投影后的值上并行，结果相加。可学习的混合权重调配大小为 1、3、5 的卷积核。面向机器翻译：长句中单靠注意力会过于分散。',
  },
  formula: String.raw`\Y{Y} = \operatorname{MHA}(\Q{Q}, \K{K}, \V{V}) + \sum_{k \in \{1,3,5\}} \A{w_k} \operatorname{pw}_k(\operatorname{dw}_k(\V{V})),\quad \A{w} = \operatorname{softmax}(\theta)`,
  complexity: 'O(N^2 h (d_k + d_v) + N C h (d_k + d_v))',
  classes: { MUSEAttention: {} },
  // The convolutions need as many keys and values as queries.
  inputs: {
    queries: sequence,
    keys: { ...sequence, optional: true },
    values: { ...sequence, optional: true },
    attention_mask: headMask,
    attention_weights: headFactors,
  },
  params: {
    d_model: channels('queries'),
    ...projectedParams,
    variant: variant({
      en: 'The published code overwrites the mix θ by its softmax in every forward call, so that the same input gives another result the next time and the mix drifts to one third each, in training and in evaluation alike; the paper leaves θ as it is.',
      zh: '公开代码在每次前向计算时都用 softmax 的结果覆盖混合参数 θ：同一输入下次结果就不同，混合权重不断趋近各三分之一，训练与推理皆然；论文中 θ 保持不变。',
    }),
    calls: {
      kind: 'integer',
      default: 1,
      min: 1,
      max: 20,
      when: (params) => choice(params, 'variant') === 'published',
      label: { en: 'Forward call', zh: '第几次前向' },
      help: {
        en: 'Which call of the published module is shown; from the second on, the mix is a softmax of a softmax.',
        zh: '显示公开模块的第几次调用；从第二次起，混合权重是 softmax 的 softmax。',
      },
    },
  },
  check(params, inputs) {
    const read = ['values', 'keys', 'queries'].find((name) => inputs[name]) ?? 'queries';
    const [queries, values] = [sizeIn(inputs, 'queries', 'token'), sizeIn(inputs, read, 'token')];
    return firstOf(
      projectedCheck(params, inputs),
      mustBePositive(params, 'calls'),
      queries !== values && {
        en: `There are ${queries} queries but ${values} values, and the convolutions give one result per value; give equally many.`,
        zh: `有 ${queries} 个查询、${values} 个值，而卷积对每个值给出一个结果；二者数目须相同。`,
      },
    );
  },
  weights(params) {
    const [channel, width] = [num(params, 'd_model'), num(params, 'h') * num(params, 'd_v')];
    const branches = kernels.map(
      (k): Weights => ({
        ...(k > 1 && {
          ...conv(`conv${k}.depth_conv`, width, width, [k], { groups: width, identity: 'default' }),
        }),
        ...conv(`conv${k}.pointwise_conv`, width, channel, [1], { identity: 'default' }),
      }),
    );
    return Object.assign(
      { dy_paras: filled([kernels.length], 1, { roles: ['branch'], identity: 'default' }) },
      projectedWeights(params),
      ...branches,
    );
  },
  steps: {
    ...projectedSteps,
    attended: {
      ...projectedSteps.output,
      role: 'feature',
      title: { en: 'Attention branch', zh: '注意力分支' },
      formula: String.raw`[o^1; \dots; o^h] W_O^\top + b_O`,
    },
    depthwise: step(
      'feature',
      ['Depthwise convolution', '逐通道卷积'],
      String.raw`\operatorname{dw}_k(\V{V})`,
      [
        'Along the sequence, each channel on its own; zeros stand beyond the ends.',
        '沿序列逐通道卷积；两端之外补零。',
      ],
    ),
    branch: step(
      'feature',
      ['Convolution branch', '卷积分支'],
      String.raw`\operatorname{pw}_k(\operatorname{dw}_k(\V{V}))`,
      ['A 1×1 convolution mixes the channels of each position.', '1×1 卷积混合每个位置的通道。'],
    ),
    mix: {
      ...terms.weights,
      title: { en: 'Mix of the kernels', zh: '卷积核的混合权重' },
      formula: String.raw`\A{w} = \operatorname{softmax}(\theta)`,
      note: {
        en: 'Three numbers, the same for every input: how much each kernel size counts.',
        zh: '三个数，与输入无关：各卷积核大小的分量。',
      },
    },
    convolved: step(
      'feature',
      ['Mixed convolutions', '混合后的卷积'],
      String.raw`\sum_k \A{w_k} \operatorname{pw}_k(\operatorname{dw}_k(\V{V}))`,
      ['What the neighbourhood contributes.', '邻域的贡献。'],
    ),
    output: {
      ...terms.output,
      formula: String.raw`\Y{Y} = \operatorname{MHA} + \operatorname{Conv}`,
      note: {
        en: 'The global and the local result are added.',
        zh: '全局与局部的结果相加。',
      },
    },
  },
  telling: 'weights',
  run(context) {
    const { t } = context;
    const { value, result } = projectedAttention(context);
    const attended = result.as('attended'); // [B, N, C]
    const convolved = t.rename(convolutions(context, value), { key: 'query' }); // [B, N, C]
    return t
      .add(attended, convolved.as('convolved'))
      .as('output')
      .torch('output', ['batch', 'query', 'channel']);
  },
});

/** Which forward call a softmax of the mix belongs to. */
const callName = (call: number): Part => ({ en: `call ${call}`, zh: `第 ${call} 次调用` });

/** Σ w_k · pw_k(dw_k(V)) for values V [batch, key, channel]. */
function convolutions({ t, weights: w, params }: Context, value: Value): Value {
  const branches = kernels.map((k) => {
    const along = { along: 'key', channel: 'channel' } as const;
    const [deep, flat] = [`conv${k}.depth_conv`, `conv${k}.pointwise_conv`];
    const padding = (k - 1) / 2;
    const neighbours =
      k === 1
        ? value
        : t
            .conv1d(value, w[`${deep}.weight`], w[`${deep}.bias`], {
              ...along,
              padding,
              groups: value.size('channel'),
            })
            .as('depthwise', `k = ${k}`);
    return t
      .conv1d(neighbours, w[`${flat}.weight`], w[`${flat}.bias`], along) // [B, N, C]
      .as('branch', `k = ${k}`);
  });
  const calls = range(1, softmaxes(params));
  const mix = calls.reduce<Value>(
    (theta, call) =>
      t.softmax(theta, 'branch').as('mix', calls.length > 1 ? callName(call) : undefined),
    w.dy_paras,
  ); // [3]
  mix.torch('softmax', ['branch']);
  const labels = kernels.map((k) => `k = ${k}`);
  return t.matMul(mix, t.stack(branches, 'branch', labels), 'branch'); // [B, N, C]
}
