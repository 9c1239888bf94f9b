/**
 * Cross-attention (encoder–decoder attention).
 * "Attention Is All You Need", Vaswani et al., NeurIPS 2017, https://arxiv.org/abs/1706.03762, 3.2.3
 *
 * As torch.nn.MultiheadAttention with one memory as keys and values, and its state_dict: projections
 * are packed unless `kdim` or `vdim` differs from `embed_dim`.
 */
import { firstOf, mustDivide, mustEqual, num, numOrNull, of, sizeIn } from './arguments';
import { defineMechanism, type Params } from './define';
import { multiHead, multiHeadSteps, multiHeadWeights } from './multi-head';
import { vaswani2017 } from './papers';
import { attentionMask, memory, paddingMask, sequence } from './sequences';
import { channels, heads, otherWidth } from './shared-params';

/** PyTorch's None stands for the width of the queries. */
const width = (params: Params, name: 'kdim' | 'vdim'): number =>
  numOrNull(params, name) ?? num(params, 'embed_dim');

export const cross = defineMechanism({
  id: 'cross',
  name: { en: 'Cross-attention', zh: '交叉注意力' },
  family: 'transformer',
  attendsOver: ['tokens'],
  papers: [vaswani2017],
  idea: {
    en: 'Queries come from one sequence, keys and values from another: a translation looks at its source sentence, a caption at its picture. Its map is the modern form of an alignment.',
    zh: '查询来自一个序列，键和值来自另一个：译文看原文，说明文字看图像。其注意力图就是现代形式的对齐。',
  },
  formula: String.raw`\Y{Y} = \operatorname{concat}_{h}\!\left[\A{\operatorname{softmax}}\!\left(\frac{\Q{Q_h}\K{K_h}^\top}{\sqrt{d}}\right)\V{V_h}\right] W_O^\top,\quad \Q{Q} \text{ from } X,\; \K{K}, \V{V} \text{ from } M`,
  complexity: 'O(N_q N_k E + (N_q + N_k) E^2)',
  classes: { CrossAttention: {} },
  inputs: {
    query: sequence,
    memory,
    attn_mask: attentionMask,
    key_padding_mask: paddingMask,
  },
  params: {
    embed_dim: channels('query'),
    num_heads: heads('embed_dim', 8),
    kdim: otherWidth('memory', { en: 'Key width', zh: '键的宽度' }),
    vdim: otherWidth('memory', { en: 'Value width', zh: '值的宽度' }),
  },
  check(params, inputs) {
    const resolved = { ...params, kdim: width(params, 'kdim'), vdim: width(params, 'vdim') };
    const memoryWidth = sizeIn(inputs, 'memory', 'channel');
    return firstOf(
      mustEqual(params, 'embed_dim', sizeIn(inputs, 'query', 'channel'), of.queryChannels),
      mustDivide(params, 'num_heads', num(params, 'embed_dim'), of.channels),
      mustEqual(resolved, 'kdim', memoryWidth, of.memoryChannels),
      mustEqual(resolved, 'vdim', memoryWidth, of.memoryChannels),
    );
  },
  weights: (params) =>
    multiHeadWeights(num(params, 'embed_dim'), {
      kdim: width(params, 'kdim'),
      vdim: width(params, 'vdim'),
    }),
  steps: {
    ...multiHeadSteps,
    key: { ...multiHeadSteps.key, formula: String.raw`\K{K} = M W_K^\top + b_K` },
    value: { ...multiHeadSteps.value, formula: String.raw`\V{V} = M W_V^\top + b_V` },
  },
  telling: 'weights',
  example: {
    params: { num_heads: 2 },
    pin: { step: 'weights', index: [0, 0, 12 * 32 + 10, 14 * 32 + 25] },
  },
  run(context) {
    const { t, inputs, params } = context;
    const queries = t.rename(inputs.query, { token: 'query' }); // [B, Nq, E]
    const memories = t.rename(inputs.memory, { token: 'key' }); // [B, Nk, kdim]
    return multiHead(context, queries, memories, num(params, 'num_heads'), [
      inputs.attn_mask,
      inputs.key_padding_mask,
    ]);
  },
});
