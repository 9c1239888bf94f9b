/**
 * Separable self-attention of MobileViTv2.
 * "Separable Self-attention for Mobile Vision Transformers", Mehta, Rastegari, TMLR 2023,
 * https://arxiv.org/abs/2206.02680
 *
 * Deviation of the published code, offered as a variant: no ReLU on the values.
 */
import { choice, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { dense } from './projected';
import { sequence } from './sequences';
import { channels, variant } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

export const mobilevitV2 = defineMechanism({
  id: 'mobilevit-v2',
  name: { en: 'Separable self-attention (MobileViTv2)', zh: '可分离自注意力（MobileViTv2）' },
  family: 'efficient',
  attendsOver: ['tokens', 'pixels'],
  papers: [
    {
      title: 'Separable Self-attention for Mobile Vision Transformers',
      authors: 'Mehta, Rastegari',
      venue: 'TMLR',
      year: 2023,
      url: 'https://arxiv.org/abs/2206.02680',
    },
  ],
  idea: {
    en: 'Instead of comparing all pairs, every token is scored against one learned latent token. The scores gather the keys into a single context vector, which then multiplies all values, channel by channel. Cost grows with N, and only elementwise products are needed, which suits phones; but all tokens receive the same context.',
    zh: '不再两两比较，每个词元只与一个可学习的潜在词元打分。分数把所有键汇成一个上下文向量，再逐通道乘到所有值上。开销随 N 增长，且只需逐元素乘法，适合手机；但所有词元得到的上下文相同。',
  },
  formula: String.raw`\Y{Y} = \left(\V{V} \odot \sum_n \A{a_n} \K{k_n}\right) W_O^\top + b_O,\quad \A{a} = \operatorname{softmax}_n(\X{X} w_I + b_I)`,
  complexity: 'O(N C^2)',
  classes: { MobileViTv2Attention: {} },
  // Sequences may lie side by side: the class attends along its second axis, whatever comes between it and the channels.
  inputs: { input: { ...sequence, alternatives: [['batch', 'token', 'group', 'channel']] } },
  params: {
    d_model: channels('input'),
    variant: variant({
      en: 'The paper passes the values through a ReLU; the published code leaves it out, so that the layer is linear in its values and weights trained with one form give wrong results in the other.',
      zh: '论文对值使用 ReLU，公开代码遗漏了它：该层对值变成线性，用一种形式训练的权重在另一种形式下结果错误。',
    }),
  },
  check: (params, inputs) =>
    mustEqual(params, 'd_model', sizeIn(inputs, 'input', 'channel'), of.inputChannels),
  weights(params) {
    const channel = num(params, 'd_model');
    return {
      ...linear('fc_i', channel, 1, { identity: 'default' }),
      ...linear('fc_k', channel, channel, { identity: 'eye' }),
      ...linear('fc_v', channel, channel, { identity: 'eye' }),
      ...linear('fc_o', channel, channel, { identity: 'eye' }),
    };
  },
  steps: {
    scores: step(
      'scores',
      ['Scores against the latent token', '与潜在词元的分数'],
      String.raw`\S{s_n} = \X{x_n} \cdot w_I + b_I`,
      [
        'The learned vector w plays the part of all queries: one score for each token.',
        '可学习的向量 w 充当全部查询：每个词元一个分数。',
      ],
    ),
    weights: {
      ...terms.weights,
      title: { en: 'Context scores', zh: '上下文权重' },
      formula: String.raw`\A{a_n} = \frac{e^{\S{s_n}}}{\sum_{n'} e^{\S{s_{n'}}}}`,
      note: {
        en: 'The softmax over the tokens: how much each one adds to the common context.',
        zh: '沿词元做 softmax：每个词元对公共上下文的贡献。',
      },
    },
    key: terms.key,
    context: {
      ...terms.context,
      title: { en: 'Context vector', zh: '上下文向量' },
      formula: String.raw`c = \sum_n \A{a_n} \K{k_n}`,
      note: {
        en: 'One vector for the whole input: the weighted mean of all keys.',
        zh: '代表整个输入的一个向量：所有键的加权平均。',
      },
    },
    value: terms.value,
    rectified: step(
      'value',
      ['Rectified values', '整流后的值'],
      String.raw`\V{v} \leftarrow \operatorname{ReLU}(\V{v})`,
      [
        'As in the paper, negative values are cut off before the context scales them.',
        '按论文，负值在被上下文缩放之前截为 0。',
      ],
    ),
    modulated: step('value', ['Values times context', '值乘上下文'], String.raw`c \odot \V{v_n}`, [
      'The context opens or closes each channel, in the same way for all tokens.',
      '上下文放大或抑制每个通道，对所有词元一致。',
    ]),
    output: {
      ...terms.output,
      formula: String.raw`\Y{y_n} = W_O (c \odot \V{v_n}) + b_O`,
      note: { en: 'A last projection mixes the channels.', zh: '最后一个投影混合各通道。' },
    },
  },
  telling: 'weights',
  run(context) {
    const { t, inputs, params } = context;
    const x = inputs.input; // [B, N, C], or [B, N, G, C]
    const order = x.axes.map(({ role }) => role);
    const scores = t.pick(dense(context, x, 'fc_i'), 'channel', 0).as('scores'); // [B, N]
    const weights = t
      .softmax(scores, 'token')
      .as('weights')
      .torch('root@torch.softmax', order.slice(0, -1));
    const key = dense(context, x, 'fc_k').as('key'); // [B, N, C]
    const summary = t.matMul(weights, key, 'token').as('context'); // [B, C]

    const value = dense(context, x, 'fc_v').as('value'); // [B, N, C]
    const used = choice(params, 'variant') === 'paper' ? t.relu(value).as('rectified') : value;
    const modulated = t.multiply(used, summary).as('modulated'); // [B, N, C]
    return dense(context, modulated, 'fc_o').as('output').torch('output', order);
  },
});
