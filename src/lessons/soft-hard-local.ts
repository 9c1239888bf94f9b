import type { Params } from '../mechanisms/define';
import type { Lesson, LessonView, Measure } from './lesson';

/** Without position codes, so that both “mice” score the same. */
const sentence = {
  kind: 'text',
  text: 'The cat likes chasing mice, and the mice like teasing the cat.',
  second: '',
  dim: 16,
  position: 'none',
} as const;

/** Places in the sentence; the first “mice” asks. */
const mice = 4;
const sameMice = 8;
const last = 13;

const view = (mechanism: string, params: Params = {}, step = 'weights'): LessonView => ({
  mechanism,
  params,
  input: sentence,
  step,
  pin: { step, index: [0, mice, sameMice] },
});
const local = (params: Params, step?: string) => view('local', params, step);

const weight = (key: number, step = 'weights'): Measure => ({
  kind: 'cell',
  step,
  index: [0, mice, key],
});
/** Weights that are not 0: of one query, or of all. */
const seen = (query: number | null): Measure => ({
  kind: 'nonzero',
  step: 'weights',
  index: [0, query, null],
});

export const softHardLocal: Lesson = {
  id: 'soft-hard-local',
  group: 'lessons',
  title: { en: 'Soft, hard, local', zh: '软、硬、局部' },
  lead: {
    en: 'The same scores as a softmax, as an argmax, in a sliding window, in a block, and under a Gaussian round a predicted centre.',
    zh: '同样的分数，分别经 softmax、argmax、滑动窗口、分块，以及以预测中心为峰的高斯。',
  },
  sources: [
    {
      title: 'Xu et al.: Show, Attend and Tell',
      url: 'https://arxiv.org/abs/1502.03044',
    },
    {
      title:
        'Luong, Pham, Manning: Effective Approaches to Attention-based Neural Machine Translation',
      url: 'https://arxiv.org/abs/1508.04025',
    },
    { title: 'Beltagy, Peters, Cohan: Longformer', url: 'https://arxiv.org/abs/2004.05150' },
    {
      title: 'Qiu et al.: Blockwise Self-Attention for Long Document Understanding',
      url: 'https://arxiv.org/abs/1911.02972',
    },
  ],
  steps: [
    {
      title: { en: 'Soft', zh: '软' },
      text: {
        en: 'The first “mice” asks the sentence. Two keys fit perfectly, itself and the second “mice”, and each gets {mice}; the softmax leaves none of the {words} tokens without weight, however little it matches.',
        zh: '第一个“mice”向全句提问。有两个键完全吻合：它自己和第二个“mice”，各得 {mice}；softmax 不会让 {words} 个词元中的任何一个权重为零，哪怕几乎不匹配。',
      },
      view: view('sdpa'),
      quotes: {
        mice: { value: 0.44, digits: 2, measure: weight(sameMice) },
        words: { value: 14, digits: 0, measure: seen(mice) },
      },
      task: {
        kind: 'step',
        step: 'scores',
        say: {
          en: 'Open the scaled scores, from which the next three steps start as well.',
          zh: '打开缩放后的分数，接下来三步都从它出发。',
        },
      },
    },
    {
      title: { en: 'Hard', zh: '硬' },
      text: {
        en: 'Hard attention takes the value of the best key and no other. It reads one position instead of all, but the choice has no gradient, so that training has to sample it or to approximate it.',
        zh: '硬注意力只取最佳键的值。它只读一个位置，但选择不可导，训练时须采样或近似。',
      },
      view: { ...view('hard', {}, 'scores') },
      quotes: {
        choice: {
          value: 4,
          digits: 0,
          measure: { kind: 'cell', step: 'choice', index: [0, mice] },
        },
      },
      question: {
        ask: {
          en: 'How many of the 14 weights of “mice” are not 0 now?',
          zh: '现在“mice”的 14 个权重中有几个不为 0？',
        },
        answer: { kind: 'number', measure: seen(mice), tolerance: 0, digits: 0 },
        reveal: {
          en: 'Both “mice” have the same score, and the first of equals wins: key number {choice}, counted from 0.',
          zh: '两个“mice”分数相同，相等时取最前者：{choice} 号键（从 0 计）。',
        },
      },
      task: {
        kind: 'step',
        step: 'weights',
        say: { en: 'Open the hard weights.', zh: '打开硬权重。' },
      },
    },
    {
      title: { en: 'A sliding window', zh: '滑动窗口' },
      text: {
        en: 'Here a query sees only keys at most 2 places away: {seen} tokens, and {cells} cells for the whole sentence instead of 196. The second “mice”, 4 places on, is out of sight, and the first gets {own}.',
        zh: '这里每个查询只看相距不超过 2 的键：{seen} 个词元，全句共 {cells} 格，而非 196 格。第二个“mice”在 4 个位置之外，看不到了，第一个得到 {own}。',
      },
      view: local({ mode: 'sliding', radius: 2 }),
      quotes: {
        seen: { value: 5, digits: 0, measure: seen(mice) },
        cells: { value: 64, digits: 0, measure: seen(null) },
        own: { value: 0.91, digits: 2, measure: weight(mice) },
      },
      task: {
        kind: 'reach',
        measure: weight(sameMice),
        atLeast: 0.3,
        say: {
          en: 'Widen the radius until the second “mice” comes back into sight.',
          zh: '加大半径，直到重新看见第二个“mice”。',
        },
        solution: local({ mode: 'sliding', radius: 4 }),
      },
    },
    {
      title: { en: 'Blocks', zh: '分块' },
      text: {
        en: 'Blocks of 4 cut the sentence instead: {cells} cells. “mice” sees the three tokens after it, but not [“chasing”](cell:weights:0,4,3) right before it, which ends the block before.',
        zh: '换成每 4 个词元一块：共 {cells} 格。“mice”看得到后面三个词元，却看不到紧挨着的[“chasing”](cell:weights:0,4,3)，因为后者在上一块的末尾。',
      },
      view: local({ mode: 'block', size: 4 }),
      quotes: {
        cells: { value: 52, digits: 0, measure: seen(null) },
      },
      question: {
        ask: {
          en: 'How many tokens does the full stop see, last of 14?',
          zh: '句号是 14 个词元中的最后一个，它看得到几个？',
        },
        answer: { kind: 'number', measure: seen(last), tolerance: 0, digits: 0 },
        reveal: {
          en: 'Three blocks of 4 are full, and the last has only “cat” and the full stop.',
          zh: '前三块各 4 个词元，最后一块只剩“cat”和句号。',
        },
      },
      task: {
        kind: 'reach',
        measure: weight(sameMice),
        atLeast: 0.3,
        say: {
          en: 'Enlarge the blocks until both “mice” lie in the same one.',
          zh: '把块调大，直到两个“mice”落在同一块里。',
        },
        solution: local({ mode: 'block', size: 9 }),
      },
    },
    {
      title: { en: 'A Gaussian round a predicted centre', zh: '预测中心与高斯' },
      text: {
        en: 'Luong’s local-p reads from the query where to look: [position](step:centre) {centre}. Keys within 4 of it compete in a [softmax](step:softmax) of unscaled bilinear scores, and the [Gaussian](step:gaussian) then weighs them by their distance from the centre.',
        zh: 'Luong 的 local-p 由查询预测看哪里：[位置](step:centre) {centre}。距其 4 以内的键以不缩放的双线性分数做 [softmax](step:softmax)，再由[高斯](step:gaussian)按到中心的距离加权。',
      },
      view: local({ mode: 'gaussian', radius: 4 }, 'softmax'),
      quotes: {
        centre: {
          value: 7.16,
          digits: 2,
          measure: { kind: 'cell', step: 'centre', index: [0, mice] },
        },
        soft: { value: 0.5, digits: 2, measure: weight(mice, 'softmax') },
        first: { value: 0.14, digits: 2, measure: weight(mice) },
        second: { value: 0.46, digits: 2, measure: weight(sameMice) },
        all: {
          value: 0.6,
          digits: 2,
          measure: { kind: 'sum', step: 'weights', index: [0, mice, null] },
        },
      },
      question: {
        ask: {
          en: 'In the softmax both “mice” have {soft}. Which of them keeps more?',
          zh: 'softmax 中两个“mice”各得 {soft}。哪一个最后保留得更多？',
        },
        answer: {
          kind: 'most',
          options: [
            {
              text: { en: 'The first, which asks', zh: '第一个，即提问者' },
              measure: weight(mice),
            },
            { text: { en: 'The second', zh: '第二个' }, measure: weight(sameMice) },
          ],
        },
        reveal: {
          en: 'The second, which is nearer to the centre: {second} against {first}. Nothing is normalised again, so that the row sums to {all}.',
          zh: '第二个，它离中心更近：{second} 对 {first}。此后不再归一化，这一行之和为 {all}。',
        },
      },
      task: {
        kind: 'step',
        step: 'weights',
        say: { en: 'Open the local weights.', zh: '打开局部注意力权重。' },
      },
    },
  ],
};
