/**
 * Shuffle attention.
 * "SA-Net: Shuffle Attention for Deep Convolutional Neural Networks", Zhang, Yang, ICASSP 2021,
 * https://arxiv.org/abs/2102.00240
 *
 * As in the paper. The factors before both sigmoids start at 0 and the shifts at 1, so that all gates
 * of a fresh module are σ(1); `reduction` is accepted but used nowhere.
 */
import type { Value } from '../ops/builder';
import { axis } from '../trace/axes';
import { divisors, firstOf, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism, type Params } from './define';
import { map } from './maps';
import { channels, groups } from './shared-params';
import { step, terms } from './terms';
import { filled, norm } from './weights';

/** Channels of a half of a group, which is all that the class takes from its argument. */
const half = (params: Params): number =>
  Math.floor(num(params, 'channel') / (2 * num(params, 'G')));

export const shuffle = defineMechanism({
  id: 'shuffle',
  name: { en: 'Shuffle attention (SA)', zh: '混洗注意力（SA）' },
  family: 'channel-spatial',
  attendsOver: ['channels', 'pixels'],
  papers: [
    {
      title: 'SA-Net: Shuffle Attention for Deep Convolutional Neural Networks',
      authors: 'Zhang, Yang',
      venue: 'ICASSP',
      year: 2021,
      url: 'https://arxiv.org/abs/2102.00240',
    },
  ],
  idea: {
    en: 'Channels are taken in groups; half of a group is gated by channel and the other half by pixel, with the same few weights for every group, and a channel shuffle then lets the groups exchange what they know. Both kinds of attention for 3C/G weights: a light addition to classification and detection backbones. The factors start at 0, so that all gates of a fresh module are σ(1) = 0.73.',
    zh: '把通道分组，每组一半按通道门控，另一半按像素门控，各组共用同一小套权重，随后用通道混洗让各组交换信息。两种注意力合计只需 3C/G 个权重：适合作为分类与检测骨干网络的轻量附加模块。系数初始为 0，新建模块的门控处处为 σ(1) = 0.73。',
  },
  formula: String.raw`\Y{Y} = \operatorname{shuffle}_g\!\left[\G{\sigma(w_1 z + b_1)}\, \X{X_{g,0}};\; \G{\sigma\!\left(w_2 \operatorname{GN}(\X{X_{g,1}}) + b_2\right)}\, \X{X_{g,1}}\right]`,
  complexity: 'O(CHW)',
  classes: { ShuffleAttention: {} },
  inputs: { x: map },
  params: {
    channel: channels('x'),
    reduction: {
      kind: 'integer',
      default: 16,
      min: 1,
      max: 64,
      label: { en: 'Reduction', zh: '压缩比' },
      help: {
        en: 'Has no effect: the class takes it, but there is no bottleneck.',
        zh: '不起作用：类接受该参数，但模块中没有瓶颈层。',
      },
    },
    G: {
      ...groups('x', 8),
      options: (_params, inputs) =>
        divisors(sizeIn(inputs, 'x', 'channel')).filter(
          (d) => sizeIn(inputs, 'x', 'channel') % (2 * d) === 0,
        ),
    },
  },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    const parts = 2 * num(params, 'G');
    return firstOf(
      (parts < 2 || channel % parts !== 0) && {
        en: `G is ${num(params, 'G')}, but ${channel} channels cannot be cut into ${parts} halves of groups; choose G so that 2G divides the channels.`,
        zh: `G 为 ${num(params, 'G')}，而 ${channel} 个通道不能等分成 ${parts} 个半组；请使 2G 整除通道数。`,
      },
      parts * half(params) !== channel && mustEqual(params, 'channel', channel, of.inputChannels),
    );
  },
  weights(params) {
    const shape = [1, half(params), 1, 1];
    const roles = ['batch', 'channel', 'height', 'width'] as const;
    return {
      cweight: filled(shape, 0, { roles, identity: 'ones' }),
      cbias: filled(shape, 1, { roles, identity: 'zeros' }),
      sweight: filled(shape, 0, { roles, identity: 'ones' }),
      sbias: filled(shape, 1, { roles, identity: 'zeros' }),
      ...norm('gn', half(params)),
    };
  },
  steps: {
    halves: step(
      'feature',
      ['Halves of the groups', '组的两半'],
      String.raw`\X{X} \to \X{X_{g,0}}, \X{X_{g,1}}`,
      [
        'The channels are cut into G groups and each group into two halves: one for channel gates, one for spatial gates.',
        '通道分成 G 组，每组再分两半：一半用通道门控，一半用空间门控。',
      ],
    ),
    squeeze: {
      ...terms.squeeze,
      formula: String.raw`z_{g,c} = \frac{1}{HW} \sum_{y,x} \X{x_{g,0,c,y,x}}`,
    },
    'channel-scaled': step(
      'scores',
      ['Scaled channel means', '缩放后的通道均值'],
      String.raw`w_{1,c}\, z_{g,c}`,
      [
        'One learned factor for each channel of a half, the same in all groups, replaces the two layers of SE.',
        '半组内每个通道一个可学习系数，各组共用，代替 SE 的两层网络。',
      ],
    ),
    'channel-logits': {
      ...terms.logits,
      formula: String.raw`\S{s_{g,c}} = w_{1,c}\, z_{g,c} + b_{1,c}`,
      note: {
        en: 'A learned shift sets how open the gate is when the channel is silent.',
        zh: '可学习的平移决定通道无响应时门控的开启程度。',
      },
    },
    'channel-gate': {
      ...terms.channelGate,
      formula: String.raw`\G{g^{c}_{g,c}} = \sigma(\S{s_{g,c}})`,
    },
    'channel-gated': step(
      'feature',
      ['Half gated by channel', '按通道门控的一半'],
      String.raw`\G{g^{c}_{g,c}}\, \X{X_{g,0}}`,
      ['The first halves, each channel scaled by its gate.', '第一半：每个通道乘以其门控。'],
    ),
    normalised: step(
      'feature',
      ['Group normalisation', '组归一化'],
      String.raw`\operatorname{GN}(\X{X_{g,1}})`,
      [
        'Each channel of the second half gets mean 0 and deviation 1 over its map, so that what remains is where it stands out.',
        '第二半的每个通道在整张图上化为均值 0、标准差 1，留下的是它突出的位置。',
      ],
    ),
    'spatial-scaled': step(
      'scores',
      ['Scaled map', '缩放后的图'],
      String.raw`w_{2,c} \operatorname{GN}(\X{X_{g,1}})_c`,
      [
        'A learned factor for each channel sets how sharply pixels are told apart.',
        '每个通道一个可学习系数，决定区分像素的力度。',
      ],
    ),
    'spatial-logits': {
      ...terms.logits,
      formula: String.raw`\S{s_{g,c,p}} = w_{2,c} \operatorname{GN}(\X{X_{g,1}})_{c,p} + b_{2,c}`,
      note: {
        en: 'A learned shift sets how open the gates are on the whole.',
        zh: '可学习的平移决定门控整体的开启程度。',
      },
    },
    'spatial-gate': {
      ...terms.channelGate,
      title: { en: 'Spatial gates', zh: '空间门控' },
      formula: String.raw`\G{g^{s}_{g,c,p}} = \sigma(\S{s_{g,c,p}})`,
      note: {
        en: 'Each channel of the second halves has a map of gates of its own.',
        zh: '第二半的每个通道各有一张门控图。',
      },
    },
    'spatial-gated': step(
      'feature',
      ['Half gated by pixel', '按像素门控的一半'],
      String.raw`\G{g^{s}_{g,c,p}}\, \X{X_{g,1}}`,
      [
        'The second halves, each pixel of each channel scaled by its gate.',
        '第二半：每个通道的每个像素乘以其门控。',
      ],
    ),
    joined: step(
      'feature',
      ['Groups put together', '各组拼接'],
      String.raw`[\,\X{X'_{1,0}}; \X{X'_{1,1}}; \dots; \X{X'_{G,0}}; \X{X'_{G,1}}]`,
      [
        'All halves are back in their places; so far no group knows of another.',
        '所有半组回到原位；至此各组之间互不相知。',
      ],
    ),
    output: {
      ...terms.gated,
      title: { en: 'Channel shuffle', zh: '通道混洗' },
      formula: String.raw`\Y{y_{2i+j}} = x'_{jC/2+i}`,
      note: {
        en: 'Channels of the first and the second half of the map alternate, so that the next layer’s groups see both.',
        zh: '前一半与后一半通道交替排列，使下一层的每组都能看到两者。',
      },
    },
  },
  telling: 'normalised',
  run({ t, inputs: { x }, weights: w, params }) {
    const size = half(params);
    const perChannel = (name: string): Value => t.reinterpret(w[name], [axis('channel', size)]);
    const halves = t
      .split(x, 'channel', [
        ['group', num(params, 'G')],
        ['part', 2],
        ['channel', size],
      ])
      .as('halves'); // [B, H, W, G, 2, c]
    const [first, second] = [t.pick(halves, 'part', 0), t.pick(halves, 'part', 1)]; // [B, H, W, G, c]

    const squeezed = t.mean(first, ['height', 'width']).as('squeeze'); // [B, G, c]
    const channelScaled = t.multiply(squeezed, perChannel('cweight')).as('channel-scaled');
    const channelLogits = t.add(channelScaled, perChannel('cbias')).as('channel-logits');
    const channelGate = t
      .sigmoid(channelLogits) // [B, G, c]
      .as('channel-gate')
      .torch('sigmoid', ['batch', 'group', 'channel']);
    const channelGated = t.multiply(first, channelGate).as('channel-gated');

    const normalised = t
      .standardise(second, ['height', 'width'], 1e-5, {
        weight: w['gn.weight'],
        bias: w['gn.bias'],
        along: 'channel',
      })
      .as('normalised'); // [B, H, W, G, c]
    const spatialScaled = t.multiply(normalised, perChannel('sweight')).as('spatial-scaled');
    const spatialLogits = t.add(spatialScaled, perChannel('sbias')).as('spatial-logits');
    const spatialGate = t
      .sigmoid(spatialLogits) // [B, H, W, G, c]
      .as('spatial-gate')
      .torch('sigmoid', ['batch', 'group', 'channel', 'height', 'width']);
    const spatialGated = t.multiply(second, spatialGate).as('spatial-gated');

    const joined = t
      .merge(t.stack([channelGated, spatialGated], 'part'), ['group', 'part', 'channel'], 'channel')
      .as('joined');
    const twoHalves = t.split(joined, 'channel', [
      ['part', 2],
      ['channel', x.size('channel') / 2],
    ]);
    return t.merge(twoHalves, ['channel', 'part'], 'channel').as('output').torch('output');
  },
});
