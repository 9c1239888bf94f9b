/** Lessons 1 and 2 against values worked out with pencil and paper, and once more here in float64. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catAndMice } from '../../../src/lessons/cat-and-mice';
import { fruit } from '../../../src/lessons/fruit';
import type { Lesson } from '../../../src/lessons/lesson';
import { measured } from '../../../src/state/lesson-measure';
import { createRoom, type Room } from './room';

let room: Room;
beforeAll(() => {
  room = createRoom();
});
afterAll(() => room.close());

/** A row of a step, as the engine computes it for a lesson. */
async function row(lesson: Lesson, step: string, length: number): Promise<number[]> {
  await room.open(lesson.steps[0].view, 'en');
  return Promise.all(
    Array.from({ length }, (_, i) =>
      measured({ kind: 'cell', step, index: [0, 0, i] }, room.readings),
    ),
  );
}

const close = (found: readonly number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - wanted[i])).toBeLessThan(1e-6);
  });
};

test('the cat likes chasing mice', async () => {
  const q = [1.0, 0.8];
  const scores = [0.9 * q[0] + 0.1 * q[1], 0.8 * q[0] + 0.2 * q[1], 0.7 * q[0] + 0.9 * q[1]];
  close(scores, [0.98, 0.96, 1.42]);
  const powers = scores.map((s) => Math.exp(s / Math.SQRT2));
  const total = powers[0] + powers[1] + powers[2];
  const weights = powers.map((power) => power / total);
  close(weights, [0.298426, 0.294235, 0.40734]);
  const output = [
    weights[0] * 1.0 + weights[1] * 0.9 + weights[2] * 0.8,
    weights[0] * 0.1 + weights[1] * 0.2 + weights[2] * 0.3,
  ];
  close(output, [0.889109, 0.210891]);

  close(await row(catAndMice, 'products', 3), scores);
  close(await row(catAndMice, 'weights', 3), weights);
  close(await row(catAndMice, 'output', 2), output);
});

test('the printed output of the cat does not follow from the printed weights', () => {
  const printed = 0.4761 * 1.0 + 0.2678 * 0.9 + 0.2561 * 0.8;
  expect(printed.toFixed(4)).toBe('0.9220');
  expect(catAndMice.steps[3].printed?.why.en).toContain('= 0.9220$, not 0.9529');
});

test('fruit, apple and orange', async () => {
  const scores = [2 * 1 + 3 * 2 + 1 * 1, 2 * 1 + 3 * 1 + 1 * 2];
  expect(scores).toEqual([9, 7]);
  const apple = 1 / (1 + Math.exp((scores[1] - scores[0]) / Math.sqrt(3)));
  close([apple, 1 - apple], [0.760368, 0.239632]);

  close(await row(fruit, 'products', 2), scores);
  close(await row(fruit, 'weights', 2), [apple, 1 - apple]);
});

test('the printed weights of the fruit belong to a difference of one half', () => {
  expect(Math.log(0.6225 / 0.3775).toFixed(2)).toBe('0.50');
  expect((2 / Math.sqrt(3)).toFixed(2)).toBe('1.15');
});
