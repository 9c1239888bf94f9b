import { describe, expect, it, vi } from 'vitest';
import type { Rect } from '../../../src/draw/canvas';
import { createGates, filled, type GatesData } from '../../../src/draw/gates';
import { layoutGates, orderOf } from '../../../src/draw/gates-layout';
import { layersOf } from '../../../src/draw/surface';
import { context, hostOnPage, point, press } from './figures';

const pictures = { before: true, after: true, aspect: 1 };
const channels = (n: number) => Array.from({ length: n }, (_, i) => i);

it('sorts by index, or from the most open gate', () => {
  const gates = Float32Array.of(0.2, 0.9, 0.2, 0.5);
  expect(orderOf(gates, 'index')).toEqual([0, 1, 2, 3]);
  expect(orderOf(gates, 'gate')).toEqual([1, 3, 0, 2]);
});

describe('cards', () => {
  const apart = (a: Rect, b: Rect) =>
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

  it.each([
    [320, 400, 1],
    [900, 300, 0.5],
    [620, 560, 2],
  ])('stay apart and within %i × %i', (width, height, aspect) => {
    const { cards, footer } = layoutGates(
      channels(512),
      { width, height },
      { ...pictures, aspect },
      20,
      0,
    );
    expect(cards.length).toBeGreaterThan(2);
    cards.forEach(({ box }, i) => {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(footer.y);
      for (const other of cards.slice(i + 1)) expect(apart(box, other.box)).toBe(true);
    });
  });

  it('show each channel on exactly one page', () => {
    const size = { width: 620, height: 400 };
    const { pages } = layoutGates(channels(100), size, pictures, 0, 0);
    expect(pages).toBeGreaterThan(1);
    const seen = channels(pages).flatMap((page) =>
      layoutGates(channels(100), size, pictures, 0, page).cards.map((card) => card.channel),
    );
    expect(seen).toEqual(channels(100));
  });

  it('grow when there are few', () => {
    const height = (n: number) =>
      layoutGates(channels(n), { width: 620, height: 400 }, pictures, 0, 0).cards[0].box.height;
    expect(height(4)).toBeGreaterThan(height(12));
    expect(
      layoutGates(channels(4), { width: 620, height: 400 }, pictures, 0, 0).footer.height,
    ).toBe(0);
  });
});

it('fills a bar by the share of its range', () => {
  const bar = { x: 0, y: 10, width: 10, height: 40 };
  expect(filled(bar, 0.25, [0, 1])).toEqual({ x: 0, y: 40, width: 10, height: 10 });
  expect(filled(bar, 3, [0, 2])).toEqual(bar);
  expect(filled({ ...bar, width: 80 }, 0.5, [0, 1]).width).toBe(40);
});

const size = 2 * 3;
const data = (n: number, extra: Partial<GatesData> = {}): GatesData => ({
  label: 'gates',
  gates: Float32Array.from({ length: n }, (_, i) => ((i * 7) % n) / n),
  range: [0, 1],
  labelOf: (c) => `c${c}`,
  before: { height: 2, width: 3, values: Float32Array.from({ length: n * size }, (_, i) => i) },
  after: { height: 2, width: 3, values: Float32Array.from({ length: n * size }, (_, i) => -i) },
  colouring: { map: 'diverging', domain: [-1, 1], log: false },
  order: 'index',
  words: { previous: 'previous', next: 'next' },
  ...extra,
});

it('holds the pictures before and after of the channels that it shows', () => {
  const host = hostOnPage();
  createGates(host).update(data(4, { order: 'gate' }), context);
  const blocks = layersOf(host)?.canvases[0].cells ?? [];
  expect(blocks).toHaveLength(8);
  // The gates are 0, ¾, ½, ¼.
  expect([...blocks[0].values]).toEqual([6, 7, 8, 9, 10, 11]);
  expect([...blocks[1].values]).toEqual([-6, -7, -8, -9, -10, -11]);
});

it('turns pages by button and by keys, and follows the arrow keys over the end of a page', () => {
  const host = hostOnPage();
  const onHover = vi.fn();
  createGates(host, { onHover }).update(data(512), context);
  const range = () => host.querySelector('text.range')?.textContent ?? '';
  const [first, last] = range().split(/[–/]/).map(Number);
  expect(first).toBe(1);
  host
    .querySelectorAll('[role=button]')[1]
    .dispatchEvent(new MouseEvent('click', { bubbles: true }));
  expect(range().startsWith(`${last + 1}–`)).toBe(true);
  press(host, 'PageUp');
  expect(range().startsWith('1–')).toBe(true);
  press(host, 'PageUp');
  expect(range().startsWith('1–')).toBe(true);
  for (let i = 0; i <= last; i++) press(host, 'ArrowRight');
  expect(onHover).toHaveBeenLastCalledWith(last);
  expect(range().startsWith(`${last + 1}–`)).toBe(true);
});

it('pins a channel', () => {
  const host = hostOnPage();
  const onPin = vi.fn();
  createGates(host, { onPin }).update(data(8, { order: 'gate' }), context);
  const { cards } = layoutGates(
    orderOf(data(8).gates, 'gate'),
    context,
    { ...pictures, aspect: 2 / 3 },
    0,
    0,
  );
  const { box, channel } = cards[2];
  point(host, 'click', [box.x + 20, box.y + 20]);
  expect(onPin).toHaveBeenLastCalledWith(channel);
});
