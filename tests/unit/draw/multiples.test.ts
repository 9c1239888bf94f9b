import { afterEach, expect, test, vi } from 'vitest';
import { colourerOf } from '../../../src/draw/colour';
import { createMultiples, type MultiplesData } from '../../../src/draw/multiples';
import { layersOf } from '../../../src/draw/surface';
import { lightTheme } from '../../../src/draw/theme';
import { context, hostOnPage, pixelAt, viewOf } from './figures';

let destroy = (): void => {};
afterEach(() => destroy());

const heads = (count: number, extra: Partial<MultiplesData> = {}): MultiplesData => ({
  panels: Array.from({ length: count }, (_, h) => ({
    view: viewOf(4, 4, () => (h + 1) / 10),
    caption: `head ${h + 1}`,
  })),
  chosen: 0,
  colouring: { map: 'sequential', domain: [0, 1], log: false },
  colour: '#6a3d9a',
  label: 'heads',
  ...extra,
});

function show(data: MultiplesData, events = {}) {
  const host = hostOnPage();
  const figure = createMultiples(host, events);
  destroy = () => figure.destroy();
  figure.update(data, context);
  return { host, figure };
}

test('every panel is painted with its own values, and none covers another', () => {
  const data = heads(8);
  const { host } = show(data);
  const blocks = layersOf(host)?.canvases[0].cells ?? [];
  expect(blocks).toHaveLength(8);
  const colour = colourerOf(data.colouring, lightTheme);
  for (const [i, { x, y, width, height }] of blocks.entries()) {
    const rgb = pixelAt(host, x + width / 2, y + height / 2).slice(0, 3);
    const text = `#${rgb.map((v) => v.toString(16).padStart(2, '0')).join('')}`;
    expect(text).toBe(colour(data.panels[i].view.data[0]));
    for (const other of blocks.slice(i + 1)) {
      const apart = other.x >= x + width || other.y >= y + height;
      expect(apart).toBe(true);
    }
  }
});

test('a click or an arrow key chooses; the choice is what a screen reader hears', () => {
  const onChoose = vi.fn();
  const { host } = show(heads(6, { chosen: 2 }), { onChoose });
  const options = [...host.querySelectorAll('[role=radio]')];
  expect(options.map((o) => o.getAttribute('aria-checked'))).toEqual(
    [0, 1, 2, 3, 4, 5].map((i) => String(i === 2)),
  );
  options[4].dispatchEvent(new MouseEvent('click', { bubbles: true }));
  expect(onChoose).toHaveBeenLastCalledWith(4);
  options[2].dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
  expect(onChoose).toHaveBeenLastCalledWith(1);
  expect(options[2].getAttribute('aria-label')).toBe('head 3');
});

test('windows keep the arrangement that they have on the map', () => {
  const { host } = show(heads(12, { columns: 4 }));
  const blocks = layersOf(host)?.canvases[0].cells ?? [];
  expect(new Set(blocks.map((b) => b.x)).size).toBe(4);
  expect(new Set(blocks.map((b) => b.y)).size).toBe(3);
});
