import { describe, expect, test } from 'vitest';
import { type ExampleName, numbersChoice, workedExamples } from '../../../src/inputs/numbers';

/** Softmax of q·k / divisor, and the weighted values, straight from the definition. */
function attend(name: ExampleName) {
  const { query, key, value, divisor } = workedExamples[name];
  const scores = key.map((k) => k.reduce((sum, x, i) => sum + x * query[0][i], 0));
  const powers = scores.map((s) => Math.exp(s / divisor.value));
  const total = powers.reduce((sum, x) => sum + x, 0);
  const weights = powers.map((x) => x / total);
  const output = value[0].map((_, c) => weights.reduce((sum, w, i) => sum + w * value[i][c], 0));
  return { scores, weights, output };
}

const close = (found: readonly number[], wanted: readonly number[]) => {
  expect(found.length).toBe(wanted.length);
  found.forEach((x, i) => {
    expect(x).toBeCloseTo(wanted[i], 5);
  });
};

describe('worked examples', () => {
  test('the cat likes chasing mice', () => {
    const { scores, weights, output } = attend('cat-and-mice');
    close(scores, [0.98, 0.96, 1.42]);
    close(weights, [0.298426, 0.294235, 0.40734]);
    close(output, [0.889109, 0.210891]);
  });

  test('fruit, apple and orange', () => {
    const { scores, weights } = attend('fruit');
    close(scores, [9, 7]);
    close(weights, [0.760368, 0.239632]);
  });

  test.each(Object.keys(workedExamples) as ExampleName[])(
    '%s divides by √d, and its print is off',
    (name) => {
      const { query, divisor, printed } = workedExamples[name];
      expect(divisor.value).toBeCloseTo(Math.sqrt(query[0].length), 12);
      expect(Math.abs(printed.weights[0] - attend(name).weights[0])).toBeGreaterThan(0.1);
    },
  );

  test('become an input with rows named in the language of the reader', () => {
    expect(numbersChoice('cat-and-mice', 'zh').labels).toEqual({
      query: ['喜欢'],
      key: ['猫', '追逐', '老鼠'],
    });
    expect(numbersChoice('fruit', 'en').labels?.key).toEqual(['apple', 'orange']);
  });
});
