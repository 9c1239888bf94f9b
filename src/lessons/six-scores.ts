import type { Weights } from '../state/view';
import type { Lesson, LessonView, Measure } from './lesson';

/** Without position codes, so that the same word is the same vector wherever it stands. */
const sentence = {
  kind: 'text',
  text: 'The cat likes chasing mice, and the mice like teasing the cat.',
  second: '',
  dim: 16,
  position: 'none',
} as const;

/** Places in the sentence. */
const cat = 1;
const mice = 4;
const sameMice = 8;
const like = 9;
const sameCat = 12;

const untrained: Partial<Weights> = { kind: 'pytorch', gain: 4 };
const view = (mechanism: string, weights?: Partial<Weights>, step = 'weights'): LessonView => ({
  mechanism,
  input: sentence,
  step,
  pin: { step, index: [0, cat, sameCat] },
  ...(weights && { weights }),
});

/** What “cat” gives to a word. */
const row = (step: string, key: number, side?: 'second'): Measure => ({
  kind: 'cell',
  step,
  index: [0, cat, key],
  ...(side && { side }),
});

export const sixScores: Lesson = {
  id: 'six-scores',
  group: 'lessons',
  title: { en: 'One row of scores, six ways to score', zh: '同一行分数的六种算法' },
  lead: {
    en: 'The word “cat” asks the same sentence by dot product, scaled, cosine, bilinear, additive and location score.',
    zh: '让“cat”向同一个句子提问，分别用点积、缩放点积、余弦、双线性、加性与基于位置的分数。',
  },
  sources: [
    {
      title:
        'Bahdanau, Cho, Bengio: Neural Machine Translation by Jointly Learning to Align and Translate',
      url: 'https://arxiv.org/abs/1409.0473',
    },
    {
      title:
        'Luong, Pham, Manning: Effective Approaches to Attention-based Neural Machine Translation',
      url: 'https://arxiv.org/abs/1508.04025',
    },
    {
      title: 'Graves, Wayne, Danihelka: Neural Turing Machines',
      url: 'https://arxiv.org/abs/1410.5401',
    },
    { title: 'Vaswani et al.: Attention Is All You Need', url: 'https://arxiv.org/abs/1706.03762' },
  ],
  steps: [
    {
      title: { en: 'Dot product', zh: '点积' },
      text: {
        en: 'The first “cat” asks all {words} tokens. Position codes are off, so that the second “cat” is the same vector, and its [score](cell:scores:0,1,12) is that vector’s squared length, {self}. After the softmax each “cat” has {weight}; the other words share what is left.',
        zh: '第一个“cat”向全部 {words} 个词元提问。位置编码已关闭，第二个“cat”是同一个向量，其[分数](cell:scores:0,1,12)就是向量长度的平方 {self}。softmax 之后两个“cat”各得 {weight}，其余词元只分到剩下的一点。',
      },
      view: view('dot-product'),
      quotes: {
        words: { value: 14, digits: 0, measure: { kind: 'size', step: 'weights', roles: ['key'] } },
        self: { value: 16, digits: 1, measure: row('scores', sameCat) },
        weight: { value: 0.499, digits: 3, measure: row('weights', sameCat) },
      },
      task: {
        kind: 'pin',
        step: 'weights',
        index: [0, cat, cat],
        say: {
          en: 'Click what the first “cat” gives to itself: the same number.',
          zh: '点击第一个“cat”给自己的权重：数值相同。',
        },
      },
    },
    {
      title: { en: 'Scaled dot product', zh: '缩放点积' },
      text: {
        en: 'Both side by side: the second divides every score by $\\sqrt{16} = 4$. The order of the words stays, but the softmax no longer puts all weight on one pair: each “cat” has {before} without the scale and {after} with it.',
        zh: '两者并排：后者把每个分数除以 $\\sqrt{16} = 4$。词的次序不变，但 softmax 不再把权重全给一对词：不缩放时每个“cat”得 {before}，缩放后为 {after}。',
      },
      view: {
        ...view('dot-product'),
        page: 'compare',
        compare: { mechanism: 'sdpa', params: {}, step: 'weights' },
      },
      quotes: {
        before: { value: 0.499, digits: 3, measure: row('weights', sameCat) },
        after: { value: 0.353, digits: 3, measure: row('weights', sameCat, 'second') },
        like: { value: 0.002, digits: 3, measure: row('weights', like) },
        likeAfter: { value: 0.085, digits: 3, measure: row('weights', like, 'second') },
      },
      question: {
        ask: {
          en: 'Where does “like”, the next best word, get more weight?',
          zh: '次佳的词“like”在哪一种里权重更大？',
        },
        answer: {
          kind: 'most',
          options: [
            { text: { en: 'Without the scale', zh: '不缩放' }, measure: row('weights', like) },
            { text: { en: 'With it', zh: '缩放' }, measure: row('weights', like, 'second') },
          ],
        },
        reveal: {
          en: 'With it: {likeAfter} against {like}. Smaller gaps between scores make a softer softmax, and a gradient that reaches more words.',
          zh: '缩放：{likeAfter} 对 {like}。分数差距小，softmax 更柔和，梯度也能传到更多的词。',
        },
      },
    },
    {
      title: { en: 'Cosine', zh: '余弦' },
      text: {
        en: 'Query and keys are divided by their [lengths](step:length), so that only direction counts: “cat” with “cat” scores {self}, and no score can exceed it. With the strength β = 1 the weights stay nearly even; largest over smallest is {spread} and can never exceed $e^2$.',
        zh: '查询与键都除以各自的[长度](step:length)，只比方向：“cat”对“cat”得 {self}，任何分数都不会更大。强度 β = 1 时权重近乎均匀；最大与最小之比为 {spread}，永远不超过 $e^2$。',
      },
      view: view('cosine'),
      quotes: {
        self: { value: 1, digits: 2, measure: row('scores', sameCat) },
        spread: {
          value: 3.92,
          digits: 2,
          measure: {
            kind: 'ratio',
            a: { kind: 'max', step: 'weights', index: [0, cat, null] },
            b: { kind: 'min', step: 'weights', index: [0, cat, null] },
          },
        },
      },
      task: {
        kind: 'step',
        step: 'cosines',
        say: {
          en: 'Open the cosines and find the word that points most against “cat”.',
          zh: '打开余弦，找出与“cat”方向最相反的词。',
        },
      },
    },
    {
      title: { en: 'Bilinear (“general”)', zh: '双线性（“general”）' },
      text: {
        en: 'A learned matrix stands between query and key. While it is the identity, the score is the plain dot product, {self} again; any other matrix may send “cat” to words that do not resemble it at all.',
        zh: '查询与键之间有一个可学习的矩阵。它为单位阵时，分数就是普通点积，仍是 {self}；换成别的矩阵，“cat”完全可能去看与它毫不相像的词。',
      },
      view: view('bilinear'),
      quotes: { self: { value: 16, digits: 1, measure: row('scores', sameCat) } },
      task: {
        kind: 'change',
        what: 'weights',
        say: {
          en: 'Under Weights take PyTorch’s random ones: “cat” turns away from “cat”.',
          zh: '在“权重”中改用 PyTorch 的随机初始化：“cat”不再看“cat”。',
        },
        solution: view('bilinear', { kind: 'pytorch' }),
      },
    },
    {
      title: { en: 'Additive', zh: '加性' },
      text: {
        en: 'A small network scores each pair: $\\S{e_{ij}} = v_a^\\top \\tanh(W_a \\Q{q_i} + U_a \\K{k_j})$. It is untrained here, so that its taste is chance. Yet a score reads nothing but query and key: both “mice” are the same key and get the same weight, {mice}.',
        zh: '由一个小网络给每对词打分：$\\S{e_{ij}} = v_a^\\top \\tanh(W_a \\Q{q_i} + U_a \\K{k_j})$。这里未经训练，偏好纯属偶然。但分数只读查询与键：两个“mice”是同一个键，权重相同，都是 {mice}。',
      },
      view: { ...view('additive', untrained), pin: { step: 'weights', index: [0, cat, mice] } },
      quotes: { mice: { value: 0.407, digits: 3, measure: row('weights', mice) } },
      task: {
        kind: 'change',
        what: 'weights',
        say: {
          en: 'Choose another seed under Weights: the taste changes, equal words stay equal.',
          zh: '在“权重”中换一个种子：偏好变了，相同的词依然相等。',
        },
        solution: view('additive', { ...untrained, seed: 2 }),
      },
    },
    {
      title: { en: 'By location', zh: '基于位置' },
      text: {
        en: 'The last score has one row of weights for each position: $\\S{e_i} = W_a \\Q{q_i}$. There is no key in it.',
        zh: '最后一种分数给每个位置配一行权重：$\\S{e_i} = W_a \\Q{q_i}$。式中没有键。',
      },
      view: {
        ...view('location', untrained, 'positions'),
        pin: { step: 'positions', index: [0, cat, mice] },
      },
      quotes: {
        first: { value: 0.342, digits: 3, measure: row('weights', mice) },
        second: { value: 0.004, digits: 3, measure: row('weights', sameMice) },
      },
      question: {
        ask: {
          en: 'Do both “mice” still get the same weight?',
          zh: '两个“mice”的权重还相同吗？',
        },
        answer: {
          kind: 'holds',
          a: row('weights', mice),
          relation: '=',
          b: row('weights', sameMice),
        },
        reveal: {
          en: 'No: {first} against {second}. The query knows only where it looks, not what stands there.',
          zh: '不同：{first} 对 {second}。查询只知道看哪个位置，不知道那里是什么。',
        },
      },
      task: {
        kind: 'change',
        what: 'input',
        say: {
          en: 'Write another word for one of the “mice” in the input: the row of “cat” does not move.',
          zh: '在输入中把一个“mice”换成别的词：“cat”这一行纹丝不动。',
        },
        solution: {
          ...view('location', untrained),
          input: {
            ...sentence,
            text: 'The cat likes chasing dogs, and the mice like teasing the cat.',
          },
        },
      },
    },
  ],
};
