import { expect, test, vi } from 'vitest';
import { colourerOf } from '../../../src/draw/colour';
import type { MatrixEvents } from '../../../src/draw/matrix';
import { lightTheme } from '../../../src/draw/theme';
import type { View } from '../../../src/trace/view';
import { context, matrixData, nextFrame, pixelAt, point, press, viewOf } from './figures';
import { hash, hex, show } from './matrix-figure';

test('zooming asks for whole cells, and hover is right in what is shown', async () => {
  const onRegion = vi.fn<NonNullable<MatrixEvents['onRegion']>>();
  const onHover = vi.fn();
  const view = viewOf(400, 400, hash);
  const { host, block, middle } = show(matrixData(view), { onRegion, onHover });
  const whole = block();
  // About the middle of cell (100, 300).
  const at: [number, number] = [
    whole.x + (300.5 / 400) * whole.width,
    whole.y + (100.5 / 400) * whole.height,
  ];
  for (let i = 0; i < 6; i++) point(host, 'wheel', at, { deltaY: -300 } as WheelEventInit);
  await vi.waitFor(() => expect(onRegion.mock.lastCall?.[2]).toBe(true), 5000);
  const region = onRegion.mock.lastCall?.[0];
  if (!region) throw new Error('no region');
  expect(region.row[1] - region.row[0]).toBeLessThan(100);
  for (const side of [region.row, region.column]) expect(side.every(Number.isInteger)).toBe(true);
  expect(region.row[0]).toBeLessThanOrEqual(100);
  expect(region.row[1]).toBeGreaterThan(100);
  point(host, 'pointermove', at);
  expect(onHover).toHaveBeenLastCalledWith({ row: 100, column: 300 });
  point(host, 'pointermove', middle(103, 296));
  expect(onHover).toHaveBeenLastCalledWith({ row: 103, column: 296 });
});

test('until the new values come, the old picture is stretched to where it belongs', async () => {
  const view = viewOf(64, 64, (r, c) => (r < 32 ? 0 : 0.5) + (c < 32 ? 0 : 0.4));
  const data = matrixData(view);
  const { host, block } = show(data);
  const plot = block().clip;
  const corner: [number, number] = [plot.x + plot.width - 1, plot.y + plot.height - 1];
  const colour = colourerOf(data.colouring, lightTheme);
  // Away from the corner's borders.
  const inside: [number, number] = [plot.x + 20, plot.y + 20];
  expect(hex(pixelAt(host, ...inside))).toBe(colour(0));
  for (let i = 0; i < 3; i++) point(host, 'wheel', corner, { deltaY: -500 } as WheelEventInit);
  await nextFrame();
  await nextFrame();
  expect(hex(pixelAt(host, ...inside))).toBe(colour(view.data[64 * 64 - 1]));
});

test('values of a zoomed region are laid over the whole, which stays underneath', () => {
  const view = viewOf(64, 64, () => 0.2);
  const { host, figure, block } = show(matrixData(view));
  const part = viewOf(64, 64, () => 0.9, { row: [0, 32], column: [0, 32] });
  figure.update(matrixData(part), context);
  const { clip } = block();
  const colour = colourerOf(matrixData(view).colouring, lightTheme);
  const share = (t: number): [number, number] => [
    clip.x + t * clip.width,
    clip.y + t * clip.height,
  ];
  expect(hex(pixelAt(host, ...share(0.25)))).toBe(colour(part.data[0]));
  expect(hex(pixelAt(host, ...share(0.75)))).toBe(colour(view.data[0]));
  // Another tensor's whole must not show through.
  figure.update(matrixData(part, { identity: 'other' }), context);
  expect(pixelAt(host, ...share(0.75))[3]).toBe(0);
});

test('a double click shows the whole again', () => {
  const onRegion = vi.fn<NonNullable<MatrixEvents['onRegion']>>();
  const { host, middle } = show(matrixData(viewOf(50, 50, hash)), { onRegion });
  press(host, '+');
  expect(onRegion.mock.lastCall?.[0].row[0]).toBeGreaterThan(0);
  point(host, 'dblclick', middle(25, 25));
  expect(onRegion.mock.lastCall?.[0]).toEqual({ row: [0, 50], column: [0, 50] });
});

test('dragging with Shift zooms to the marked cells', () => {
  const onRegion = vi.fn<NonNullable<MatrixEvents['onRegion']>>();
  const { host, middle } = show(matrixData(viewOf(100, 100, hash)), { onRegion });
  const overlay = host.querySelector('.overlay') as SVGRectElement;
  const box = (host.querySelector('svg') as SVGSVGElement).getBoundingClientRect();
  const send = (target: EventTarget, type: string, [x, y]: [number, number]): void => {
    const init = { bubbles: true, cancelable: true, view: window, shiftKey: true };
    target.dispatchEvent(new MouseEvent(type, { ...init, clientX: box.x + x, clientY: box.y + y }));
  };
  send(overlay, 'mousedown', middle(20, 30));
  send(window, 'mousemove', middle(30, 40));
  send(window, 'mousemove', middle(59, 69));
  send(window, 'mouseup', middle(59, 69));
  expect(onRegion.mock.lastCall?.[0]).toEqual({ row: [20, 60], column: [30, 70] });
});

test('arrow keys beyond the border of a zoomed matrix move what is shown', () => {
  const onRegion = vi.fn<NonNullable<MatrixEvents['onRegion']>>();
  const part: View['region'] = { row: [0, 5], column: [0, 5] };
  const { host } = show(matrixData(viewOf(50, 50, hash, part)), { onRegion });
  for (let i = 0; i < 7; i++) press(host, 'ArrowRight');
  expect(onRegion.mock.lastCall?.[0]).toEqual({ row: [0, 5], column: [2, 7] });
});
