/**
 * Causal (masked) multi-head self-attention, as in a decoder.
 * "Attention Is All You Need", Vaswani et al., NeurIPS 2017, https://arxiv.org/abs/1706.03762, 3.2.3
 *
 * As torch.nn.MultiheadAttention with the upper triangle masked, and its state_dict.
 */
import { firstOf, mustDivide, mustEqual, num, of, sizeIn } from './arguments';
import { futureMask } from './constants';
import { defineMechanism } from './define';
import { multiHead, multiHeadSteps, multiHeadWeights } from './multi-head';
import { vaswani2017 } from './papers';
import { paddingMask, sequence } from './sequences';
import { channels, heads } from './shared-params';
import { terms } from './terms';

export const causal = defineMechanism({
  id: 'causal',
  name: { en: 'Causal self-attention', zh: '因果自注意力' },
  family: 'transformer',
  attendsOver: ['tokens'],
  papers: [vaswani2017],
  idea: {
    en: 'Self-attention in which a token sees only itself and what came before it, so that a model can be trained on all positions at once and still predict the next word without seeing it. All language models that write from left to right use it.',
    zh: '每个词元只能看到自己及之前的词元，因此可以在所有位置上同时训练，又不会在预测下一个词时偷看答案。从左到右生成的语言模型都用它。',
  },
  formula: String.raw`\Y{Y} = \operatorname{concat}_{h}\!\left[\A{\operatorname{softmax}}\!\left(\frac{\Q{Q_h}\K{K_h}^\top}{\sqrt{d}} + M\right)\V{V_h}\right] W_O^\top,\quad M_{ij} = -\infty \text{ where } j > i`,
  complexity: 'O(N^2 E + N E^2)',
  classes: { CausalSelfAttention: {} },
  inputs: { x: sequence, key_padding_mask: paddingMask },
  params: { embed_dim: channels('x'), num_heads: heads('embed_dim', 8) },
  check(params, inputs) {
    const width = sizeIn(inputs, 'x', 'channel');
    return firstOf(
      mustEqual(params, 'embed_dim', width, of.inputChannels),
      mustDivide(params, 'num_heads', width, of.channels),
    );
  },
  weights: (params) => multiHeadWeights(num(params, 'embed_dim')),
  steps: { 'causal-mask': terms.causalMask, ...multiHeadSteps },
  telling: 'weights',
  example: { params: { num_heads: 2 } },
  reach: () => ({ kind: 'earlier' }),
  run(context) {
    const { t, inputs, params, constant } = context;
    const queries = t.rename(inputs.x, { token: 'query' }); // [B, N, E]
    const keys = t.rename(inputs.x, { token: 'key' }); // [B, N, E]
    const future = constant(futureMask(queries.size('query')), 'causal mask').as('causal-mask');
    return multiHead(context, queries, keys, num(params, 'num_heads'), [
      future,
      inputs.key_padding_mask,
    ]);
  },
});
