import { afterEach, expect, test, vi } from 'vitest';
import { type ArcsData, createArcs } from '../../../src/draw/arcs';
import { context, hostOnPage, point, press, viewOf, worded } from './figures';

let destroy = (): void => {};
afterEach(() => destroy());

const words = ['the', 'cat', 'likes', '老鼠'];
const view = viewOf(4, 4, (r, c) => (r === 1 ? [0.1, 0.6, 0.3, 0.001][c] : 0.25));

const arcs = (extra: Partial<ArcsData> = {}): ArcsData => ({
  view,
  rows: worded('query', words),
  columns: worded('key', words),
  same: true,
  colour: '#6a3d9a',
  label: 'attention between words',
  ...extra,
});

function show(data: ArcsData, events = {}) {
  const host = hostOnPage();
  const figure = createArcs(host, events);
  destroy = () => figure.destroy();
  figure.update(data, context);
  const strong = () =>
    [...host.querySelectorAll(`path[stroke="${data.colour}"]`)].map((path) =>
      Number(path.getAttribute('stroke-width')),
    );
  return { host, figure, strong };
}

test('the pinned query’s arcs are as thick as their weights; what weighs nothing has none', () => {
  const { strong } = show(arcs({ pinned: 1 }));
  const widths = strong();
  expect(widths).toHaveLength(3);
  expect([...widths]).toEqual([...widths].sort((a, b) => b - a));
  expect(widths[0] - 0.75).toBeCloseTo(2 * (widths[1] - 0.75), 4);
});

test('masked weights have no arc', () => {
  const mask = viewOf(4, 4, (r, c) => Number(c > r));
  expect(show(arcs({ pinned: 1, mask })).strong()).toHaveLength(2);
});

test('hovering a word tells its query and shows its arcs', () => {
  const onHover = vi.fn();
  const onPin = vi.fn();
  const { host, strong } = show(arcs(), { onHover, onPin });
  expect(strong()).toHaveLength(0);
  const word = [...host.querySelectorAll('text')].find((t) => t.textContent === 'cat') as Element;
  const box = word.getBoundingClientRect();
  point(host, 'pointermove', [box.x + box.width / 2, box.y + box.height / 2]);
  expect(onHover).toHaveBeenLastCalledWith(1);
  expect(strong()).toHaveLength(3);
  press(host, 'ArrowRight');
  expect(onHover).toHaveBeenLastCalledWith(2);
  press(host, 'Enter');
  expect(onPin).toHaveBeenLastCalledWith(2);
});

test('cross attention has a row for each side', () => {
  const cross = viewOf(2, 3, () => 0.3);
  const { host } = show(arcs({ view: cross, same: false }));
  const tops = [...host.querySelectorAll('text')].map((t) =>
    Math.round(t.getBoundingClientRect().top),
  );
  expect(tops).toHaveLength(5);
  expect(new Set(tops).size).toBe(2);
});

test('the number of arcs is bounded', () => {
  const { host } = show(arcs({ view: viewOf(100, 100, () => 0.01) }));
  expect(host.querySelectorAll('path').length).toBeLessThanOrEqual(300);
});
