import type { Value } from '../ops/builder';
import type { Context } from './define';
import { batchNormalise, convolve, pointwise } from './maps';
import { batchNorm, conv, type Weights } from './weights';

/**
 * The mobile inverted bottleneck of EfficientNet without expansion: a depthwise convolution, a
 * squeeze-and-excitation gate, a projection, and the residual sum.
 * "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", Tan, Le, ICML 2019,
 * https://arxiv.org/abs/1905.11946
 */

/** Epsilon of its normalisations. */
const EPS = 1e-2;

/** Units of the squeeze-and-excitation bottleneck. */
const squeezed = (channel: number): number => Math.max(1, Math.floor(channel / 4));

export const mbconvWeights = (prefix: string, channel: number): Weights => ({
  ...conv(`${prefix}._depthwise_conv`, channel, channel, [3, 3], { groups: channel, bias: false }),
  ...batchNorm(`${prefix}._bn1`, channel),
  ...conv(`${prefix}._se_reduce`, channel, squeezed(channel), [1, 1]),
  ...conv(`${prefix}._se_expand`, squeezed(channel), channel, [1, 1]),
  ...conv(`${prefix}._project_conv`, channel, channel, [1, 1], { bias: false }),
  ...batchNorm(`${prefix}._bn2`, channel),
});

/**
 * On a map [B, H, W, C].
 * Steps: depthwise, normalised, swish-gate, activated, squeeze, reduced, reduced-gate, hidden, logits,
 * channel-gate, gated, projected, residual.
 * @param part tells the steps of several blocks apart.
 */
export function mbconv(context: Context, x: Value, prefix: string, part: string): Value {
  const { t, weights: w } = context;
  const groups = x.size('channel');
  const swish = `${prefix}._swish@torch.sigmoid`;
  const dense = (y: Value, name: string): Value =>
    t.linear(y, pointwise(t, w[`${prefix}.${name}.weight`]), w[`${prefix}.${name}.bias`]);

  const depthwise = convolve(context, x, `${prefix}._depthwise_conv`, { padding: 1, groups });
  const normalised = batchNormalise(context, depthwise.as('depthwise', part), `${prefix}._bn1`, {
    eps: EPS,
  }).as('normalised', part);
  const gate = t.sigmoid(normalised).as('swish-gate', part).torch(swish);
  const activated = t.multiply(normalised, gate).as('activated', part); // [B, H, W, C]

  const means = t.mean(activated, ['height', 'width']).as('squeeze', part); // [B, C]
  const reduced = dense(means, '_se_reduce').as('reduced', part); // [B, C/4]
  const reducedGate = t.sigmoid(reduced).as('reduced-gate', part).torch(swish);
  const hidden = t.multiply(reduced, reducedGate).as('hidden', part);
  const logits = dense(hidden, '_se_expand').as('logits', part); // [B, C]
  const channelGate = t.sigmoid(logits).as('channel-gate', part).torch(`${prefix}@torch.sigmoid`);
  const gated = t.multiply(activated, channelGate).as('gated', part);

  const mixed = convolve(context, gated, `${prefix}._project_conv`);
  const projected = batchNormalise(context, mixed, `${prefix}._bn2`, { eps: EPS });
  return t.add(projected.as('projected', part), x).as('residual', part);
}
