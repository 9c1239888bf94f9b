import type { Text } from '../trace/text';
import type { NumbersChoice } from './choice';

/** A calculation from a tutorial that the reader can follow by hand, with what the tutorial prints. */
export interface WorkedExample {
  readonly title: Text;
  readonly query: readonly (readonly number[])[];
  readonly key: readonly (readonly number[])[];
  readonly value: readonly (readonly number[])[];
  /** Names of the rows. */
  readonly labels: { readonly query: readonly Text[]; readonly key: readonly Text[] };
  /** What the scores are divided by: √d, as the mechanism does by default. */
  readonly divisor: { readonly value: number; readonly formula: string };
  /** What the source prints. */
  readonly printed: { readonly weights: readonly number[]; readonly output?: readonly number[] };
  /** What the source prints and why it cannot be right. */
  readonly remark: Text;
}

export type ExampleName = 'cat-and-mice' | 'fruit';

export const workedExamples: Readonly<Record<ExampleName, WorkedExample>> = {
  'cat-and-mice': {
    title: { en: 'The cat likes chasing mice', zh: '猫喜欢追逐老鼠' },
    query: [[1.0, 0.8]],
    key: [
      [0.9, 0.1],
      [0.8, 0.2],
      [0.7, 0.9],
    ],
    value: [
      [1.0, 0.1],
      [0.9, 0.2],
      [0.8, 0.3],
    ],
    labels: {
      query: [{ en: 'likes', zh: '喜欢' }],
      key: [
        { en: 'cat', zh: '猫' },
        { en: 'chases', zh: '追逐' },
        { en: 'mouse', zh: '老鼠' },
      ],
    },
    divisor: { value: Math.SQRT2, formula: '\\sqrt{2}' },
    printed: { weights: [0.4761, 0.2678, 0.2561], output: [0.9529, 0.1797] },
    remark: {
      en: 'The source prints weights 0.4761, 0.2678, 0.2561 and output 0.9529, 0.1797, but “mouse” has the largest score and cannot get the smallest weight, nor does that output follow from those weights.',
      zh: '原文给出权重 0.4761、0.2678、0.2561 和输出 0.9529、0.1797，但“老鼠”的得分最高，权重不可能最小，而且该输出也无法由这些权重算出。',
    },
  },
  fruit: {
    title: { en: 'Fruit, apple and orange', zh: '水果、苹果与橙子' },
    query: [[2, 3, 1]],
    key: [
      [1, 2, 1],
      [1, 1, 2],
    ],
    // The identity, so that the output is the weights themselves.
    value: [
      [1, 0],
      [0, 1],
    ],
    labels: {
      query: [{ en: 'fruit', zh: '水果' }],
      key: [
        { en: 'apple', zh: '苹果' },
        { en: 'orange', zh: '橙子' },
      ],
    },
    divisor: { value: Math.sqrt(3), formula: '\\sqrt{3}' },
    printed: { weights: [0.6225, 0.3775] },
    remark: {
      en: 'The source prints weights 0.6225, 0.3775, which belong to scores that differ by 0.5, whereas 9 and 7 divided by √3 differ by 1.1547.',
      zh: '原文给出权重 0.6225、0.3775，对应的得分差为 0.5，而 9 与 7 除以 √3 之后相差 1.1547。',
    },
  },
};

/** A worked example as an input, its rows named in one language. */
export function numbersChoice(name: ExampleName, language: keyof Text): NumbersChoice {
  const { query, key, value, labels } = workedExamples[name];
  const words = (texts: readonly Text[]) => texts.map((text) => text[language]);
  return {
    kind: 'numbers',
    query,
    key,
    value,
    labels: { query: words(labels.query), key: words(labels.key) },
  };
}
