import { expect, test } from 'vitest';
import { Spare } from '../../../src/engine/spare';

const next = () => new Promise((resolve) => setTimeout(resolve, 5));

test('memory for views is never handed out twice, at hand or not', async () => {
  const spare = new Spare();
  const given = new Set<ArrayBufferLike>();
  for (const length of [2 ** 17, 2 ** 17, 2 ** 16, 2 ** 17, 10, 2 ** 17]) {
    const memory = spare.take(length);
    expect(memory).toHaveLength(length);
    expect(given).not.toContain(memory.buffer);
    given.add(memory.buffer);
    if (length !== 10) await next();
  }
});
