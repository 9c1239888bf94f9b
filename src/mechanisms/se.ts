/**
 * Squeeze-and-Excitation.
 * "Squeeze-and-Excitation Networks", Hu, Shen, Albanie, Sun, Wu, CVPR 2018,
 * https://arxiv.org/abs/1709.01507
 *
 * As in the paper; neither linear layer has a bias. A reduction that leaves no hidden unit leaves all gates at σ(0).
 */
import type { Value } from '../ops/builder';
import { firstOf, mustBePositive, mustEqual, num, of, sizeIn } from './arguments';
import { type Context, defineMechanism } from './define';
import { map } from './maps';
import { channels, reduction } from './shared-params';
import { terms } from './terms';
import { linear } from './weights';

export const se = defineMechanism({
  id: 'se',
  name: { en: 'Squeeze-and-Excitation (SE)', zh: '压缩与激励（SE）' },
  family: 'channel',
  attendsOver: ['channels'],
  papers: [
    {
      title: 'Squeeze-and-Excitation Networks',
      authors: 'Hu, Shen, Albanie, Sun, Wu',
      venue: 'CVPR',
      year: 2018,
      url: 'https://arxiv.org/abs/1709.01507',
    },
  ],
  idea: {
    en: 'The map is squeezed to one number per channel, a small bottleneck works out which channels matter for this image, and each channel is scaled by its gate. It adds next to no computation and fits into any convolutional network: the usual first choice for image classification.',
    zh: '先把特征图压缩成每通道一个数，再由小瓶颈网络判断哪些通道对这张图重要，最后按门控缩放各通道。几乎不增加计算，可插入任何卷积网络：图像分类常用的首选。',
  },
  formula: String.raw`\Y{y_c} = \G{\sigma\!\left(W_2 \operatorname{ReLU}(W_1 z)\right)_c}\, \X{x_c},\quad z = \operatorname{mean}_{HW}(\X{x})`,
  complexity: 'O(CHW + C^2/r)',
  classes: { SEAttention: {} },
  inputs: { x: map },
  params: { channel: channels('x'), reduction: reduction('x', 16) },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'channel', channel, of.inputChannels),
      mustBePositive(params, 'reduction'),
    );
  },
  weights(params) {
    const channel = num(params, 'channel');
    const reduced = Math.floor(channel / num(params, 'reduction'));
    return {
      ...linear('fc.0', channel, reduced, { bias: false }),
      ...linear('fc.2', reduced, channel, { bias: false }),
    };
  },
  steps: {
    squeeze: terms.squeeze,
    reduced: terms.reduced,
    hidden: terms.hidden,
    logits: terms.logits,
    gate: terms.channelGate,
    output: terms.gated,
  },
  telling: 'gate',
  // A wider bottleneck and larger weights than untrained ones: the gates differ.
  example: { params: { reduction: 4 }, gain: 32 },
  run({ t, inputs: { x }, weights: w }) {
    const squeezed = t.mean(x, ['height', 'width']).as('squeeze'); // [B, C]
    const gate = t
      .sigmoid(bottleneck({ t, weights: w }, squeezed).as('logits'))
      .as('gate')
      .torch('fc.3', ['batch', 'channel']);
    return t.multiply(x, gate).as('output').torch('output'); // [B, H, W, C]
  },
});

/** The channels through the hidden units, of which there may be none: [B, C] → same. Steps: reduced, hidden. */
function bottleneck({ t, weights: w }: Pick<Context, 't' | 'weights'>, squeezed: Value): Value {
  if (w['fc.0.weight'].size('output') === 0) return t.scale(squeezed, 0);
  const reduced = t.linear(squeezed, w['fc.0.weight']).as('reduced'); // [B, C/r]
  return t.linear(t.relu(reduced).as('hidden'), w['fc.2.weight']); // [B, C]
}
