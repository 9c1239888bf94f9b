import { examples, french } from '../mechanisms/translation';
import type { Lesson, LessonView, Measure } from './lesson';

const [sentence] = examples.en;
const [translation] = examples.fr;

interface Shown {
  readonly head?: number;
  readonly pin?: readonly number[];
  readonly second?: string;
}

const view = (step: string, { head, pin, second = translation }: Shown = {}): LessonView => ({
  mechanism: 'encoder-decoder',
  input: { kind: 'text', text: sentence, second, dim: 64, position: 'none' },
  weights: { kind: 'learned' },
  step,
  ...(head !== undefined && { selection: { head } }),
  ...(pin && { pin: { step, index: pin } }),
});

const cell = (step: string, ...index: number[]): Measure => ({ kind: 'cell', step, index });
const percent = (measure: Measure, value: number) =>
  ({ value, digits: 0, measure, percent: true }) as const;
/** Cells of one head that are not 0. */
const seen = (step: string): Measure => ({ kind: 'nonzero', step, index: [0, 0, null, null] });

/** A translation with another animal in it. */
const dog = translation.replace('chat', 'chien');

export const encoderDecoderCross: Lesson = {
  id: 'encoder-decoder-cross',
  group: 'lessons',
  title: { en: 'Encoder, decoder, cross', zh: '编码器、解码器、交叉' },
  lead: {
    en: 'The three attentions of the Transformer on one pair of sentences: full, masked, and from one sentence to the other.',
    zh: '同一个句对上 Transformer 的三种注意力：完整的、带掩码的、从一句到另一句的。',
  },
  sources: [
    {
      title: 'Vaswani et al.: Attention Is All You Need',
      url: 'https://arxiv.org/abs/1706.03762',
    },
  ],
  steps: [
    {
      title: { en: 'Encoder: all see all', zh: '编码器：彼此可见' },
      text: {
        en: 'In the encoder, queries, keys and values all come from the English sentence. No cell is forbidden: all {cells} weights are above 0, before the word and after it.',
        zh: '在编码器里，查询、键和值都来自英语句子。没有单元格被屏蔽：{cells} 个权重全都大于 0，无论在词前还是词后。',
      },
      view: view('encoder-weights', { head: 0 }),
      quotes: { cells: { value: 81, digits: 0, measure: seen('encoder-weights') } },
      question: {
        ask: {
          en: 'This model learned to translate into French. Where does “The” look most, in the first row of head 0?',
          zh: '这个模型学会了译成法语。在头 0 的第一行，“The”最看重哪个词？',
        },
        answer: { kind: 'largest', step: 'encoder-weights', index: [0, 0, 0, null] },
        reveal: {
          en: 'At “cat”: French must choose between le and la, and only the noun tells. So the word after next is worth more to “The” than itself.',
          zh: '看“cat”：法语要在 le 与 la 之间选择，只有名词知道答案。因此对“The”来说，隔一个词的名词比它自己更有用。',
        },
      },
    },
    {
      title: { en: 'Decoder: only what is written', zh: '解码器：只看已写出的' },
      text: {
        en: 'Queries, keys and values now come from the translation. A row is the word that is written, a column a word already read, beginning with a start mark. What is still to come is [masked](step:causal-mask): its [score](step:causal-scores) is $-\\infty$, its weight exactly 0.',
        zh: '现在查询、键和值都来自译文。每行是正要写的词，每列是已读入的词，以起始符开头。尚未写出的被[屏蔽](step:causal-mask)：[分数](step:causal-scores)为 $-\\infty$，权重恰为 0。',
      },
      view: view('causal-weights', { head: 0 }),
      question: {
        ask: {
          en: 'Of the 9 × 9 cells, how many weights are not 0?',
          zh: '9 × 9 个单元格中，有多少个权重不为 0？',
        },
        answer: { kind: 'number', measure: seen('causal-weights'), tolerance: 0, digits: 0 },
        reveal: {
          en: 'The triangle with its diagonal: 9 · 10 / 2. Because no row sees what comes later, all rows of a known translation can be worked out at once.',
          zh: '连同对角线的三角形：9 · 10 / 2。每行都看不到后文，所以已知译文的各行可以同时计算。',
        },
      },
    },
    {
      title: { en: 'Cross: from one sentence to the other', zh: '交叉：从一句到另一句' },
      text: {
        en: 'Queries come from the translation, keys and values from the encoded English. In head 1 “noir” puts {noir} on “black” and “chat” {chat} on “cat”: an alignment, crossing where French puts the colour last.',
        zh: '查询来自译文，键和值来自编码后的英语。在头 1 中，“noir”把 {noir} 放在“black”上，“chat”把 {chat} 放在“cat”上：这就是对齐，法语颜色后置之处出现交叉。',
      },
      view: view('cross-weights', { head: 1, pin: [0, 1, 2, 1] }),
      quotes: {
        noir: percent(cell('cross-weights', 0, 1, 2, 1), 96),
        chat: percent(cell('cross-weights', 0, 1, 1, 2), 98),
      },
      task: {
        kind: 'select',
        role: 'head',
        position: 0,
        say: {
          en: 'Show head 0, and look at the row “une”.',
          zh: '切换到头 0，看“une”这一行。',
        },
      },
    },
    {
      title: { en: 'Two heads, two questions', zh: '两个头，两个问题' },
      text: {
        en: 'To write “une”, head 1 puts {word} on [“a”](cell:cross-weights:0,1,4,4), the word to be translated, and head 0 {gender} on [“mouse”](cell:cross-weights:0,0,4,7), whose gender decides between un and une. Both arrive at the same place, side by side.',
        zh: '写“une”时，头 1 把 {word} 放在待译的 [“a”](cell:cross-weights:0,1,4,4) 上，头 0 把 {gender} 放在 [“mouse”](cell:cross-weights:0,0,4,7) 上，由它的性决定 un 还是 une。两条信息并排到达同一处。',
      },
      view: view('cross-weights', { head: 0, pin: [0, 0, 4, 7] }),
      quotes: {
        word: percent(cell('cross-weights', 0, 1, 4, 4), 100),
        gender: percent(cell('cross-weights', 0, 0, 4, 7), 93),
      },
    },
    {
      title: { en: 'A translation that is given', zh: '给定的译文' },
      text: {
        en: 'The French is read here, not written, and it says “chien” (dog) for the cat. At that place the model still gives [“chat”](step:probabilities) {chat}, and goes on from what it was given. That is how it was trained: each word from the true words before it. Given no French, it reads its own.',
        zh: '这里的法语是读入的，而非写出的，它把猫说成了“chien”（狗）。在该处，模型仍给 [“chat”](step:probabilities) {chat}，然后接着给定的词往下走。训练时正是如此：每个词都由它之前的真实词预测。若不给法语，它就读自己写的词。',
      },
      view: view('probabilities', { second: dog, pin: [0, 1, french.indexOf('chat')] }),
      quotes: { chat: percent(cell('probabilities', 0, 1, french.indexOf('chat')), 100) },
      task: {
        kind: 'change',
        what: 'input',
        say: {
          en: 'Under Input, empty “French words to follow”, and let the model write its own translation.',
          zh: '在“输入”中清空“要跟随的法语词”，让模型自己翻译。',
        },
        solution: view('probabilities', { second: '' }),
      },
    },
  ],
};
