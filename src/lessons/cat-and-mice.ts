import { numbersChoice, workedExamples } from '../inputs/numbers';
import type { Text } from '../trace/text';
import type { Lesson, LessonView, Measure } from './lesson';

const { printed, labels } = workedExamples['cat-and-mice'];

const view = (step: string): LessonView => ({
  mechanism: 'sdpa',
  input: (language: keyof Text) => numbersChoice('cat-and-mice', language),
  step,
});

const cell = (step: string, at: number): Measure => ({ kind: 'cell', step, index: [0, 0, at] });

/** Scaled dot-product attention of one query over three keys, followed with pencil and paper. */
export const catAndMice: Lesson = {
  id: 'cat-and-mice',
  group: 'numbers',
  title: { en: 'The cat likes chasing mice', zh: '猫喜欢追逐老鼠' },
  lead: {
    en: 'Scores, softmax and output of one query over three keys, with numbers small enough to work out by hand.',
    zh: '一个查询对三个键：分数、softmax 与输出，数字小到可以手算。',
  },
  steps: [
    {
      title: { en: 'One query, three keys', zh: '一个查询，三个键' },
      text: {
        en: 'The word “likes” asks, the words “cat”, “chases” and “mouse” answer. Each [dot product](step:products) multiplies query and key number by number and adds up: {cat}, {chases} and {mouse}.',
        zh: '“喜欢”发问，“猫”“追逐”“老鼠”作答。每个[点积](step:products)把查询与键逐项相乘再相加：{cat}、{chases} 和 {mouse}。',
      },
      view: view('products'),
      quotes: {
        cat: { value: 0.98, digits: 2, measure: cell('products', 0) },
        chases: { value: 0.96, digits: 2, measure: cell('products', 1) },
        mouse: { value: 1.42, digits: 2, measure: cell('products', 2) },
      },
      task: {
        kind: 'pin',
        step: 'products',
        index: [0, 0, 2],
        say: {
          en: 'Click the cell of “mouse” in the figure to see the sum behind the number.',
          zh: '点击图中“老鼠”的单元格，查看这个数的算式。',
        },
      },
    },
    {
      title: { en: 'Guess before the softmax', zh: '先猜，再看 softmax' },
      text: {
        en: 'Divided by $\\sqrt{d} = \\sqrt{2}$, the scores become {cat}, {chases} and {mouse}. The softmax then takes $e^{\\S{s}}$ of each and divides by their sum.',
        zh: '除以 $\\sqrt{d} = \\sqrt{2}$ 之后，分数变为 {cat}、{chases} 和 {mouse}。接着 softmax 对每个分数取 $e^{\\S{s}}$，再除以总和。',
      },
      view: view('scores'),
      quotes: {
        cat: { value: 0.69, digits: 2, measure: cell('scores', 0) },
        chases: { value: 0.68, digits: 2, measure: cell('scores', 1) },
        mouse: { value: 1, digits: 2, measure: cell('scores', 2) },
      },
      question: {
        ask: {
          en: 'Which word gets the largest weight?',
          zh: '哪个词得到最大的权重？',
        },
        answer: { kind: 'largest', step: 'weights', index: [0, 0, null] },
        reveal: {
          en: 'The exponential function only ever rises, so the softmax keeps the order: the largest score gets the largest weight.',
          zh: '指数函数单调递增，softmax 因此不改变次序：分数最高者权重最大。',
        },
      },
    },
    {
      title: { en: 'The weights', zh: '权重' },
      text: {
        en: 'These are the [weights](step:weights): {cat}, {chases} and {mouse}. None is negative, and together they make 1. The source of this example prints others.',
        zh: '这就是[权重](step:weights)：{cat}、{chases} 和 {mouse}。它们都不为负，总和为 1。这个例子的原文给出的却是另一组数。',
      },
      view: view('weights'),
      quotes: {
        cat: { value: 0.298426, digits: 6, measure: cell('weights', 0) },
        chases: { value: 0.294235, digits: 6, measure: cell('weights', 1) },
        mouse: { value: 0.40734, digits: 6, measure: cell('weights', 2) },
      },
      printed: {
        rows: labels.key.map((label, i) => ({
          label,
          printed: printed.weights[i],
          measure: cell('weights', i),
          digits: 6,
        })),
        why: {
          en: 'In print, “mouse” has the [largest score](cell:scores:0,0,2) and the smallest weight. No softmax does that: it keeps the order of the scores.',
          zh: '按原文，“老鼠”[分数最高](cell:scores:0,0,2)，权重却最小。softmax 保持分数的次序，不可能如此。',
        },
      },
      task: {
        kind: 'pin',
        step: 'weights',
        index: [0, 0, 2],
        say: {
          en: 'Click the weight of “mouse” and follow its arithmetic back to the three scores.',
          zh: '点击“老鼠”的权重，沿算式回看三个分数。',
        },
      },
    },
    {
      title: { en: 'The output', zh: '输出' },
      text: {
        en: 'The [output](step:output) adds up the values, each times its weight: {first} and {second}. Equal weights would give 0.9 and 0.2; the heavier “mouse” pulls towards its own 0.8 and 0.3.',
        zh: '[输出](step:output)把各个值乘以权重后相加：{first} 和 {second}。若权重相等，结果应为 0.9 和 0.2；“老鼠”权重较大，把结果拉向它的 0.8 和 0.3。',
      },
      view: view('output'),
      quotes: {
        first: { value: 0.889109, digits: 6, measure: cell('output', 0) },
        second: { value: 0.210891, digits: 6, measure: cell('output', 1) },
      },
      printed: {
        rows: [0, 1].map((i) => ({
          label: { en: `Output, channel ${i}`, zh: `输出，通道 ${i}` },
          printed: printed.output?.[i] ?? Number.NaN,
          measure: cell('output', i),
          digits: 6,
        })),
        why: {
          en: 'It does not follow from the printed weights either: $0.4761 \\cdot 1.0 + 0.2678 \\cdot 0.9 + 0.2561 \\cdot 0.8 = 0.9220$, not 0.9529.',
          zh: '它甚至不能由原文自己的权重得出：$0.4761 \\cdot 1.0 + 0.2678 \\cdot 0.9 + 0.2561 \\cdot 0.8 = 0.9220$，而不是 0.9529。',
        },
      },
      task: {
        kind: 'pin',
        step: 'output',
        say: {
          en: 'Click a bar of the output to see the three products that it adds up.',
          zh: '点击输出的任一条形，看它由哪三个乘积相加而成。',
        },
      },
    },
    {
      title: { en: 'Make the cat count', zh: '让“猫”更重要' },
      text: {
        en: 'Every number of the input can be changed, and all that follows is computed anew. The nearer the key of “cat” points along the query, and the longer it is, the larger its [weight](cell:weights:0,0,0).',
        zh: '输入中的每个数都可以改动，后面的一切随即重算。“猫”的键与查询方向越一致、长度越大，它的[权重](cell:weights:0,0,0)就越大。',
      },
      view: { ...view('weights'), pin: { step: 'weights', index: [0, 0, 0] } },
      task: {
        kind: 'reach',
        measure: cell('weights', 0),
        atLeast: 0.5,
        say: {
          en: 'Under Input, drag or type the numbers of the key “cat” until its weight is at least one half.',
          zh: '在“输入”中拖动或键入键“猫”的数，使它的权重至少达到一半。',
        },
        solution: {
          ...view('weights'),
          input: (language) => {
            const choice = numbersChoice('cat-and-mice', language);
            return { ...choice, key: [[3, 0.1], ...choice.key.slice(1)] };
          },
        },
      },
    },
  ],
};
