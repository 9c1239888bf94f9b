/**
 * Scaled dot-product attention.
 * "Attention Is All You Need", Vaswani et al., NeurIPS 2017, https://arxiv.org/abs/1706.03762
 *
 * As torch.nn.functional.scaled_dot_product_attention, with one difference in its mask: True means
 * masked here, as in nn.MultiheadAttention. `scale` replaces 1/√d.
 */

import { numOrNull, sizeIn } from './arguments';
import { applyMasks } from './attention';
import { defineMechanism } from './define';
import { vaswani2017 } from './papers';
import { attentionMask, queryKeyCheck, queryKeyValue } from './sequences';
import { terms } from './terms';

export const sdpa = defineMechanism({
  id: 'sdpa',
  name: { en: 'Scaled dot-product attention', zh: '缩放点积注意力' },
  family: 'transformer',
  attendsOver: ['tokens'],
  papers: [vaswani2017],
  idea: {
    en: 'Each query is compared with every key by a dot product; the softmax of the scaled scores says how much of each value it takes. It has no parameters of its own: it is the core that most attention layers are built round.',
    zh: '每个查询与所有键做点积，缩放后的分数经 softmax 决定各取多少值。它本身没有参数，是大多数注意力层的核心。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}}\!\left(\frac{\Q{Q}\K{K}^\top}{\sqrt{d}}\right)\V{V}`,
  complexity: 'O(N_q N_k d)',
  classes: { SDPA: {} },
  inputs: { ...queryKeyValue, attn_mask: attentionMask },
  params: {
    scale: {
      kind: 'number',
      default: null,
      nullable: true,
      automatic: (_, inputs) => 1 / Math.sqrt(sizeIn(inputs, 'query', 'channel')),
      min: 0.01,
      max: 10,
      log: true,
      label: { en: 'Scale', zh: '缩放系数' },
      help: {
        en: 'Factor on the scores; 1/√d when automatic. A larger one makes the weights sharper.',
        zh: '分数的系数，自动时为 1/√d；越大，权重越尖锐。',
      },
    },
  },
  check: queryKeyCheck,
  weights: () => ({}),
  steps: {
    products: terms.products,
    scores: terms.scores,
    masked: terms.masked,
    weights: terms.weights,
    output: {
      ...terms.context,
      role: 'output',
      title: terms.output.title,
      formula: String.raw`\Y{y_i} = \sum_j \A{a_{ij}} \V{v_j}`,
      note: {
        en: 'Each query takes the values of all keys, each in proportion to its weight.',
        zh: '每个查询按权重汇总所有键对应的值。',
      },
    },
  },
  telling: 'weights',
  // A cat's left pupil, which finds the right one by nothing but likeness.
  example: { pin: { step: 'weights', index: [0, 12 * 32 + 10, 14 * 32 + 25] } },
  run({ t, inputs, params }) {
    const query = t.rename(inputs.query, { token: 'query' }); // [B, Nq, d]
    const key = t.rename(inputs.key, { token: 'key' }); // [B, Nk, d]
    const value = t.rename(inputs.value, { token: 'key' }); // [B, Nk, dv]

    const scale = numOrNull(params, 'scale');
    const factor = scale ?? 1 / Math.sqrt(query.size('channel'));
    const symbol = scale === null ? String.raw`1/\sqrt{d}` : undefined;

    const products = t.matMul(query, key, 'channel').as('products'); // [B, Nq, Nk]
    const scores = applyMasks(t, t.scale(products, factor, symbol).as('scores'), [
      inputs.attn_mask,
    ]);
    const weights = t
      .softmax(scores, 'key')
      .as('weights')
      .torch('root@torch.softmax', ['batch', 'query', 'key']);
    return t
      .matMul(weights, value, 'key') // [B, Nq, dv]
      .as('output')
      .torch('output', ['batch', 'query', 'channel']);
  },
});
