import { lab } from 'd3';
import { expect, it, vi } from 'vitest';
import { createMeasure } from '../../../src/draw/labels';
import { createScaling, type ScalingData, type ScalingLine } from '../../../src/draw/scaling';
import { labelHeight, layOutScaling, spread } from '../../../src/draw/scaling-layout';
import { lineColour, markPath } from '../../../src/draw/scaling-look';
import { ticksOf, tickText } from '../../../src/draw/scaling-ticks';
import { darkTheme, lightTheme } from '../../../src/draw/theme';
import { context, hostOnPage, point, press } from './figures';

const line = (look: number, exponent: number, extra: Partial<ScalingLine> = {}): ScalingLine => ({
  id: `line ${look}`,
  name: `Mechanism number ${look}`,
  exponents: [{ text: 'theory ', power: exponent.toFixed(2) }],
  detail: `theory N${exponent.toFixed(2)}`,
  look,
  points: [64, 256, 1024, 4096].map((x) => ({ x, y: 7 * x ** exponent, beyond: x > 1000 })),
  ...extra,
});
const data = (lines: readonly ScalingLine[], extra: Partial<ScalingData> = {}): ScalingData => ({
  label: 'MACs against N',
  x: { title: 'N', unit: 'size' },
  y: { title: 'MACs', unit: 'count' },
  range: [64, 4096],
  lines,
  key: [
    { kind: 'filled', text: 'fits' },
    { kind: 'hollow', text: 'does not fit' },
  ],
  symbol: 'N',
  describe: ({ line: id, x }) => `${id} at ${x}`,
  ...extra,
});
const measure = createMeasure(document, lightTheme);

it('draws a power law as a straight line whose slope is its exponent', () => {
  const { x, y } = layOutScaling(data([line(0, 2), line(1, 1)]), context, measure);
  const perDecade = [x.at(1000) - x.at(100), y.at(100) - y.at(1000)];
  const slope = (a: number, b: number, exponent: number): number =>
    (y.at(7 * a ** exponent) - y.at(7 * b ** exponent)) /
    perDecade[1] /
    ((x.at(b) - x.at(a)) / perDecade[0]);
  expect(slope(64, 256, 2)).toBeCloseTo(2, 9);
  expect(slope(1024, 4096, 1)).toBeCloseTo(1, 9);
});

it('moves what would touch apart by the least, in order, within its room', () => {
  expect(spread([10, 100], 30, [0, 200])).toEqual([10, 100]);
  expect(spread([100, 100], 30, [0, 200])).toEqual([85, 115]);
  expect(spread([115, 100, 110], 30, [0, 200]).map(Math.round)).toEqual([138, 78, 108]);
  expect(spread([5, 5], 30, [0, 200])).toEqual([0, 30]);
  expect(spread([199, 199], 30, [0, 200])).toEqual([170, 200]);
  // Too little room for all: evenly.
  expect(spread([5, 5, 5], 30, [0, 40])).toEqual([0, 20, 40]);
});

it.each([1100, 620, 330])(
  'lets no label touch another at %i pixels, and none leaves the figure',
  (width) => {
    const lines = Array.from({ length: 8 }, (_, i) => line(i, 1 + i / 1000));
    const host = hostOnPage();
    const figure = createScaling(host);
    figure.update(data(lines), { ...context, width, height: 420 });
    const svg = host.querySelector('svg') as SVGSVGElement;
    const frame = svg.getBoundingClientRect();
    const boxes = [...host.querySelectorAll('[data-part=labels] .label')].map((g) =>
      g.getBoundingClientRect(),
    );
    expect(boxes).toHaveLength(8);
    boxes.forEach((a, i) => {
      expect(a.right).toBeLessThanOrEqual(frame.right + 0.5);
      expect(a.bottom).toBeLessThanOrEqual(frame.bottom + 0.5);
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a.bottom <= b.top + 0.5 ||
          b.bottom <= a.top + 0.5 ||
          a.right <= b.left ||
          b.right <= a.left;
        expect(apart).toBe(true);
      }
    });
    const ticks = [...host.querySelectorAll('[data-part=grid] .tick')].map((t) =>
      t.getBoundingClientRect(),
    );
    ticks.forEach((a, i) => {
      for (const b of ticks.slice(i + 1))
        expect(
          a.right < b.left || b.right < a.left || a.bottom < b.top + 2 || b.bottom < a.top + 2,
        ).toBe(true);
    });
    expect(labelHeight).toBeGreaterThan(0);
    figure.destroy();
  },
);

