import { numbersChoice, workedExamples } from '../inputs/numbers';
import type { Text } from '../trace/text';
import type { Lesson, LessonView, Measure } from './lesson';

const { printed, labels } = workedExamples.fruit;

const view = (step: string): LessonView => ({
  mechanism: 'sdpa',
  input: (language: keyof Text) => numbersChoice('fruit', language),
  step,
});

const cell = (step: string, at: number): Measure => ({ kind: 'cell', step, index: [0, 0, at] });

/** Two keys: the weights depend on nothing but the difference of the scores. */
export const fruit: Lesson = {
  id: 'fruit',
  group: 'numbers',
  title: { en: 'Fruit, apple and orange', zh: '水果、苹果与橙子' },
  lead: {
    en: 'With two keys, only the difference of the scores matters, so a wrong weight gives itself away.',
    zh: '只有两个键时，权重只取决于分数之差，写错的权重一眼就能看出。',
  },
  steps: [
    {
      title: { en: 'How alike are they?', zh: '有多相似？' },
      text: {
        en: 'The query “fruit” is $[2, 3, 1]$. Its dot product with “apple”, $[1, 2, 1]$, is {apple}, that with “orange”, $[1, 1, 2]$, is {orange}.',
        zh: '查询“水果”为 $[2, 3, 1]$。它与“苹果” $[1, 2, 1]$ 的点积是 {apple}，与“橙子” $[1, 1, 2]$ 的点积是 {orange}。',
      },
      view: view('products'),
      quotes: {
        apple: { value: 9, digits: 0, measure: cell('products', 0) },
        orange: { value: 7, digits: 0, measure: cell('products', 1) },
      },
      task: {
        kind: 'pin',
        step: 'products',
        say: {
          en: 'Click one of the two cells and read its three products.',
          zh: '点击两个单元格之一，看它的三个乘积。',
        },
      },
    },
    {
      title: { en: 'After dividing by √3', zh: '除以 √3 之后' },
      text: {
        en: 'The vectors have three entries, so the scores are divided by $\\sqrt{3}$. That brings 9 and 7 closer to each other.',
        zh: '向量有三个分量，因此分数要除以 $\\sqrt{3}$，9 与 7 随之靠近。',
      },
      view: view('products'),
      question: {
        ask: {
          en: 'How far apart are the two scaled scores?',
          zh: '缩放后的两个分数相差多少？',
        },
        answer: {
          kind: 'number',
          measure: { kind: 'difference', a: cell('scores', 0), b: cell('scores', 1) },
          tolerance: 0.06,
          digits: 4,
        },
        reveal: {
          en: 'It is $2/\\sqrt{3}$: the difference is divided like the scores themselves. See the [scaled scores](step:scores).',
          zh: '即 $2/\\sqrt{3}$：差值与分数一样被除。见[缩放后的分数](step:scores)。',
        },
      },
    },
    {
      title: { en: 'Weights that give themselves away', zh: '露馅的权重' },
      text: {
        en: 'The [weights](step:weights) are {apple} for “apple” and {orange} for “orange”. The source prints another pair, which also adds up to 1, so that the sum does not show the mistake.',
        zh: '[权重](step:weights)为：“苹果” {apple}，“橙子” {orange}。原文给出另一对数，和也是 1，因此从总和看不出错误。',
      },
      view: view('weights'),
      quotes: {
        apple: { value: 0.760368, digits: 6, measure: cell('weights', 0) },
        orange: { value: 0.239632, digits: 6, measure: cell('weights', 1) },
      },
      printed: {
        rows: labels.key.map((label, i) => ({
          label,
          printed: printed.weights[i],
          measure: cell('weights', i),
          digits: 6,
        })),
        why: {
          en: 'The logarithm of the ratio of two weights is the difference of their scores: $\\ln(0.6225 / 0.3775) = 0.50$, but the scores differ by $2/\\sqrt{3} = 1.15$.',
          zh: '两个权重之比的对数就是分数之差：$\\ln(0.6225 / 0.3775) = 0.50$，而分数相差 $2/\\sqrt{3} = 1.15$。',
        },
      },
      task: {
        kind: 'pin',
        step: 'weights',
        say: {
          en: 'Click a weight: its arithmetic has both scores in it.',
          zh: '点击一个权重：算式里有两个分数。',
        },
      },
    },
    {
      title: { en: 'What would make the print right?', zh: '怎样才能得到原文的数？' },
      text: {
        en: 'The scale is a parameter; left open it is $1/\\sqrt{3}$. A smaller one brings the scores together, and the [weight of “apple”](cell:weights:0,0,0) falls towards one half.',
        zh: '缩放系数是一个参数，留空时为 $1/\\sqrt{3}$。系数越小，分数越接近，[“苹果”的权重](cell:weights:0,0,0)就越向一半靠拢。',
      },
      view: { ...view('weights'), pin: { step: 'weights', index: [0, 0, 0] } },
      task: {
        kind: 'reach',
        measure: cell('weights', 0),
        atLeast: 0.615,
        atMost: 0.63,
        say: {
          en: 'Under Parameters, set the scale so that “apple” gets the printed 0.6225, to two digits.',
          zh: '在“参数”中调整缩放系数，使“苹果”的权重约为原文的 0.6225（两位小数）。',
        },
        solution: { ...view('weights'), params: { scale: 0.25 } },
      },
    },
  ],
};
