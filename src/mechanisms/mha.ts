/**
 * Multi-head self-attention.
 * "Attention Is All You Need", Vaswani et al., NeurIPS 2017, https://arxiv.org/abs/1706.03762
 *
 * As torch.nn.MultiheadAttention with one input as queries, keys and values, and its state_dict.
 */
import { firstOf, flag, mustDivide, mustEqual, num, numOrNull, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { multiHead, multiHeadSteps, multiHeadWeights } from './multi-head';
import { vaswani2017 } from './papers';
import { attentionMask, paddingMask, sequence } from './sequences';
import { biasFlag, channels, heads, otherWidth } from './shared-params';

export const mha = defineMechanism({
  id: 'mha',
  name: { en: 'Multi-head self-attention', zh: '多头自注意力' },
  family: 'transformer',
  attendsOver: ['tokens'],
  papers: [vaswani2017],
  idea: {
    en: 'Several attentions run side by side, each on its own projection of the same tokens, so that one head can follow syntax while another follows position. Every token sees every other: the choice for sequences up to a few thousand tokens.',
    zh: '多个注意力并行运行，各自使用同一组词元的不同投影，于是一个头可以关注语法，另一个关注位置。任意两个词元都能互相看到：适合几千词元以内的序列。',
  },
  formula: String.raw`\Y{Y} = \operatorname{concat}_{h}\!\left[\A{\operatorname{softmax}}\!\left(\frac{\Q{Q_h}\K{K_h}^\top}{\sqrt{d}}\right)\V{V_h}\right] W_O^\top`,
  complexity: 'O(N^2 E + N E^2)',
  classes: { MultiHeadSelfAttention: {} },
  inputs: { x: sequence, attn_mask: attentionMask, key_padding_mask: paddingMask },
  params: {
    embed_dim: channels('x'),
    num_heads: heads('embed_dim', 8),
    bias: biasFlag({ en: 'Bias', zh: '偏置' }),
    kdim: otherWidth('x', { en: 'Key width', zh: '键的宽度' }),
    vdim: otherWidth('x', { en: 'Value width', zh: '值的宽度' }),
  },
  check(params, inputs) {
    const width = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'embed_dim', width, of.inputChannels),
      mustDivide(params, 'num_heads', width, of.channels),
      numOrNull(params, 'kdim') !== null && mustEqual(params, 'kdim', width, of.inputChannels),
      numOrNull(params, 'vdim') !== null && mustEqual(params, 'vdim', width, of.inputChannels),
    );
  },
  weights: (params) => multiHeadWeights(num(params, 'embed_dim'), { bias: flag(params, 'bias') }),
  steps: multiHeadSteps,
  telling: 'weights',
  // Few heads leave each of them enough channels to tell things apart; the cat's pupils.
  example: {
    params: { num_heads: 2 },
    pin: { step: 'weights', index: [0, 0, 12 * 32 + 10, 14 * 32 + 25] },
  },
  run(context) {
    const { t, inputs, params } = context;
    const queries = t.rename(inputs.x, { token: 'query' }); // [B, N, E]
    const keys = t.rename(inputs.x, { token: 'key' }); // [B, N, E]
    return multiHead(context, queries, keys, num(params, 'num_heads'), [
      inputs.attn_mask,
      inputs.key_padding_mask,
    ]);
  },
});
