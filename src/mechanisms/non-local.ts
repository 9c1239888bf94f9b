/**
 * Non-local block, and the self-attention layer of SAGAN.
 * "Non-local Neural Networks", Wang, Girshick, Gupta, He, CVPR 2018, https://arxiv.org/abs/1711.07971
 * "Self-Attention Generative Adversarial Networks", Zhang, Goodfellow, Metaxas, Odena, ICML 2019,
 * https://arxiv.org/abs/1805.08318
 *
 * As in the papers, without the concatenation form of the first; the second's last projection is left
 * out, as in most of its implementations.
 */
import type { Value } from '../ops/builder';
import type { Part } from '../trace/graph';
import { flag } from './arguments';
import { type Context, defineMechanism } from './define';
import { batchNormalise, convolve, factor, map } from './maps';
import { isLayer, mode, nonLocalCheck, nonLocalParams, widths } from './non-local-params';
import { step, terms } from './terms';
import { batchNorm, conv } from './weights';

export const nonLocal = defineMechanism({
  id: 'non-local',
  name: { en: 'Non-local block', zh: '非局部模块' },
  family: 'spatial',
  attendsOver: ['pixels'],
  papers: [
    {
      title: 'Non-local Neural Networks',
      authors: 'Wang, Girshick, Gupta, He',
      venue: 'CVPR',
      year: 2018,
      url: 'https://arxiv.org/abs/1711.07971',
    },
    {
      title: 'Self-Attention Generative Adversarial Networks',
      authors: 'Zhang, Goodfellow, Metaxas, Odena',
      venue: 'ICML',
      year: 2019,
      url: 'https://arxiv.org/abs/1805.08318',
    },
  ],
  idea: {
    en: 'Self-attention over the pixels of a feature map: every pixel gathers from all others what resembles it, however far away, which convolutions reach only after many layers. One or two blocks suffice, on small maps, since the matrix grows with (H·W)²; subsampling the keys makes it four times smaller. SAGAN’s layer is the same with a learned factor that starts at 0, so a fresh one passes its input through.',
    zh: '在特征图像素上做自注意力：每个像素从全图收集与自己相似的内容，不论多远，而卷积要叠很多层才能达到。矩阵随 (H·W)² 增长，因此宜在小特征图上放一两个；对键做下采样可使其缩小到四分之一。SAGAN 的层与之相同，另有一个初始为 0 的可学习系数，因此新建的层会原样输出输入。',
  },
  formula: String.raw`\Y{y_i} = W_z \frac{1}{\mathcal{C}_i} \sum_j \A{f(x_i, x_j)}\, \V{g(x_j)} + \X{x_i},\quad f = e^{\Q{\theta_i} \cdot \K{\phi_j}},\; e^{x_i \cdot x_j} \text{ or } \Q{\theta_i} \cdot \K{\phi_j}`,
  complexity: String.raw`O\!\left((HW)^2 C + HWC^2\right)`,
  classes: { SelfAttentionLayer: { form: 'layer' }, NonLocalBlock: { form: 'block' } },
  inputs: { x: map },
  params: nonLocalParams,
  check: nonLocalCheck,
  weights(params) {
    const { channel, inner } = widths(params);
    const eye = { identity: 'eye' } as const;
    if (isLayer(params)) {
      return {
        gamma: factor(0, 'ones'),
        ...conv('query_conv', channel, inner, [1, 1], eye),
        ...conv('key_conv', channel, inner, [1, 1], eye),
        ...conv('value_conv', channel, channel, [1, 1], eye),
      };
    }
    const projected = mode(params) !== 'gaussian';
    const normalised = flag(params, 'bn_layer');
    return {
      ...conv('g', channel, inner, [1, 1], eye),
      ...(projected && conv('theta', channel, inner, [1, 1], eye)),
      ...(projected && conv('phi', channel, inner, [1, 1], eye)),
      ...conv(normalised ? 'W.0' : 'W', inner, channel, [1, 1], eye),
      ...(normalised && batchNorm('W.1', channel)),
    };
  },
  steps: {
    query: {
      ...terms.query,
      formula: String.raw`\Q{\theta_i} = W_\theta\, \X{x_i} + b_\theta`,
      note: {
        en: 'A 1×1 convolution gives every pixel a short query.',
        zh: '1×1 卷积给每个像素一个短查询。',
      },
    },
    key: {
      ...terms.key,
      formula: String.raw`\K{\phi_j} = W_\phi\, \X{x_j} + b_\phi`,
      note: {
        en: 'A second 1×1 convolution gives every pixel a key of the same length.',
        zh: '另一个 1×1 卷积给每个像素一个等长的键。',
      },
    },
    value: {
      ...terms.value,
      formula: String.raw`\V{g_j} = W_g\, \X{x_j} + b_g`,
      note: {
        en: 'A third one gives what the pixel passes on.',
        zh: '第三个给出像素传递的内容。',
      },
    },
    pooled: step('feature', ['Subsampled', '下采样'], String.raw`\max_{2 \times 2}`, [
      'The largest of every 2×2 pixels stands for all four, so that there are a quarter as many keys.',
      '每 2×2 个像素取最大值为代表，键减少到四分之一。',
    ]),
    scores: {
      ...terms.products,
      title: { en: 'Similarities', zh: '相似度' },
      formula: String.raw`\S{s_{ij}} = \Q{\theta_i} \cdot \K{\phi_j} \;\text{ or }\; x_i \cdot x_j`,
      note: {
        en: 'Every pixel is compared with every key, without scaling; the Gaussian form compares the features themselves.',
        zh: '每个像素与每个键比较，不缩放；高斯形式直接比较特征本身。',
      },
    },
    weights: {
      ...terms.weights,
      formula: String.raw`\A{a_{ij}} = \frac{\S{f_{ij}}}{\mathcal{C}_i},\quad \mathcal{C}_i = \sum_j e^{\S{s_{ij}}} \;\text{ or }\; N`,
      note: {
        en: 'The Gaussian forms are a softmax; the dot form divides by the number of keys, so that weights may be negative and do not sum to 1.',
        zh: '两种高斯形式即 softmax；点积形式只除以键的个数，权重可为负，和也不为 1。',
      },
    },
    context: {
      ...terms.context,
      note: {
        en: 'Each pixel adds up the values of all keys, each in proportion to its weight.',
        zh: '每个像素按权重对所有键的值求和。',
      },
    },
    scaled: step('value', ['Scaled by gamma', '乘以 gamma'], String.raw`\gamma\, \Y{o}`, [
      'A learned factor, 0 at the start, lets training phase the attention in.',
      '可学习系数，初始为 0，训练中逐渐引入注意力。',
    ]),
    projected: step('feature', ['Projected', '投影'], String.raw`W_z\, \Y{o_i} + b_z`, [
      'A last 1×1 convolution returns to the channels of the input.',
      '最后一个 1×1 卷积恢复输入的通道数。',
    ]),
    normalised: terms.batchNormalised,
    output: {
      ...terms.output,
      formula: String.raw`\Y{y_i} = \Y{z_i} + \X{x_i}`,
      note: {
        en: 'The input is added back, so that the block fits into a trained network.',
        zh: '加回输入，模块因此可以插入已训练的网络。',
      },
    },
  },
  telling: 'weights',
  run(context) {
    const { t, params } = context;
    const { x } = context.inputs;
    const result = isLayer(params) ? layer(context, x) : block(context, x);
    return t.add(result, x).as('output').torch('output');
  },
});

