/**
 * Self-attention without query, key and value projections.
 * The attention of "Attention Is All You Need", Vaswani et al., NeurIPS 2017,
 * https://arxiv.org/abs/1706.03762, in a form that has no paper of its own.
 *
 * Only the output is projected. `attention_weights` multiply the scores, not the probabilities. The class takes
 * ⌊d_model/h⌋ channels for each head and d_model for the output, which differ where h does not divide d_model.
 */
import type { Text } from '../trace/text';
import { firstOf, mustDivide, num, of, sizeIn } from './arguments';
import { attendInHeads } from './attention';
import { defineMechanism, type InputAxes, type Params } from './define';
import { vaswani2017 } from './papers';
import { dense, memoryCheck, sequencesOf } from './projected';
import { headFactors, headMask, queriesKeysValues } from './sequences';
import { channels, heads } from './shared-params';
import { terms } from './terms';
import { linear } from './weights';

/** Channels of all heads together. */
const width = (params: Params): number =>
  num(params, 'h') * Math.floor(num(params, 'd_model') / num(params, 'h'));

function check(params: Params, inputs: InputAxes): Text | null {
  const channels = sizeIn(inputs, 'queries', 'channel');
  return firstOf(
    channels === num(params, 'd_model') && mustDivide(params, 'h', channels, of.channels),
    channels !== width(params) && {
      en: `d_model ${params.d_model} in h = ${params.h} heads takes ${width(params)} channels, but the queries have ${channels}; make them equal.`,
      zh: `d_model ${params.d_model} 分成 h = ${params.h} 个头，占 ${width(params)} 个通道，而查询有 ${channels} 个；两者必须一致。`,
    },
    memoryCheck({ ...params, d_model: width(params) }, inputs),
  );
}

export const simplifiedSelf = defineMechanism({
  id: 'simplified-self',
  name: { en: 'Simplified self-attention', zh: '简化自注意力' },
  family: 'transformer',
  attendsOver: ['tokens'],
  papers: [vaswani2017],
  idea: {
    en: 'Tokens are compared as they are: queries, keys and values are the input itself, cut into heads, and only the result is projected. The scores are then symmetric and a token is usually its own best match, so the diagonal dominates; what the missing projections do in ordinary attention is seen by comparison.',
    zh: '词元直接相互比较：查询、键、值就是按头切分的输入本身，只有结果经过投影。因此分数对称，词元往往与自己最匹配，对角线占优；与普通自注意力对照，即可看出投影的作用。',
  },
  formula: String.raw`\Y{Y} = \operatorname{concat}_{h}\!\left[\A{\operatorname{softmax}}\!\left(\frac{\X{X_h}\X{X_h}^\top}{\sqrt{C/h}}\right)\X{X_h}\right] W_O^\top + b_O`,
  complexity: 'O(N^2 C + N C^2)',
  classes: { SimplifiedScaledDotProductAttention: {} },
  inputs: { ...queriesKeysValues, attention_mask: headMask, attention_weights: headFactors },
  params: { d_model: channels('queries'), h: heads('d_model', 8) },
  check,
  weights: (params) => linear('fc_o', width(params), num(params, 'd_model'), { identity: 'eye' }),
  steps: {
    products: { ...terms.products, formula: String.raw`\S{e_{ij}} = \X{x_i} \cdot \X{x_j}` },
    scores: {
      ...terms.scores,
      formula: String.raw`\S{s_{ij}} = \frac{\X{x_i} \cdot \X{x_j}}{\sqrt{C/h}}`,
    },
    reweighted: terms.reweighted,
    masked: terms.masked,
    weights: {
      ...terms.weights,
      note: {
        en: 'The softmax turns the scores of each token into weights that sum to 1; without projections most of it usually stays on the token itself.',
        zh: 'softmax 把每个词元的分数变成和为 1 的权重；没有投影时，大部分权重通常留在词元自身。',
      },
    },
    context: { ...terms.context, formula: String.raw`\Y{o_i} = \sum_j \A{a_{ij}} \X{x_j}` },
    output: terms.output,
  },
  telling: 'weights',
  run(context) {
    const { t, inputs, params } = context;
    const { queries: query, keys: key, values: value } = sequencesOf(t, inputs);
    const { weights, context: attended } = attendInHeads(
      t,
      { query, key, value },
      num(params, 'h'),
      [inputs.attention_mask],
      { factors: inputs.attention_weights },
    );
    weights.torch('root@torch.softmax', ['batch', 'head', 'query', 'key']); // [B, h, Nq, Nk]
    return dense(context, attended, 'fc_o') // [B, Nq, C]
      .as('output')
      .torch('output', ['batch', 'query', 'channel']);
  },
});
