/**
 * Polarized self-attention, what its parallel and its sequential layout share.
 * "Polarized Self-Attention: Towards High-quality Pixel-wise Regression", Liu, Liu, Fan, Huang, 2021,
 * https://arxiv.org/abs/2107.00782
 *
 * As in the paper, but that the convolutions have biases.
 */
import type { Value } from '../ops/builder';
import { firstOf, mustEqual, num, of, sizeIn } from './arguments';
import type { Context, Mechanism, Paper } from './define';
import { convolve, map } from './maps';
import { layerNorm } from './mlp';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { conv, norm } from './weights';

export const liu2021polarized: Paper = {
  title: 'Polarized Self-Attention: Towards High-quality Pixel-wise Regression',
  authors: 'Liu, Liu, Fan, Huang',
  venue: 'arXiv',
  year: 2021,
  url: 'https://arxiv.org/abs/2107.00782',
};

/** Inputs, arguments and weights of both layouts. */
export const polarized = {
  inputs: { x: map },
  params: { channel: channels('x') },
  check(params, inputs) {
    const channel = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'channel', channel, of.inputChannels),
      channel < 2 && {
        en: `channel is ${channel}, half of which leaves no channel; give at least 2.`,
        zh: `channel 为 ${channel}，取其一半后没有通道；至少需要 2 个。`,
      },
    );
  },
  weights(params) {
    const channel = num(params, 'channel');
    const half = Math.floor(channel / 2);
    return {
      ...conv('ch_wv', channel, half, [1, 1]),
      ...conv('ch_wq', channel, 1, [1, 1]),
      ...conv('ch_wz', half, channel, [1, 1]),
      ...norm('ln', channel),
      ...conv('sp_wv', channel, half, [1, 1]),
      ...conv('sp_wq', channel, half, [1, 1]),
    };
  },
} satisfies Partial<Mechanism>;

/** Texts of the steps of `channelGate` and `spatialGate`. */
export const polarizedSteps = {
  'channel-value': {
    ...terms.value,
    title: { en: 'Values of the channel branch', zh: '通道分支的值' },
    formula: String.raw`\V{V} = W_v * \X{x} + b_v`,
    note: {
      en: 'Half the channels at full resolution: the channel branch keeps C/2 and gives up the places.',
      zh: '取一半通道、保持全分辨率：通道分支保留 C/2 维，舍去位置。',
    },
  },
  'channel-query': {
    ...terms.query,
    title: { en: 'Query of the channel branch', zh: '通道分支的查询' },
    formula: String.raw`\Q{q_p} = w_q \cdot \X{x_p} + b_q`,
    note: {
      en: 'The other side is squeezed to one number per pixel: how much it should count.',
      zh: '另一侧压到每个像素一个数：它应占多大分量。',
    },
  },
  'pixel-weights': {
    ...terms.weights,
    title: { en: 'Weights of the pixels', zh: '像素权重' },
    formula: String.raw`\A{p_i} = \frac{e^{\Q{q_i}}}{\sum_{i'} e^{\Q{q_{i'}}}}`,
    note: {
      en: 'The softmax over all pixels makes up for the range that was lost in squeezing.',
      zh: '对所有像素做 softmax，弥补压缩损失的动态范围。',
    },
  },
  pooled: step(
    'value',
    ['Attention-pooled channels', '注意力池化后的通道'],
    String.raw`m_c = \sum_i \A{p_i}\, \V{V_{i,c}}`,
    ['A weighted mean over the map in place of SE’s plain mean.', '用加权平均代替 SE 的简单平均。'],
  ),
  widened: step('scores', ['Widened again', '恢复通道数'], 'W_z m + b_z', [
    'A layer returns from C/2 to one score per channel.',
    '由 C/2 恢复为每个通道一个分数。',
  ]),
  'channel-logits': {
    ...terms.logits,
    formula: String.raw`\S{s} = \operatorname{LN}(W_z m + b_z)`,
    note: {
      en: 'Layer normalisation spreads the scores of the channels before the sigmoid.',
      zh: '层归一化在 sigmoid 之前拉开各通道的分数。',
    },
  },
  'channel-gate': terms.channelGate,
  'channel-gated': step(
    'feature',
    ['Gated by channel', '按通道门控'],
    String.raw`\G{g_c}\, \X{x_{c,p}}`,
    ['Each channel of the map is multiplied by its gate.', '特征图的每个通道乘以各自的门控。'],
  ),
  'spatial-value': {
    ...terms.value,
    title: { en: 'Values of the spatial branch', zh: '空间分支的值' },
    formula: String.raw`\V{V} = W'_v * u + b'_v`,
    note: {
      en: 'Now the places are kept at full resolution, and the channels will be given up.',
      zh: '这次保留全分辨率的位置，舍去通道。',
    },
  },
  'spatial-query': {
    ...terms.query,
    title: { en: 'Query of the spatial branch', zh: '空间分支的查询' },
    formula: String.raw`\Q{Q} = W'_q * u + b'_q`,
    note: {
      en: 'A second projection to C/2 channels, of which only the mean will be used.',
      zh: '另一个到 C/2 通道的投影，只用其均值。',
    },
  },
  'query-mean': {
    ...terms.squeeze,
    title: { en: 'Mean query', zh: '平均查询' },
    formula: String.raw`\Q{\bar q_c} = \frac{1}{HW} \sum_p \Q{Q_{p,c}}`,
    note: {
      en: 'Averaged over the map: one query for the whole image.',
      zh: '在整张图上取平均：整张图像共用一个查询。',
    },
  },
  'channel-weights': {
    ...terms.weights,
    title: { en: 'Weights of the channels', zh: '通道权重' },
    formula: String.raw`\A{w_c} = \frac{e^{\Q{\bar q_c}}}{\sum_{c'} e^{\Q{\bar q_{c'}}}}`,
    note: {
      en: 'The softmax over the C/2 channels says which of them the spatial gate should rest on.',
      zh: '在 C/2 个通道上做 softmax，决定空间门控依据哪些通道。',
    },
  },
  'spatial-logits': {
    ...terms.logits,
    formula: String.raw`\S{s_p} = \sum_c \A{w_c}\, \V{V_{p,c}}`,
    note: {
      en: 'The weighted channels add up to one score for each pixel.',
      zh: '通道加权求和，得到每个像素一个分数。',
    },
  },
  'spatial-gate': {
    ...terms.channelGate,
    title: { en: 'Spatial gate', zh: '空间门控' },
    formula: String.raw`\G{g_p} = \sigma(\S{s_p})`,
    note: {
      en: 'One gate between 0 and 1 for each pixel, the same for all channels.',
      zh: '每个像素一个 0 到 1 之间的门控，所有通道共用。',
    },
  },
} as const;

