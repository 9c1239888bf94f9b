/**
 * External attention.
 * "Beyond Self-attention: External Attention using Two Linear Layers for Visual Tasks",
 * Guo, Liu, Mu, Hu, 2021 (TPAMI 2022), https://arxiv.org/abs/2105.02358
 *
 * Both normalisations of the paper: softmax over the tokens, then L1 over the memory slots. The other
 * variants are the short forms of tutorials, with one softmax instead.
 */
import type { Value } from '../ops/builder';
import { choice, mustEqual, num, of, sizeIn } from './arguments';
import { type Context, defineMechanism } from './define';
import { sequence } from './sequences';
import { channels, variant } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

export const external = defineMechanism({
  id: 'external',
  name: { en: 'External attention', zh: '外部注意力' },
  family: 'efficient',
  attendsOver: ['slots', 'tokens'],
  papers: [
    {
      title: 'Beyond Self-attention: External Attention using Two Linear Layers for Visual Tasks',
      authors: 'Guo, Liu, Mu, Hu',
      venue: 'TPAMI',
      year: 2022,
      url: 'https://arxiv.org/abs/2105.02358',
    },
  ],
  idea: {
    en: 'Tokens attend to a small learned memory of S slots instead of to each other, so that cost grows with N and not with N². The memory is shared by all inputs and so holds what the data set has in common. Short forms in circulation leave out one of the two normalisations.',
    zh: '词元不互相关注，而是关注 S 个可学习的记忆槽，开销随 N 而非 N² 增长。记忆由所有输入共享，因此保存整个数据集的共性。网上的简化写法常漏掉两次归一化之一。',
  },
  formula: String.raw`\Y{Y} = \A{\operatorname{L1}_s\!\left(\operatorname{softmax}_n(\X{X} \K{M_k}^\top)\right)}\, \V{M_v}^\top`,
  complexity: 'O(N S C)',
  classes: { ExternalAttention: { variant: 'paper' } },
  inputs: { queries: sequence },
  params: {
    d_model: channels('queries'),
    S: {
      kind: 'integer',
      default: 64,
      min: 1,
      max: 512,
      log: true,
      label: { en: 'Memory slots', zh: '记忆槽数' },
      help: {
        en: 'Number of learned keys and values that all tokens share.',
        zh: '所有词元共享的可学习键值对的个数。',
      },
    },
    variant: variant(
      {
        en: 'Short forms in tutorials have one softmax instead of the double normalisation: over the slots, some slots serve nearly all tokens; over the tokens, the weights of a token do not sum to 1.',
        zh: '教程里的简化写法只做一次 softmax，省去双重归一化：沿槽做，少数槽可能包揽几乎所有词元；沿词元做，一个词元的权重之和不为 1。',
      },
      {
        slots: { en: 'One softmax, over the slots', zh: '仅沿槽 softmax' },
        tokens: { en: 'One softmax, over the tokens', zh: '仅沿词元 softmax' },
      },
    ),
  },
  check: (params, inputs) =>
    mustEqual(params, 'd_model', sizeIn(inputs, 'queries', 'channel'), of.inputChannels),
  weights(params) {
    const [channel, slots] = [num(params, 'd_model'), num(params, 'S')];
    return {
      ...linear('mk', channel, slots, { bias: false }),
      ...linear('mv', slots, channel, { bias: false }),
    };
  },
  steps: {
    scores: {
      ...terms.products,
      title: { en: 'Scores against the memory', zh: '与记忆的分数' },
      formula: String.raw`\S{s_{ij}} = \X{x_i} \cdot \K{m^k_j}`,
      note: {
        en: 'Every token is compared with every slot of the learned key memory.',
        zh: '每个词元与键记忆的每个槽做比较。',
      },
    },
    softmax: {
      ...terms.weights,
      title: { en: 'Softmax over the tokens', zh: '沿词元的 softmax' },
      formula: String.raw`\A{p_{ij}} = \frac{e^{\S{s_{ij}}}}{\sum_{i'} e^{\S{s_{i'j}}}}`,
      note: {
        en: 'First normalisation: for each slot, the weights of all tokens sum to 1.',
        zh: '第一次归一化：对每个槽，所有词元的权重和为 1。',
      },
    },
    'slot-softmax': {
      ...terms.weights,
      title: { en: 'Softmax over the slots', zh: '沿槽的 softmax' },
      formula: String.raw`\A{a_{ij}} = \frac{e^{\S{s_{ij}}}}{\sum_{j'} e^{\S{s_{ij'}}}}`,
      note: {
        en: 'The only normalisation of this short form: for each token, the weights of the slots sum to 1, whatever a slot gathers over all tokens.',
        zh: '这种简化写法唯一的归一化：对每个词元，各槽权重和为 1，而不管一个槽在全体词元上共得多少。',
      },
    },
    total: step(
      'weights',
      ['Total over the slots', '沿槽求和'],
      String.raw`z_i = \sum_j \A{p_{ij}}`,
      ['How much weight a token has gathered over all slots.', '每个词元在所有槽上获得的总权重。'],
    ),
    weights: {
      ...terms.weights,
      title: { en: 'Attention, doubly normalised', zh: '双重归一化的注意力' },
      formula: String.raw`\A{a_{ij}} = \frac{\A{p_{ij}}}{\sum_{j'} \A{p_{ij'}}}`,
      note: {
        en: 'Second normalisation: for each token, the weights of the slots sum to 1, which takes out the scale of its features.',
        zh: '第二次归一化：对每个词元，各槽权重和为 1，消除特征尺度的影响。',
      },
    },
    output: {
      ...terms.context,
      role: 'output',
      title: terms.output.title,
      formula: String.raw`\Y{y_i} = \sum_j \A{a_{ij}}\, \V{m^v_j}`,
      note: {
        en: 'Each token is rebuilt from the learned value memory.',
        zh: '每个词元由值记忆重新组合而成。',
      },
    },
  },
  telling: 'weights',
  // Few slots, each seen as a map; without training they differ little.
  example: { params: { S: 16 }, gain: 4 },
  run({ t, inputs, weights: w, params }) {
    const keys = t.rename(w['mk.weight'], { output: 'slot', input: 'channel' }); // [S, C]
    const values = t.rename(w['mv.weight'], { output: 'channel', input: 'slot' }); // [C, S]
    const scores = t.matMul(inputs.queries, keys, 'channel').as('scores'); // [B, N, S]
    return t
      .matMul(normalise(t, scores, choice(params, 'variant')), values, 'slot') // [B, N, C]
      .as('output')
      .torch('output', ['batch', 'token', 'channel']);
  },
});

/** Weights of the slots for each token, [B, N, S] → same. */
function normalise(t: Context['t'], scores: Value, variant: string): Value {
  if (variant === 'slots') return t.softmax(scores, 'slot').as('slot-softmax');
  const order = ['batch', 'token', 'slot'] as const;
  const softmax = t.softmax(scores, 'token').as('softmax').torch('softmax', order);
  if (variant === 'tokens') return softmax;
  const total = t.sum(softmax, ['slot']).as('total'); // [B, N]
  return t.divide(softmax, total).as('weights').torch('mv.in', order);
}