/** γ·softmax(QKᵀ)V of a map [B, H, W, C]. */
function layer(context: Context, x: Value): Value {
  const { t, weights: w } = context;
  const [query, key, value] = (['query', 'key', 'value'] as const).map((name) =>
    convolve(context, x, `${name}_conv`).as(name),
  );
  return t.multiply(attend(context, query, key, value, 'softmax'), w.gamma).as('scaled');
}

/** W(f(x)·g(x)) of a map [B, H, W, C]. */
function block(context: Context, x: Value): Value {
  const { t, params } = context;
  const subsample = (map: Value, part: Part): Value =>
    flag(params, 'sub_sample') ? t.maxPool2d(map, { kernel: 2 }).as('pooled', part) : map;

  const value = subsample(convolve(context, x, 'g').as('value'), { en: 'values', zh: '值' });
  const gaussian = mode(params) === 'gaussian';
  const query = gaussian ? x : convolve(context, x, 'theta').as('query');
  const key = subsample(gaussian ? x : convolve(context, x, 'phi').as('key'), {
    en: 'keys',
    zh: '键',
  });
  const normalise = mode(params) === 'dot' ? 'count' : 'softmax';
  const gathered = attend(context, query, key, value, normalise); // [B, H, W, C/2]

  const hasNorm = flag(params, 'bn_layer');
  const projected = convolve(context, gathered, hasNorm ? 'W.0' : 'W').as('projected'); // [B, H, W, C]
  return hasNorm ? batchNormalise(context, projected, 'W.1').as('normalised') : projected;
}

/** Every pixel of a map of queries gathers from all pixels of the keys and values: [B, H, W, channel]. */
function attend(
  { t }: Context,
  queries: Value,
  keys: Value,
  values: Value,
  normalise: 'softmax' | 'count',
): Value {
  const pixels = ['height', 'width'] as const;
  const query = t.merge(queries, pixels, 'query'); // [B, HW, C']
  const key = t.merge(keys, pixels, 'key'); // [B, Nk, C']
  const value = t.merge(values, pixels, 'key'); // [B, Nk, channel]
  const scores = t.matMul(query, key, 'channel').as('scores'); // [B, HW, Nk]
  const order = ['batch', 'query', 'key'] as const;
  const weights =
    normalise === 'softmax'
      ? t.softmax(scores, 'key').as('weights').torch('root@torch.softmax', order)
      : t
          .scale(scores, 1 / key.size('key'), '1/N')
          .as('weights')
          .torch('weights', order);
  const gathered = t.matMul(weights, value, 'key').as('context'); // [B, HW, channel]
  return t.split(gathered, 'query', [
    ['height', queries.size('height')],
    ['width', queries.size('width')],
  ]);
}
