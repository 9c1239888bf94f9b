import type { StepText } from '../trace/graph';
import { step, terms } from './terms';

type Two = readonly [en: string, zh: string];

/** Queries, keys, scores and weights of one of the three attentions. */
const attention = (
  where: Two,
  from: readonly [query: string, key: string],
  scores: Two,
  weights: Two,
): Readonly<Record<'query' | 'key' | 'scores' | 'weights', StepText>> => {
  const title = (en: string, zh: string): Two => [`${where[0]}: ${en}`, `${where[1]}：${zh}`];
  return {
    query: step(
      'query',
      title('queries', '查询'),
      String.raw`\Q{Q} = (${from[0]} W_Q^\top + b_Q) / \sqrt{d}`,
      [
        'What each position is looking for, divided by √d beforehand so that the scores need no scaling.',
        '每个位置要寻找的内容；预先除以 √d，分数便无需再缩放。',
      ],
    ),
    key: step('key', title('keys', '键'), String.raw`\K{K} = ${from[1]} W_K^\top + b_K`, [
      terms.key.note.en,
      terms.key.note.zh,
    ]),
    scores: step(
      'scores',
      title('scores', '分数'),
      String.raw`\S{s_{ij}} = \Q{q_i} \cdot \K{k_j}`,
      scores,
    ),
    weights: step(
      'weights',
      title('weights', '权重'),
      String.raw`\A{a_{ij}} = \frac{e^{\S{s_{ij}}}}{\sum_{j'} e^{\S{s_{ij'}}}}`,
      weights,
    ),
  };
};

const encoder = attention(
  ['Encoder', '编码器'],
  ['X', 'X'],
  [
    'Every source word is matched with every other, before and after it.',
    '每个源词与其前后的所有词逐一匹配。',
  ],
  [
    'Full self-attention: queries and keys are the same sentence, and no cell is forbidden.',
    '完整的自注意力：查询与键是同一个句子，没有任何单元格被屏蔽。',
  ],
);
const causal = attention(
  ['Decoder', '解码器'],
  ['Y', 'Y'],
  [
    'The words read so far are matched with each other; what comes later has the score −∞.',
    '已读入的词彼此匹配；之后的词分数为 −∞。',
  ],
  [
    'Masked self-attention: the step that writes word t looks at the start mark and at the words before t.',
    '掩码自注意力：写第 t 个词的那一步，只看起始符和 t 之前的词。',
  ],
);
const cross = attention(
  ['Encoder to decoder', '编码器到解码器'],
  ["Y'", 'M'],
  [
    'Queries come from the decoder, keys from the encoded sentence.',
    '查询来自解码器，键来自编码后的源句。',
  ],
  [
    'Row t: where in the source sentence the decoder looks while it writes word t, in each head.',
    '第 t 行：写第 t 个词时，解码器在每个头中看向源句的哪里。',
  ],
);

/** Texts of the steps of the Transformer. */
export const encoderDecoderSteps = {
  source: step(
    'position',
    ['Source words with positions', '带位置的源词'],
    String.raw`\X{x_j} = \sqrt{E}\, E_s[\text{word}_j] + p_j`,
    [
      'A learned vector for the word and a fixed sinusoid for its place: without the second, the order of the words would be lost.',
      '词的可学习向量加上位置的固定正弦编码；没有后者，词序就会丢失。',
    ],
  ),
  'encoder-query': encoder.query,
  'encoder-key': encoder.key,
  'encoder-scores': encoder.scores,
  'encoder-weights': encoder.weights,
  encoded: step(
    'key',
    ['Encoded sentence', '编码后的源句'],
    String.raw`M = \operatorname{enc}(\X{X})`,
    [
      'Each source word after attention, a two-layer network, residual sums and normalisations: the memory of the decoder.',
      '每个源词经过注意力、两层网络、残差与归一化：这就是解码器的记忆。',
    ],
  ),
  target: step(
    'position',
    ['Words read by the decoder', '解码器读入的词'],
    String.raw`y_{t-1} = \sqrt{E}\, E_t[\text{word}_{t-1}] + p_t`,
    [
      'The translation moved by one: to write word t, the decoder reads the start mark and the words before t.',
      '译文右移一位：写第 t 个词时，解码器读入起始符和 t 之前的词。',
    ],
  ),
  'causal-mask': terms.causalMask,
  'causal-query': causal.query,
  'causal-key': causal.key,
  'causal-scores': causal.scores,
  'causal-weights': causal.weights,
  'cross-query': cross.query,
  'cross-key': cross.key,
  'cross-scores': cross.scores,
  'cross-weights': cross.weights,
  decoded: step('feature', ['Decoded words', '解码结果'], String.raw`\operatorname{dec}(Y, M)`, [
    'Each position of the translation after both attentions and the two-layer network.',
    '译文每个位置经过两种注意力和两层网络之后的向量。',
  ]),
  'word-scores': step(
    'scores',
    ['Scores of the words', '各词的分数'],
    String.raw`\S{e_t} = W \operatorname{dec}_t + b`,
    [
      'One score for each word of the target language; their softmax makes probabilities of them.',
      '目标语言的每个词一个分数，经 softmax 变成概率。',
    ],
  ),
  probabilities: step(
    'weights',
    ['Probabilities of the words', '各词的概率'],
    String.raw`\Y{p_t} = \operatorname{softmax}(\S{e_t})`,
    [
      'Row t: how likely each word of the target language is as word t. The likeliest one is written, and read next.',
      '第 t 行：目标语言的每个词作为第 t 个词的概率。写下最可能的词，下一步再读入它。',
    ],
  ),
} as const;
