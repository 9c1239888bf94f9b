/**
 * ParNet attention: skip-squeeze-excitation beside two convolutions.
 * "Non-deep Networks", Goyal, Bochkovskiy, Deng, Koltun, 2021 (NeurIPS 2022),
 * https://arxiv.org/abs/2110.07641
 *
 * Deviation: the skip-squeeze-excitation branch has no batch normalisation before it.
 */
import { mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { batchNormalise, convolve, map } from './maps';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { batchNorm, conv } from './weights';

export const parnet = defineMechanism({
  id: 'parnet',
  name: { en: 'ParNet attention (skip-SE)', zh: 'ParNet 注意力（跳连 SE）' },
  family: 'channel',
  attendsOver: ['channels'],
  papers: [
    {
      title: 'Non-deep Networks',
      authors: 'Goyal, Bochkovskiy, Deng, Koltun',
      venue: 'NeurIPS',
      year: 2022,
      url: 'https://arxiv.org/abs/2110.07641',
    },
  ],
  idea: {
    en: 'Three branches run side by side: a 1×1 and a 3×3 convolution, and the input scaled by channel gates that one layer reads off the channel means. The gates bring in the whole image at no depth, which is what a shallow network of parallel streams lacks; for models that must answer with few layers one after the other.',
    zh: '三个分支并行：1×1 卷积、3×3 卷积，以及由通道均值经一层网络得到门控后缩放的输入。门控不增加深度便引入整张图的信息，正是由并行支路组成的浅层网络所缺；适合要求串行层数少、延迟低的模型。',
  },
  formula: String.raw`\Y{y} = \operatorname{SiLU}\!\left(\operatorname{BN}(w_{1\times 1} * \X{x}) + \operatorname{BN}(w_{3\times 3} * \X{x}) + \G{\sigma(W z + b)} \odot \X{x}\right)`,
  complexity: 'O(HWC^2)',
  classes: { ParNetAttention: {} },
  inputs: { x: map },
  params: { channel: channels('x') },
  check: (params, inputs) =>
    mustEqual(params, 'channel', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
  weights(params) {
    const channel = num(params, 'channel');
    return {
      ...conv('sse.1', channel, channel, [1, 1]),
      ...conv('conv1x1.0', channel, channel, [1, 1]),
      ...batchNorm('conv1x1.1', channel),
      ...conv('conv3x3.0', channel, channel, [3, 3]),
      ...batchNorm('conv3x3.1', channel),
    };
  },
  steps: {
    convolved: step(
      'feature',
      ['Convolution', '卷积'],
      String.raw`u_k = w_{k\times k} * \X{x} + b_k`,
      [
        'One branch looks at single pixels, the other at their 3×3 neighbourhood.',
        '一个分支只看单个像素，另一个看 3×3 邻域。',
      ],
    ),
    normalised: terms.batchNormalised,
    squeeze: terms.squeeze,
    logits: {
      ...terms.logits,
      formula: String.raw`\S{s} = W z + b`,
      note: {
        en: 'One layer, without a bottleneck, turns the channel means into a score per channel.',
        zh: '不设瓶颈，仅一层网络把通道均值变成每个通道的分数。',
      },
    },
    gate: terms.channelGate,
    gated: {
      ...terms.gated,
      role: 'feature',
      title: { en: 'Skip branch', zh: '跳连分支' },
      formula: String.raw`\G{g_c}\, \X{x_{c,y,x}}`,
      note: {
        en: 'The input itself, each channel scaled by its gate: a skip connection with attention.',
        zh: '输入本身按通道乘以门控：带注意力的跳连。',
      },
    },
    sum: step(
      'feature',
      ['Sum of the branches', '分支求和'],
      String.raw`\operatorname{BN}(u_1) + \operatorname{BN}(u_3) + \G{g} \odot \X{x}`,
      ['All three branches are added.', '三个分支相加。'],
    ),
    output: step('output', ['Output', '输出'], String.raw`\Y{y} = s\,\sigma(s)`, [
      'SiLU, smoother than ReLU, gives a shallow network more non-linearity.',
      'SiLU 比 ReLU 平滑，为浅层网络补充非线性。',
    ]),
  },
  telling: 'gate',
  run(context) {
    const { t } = context;
    const { x } = context.inputs;
    const [pixel, neighbourhood] = [1, 3].map((k) => {
      const label = `${k}×${k}`;
      const convolved = convolve(context, x, `conv${k}x${k}.0`, { padding: (k - 1) / 2 });
      return batchNormalise(context, convolved.as('convolved', label), `conv${k}x${k}.1`).as(
        'normalised',
        label,
      ); // [B, H, W, C]
    });
    const squeezed = t.mean(x, ['height', 'width']).as('squeeze'); // [B, C]
    const { 'sse.1.weight': weight, 'sse.1.bias': bias } = context.weights;
    const logits = t.linear(squeezed, weight, bias).as('logits'); // [B, C]
    const gate = t.sigmoid(logits).as('gate').torch('sse.2', ['batch', 'channel']);
    const gated = t.multiply(x, gate).as('gated'); // [B, H, W, C]
    const sum = t.add(t.add(pixel, neighbourhood), gated).as('sum');
    return t.silu(sum).as('output').torch('output');
  },
});
