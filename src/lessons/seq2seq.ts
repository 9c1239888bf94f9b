import { modelCards } from '../mechanisms/learned';
import { examples, french } from '../mechanisms/translation';
import type { Lesson, LessonView, Measure } from './lesson';

const [short, , denied, long] = examples.en;

type Context = 'additive' | 'fixed';
const view = (
  attention: Context,
  text: string,
  step: string,
  pin?: readonly number[],
): LessonView => ({
  mechanism: 'seq2seq',
  params: { attention },
  input: { kind: 'text', text, second: '', dim: 64, position: 'none' },
  weights: { kind: 'learned' },
  step,
  ...(pin && { pin: { step, index: pin } }),
});

const cell = (step: string, ...index: number[]): Measure => ({ kind: 'cell', step, index });
/** How likely a French word is as word t. */
const likely = (t: number, word: string): Measure =>
  cell('probabilities', 0, t, french.indexOf(word));

const percent = (measure: Measure, value: number) =>
  ({ value, digits: 0, measure, percent: true }) as const;

/** Shares of sentences that the models had never seen, as their cards have them. */
const { 'seq2seq-fixed': fixed, 'seq2seq-additive': additive } = modelCards;
const share = ({ right, heldOut }: { readonly right: number; readonly heldOut: number }): string =>
  ((100 * right) / heldOut).toFixed(0);
const shortest = fixed.byLength.filter(({ words }) => words <= 8);
const longest = fixed.byLength.filter(({ words }) => words >= 15);
const together = (rows: typeof shortest): string =>
  share({
    right: rows.reduce((sum, row) => sum + row.right, 0),
    heldOut: rows.reduce((sum, row) => sum + row.heldOut, 0),
  });

