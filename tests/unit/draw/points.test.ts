import { expect, it, vi } from 'vitest';
import { layPlate } from '../../../src/draw/plate';
import { createPoints, nearest, type PointsData } from '../../../src/draw/points';
import { dotAt, dotsOf, extentFor } from '../../../src/draw/samples';
import { context, hostOnPage, point, press } from './figures';

const grid = { height: 8, width: 8 };
const data: PointsData = {
  label: 'points',
  grid,
  points: [
    { y: 1, x: 1, from: { y: 0, x: 0 } },
    { y: 1, x: 6.5, from: { y: 0, x: 7 } },
    { y: -1.2, x: 3, from: { y: 0, x: 3 } },
    { y: 40, x: 3, from: { y: 7, x: 3 } },
  ],
};
const plate = layPlate(context, extentFor(grid, data.points), {});
const circles = (host: Element) => [...host.querySelectorAll('[data-part=samples] circle')];

it('widens the plate for points outside, by a quarter of the map at most', () => {
  expect(extentFor(grid, [{ y: 3, x: 3 }])).toEqual({ y: [0, 8], x: [0, 8] });
  expect(plate.extent).toEqual({ y: [-2, 10], x: [0, 8] });
});

it('places dots at the centres of pixels, and those too far away at the edge', () => {
  const dots = dotsOf(data.points, plate);
  expect([dots[0].x, dots[0].y]).toEqual([plate.px(1.5), plate.py(1.5)]);
  expect([dots[3].y, dots[3].beyond]).toEqual([plate.y + plate.height, true]);
  expect(dotAt(dots, [dots[1].x + 5, dots[1].y])).toBe(1);
  expect(dotAt(dots, [plate.px(6), plate.py(5)])).toBeNull();
});

it('gives dots areas in proportion to their weights, which leave half of the plate free', () => {
  const few = dotsOf(
    [1, 0.25].map((value) => ({ y: 3, x: 3, value })),
    plate,
  );
  expect(few[0].radius).toBeCloseTo(2 * few[1].radius, 6);
  const many = Array.from({ length: 600 }, (_, i) => ({ y: i % 8, x: 3, value: i % 2 ? 1 : 0.25 }));
  const dots = dotsOf(many, plate);
  const area = dots.reduce((sum, { radius }) => sum + Math.PI * radius ** 2, 0);
  expect(area).toBeLessThanOrEqual((plate.width * plate.height) / 2 + 1);
  expect(dots[1].radius).toBeCloseTo(2 * dots[0].radius, 6);
  expect(dots[1].radius).toBeLessThan(few[0].radius);
});

it('marks points outside of the map as hollow', () => {
  const host = hostOnPage();
  createPoints(host).update(data, context);
  const fills = circles(host).map((c) => c.getAttribute('fill'));
  expect(fills.filter((f) => f === context.theme.paper)).toHaveLength(2);
});

it('moves points out of their references with the phase', () => {
  const host = hostOnPage();
  const figure = createPoints(host);
  const first = () =>
    ['cx', 'cy'].map((name) => Math.round(Number(circles(host)[0].getAttribute(name))));
  figure.update({ ...data, phase: 0 }, context);
  expect(first()).toEqual([plate.px(0.5), plate.py(0.5)].map(Math.round));
  figure.update({ ...data, phase: 0.5 }, context);
  expect(first()).toEqual([plate.px(1), plate.py(1)].map(Math.round));
});

it('tells of the point under the pointer, and pins it', () => {
  const host = hostOnPage();
  const [onHover, onPin] = [vi.fn(), vi.fn()];
  createPoints(host, { onHover, onPin }).update(data, context);
  const at = [plate.px(7), plate.py(1.5)] as const;
  point(host, 'pointermove', at);
  expect(onHover).toHaveBeenLastCalledWith(1);
  expect(host.textContent).toContain('(0.000, 7.000) → (1.000, 6.500)');
  point(host, 'click', at);
  expect(onPin).toHaveBeenLastCalledWith(1);
  press(host, 'ArrowLeft');
  expect(onHover).toHaveBeenLastCalledWith(0);
});

it('goes to the nearest dot ahead', () => {
  const dots = [
    { x: 0, y: 0 },
    { x: 10, y: 1 },
    { x: 4, y: 9 },
  ];
  expect(nearest(dots, null, 1, 0)).toBe(0);
  expect(nearest(dots, 0, 1, 0)).toBe(1);
  expect(nearest(dots, 0, 0, 1)).toBe(2);
  expect(nearest(dots, 0, -1, 0)).toBe(0);
  expect(nearest([], null, 1, 0)).toBeNull();
});
