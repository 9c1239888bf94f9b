import { afterEach, expect, test, vi } from 'vitest';
import { type BarsData, createBars } from '../../../src/draw/bars';
import { specialColours } from '../../../src/draw/palette';
import { context, hostOnPage, numbered, point, press, worded } from './figures';

let destroy = (): void => {};
afterEach(() => destroy());

const gate = (values: number[], extra: Partial<BarsData> = {}): BarsData => ({
  values: Float32Array.from(values),
  labels: numbered('channel'),
  domain: [0, 1],
  title: 'gate',
  colour: '#a83f77',
  reference: 0.5,
  label: 'gates',
  ...extra,
});

function show(data: BarsData, events = {}) {
  const host = hostOnPage();
  const figure = createBars(host, events);
  destroy = () => figure.destroy();
  figure.update(data, context);
  return { host, figure };
}

/** Extents of the boxes in a path of `M x,y h w v h h −w z`. */
const boxes = (path: Element | null): { x: number; y: number; width: number; height: number }[] =>
  [...(path?.getAttribute('d') ?? '').matchAll(/M([^,]+),([^h]+)h([^v]+)v([^h]+)h/g)].map((m) => {
    const [x, y, width, height] = m.slice(1).map(Number);
    return { x, y, width, height };
  });

test('lengths of bars are in proportion to values', () => {
  const { host } = show(gate([0.2, 0.4, 1, 0]));
  const bars = boxes(host.querySelector('path.bars'));
  expect(bars).toHaveLength(4);
  expect(bars[1].height / bars[0].height).toBeCloseTo(2, 5);
  expect(bars[2].height / bars[0].height).toBeCloseTo(5, 5);
  expect(bars[3].height).toBe(0);
});

test('negative bars hang from zero', () => {
  const { host } = show(gate([-1, 1], { domain: [-1, 1], reference: undefined }));
  const [down, up] = boxes(host.querySelector('path.bars'));
  expect(down.y).toBeCloseTo(up.y + up.height, 5);
  expect(down.height).toBeCloseTo(up.height, 5);
});

test('words make the bars lie down, and their labels are all written', () => {
  const words = ['red', 'green', 'blue', '亮度'];
  const { host } = show(gate([0.1, 0.2, 0.3, 0.4], { labels: worded('channel', words) }));
  expect([...host.querySelectorAll('text.row')].map((t) => t.textContent)).toEqual(words);
  const bars = boxes(host.querySelector('path.bars'));
  expect(bars[3].width / bars[0].width).toBeCloseTo(4, 5);
});

test('numbers under lying bars do not touch, however narrow the figure', () => {
  const { host, figure } = show(gate([0.1, 0.6]));
  const labels = worded('channel', ['luminance of σ 8', 'edge']);
  for (const width of [250, 300, 400]) {
    figure.update(gate([0.1, 0.6], { labels, domain: [0, 0.62] }), { ...context, width });
    const ticks = [...host.querySelectorAll('text.tick')].map((t) => t.getBoundingClientRect());
    expect(ticks.length).toBeGreaterThan(1);
    for (const [i, box] of ticks.slice(1).entries())
      expect(box.left).toBeGreaterThan(ticks[i].right + 4);
  }
});

test('hundreds of bars stay a few elements, and their labels do not touch', () => {
  const { host } = show(gate(Array.from({ length: 512 }, (_, i) => (i % 10) / 10)));
  expect(host.querySelectorAll('path.bars').length).toBeLessThan(8);
  expect(boxes(host.querySelector('path.bars'))).toHaveLength(512);
  const labels = [...host.querySelectorAll('text.column')].map((t) => t.getBoundingClientRect());
  expect(labels.length).toBeGreaterThan(4);
  for (const [i, box] of labels.slice(1).entries())
    expect(box.left).toBeGreaterThan(labels[i].right);
});

test('NaN and infinities reach over the whole axis in their own colours', () => {
  const { host } = show(gate([0.5, Number.NaN, Number.POSITIVE_INFINITY, 0.5]));
  for (const [kind, i] of [
    ['nan', 1],
    ['infinity', 2],
  ] as const) {
    const path = host.querySelector(`path.bars[fill="${specialColours[kind]}"]`);
    const [bar] = boxes(path);
    expect(bar.height).toBeGreaterThan(300);
    const ordinary = boxes(host.querySelector('path.bars'));
    expect(bar.x > ordinary[0].x && bar.x < ordinary[1].x, `position ${i}`).toBe(true);
  }
});

test('hover and pin tell the position, whatever the length of its bar', () => {
  const onHover = vi.fn();
  const onPin = vi.fn();
  const { host, figure } = show(gate([1, 0, 0.5, 0.1]), { onHover, onPin });
  const [first, second] = boxes(host.querySelector('path.bars'));
  const above: [number, number] = [second.x + second.width / 2, first.y + 20];
  point(host, 'pointermove', above);
  expect(onHover).toHaveBeenLastCalledWith(1);
  point(host, 'click', above);
  expect(onPin).toHaveBeenLastCalledWith(1);
  figure.update(gate([1, 0, 0.5, 0.1], { pinned: 1, highlighted: [0, 1, 2] }), context);
  const lit = host.querySelectorAll('path.bars')[1];
  expect(boxes(lit)).toHaveLength(3);
  point(host, 'click', above);
  expect(onPin).toHaveBeenLastCalledWith(null);
});

test('arrow keys walk along the bars', () => {
  const onHover = vi.fn();
  const { host } = show(gate([0.1, 0.2, 0.3]), { onHover });
  for (let i = 0; i < 5; i++) press(host, 'ArrowRight');
  expect(onHover).toHaveBeenLastCalledWith(2);
  expect(host.querySelector('[aria-live]')?.textContent).toBe('2: 0.3000');
});