/** Gates of the channels of a map [B, H, W, C]: [B, C]. */
export function channelGate(context: Context, x: Value): Value {
  const { t, weights: w } = context;
  const value = convolve(context, x, 'ch_wv').as('channel-value'); // [B, H, W, C/2]
  const query = convolve(context, x, 'ch_wq').as('channel-query'); // [B, H, W, 1]
  const perPixel = t.merge(t.pick(query, 'channel', 0), ['height', 'width'], 'key'); // [B, HW]
  const weights = t
    .softmax(perPixel, 'key')
    .as('pixel-weights')
    .torch('softmax_channel', ['batch', 'key']);
  const values = t.merge(value, ['height', 'width'], 'key'); // [B, HW, C/2]
  const pooled = t.matMul(weights, values, 'key').as('pooled'); // [B, C/2]
  const widened = t.linear(pooled, w['ch_wz.weight'], w['ch_wz.bias']).as('widened'); // [B, C]
  const logits = layerNorm(context, widened, 'ln').as('channel-logits');
  return t.sigmoid(logits).as('channel-gate').torch('sigmoid', ['batch', 'channel']);
}

/** Gates of the pixels of a map [B, H, W, C]: [B, H, W]. */
export function spatialGate(context: Context, x: Value): Value {
  const { t } = context;
  const value = convolve(context, x, 'sp_wv').as('spatial-value'); // [B, H, W, C/2]
  const query = convolve(context, x, 'sp_wq').as('spatial-query'); // [B, H, W, C/2]
  const mean = t.mean(query, ['height', 'width']).as('query-mean'); // [B, C/2]
  const weights = t
    .softmax(mean, 'channel')
    .as('channel-weights')
    .torch('softmax_spatial', ['batch', 'channel']);
  const logits = t.matMul(value, weights, 'channel').as('spatial-logits'); // [B, H, W]
  return t.sigmoid(logits).as('spatial-gate').torch('sigmoid', ['batch', 'height', 'width']);
}
