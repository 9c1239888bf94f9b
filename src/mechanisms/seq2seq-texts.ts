import { step, terms } from './terms';

/** Texts of the steps of seq2seq. */
export const seq2seqSteps = {
  source: step('feature', ['Source words', '源词嵌入'], String.raw`\X{x_j} = E_s[\text{word}_j]`, [
    'Each word of the sentence is a learned vector: the row of the embedding table that its one-hot code picks.',
    '源句的每个词是一个可学习的向量：由独热编码从嵌入表中取出的一行。',
  ]),
  annotations: step(
    'key',
    ['Encoder states', '编码器状态'],
    String.raw`\K{h_j} = [\overrightarrow{h_j}; \overleftarrow{h_j}]`,
    [
      'One recurrent layer has read the sentence up to word j from the left, another one from the right; their two states stand side by side.',
      '一个循环层从左读到第 j 个词，另一个从右读到它；两个状态并排拼接。',
    ],
  ),
  summary: step(
    'feature',
    ['The whole sentence in one vector', '整句压缩成的向量'],
    String.raw`c = [\overrightarrow{h_N}; \overleftarrow{h_1}]`,
    [
      'The last state of each direction has seen every word. It starts the decoder; without attention it is also all that the decoder ever sees.',
      '两个方向的末状态都读过全部词。它用来启动解码器；没有注意力时，它也是解码器能看到的全部。',
    ],
  ),
  key: { ...terms.key, formula: String.raw`U_a \K{h_j}` },
  target: step(
    'feature',
    ['Words read by the decoder', '解码器读入的词'],
    String.raw`y_{t-1} = E_t[\text{word}_{t-1}]`,
    [
      'To write word t the decoder reads the word before it; the first time, a start mark.',
      '写第 t 个词时，解码器读入它的前一个词；第一次读入起始符。',
    ],
  ),
  previous: step(
    'query',
    ['Decoder states before each word', '写词之前的解码器状态'],
    String.raw`\Q{s_{t-1}}`,
    [
      'Found by going through the sentence word by word: what the decoder knows before it writes word t.',
      '逐词推进得到：解码器在写第 t 个词之前所掌握的状态。',
    ],
  ),
  query: { ...terms.query, formula: String.raw`W_a \Q{s_{t-1}}` },
  hidden: step(
    'feature',
    ['Hidden layer of the alignment', '对齐网络的隐藏层'],
    String.raw`u_{tj} = \tanh(W_a \Q{s_{t-1}} + U_a \K{h_j})`,
    [
      'Every decoder state meets every encoder state in a small network.',
      '每个解码器状态与每个编码器状态在一个小网络中相遇。',
    ],
  ),
  scores: step('scores', ['Alignment scores', '对齐分数'], String.raw`\S{e_{tj}} = v^\top u_{tj}`, [
    'How well source word j fits what the decoder is about to write.',
    '源词 j 与即将写出的词的匹配程度。',
  ]),
  weights: step(
    'weights',
    ['Alignment matrix', '对齐矩阵'],
    String.raw`\A{a_{tj}} = \frac{e^{\S{e_{tj}}}}{\sum_{j'} e^{\S{e_{tj'}}}}`,
    [
      'Row t: where the decoder looks while it writes word t. Rows sum to 1; where the two languages order words alike, the large weights lie on the diagonal.',
      '第 t 行：解码器写第 t 个词时看向哪里。每行和为 1；两种语言语序一致之处，大的权重落在对角线上。',
    ],
  ),
  context: step(
    'value',
    ['Contexts', '上下文'],
    String.raw`c_t = \sum_j \A{a_{tj}} \K{h_j} \;\text{ or }\; c_t = c`,
    [
      'What the decoder is told of the sentence for word t: with attention a mean of the encoder states of its own, without it the same vector each time.',
      '写第 t 个词时解码器得到的源句信息：有注意力时是各自加权的编码器状态，没有时每次都是同一个向量。',
    ],
  ),
  reset: step(
    'gate',
    ['Reset gate', '重置门'],
    String.raw`\G{r_t} = \sigma(W_r [y_{t-1}; c_t] + U_r s_{t-1} + b_r)`,
    ['How much of the state before goes into the candidate.', '前一状态有多少进入候选状态。'],
  ),
  update: step(
    'gate',
    ['Update gate', '更新门'],
    String.raw`\G{z_t} = \sigma(W_z [y_{t-1}; c_t] + U_z s_{t-1} + b_z)`,
    ['How much of the state before is kept as it is.', '前一状态有多少原样保留。'],
  ),
  candidate: step(
    'feature',
    ['Candidate state', '候选状态'],
    String.raw`n_t = \tanh(W_n [y_{t-1}; c_t] + b_n + \G{r_t} \odot (U_n s_{t-1} + b'_n))`,
    ['What the state would be if nothing were kept.', '若什么都不保留，新状态会是什么。'],
  ),
  state: step(
    'feature',
    ['Decoder states', '解码器状态'],
    String.raw`s_t = (1 - \G{z_t}) \odot n_t + \G{z_t} \odot s_{t-1}`,
    [
      'The new state mixes the candidate and the state before, each channel by its own gate.',
      '新状态由候选状态与前一状态混合而成，各通道按各自的门控。',
    ],
  ),
  'word-scores': step(
    'scores',
    ['Scores of the words', '各词的分数'],
    String.raw`\S{e_t} = W_o [s_t; c_t; y_{t-1}] + b_o`,
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