it('fills what fits, leaves hollow and dashed what is planned only, and marks where memory ends', () => {
  const host = hostOnPage();
  const figure = createScaling(host);
  const timed = line(1, 1, {
    points: [{ x: 64, y: 300, low: 200, high: 500, beyond: false }],
    continued: [
      { x: 64, y: 300 },
      { x: 4096, y: 19_200 },
    ],
  });
  figure.update(
    data([line(0, 2, { out: { x: 900, y: 7 * 900 ** 2 } }), timed], { closed: 2000 }),
    context,
  );
  const marks = [...host.querySelectorAll('path.mark')];
  const colour = lineColour(0, context.theme);
  expect(marks.slice(0, 4).map((m) => m.getAttribute('fill'))).toEqual([
    colour,
    colour,
    context.theme.paper,
    context.theme.paper,
  ]);
  const dashes = [...host.querySelectorAll('path.stretch')].map((p) =>
    p.getAttribute('stroke-dasharray'),
  );
  expect(dashes.filter(Boolean)).toHaveLength(2);
  expect(host.querySelectorAll('path.quartiles')).toHaveLength(1);
  expect(host.querySelectorAll('[data-part=out] path')).toHaveLength(1);
  expect(host.querySelectorAll('[data-part=closed] rect')).toHaveLength(1);
  // No rule of a style sheet: the file has none.
  for (const node of host.querySelectorAll('svg text'))
    expect(
      node.getAttribute('font-size') ?? node.parentElement?.getAttribute('font-size'),
    ).toBeTruthy();
  figure.destroy();
});

it('walks along a line and between lines by arrow keys, and pins', () => {
  const host = hostOnPage();
  const onPin = vi.fn();
  const figure = createScaling(host, { onPin });
  figure.update(data([line(0, 2), line(1, 1)]), context);
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter']) press(host, key);
  expect(onPin).toHaveBeenLastCalledWith({ line: 'line 1', x: 256 });
  expect(host.querySelector('[aria-live]')?.textContent).toBe('line 1 at 256');
  const { x, y } = layOutScaling(data([line(0, 2), line(1, 1)]), context, measure);
  point(host, 'click', [x.at(1024) + 4, y.at(7 * 1024 ** 2) - 3]);
  expect(onPin).toHaveBeenLastCalledWith({ line: 'line 0', x: 1024 });
  figure.destroy();
});

it('writes powers, SI and binary prefixes', () => {
  expect(tickText(1e6, 'count')).toBe('10⁶');
  expect(tickText(200, 'count')).toBe('200');
  expect(tickText(32 * 2 ** 20, 'bytes')).toBe('32\u202fMiB');
  expect(tickText(0.01, 'time')).toBe('10\u202fµs');
  expect(tickText(1e4, 'time')).toBe('10\u202fs');
  expect(tickText(2 ** 20, 'size')).toBe('1\u202fMi');
  expect(ticksOf([64, 4096], 'size', 4).map(({ value }) => value)).toEqual([64, 256, 1024, 4096]);
  expect(ticksOf([150, 900], 'count', 6).map(({ value }) => value)).toEqual([200, 500]);
});

it('has colours that stand out from the paper, and eight different marks', () => {
  for (const theme of [lightTheme, darkTheme]) {
    const colours = Array.from({ length: 8 }, (_, i) => lineColour(i, theme));
    expect(new Set(colours).size).toBe(8);
    for (const colour of colours)
      expect(Math.abs(lab(colour).l - lab(theme.paper).l)).toBeGreaterThan(40);
  }
  expect(new Set(Array.from({ length: 8 }, (_, i) => markPath(i))).size).toBe(8);
});