export const seq2seqLesson: Lesson = {
  id: 'seq2seq',
  group: 'lessons',
  title: { en: 'Seq2seq without and with attention', zh: '无注意力与有注意力的 Seq2seq' },
  lead: {
    en: 'One context for every word against a context for each: a small translator forgets, and then looks back.',
    zh: '所有词共用一个上下文，还是每个词各有一个：小翻译模型先是遗忘，然后学会回看。',
  },
  sources: [
    { title: 'Cho et al.: RNN Encoder–Decoder', url: 'https://arxiv.org/abs/1406.1078' },
    {
      title: 'Bahdanau, Cho, Bengio: Jointly Learning to Align and Translate',
      url: 'https://arxiv.org/abs/1409.0473',
    },
  ],
  steps: [
    {
      title: { en: 'A sentence in one vector', zh: '一句话，一个向量' },
      text: {
        en: 'A recurrent layer reads the sentence from the left, another from the right. Their last states together are {size} numbers: the context $c$. Without attention the decoder writes the whole translation from [this one vector](step:summary), however long the sentence is.',
        zh: '一个循环层从左读句子，另一个从右读。两个末状态合起来共 {size} 个数，即上下文 $c$。没有注意力时，无论句子多长，解码器都只凭[这一个向量](step:summary)写出全部译文。',
      },
      view: view('fixed', short, 'summary'),
      quotes: {
        size: {
          value: 32,
          digits: 0,
          measure: { kind: 'size', step: 'summary', roles: ['channel'] },
        },
      },
      task: {
        kind: 'step',
        step: 'probabilities',
        say: {
          en: 'Go to the last step, and read the translation down the left side.',
          zh: '转到计算的最后一步，沿左侧读出译文。',
        },
      },
    },
    {
      title: { en: 'Right, but not sure', zh: '对，但没把握' },
      text: {
        en: 'Nine words, the full stop counted: the translation is right. French puts the colour after the noun (le chat noir), and its form follows the gender (souris blanche). But for the last colour only {white} goes to [blanche](step:probabilities), and {black} to noire: the black of the cat shines through.',
        zh: '连句号九个词，译文正确。法语把颜色放在名词之后（le chat noir），词形随性变化（souris blanche）。但写最后一个颜色时，[blanche](step:probabilities) 只得 {white}，noire 却有 {black}：猫的“黑”混了进来。',
      },
      view: view('fixed', short, 'probabilities', [0, 7, french.indexOf('blanche')]),
      quotes: {
        white: percent(likely(7, 'blanche'), 71),
        black: percent(likely(7, 'noire'), 28),
      },
    },
    {
      title: { en: 'A longer sentence', zh: '更长的句子' },
      text: {
        en: 'Thirteen words have to fit into 32 numbers, [the same vector](step:summary): a big horse, a white hen and a black rabbit.',
        zh: '十三个词要挤进同样的 32 个数，即[这个向量](step:summary)：一匹大马、一只白母鸡和一只黑兔子。',
      },
      // The words that were written name the rows of the last step: the question comes before them.
      view: view('fixed', long, 'summary'),
      question: {
        ask: {
          en: 'The hen (poule) is white. What does the translator write after “poule”?',
          zh: '母鸡（poule）是白的。翻译模型在“poule”之后写什么？',
        },
        answer: {
          kind: 'most',
          options: [
            { text: { en: 'blanche (white)', zh: 'blanche（白）' }, measure: likely(6, 'blanche') },
            { text: { en: 'noire (black)', zh: 'noire（黑）' }, measure: likely(6, 'noire') },
          ],
        },
        reveal: {
          en: `It writes noire, the colour of the rabbit: the vector has kept that there is a colour, not whose it is. Of sentences that it never saw, it translates ${together(shortest)} % of those with up to 8 words without a mistake, and ${together(longest)} % of those with 15 or more.`,
          zh: `它写下 noire，那是兔子的颜色：向量记住了有某种颜色，却忘了属于谁。在未见过的句子中，不超过 8 个词的它能完全译对 ${together(shortest)}%，15 个词以上的只有 ${together(longest)}%。`,
        },
      },
      task: {
        kind: 'step',
        step: 'probabilities',
        say: {
          en: 'Open the last step and find the row after “poule”: how sure is it?',
          zh: '打开最后一步，找到“poule”的下一行：它有多大把握？',
        },
      },
    },
    {
      title: { en: 'A context for each word', zh: '每个词各有上下文' },
      text: {
        en: `Attention keeps all encoder states. Before word $t$ the decoder [scores](step:scores) each of them, and $c_t$ is their mean by [weight](step:weights). Writing the colour of the hen it puts {white} on “white” and {black} on “black”, and writes [blanche](cell:probabilities:0,6,${french.indexOf('blanche')}).`,
        zh: `注意力保留编码器的所有状态。写第 $t$ 个词之前，解码器给每个状态[打分](step:scores)，$c_t$ 就是按[权重](step:weights)的平均。写母鸡的颜色时，它把 {white} 放在“white”上，“black”只有 {black}，于是写下 [blanche](cell:probabilities:0,6,${french.indexOf('blanche')})。`,
      },
      view: view('additive', long, 'weights', [0, 6, 5]),
      quotes: {
        white: percent(cell('weights', 0, 6, 5), 87),
        black: percent(cell('weights', 0, 6, 9), 1),
      },
      task: {
        kind: 'pin',
        step: 'weights',
        index: [0, 10, 9],
        say: {
          en: 'Pin where the decoder looks for the colour of the rabbit: row “noir”, column “black”.',
          zh: '固定解码器写兔子颜色时所看之处：“noir”行、“black”列。',
        },
      },
    },
    {
      title: { en: 'The alignment matrix', zh: '对齐矩阵' },
      text: {
        en: 'Nobody told the model which words belong together; it found out by learning to translate. Where the order is the same, the weights follow the diagonal; [noir](cell:weights:0,2,1) and [blanche](cell:weights:0,7,6) step off it, for the colour changes places with its noun.',
        zh: '没有人告诉模型哪些词相互对应，它是在学习翻译时自己发现的。语序相同处，权重沿对角线；[noir](cell:weights:0,2,1) 与 [blanche](cell:weights:0,7,6) 偏离对角线，因为颜色词与名词换了位置。',
      },
      view: view('additive', short, 'weights'),
      question: {
        ask: {
          en: 'The first row writes “le”. Which source word has the largest weight in it?',
          zh: '第一行写“le”。这一行中哪个源词的权重最大？',
        },
        answer: { kind: 'largest', step: 'weights', index: [0, 0, null] },
        reveal: {
          en: 'Not “The” but “cat”: whether it is le or la depends on the gender of the noun, so the decoder looks ahead to it.',
          zh: '不是“The”，而是“cat”：用 le 还是 la 取决于名词的性，所以解码器提前去看名词。',
        },
      },
    },
    {
      title: { en: 'Round the verb', zh: '绕过动词' },
      text: {
        en: `“Does not see” becomes “ne voit pas”: [ne](cell:weights:0,4,4) looks at “does” ({does}), [pas](cell:weights:0,6,5) at “not” ({not}), and the verb between them at “see” ({see}). With attention, ${share(additive)} % of ${additive.heldOut.toLocaleString('en')} unseen sentences come out without a mistake; with the fixed context, ${share(fixed)} %.`,
        zh: `“does not see”译作“ne voit pas”：[ne](cell:weights:0,4,4) 看“does”（{does}），[pas](cell:weights:0,6,5) 看“not”（{not}），中间的动词看“see”（{see}）。有注意力时，${additive.heldOut.toLocaleString('en')} 个未见过的句子有 ${share(additive)}% 完全译对；固定上下文时为 ${share(fixed)}%。`,
      },
      view: view('additive', denied, 'weights', [0, 6, 5]),
      quotes: {
        does: percent(cell('weights', 0, 4, 4), 79),
        not: percent(cell('weights', 0, 6, 5), 89),
        see: percent(cell('weights', 0, 5, 6), 97),
      },
      task: {
        kind: 'change',
        what: 'input',
        say: {
          en: 'Write a sentence of your own under Input, with the words that it knows, and follow its alignment.',
          zh: '在“输入”中用它认识的词写一个自己的句子，看它如何对齐。',
        },
        solution: view('additive', 'A white goat sleeps.', 'weights'),
      },
    },
  ],
};
