/**
 * Bidirectional attention flow.
 * "Bidirectional Attention Flow for Machine Comprehension", Seo, Kembhavi, Farhadi, Hajishirzi,
 * ICLR 2017, https://arxiv.org/abs/1611.01603, section 2, layer 4
 *
 * w·[h; u; h∘u] is worked out in its three parts, so that no tensor of T × J × 3d is needed.
 */
import { firstOf, mustEqual, num, of, sizeIn } from './arguments';
import { defineMechanism } from './define';
import { memory, sequence } from './sequences';
import { channels } from './shared-params';
import { step, terms } from './terms';
import { linear } from './weights';

export const bidaf = defineMechanism({
  id: 'bidaf',
  name: { en: 'Bidirectional attention flow (BiDAF)', zh: '双向注意力流（BiDAF）' },
  family: 'alignment',
  attendsOver: ['tokens'],
  papers: [
    {
      title: 'Bidirectional Attention Flow for Machine Comprehension',
      authors: 'Seo, Kembhavi, Farhadi, Hajishirzi',
      venue: 'ICLR',
      year: 2017,
      url: 'https://arxiv.org/abs/1611.01603',
    },
  ],
  idea: {
    en: 'A text and a question look at each other through one matrix of similarities: each word of the text gathers the words of the question that concern it, and the question as a whole picks the words of the text that matter to it. Nothing is summarised early: every word of the text keeps a vector, now aware of the question. Made for reading comprehension.',
    zh: '文本与问题通过同一个相似度矩阵互相关注：文本的每个词汇集与它相关的问题词，整个问题则挑出对它重要的文本词。信息不会过早压缩：文本的每个词都保留自己的向量，且已知晓问题。为阅读理解而设计。',
  },
  formula: String.raw`\Y{g_t} = [\X{h_t};\, \tilde u_t;\, \X{h_t} \circ \tilde u_t;\, \X{h_t} \circ \tilde h],\quad \S{s_{tj}} = w^\top [\X{h_t}; \K{u_j}; \X{h_t} \circ \K{u_j}]`,
  complexity: 'O(T J d)',
  classes: { BiDAF: {} },
  inputs: { context: sequence, query: memory },
  params: { dim: channels('context') },
  check: (params, inputs) =>
    firstOf(
      mustEqual(params, 'dim', sizeIn(inputs, 'context', 'channel'), of.inputChannels),
      mustEqual(params, 'dim', sizeIn(inputs, 'query', 'channel'), of.queryChannels),
    ),
  weights: (params) => linear('w', 3 * num(params, 'dim'), 1, { bias: false }),
  steps: {
    text: step('scores', ['Part of the text', '文本部分'], String.raw`w_h^\top \X{h_t}`, [
      'What a word of the text adds to all its similarities; it has no effect on its own softmax, but on that over the text.',
      '文本词对其全部相似度的贡献；它不影响自身的 softmax，但影响沿文本的 softmax。',
    ]),
    question: step('scores', ['Part of the question', '问题部分'], String.raw`w_u^\top \K{u_j}`, [
      'How much a word of the question attracts, whoever looks.',
      '问题词的普遍吸引力，与谁来看无关。',
    ]),
    weighted: step(
      'query',
      ['Text, channels weighted', '按通道加权的文本'],
      String.raw`w_{hu} \circ \X{h_t}`,
      ['The learned weight of each channel in the comparison.', '每个通道在比较中的可学习权重。'],
    ),
    product: step(
      'scores',
      ['Weighted dot products', '加权点积'],
      String.raw`w_{hu}^\top (\X{h_t} \circ \K{u_j})`,
      [
        'The part of the similarity in which text and question really meet.',
        '相似度中文本与问题真正交互的部分。',
      ],
    ),
    similarity: step(
      'scores',
      ['Similarity', '相似度'],
      String.raw`\S{s_{tj}} = w_h^\top \X{h_t} + w_u^\top \K{u_j} + w_{hu}^\top (\X{h_t} \circ \K{u_j})`,
      [
        'One matrix serves both directions: by rows for the text, by columns for the question.',
        '一个矩阵服务两个方向：按行给文本，按列给问题。',
      ],
    ),
    'context-to-query': {
      ...terms.weights,
      title: { en: 'Context-to-query attention', zh: '文本到问题的注意力' },
      formula: String.raw`\A{a_{tj}} = \operatorname{softmax}_j(\S{s_{tj}})`,
      note: {
        en: 'Which words of the question matter to each word of the text; every row sums to 1.',
        zh: '对每个文本词，问题中哪些词重要；每行之和为 1。',
      },
    },
    attended: {
      ...terms.context,
      title: { en: 'Attended question', zh: '汇集的问题' },
      formula: String.raw`\tilde u_t = \sum_j \A{a_{tj}} \K{u_j}`,
      note: {
        en: 'The question as each word of the text sees it.',
        zh: '每个文本词眼中的问题。',
      },
    },
    strongest: step(
      'scores',
      ['Best match in the question', '问题中的最佳匹配'],
      String.raw`m_t = \max_j \S{s_{tj}}`,
      [
        'A word of the text counts as much as its best match among the words of the question.',
        '文本词的分量取决于它在问题词中的最佳匹配。',
      ],
    ),
    'query-to-context': {
      ...terms.weights,
      title: { en: 'Query-to-context attention', zh: '问题到文本的注意力' },
      formula: String.raw`\A{b_t} = \operatorname{softmax}_t(m_t)`,
      note: {
        en: 'Which words of the text matter to the question; they compete, so that all sum to 1.',
        zh: '文本中哪些词对问题重要；它们相互竞争，总和为 1。',
      },
    },
    summary: {
      ...terms.context,
      title: { en: 'Attended text', zh: '汇集的文本' },
      formula: String.raw`\tilde h = \sum_t \A{b_t} \X{h_t}`,
      note: {
        en: 'One vector for the whole text: what the question picked from it.',
        zh: '代表整个文本的一个向量：问题从中挑出的内容。',
      },
    },
    'with-question': step(
      'feature',
      ['Text times question', '文本乘问题'],
      String.raw`\X{h_t} \circ \tilde u_t`,
      [
        'Channels in which a word and its view of the question agree.',
        '词与其所见问题一致的通道。',
      ],
    ),
    'with-text': step(
      'feature',
      ['Text times attended text', '文本乘汇集的文本'],
      String.raw`\X{h_t} \circ \tilde h`,
      ['The same attended text meets every word.', '同一个汇集的文本向量与每个词相乘。'],
    ),
    output: step(
      'output',
      ['Query-aware text', '知晓问题的文本'],
      String.raw`\Y{g_t} = [\X{h_t};\, \tilde u_t;\, \X{h_t} \circ \tilde u_t;\, \X{h_t} \circ \tilde h]`,
      [
        'Four vectors side by side for each word; in the paper a recurrent layer reads them.',
        '每个词四个向量并排；论文中由循环层继续读取。',
      ],
    ),
  },
  telling: 'context-to-query',
  run({ t, inputs, weights: w, params }) {
    const dim = num(params, 'dim');
    const text = t.rename(inputs.context, { token: 'query' }); // [B, T, d]
    const question = t.rename(inputs.query, { token: 'key' }); // [B, J, d]
    const [forText, forQuestion, forProduct] = t.parts(w['w.weight'], 'input', [dim, dim, dim]);

    const textPart = t.pick(t.linear(text, forText), 'channel', 0).as('text'); // [B, T]
    const questionPart = t.pick(t.linear(question, forQuestion), 'channel', 0).as('question');
    const channelWeights = t.pick(t.rename(forProduct, { input: 'channel' }), 'output', 0); // [d]
    const weighted = t.multiply(text, channelWeights).as('weighted'); // [B, T, d]
    const product = t.matMul(weighted, question, 'channel').as('product'); // [B, T, J]
    const order = ['batch', 'query', 'key'] as const;
    const similarity = t
      .add(t.add(product, textPart), questionPart)
      .as('similarity')
      .torch('similarity', order);

    const toQuestion = t
      .softmax(similarity, 'key')
      .as('context-to-query')
      .torch('context-to-query', order);
    const attended = t.matMul(toQuestion, question, 'key').as('attended'); // [B, T, d]

    const strongest = t.max(similarity, ['key']).as('strongest'); // [B, T]
    const toText = t
      .softmax(strongest, 'query')
      .as('query-to-context')
      .torch('query-to-context', ['batch', 'query']);
    const summary = t.matMul(toText, text, 'query').as('summary'); // [B, d]

    const withQuestion = t.multiply(text, attended).as('with-question'); // [B, T, d]
    const withText = t.multiply(text, summary).as('with-text'); // [B, T, d]
    return t
      .concat([text, attended, withQuestion, withText], 'channel') // [B, T, 4d]
      .as('output')
      .torch('output', ['batch', 'query', 'channel']);
  },
});
