import { describe, expect, it, vi } from 'vitest';
import { layPlate } from '../../../src/draw/plate';
import type { WindowPlaces } from '../../../src/draw/support';
import {
  inPhase,
  piecesOf,
  regionsOf,
  shownExtent,
  shownPixel,
  targetAt,
} from '../../../src/draw/window-shift';
import { createWindows, type WindowsData } from '../../../src/draw/windows';
import { context, hostOnPage, point, press } from './figures';

const windows: WindowPlaces = {
  kind: 'window',
  rows: 2,
  columns: 2,
  size: [3, 3],
  shift: [1, 1],
  height: 6,
  width: 6,
};

describe('the shift', () => {
  it('slides in the first half and fills in the second', () => {
    expect([0, 0.5, 1].map(inPhase)).toEqual([
      { slide: 0, fill: 0 },
      { slide: 1, fill: 0 },
      { slide: 1, fill: 1 },
    ]);
  });

  it('moves the first row and column to the other side, and covers the rolled map once', () => {
    const pieces = piecesOf(windows, 1).filter((p) => !p.ghost);
    const covered = new Map<string, number>();
    for (const { to } of pieces)
      for (let y = to.y[0]; y < to.y[1]; y++)
        for (let x = to.x[0]; x < to.x[1]; x++)
          covered.set(`${y},${x}`, (covered.get(`${y},${x}`) ?? 0) + 1);
    expect(covered.size).toBe(36);
    expect([...covered.values()].every((n) => n === 1)).toBe(true);
    expect(covered.has('6,6')).toBe(true);
    expect(covered.has('0,3')).toBe(false);
    expect(shownPixel(windows, { y: 0, x: 3 }, 1)).toEqual({ y: 6, x: 3 });
    expect(shownPixel(windows, { y: 3, x: 0 }, 1)).toEqual({ y: 3, x: 6 });
    expect(shownPixel(windows, { y: 0, x: 3 }, 0.5)).toEqual({ y: 0, x: 3 });
  });

  it('divides only the last windows, into two and four regions', () => {
    const regions = regionsOf(windows);
    expect(regions.map((r) => [r.window, r.label])).toEqual([
      [1, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [3, 5],
      [2, 6],
      [3, 7],
      [3, 8],
    ]);
    expect(regions.filter((r) => r.wrapped).map((r) => r.label)).toEqual([2, 5, 6, 7, 8]);
    const last = regions.find((r) => r.label === 8);
    expect([last?.y, last?.x]).toEqual([
      [6, 7],
      [6, 7],
    ]);
    expect(last?.holds({ y: 0, x: 0 })).toBe(true);
    expect(last?.holds({ y: 0, x: 1 })).toBe(false);
    expect(regionsOf({ ...windows, shift: [0, 0] })).toEqual([]);
  });

  it('finds the window and the pixel under the pointer in every phase', () => {
    expect(targetAt(windows, { y: 0, x: 0 }, 0)).toEqual({ window: 0, pixel: { y: 0, x: 0 } });
    expect(targetAt(windows, { y: 0, x: 0 }, 1)).toBeNull();
    expect(targetAt(windows, { y: 6, x: 4 }, 0.5)).toEqual({ window: 3, pixel: null });
    expect(targetAt(windows, { y: 6, x: 4 }, 1)).toEqual({ window: 3, pixel: { y: 0, x: 4 } });
  });
});

describe('the figure', () => {
  const data: WindowsData = { label: 'windows', windows, phase: 1 };
  const plate = layPlate(context, shownExtent(windows), {});
  const hatched = (host: Element) =>
    host.querySelectorAll('[data-part=regions] path.masked').length;

  it('hatches what came from the other side, or what the query may not see', () => {
    const host = hostOnPage();
    const figure = createWindows(host);
    figure.update(data, context);
    expect(hatched(host)).toBe(5);
    figure.update({ ...data, query: { y: 4, x: 4 }, chosen: 3 }, context);
    expect(hatched(host)).toBe(3);
    figure.update({ ...data, query: { y: 2, x: 2 }, chosen: 0 }, context);
    expect(hatched(host)).toBe(0);
  });

  it('takes a phase at once under reduced motion, and on the way else', async () => {
    const host = hostOnPage();
    const figure = createWindows(host);
    const borders = () => host.querySelector('[data-part=borders] path.line')?.getAttribute('d');
    figure.update({ ...data, phase: 0 }, context);
    const before = borders();
    figure.update({ ...data, phase: 1 }, context);
    const after = borders();
    expect(after).not.toBe(before);
    figure.update({ ...data, phase: 0 }, { ...context, reducedMotion: false });
    expect(borders()).toBe(after);
    await vi.waitFor(() => expect(borders()).toBe(before), { timeout: 20_000 });
    figure.destroy();
  });

  it('chooses a window by click and by keys', () => {
    const host = hostOnPage();
    const onPin = vi.fn();
    createWindows(host, { onPin }).update(data, context);
    point(host, 'click', [plate.px(2.5), plate.py(5.5)]);
    expect(onPin).toHaveBeenLastCalledWith({ window: 2, pixel: { y: 5, x: 2 } });
    point(host, 'pointerleave', [0, 0]);
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'Enter']) press(host, key);
    expect(onPin).toHaveBeenLastCalledWith({ window: 3, pixel: null });
  });
});
