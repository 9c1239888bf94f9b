/**
 * Dot-product attention, without scaling.
 * "Effective Approaches to Attention-based Neural Machine Translation", Luong, Pham, Manning,
 * EMNLP 2015, https://arxiv.org/abs/1508.04025, score "dot".
 *
 * Only the attention itself: the paper feeds the result and the decoder's state into another layer.
 * With `projections` it is the layer that Keras tutorials write: three dense layers in front, and no scale.
 */
import { flag, sizeIn } from './arguments';
import { applyMasks } from './attention';
import { type Context, defineMechanism } from './define';
import { luong2015 } from './papers';
import { dense } from './projected';
import { attentionMask, queryKeyCheck, queryKeyValue } from './sequences';
import { terms } from './terms';
import { linear } from './weights';

export const dotProduct = defineMechanism({
  id: 'dot-product',
  name: { en: 'Dot-product attention', zh: '点积注意力' },
  family: 'alignment',
  attendsOver: ['tokens'],
  papers: [luong2015],
  idea: {
    en: 'The score of a key is its plain dot product with the query. Without scaling the scores grow with the number of channels, and the softmax soon puts nearly all weight on one key: compare with the scaled form at 64 channels.',
    zh: '键的分数就是它与查询的点积。不缩放时分数随通道数增大，softmax 很快把几乎全部权重给一个键；可在 64 通道下与缩放形式对比。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{softmax}}\!\left(\Q{Q}\K{K}^\top\right)\V{V}`,
  complexity: 'O(N_q N_k d)',
  classes: { DotProduct: { projections: false } },
  inputs: { ...queryKeyValue, attn_mask: attentionMask },
  params: {
    projections: {
      kind: 'flag',
      default: false,
      label: { en: 'Projections', zh: '投影' },
      help: {
        en: 'Three dense layers make queries, keys and values first, as in the layer of Keras tutorials.',
        zh: '先经三个全连接层得到查询、键、值，即 Keras 教程中自注意力层的写法。',
      },
    },
  },
  check: queryKeyCheck,
  weights(params, inputs) {
    if (!flag(params, 'projections')) return {};
    const width = (name: string): number => sizeIn(inputs, name, 'channel');
    const square = (name: string) => linear(name, width(name), width(name), { identity: 'eye' });
    return { ...square('query'), ...square('key'), ...square('value') };
  },
  steps: {
    query: terms.query,
    key: terms.key,
    value: terms.value,
    scores: { ...terms.products, formula: String.raw`\S{s_{ij}} = \Q{q_i} \cdot \K{k_j}` },
    masked: terms.masked,
    weights: terms.weights,
    output: terms.contextVectors,
  },
  telling: 'weights',
  // The cat's left pupil and the right one.
  example: { pin: { step: 'weights', index: [0, 12 * 32 + 10, 14 * 32 + 25] } },
  run(context) {
    const { t, inputs } = context;
    const query = projected(context, 'query', 'query'); // [B, Nq, d]
    const key = projected(context, 'key', 'key'); // [B, Nk, d]
    const value = projected(context, 'value', 'key'); // [B, Nk, dv]

    const scores = t.matMul(query, key, 'channel').as('scores'); // [B, Nq, Nk]
    const weights = t
      .softmax(applyMasks(t, scores, [inputs.attn_mask]), 'key')
      .as('weights')
      .torch('root@torch.softmax', ['batch', 'query', 'key']);
    return t
      .matMul(weights, value, 'key') // [B, Nq, dv]
      .as('output')
      .torch('output', ['batch', 'query', 'channel']);
  },
});

/** An input as it is or through the dense layer of its name, its tokens as queries or keys. */
function projected(context: Context, name: 'query' | 'key' | 'value', role: 'query' | 'key') {
  const x = context.t.rename(context.inputs[name], { token: role });
  return flag(context.params, 'projections') ? dense(context, x, name).as(name) : x;
}
