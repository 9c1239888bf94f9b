/**
 * Multi-head scaled dot-product attention with free widths of keys and values.
 * "Attention Is All You Need", Vaswani et al., NeurIPS 2017, https://arxiv.org/abs/1706.03762
 *
 * d_k and d_v are widths of one head and need not be C/h. `attention_weights` multiply the scores, not
 * the probabilities.
 */
import { defineMechanism } from './define';
import { vaswani2017 } from './papers';
import {
  projectedAttention,
  projectedCheck,
  projectedParams,
  projectedSteps,
  projectedWeights,
} from './projected';
import { headFactors, headMask, queriesKeysValues } from './sequences';
import { channels } from './shared-params';

export const self = defineMechanism({
  id: 'self',
  name: { en: 'Self-attention, free head widths', zh: '自注意力（头宽可调）' },
  family: 'transformer',
  attendsOver: ['tokens'],
  papers: [vaswani2017],
  idea: {
    en: 'The attention of the Transformer with the widths of keys and values set separately from the number of channels: wide keys sharpen the comparison, wide values carry more per head. A given mask removes keys, given factors damp or strengthen single scores. Choose it where the usual width C/h is too tight or too costly.',
    zh: 'Transformer 的注意力，但键宽和值宽可独立于通道数设定：键越宽，比较越精细；值越宽，每个头传递的信息越多。可附加掩码去除某些键，或用系数增强、减弱个别分数。适合常用宽度 C/h 过窄或过贵的场合。',
  },
  formula: String.raw`\Y{Y} = \operatorname{concat}_{h}\!\left[\A{\operatorname{softmax}}\!\left(\frac{\Q{Q_h}\K{K_h}^\top}{\sqrt{d_k}}\right)\V{V_h}\right] W_O^\top + b_O`,
  complexity: 'O(N^2 h (d_k + d_v) + N C h (d_k + d_v))',
  classes: { ScaledDotProductAttention: {} },
  inputs: { ...queriesKeysValues, attention_mask: headMask, attention_weights: headFactors },
  params: { d_model: channels('queries'), ...projectedParams },
  check: projectedCheck,
  weights: (params) => projectedWeights(params),
  steps: projectedSteps,
  telling: 'weights',
  run: (context) =>
    projectedAttention(context)
      .result.as('output') // [B, Nq, C]
      .torch('output', ['batch', 'query', 'channel']),
});
