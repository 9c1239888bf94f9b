import { expect, test } from 'vitest';
import { Refusal } from '../../../src/trace/text';
import { settled } from '../../../src/ui/export/settled';

const hostWith = (...cells: string[]): HTMLElement => {
  const host = document.createElement('div');
  host.innerHTML = cells.map((cell) => `<div data-cell>${cell}</div>`).join('');
  return host;
};
const drawn = '<svg><path/></svg>';

test('a figure is not settled while it waits for an answer', async () => {
  const probe = { draws: 1, waiting: 1 };
  setTimeout(() => {
    probe.waiting = 0;
  }, 150);
  await settled(hostWith(drawn), () => ({ ...probe }));
  expect(probe.waiting).toBe(0);
});

test('a figure is not settled while it is still being drawn', async () => {
  let draws = 0;
  const timer = setInterval(() => draws++, 5);
  setTimeout(() => clearInterval(timer), 150);
  const before = draws;
  await settled(hostWith(drawn), () => ({ draws, waiting: 0 }));
  const after = draws;
  expect(after).toBeGreaterThan(before + 5);
});

test('what stays empty is not waited for when something else is there', async () => {
  await expect(
    settled(hostWith(drawn, ''), () => ({ draws: 1, waiting: 0 })),
  ).resolves.toBeUndefined();
});

test('a single number counts as drawn, and nothing at all is refused', async () => {
  const calm = () => ({ draws: 0, waiting: 0 });
  await settled(hostWith('<button data-figure="main">0.5</button>'), calm);
  await expect(settled(hostWith(''), calm)).rejects.toBeInstanceOf(Refusal);
});
