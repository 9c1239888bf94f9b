import { expect, it, vi } from 'vitest';
import { createMeasure } from '../../../src/draw/labels';
import { createStacked, type StackedData } from '../../../src/draw/stacked';
import { layoutStacked, meansOf, segmentAt, segmentOf } from '../../../src/draw/stacked-layout';
import { context, hostOnPage, numbered, point, press } from './figures';

const data: StackedData = {
  label: 'shares',
  branches: ['3 × 3', '5 × 5', '7 × 7'],
  channels: numbered('channel'),
  count: 4,
  shares: Float32Array.from([0.5, 0.2, 1, 0.25, 0.25, 0.3, 0, 0.25, 0.25, 0.5, 0, 0.5]),
  mean: 'mean',
};
const layout = layoutStacked(data, context, createMeasure(document, context.theme));

it('stacks the shares of each channel to the full height, the first at the bottom', () => {
  const { plot } = layout;
  for (let channel = 0; channel < 4; channel++) {
    const parts = [0, 1, 2].map((branch) => segmentOf(data, plot, { branch, channel }));
    expect(parts.reduce((sum, p) => sum + p.height, 0)).toBeCloseTo(plot.height, 4);
    expect(parts[0].y + parts[0].height).toBeCloseTo(plot.y + plot.height);
    expect(parts[1].y + parts[1].height).toBeCloseTo(parts[0].y);
  }
  expect(meansOf(data).map((m) => m.toFixed(4))).toEqual(['0.4875', '0.2000', '0.3125']);
});

it('finds the segment under a point', () => {
  const { plot } = layout;
  for (const at of [
    { branch: 0, channel: 0 },
    { branch: 2, channel: 1 },
    { branch: 1, channel: 3 },
  ]) {
    const { x, y, width, height } = segmentOf(data, plot, at);
    expect(segmentAt(data, plot, [x + width / 2, y + height / 2])).toEqual(at);
  }
  expect(segmentAt(data, plot, [plot.x - 1, plot.y + 5])).toBeNull();
  expect(segmentAt(data, plot, [plot.x + 5, plot.y + plot.height + 1])).toBeNull();
});

it('names branches, within the figure however narrow it is', () => {
  for (const width of [620, 200]) {
    const narrow = layoutStacked(
      data,
      { ...context, width },
      createMeasure(document, context.theme),
    );
    expect(narrow.legend.map((d) => d.text)).toEqual(data.branches);
    const places = narrow.legend.map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(3);
    for (const { y } of narrow.legend) expect(y).toBeLessThanOrEqual(context.height);
  }
});

it('tells of branch and channel', () => {
  const host = hostOnPage();
  const [onHover, onPin] = [vi.fn(), vi.fn()];
  createStacked(host, { onHover, onPin }).update(data, context);
  const { x, y, width, height } = segmentOf(data, layout.plot, { branch: 1, channel: 1 });
  point(host, 'pointermove', [x + width / 2, y + height / 2]);
  expect(onHover).toHaveBeenLastCalledWith({ branch: 1, channel: 1 });
  expect(host.textContent).toContain('1 · 5 × 5  0.3000');
  press(host, 'ArrowUp');
  press(host, 'ArrowRight');
  press(host, 'Enter');
  expect(onPin).toHaveBeenLastCalledWith({ branch: 2, channel: 2 });
});
