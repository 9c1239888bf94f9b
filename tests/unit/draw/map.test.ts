import { expect, it, vi } from 'vitest';
import { colourerOf } from '../../../src/draw/colour';
import { createMap, type MapData } from '../../../src/draw/map';
import type { Photograph } from '../../../src/draw/photograph';
import { pixelAt as cellAt, layPlate, ticksOf, wholeOf } from '../../../src/draw/plate';
import type { Pixel } from '../../../src/draw/support';
import { layersOf } from '../../../src/draw/surface';
import { context, hostOnPage, pixelAt, point, press } from './figures';

const colouring = { map: 'sequential', domain: [0, 1], log: false } as const;
const data: MapData = {
  label: 'spatial gate',
  height: 4,
  width: 6,
  values: Float32Array.from({ length: 24 }, (_, i) => i / 23),
  colouring,
};
const plate = layPlate(context, wholeOf(data), {});
const middle = ({ y, x }: Pixel) => [plate.px(x + 0.5), plate.py(y + 0.5)] as const;

const hex = (rgba: number[]): string =>
  `#${rgba
    .slice(0, 3)
    .map((v) => v.toString(16).padStart(2, '0'))
    .join('')}`;

const plain = (colour: string): Photograph => {
  const image = document.createElement('canvas');
  image.width = 60;
  image.height = 40;
  const ink = image.getContext('2d') as CanvasRenderingContext2D;
  ink.fillStyle = colour;
  ink.fillRect(0, 0, 60, 40);
  return { image, width: 60, height: 40 };
};

it('paints every pixel in the colour of its value and hands the exact cells to an export', () => {
  const host = hostOnPage();
  createMap(host).update(data, context);
  for (const pixel of [
    { y: 0, x: 0 },
    { y: 2, x: 3 },
    { y: 3, x: 5 },
  ]) {
    const value = data.values[pixel.y * 6 + pixel.x];
    expect(hex(pixelAt(host, ...middle(pixel)))).toBe(colourerOf(colouring, context.theme)(value));
  }
  const [block] = layersOf(host)?.canvases[0].cells ?? [];
  expect([block.rows, block.columns, block.values]).toEqual([4, 6, data.values]);
});

it('lets the photograph through where a value is small', () => {
  const host = hostOnPage();
  createMap(host).update({ ...data, photograph: plain('#00ff00'), opacity: 1 }, context);
  const last = pixelAt(host, ...middle({ y: 3, x: 5 }));
  expect(hex(last)).toBe(colourerOf(colouring, context.theme)(1));
  const [red, green] = pixelAt(host, ...middle({ y: 0, x: 0 }));
  expect(green).toBeGreaterThan(red);
  expect(layersOf(host)?.canvases[0].cells).toEqual([]);
});

it('tells of the pixel under the pointer, and reads its value out', () => {
  const host = hostOnPage();
  const onHover = vi.fn();
  createMap(host, { onHover }).update(data, context);
  point(host, 'pointermove', middle({ y: 1, x: 2 }));
  expect(onHover).toHaveBeenLastCalledWith({ y: 1, x: 2 });
  expect(host.textContent).toContain('(1, 2)  0.3478');
  point(host, 'pointermove', [2, 2]);
  expect(onHover).toHaveBeenLastCalledWith(null);
  expect(onHover).toHaveBeenCalledTimes(2);
});

it('pins with a click and unpins with another one', () => {
  const host = hostOnPage();
  const onPin = vi.fn();
  const map = createMap(host, { onPin });
  map.update(data, context);
  point(host, 'click', middle({ y: 3, x: 1 }));
  expect(onPin).toHaveBeenLastCalledWith({ y: 3, x: 1 });
  map.update({ ...data, pinned: { y: 3, x: 1 } }, context);
  point(host, 'click', middle({ y: 3, x: 1 }));
  expect(onPin).toHaveBeenLastCalledWith(null);
});

it('is walked with the arrow keys, held at the border', () => {
  const host = hostOnPage();
  const [onHover, onPin] = [vi.fn(), vi.fn()];
  createMap(host, { onHover, onPin }).update({ ...data, pinned: { y: 3, x: 4 } }, context);
  press(host, 'ArrowRight');
  press(host, 'ArrowDown');
  press(host, 'ArrowRight');
  expect(onHover.mock.calls).toEqual([[{ y: 3, x: 5 }]]);
  press(host, 'ArrowUp', { shiftKey: true });
  expect(onHover).toHaveBeenLastCalledWith({ y: 0, x: 5 });
  expect(host.querySelector('[aria-live]')?.textContent).toContain('(0, 5)');
  press(host, 'Enter');
  expect(onPin).toHaveBeenLastCalledWith({ y: 0, x: 5 });
  press(host, 'Escape');
  expect(onPin).toHaveBeenLastCalledWith(null);
});

it('ends its events and leaves the host empty when destroyed', () => {
  const host = hostOnPage();
  const onHover = vi.fn();
  const map = createMap(host, { onHover });
  map.update(data, context);
  const svg = host.querySelector('svg') as SVGSVGElement;
  map.destroy();
  svg.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp' }));
  expect(onHover).not.toHaveBeenCalled();
  expect(host.childElementCount).toBe(0);
});

it('thins indices out, zero among them, and finds cells of plates that begin below zero', () => {
  expect(ticksOf([0, 28], 10, 26)).toEqual([0, 5, 10, 15, 20, 25]);
  expect(ticksOf([-3, 4], 40, 26)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  expect(ticksOf([-14, 14], 5, 26)).toEqual([-10, 0, 10]);
  const shifted = layPlate(context, { y: [-2, 5], x: [0, 7] }, {});
  expect(cellAt(shifted, [shifted.px(3.5), shifted.py(-1.5)])).toEqual({ y: -2, x: 3 });
  expect(cellAt(shifted, [shifted.x - 1, shifted.y])).toBeNull();
});
