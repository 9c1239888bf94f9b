import { expect, it, vi } from 'vitest';
import { blockOf, createLook, type LookData } from '../../../src/draw/look';
import { layPlate } from '../../../src/draw/plate';
import { extentFor } from '../../../src/draw/samples';
import { cellsOf, maskedTokens, type WindowPlaces } from '../../../src/draw/support';
import { context, hostOnPage, pixelAt, point, press } from './figures';

const grid = { height: 4, width: 4 };
const colouring = { map: 'sequential', domain: [0, 1], log: false } as const;
const shifted: WindowPlaces = {
  kind: 'window',
  rows: 2,
  columns: 2,
  size: [2, 2],
  shift: [1, 1],
  ...grid,
};
const data = (extra: Partial<LookData>): LookData => ({
  label: 'where it looks',
  grid,
  query: { y: 0, x: 0 },
  cells: [],
  colouring,
  ...extra,
});
const plateOf = (d: LookData) =>
  layPlate(context, extentFor(d.grid, [...d.cells, ...(d.points ?? [])]), {});
const masked = (host: Element) => host.querySelector('[data-part=masked] path')?.getAttribute('d');
const support = (host: Element) => [...host.querySelectorAll('[data-part=support] path.line')];

it('leaves what is not among the keys unpainted', () => {
  const host = hostOnPage();
  const cross = cellsOf({ kind: 'cross', ...grid }, [0, 0.5, 1, 0.5, 0, 1, 0, 0], {
    query: { y: 2, x: 1 },
  });
  const d = data({ cells: cross, query: { y: 2, x: 1 } });
  createLook(host).update(d, context);
  const plate = plateOf(d);
  const alpha = (y: number, x: number) => pixelAt(host, plate.px(x + 0.5), plate.py(y + 0.5))[3];
  expect([alpha(0, 1), alpha(2, 3), alpha(2, 1)]).toEqual([255, 255, 255]);
  expect([alpha(0, 0), alpha(3, 3), alpha(1, 2)]).toEqual([0, 0, 0]);
});

it('hatches the masked tokens of a shifted window, which lie in three corners of the map', () => {
  const host = hostOnPage();
  const query = { y: 0, x: 0 };
  const cells = cellsOf(shifted, [0, 0, 0, 1], { window: 3 }, maskedTokens(shifted, query));
  const d = data({ cells, query, windows: shifted });
  createLook(host).update(d, context);
  const { px, py } = plateOf(d);
  const starts = [...(masked(host) ?? '').matchAll(/M([\d.]+),([\d.]+)/g)].map((m) => [
    +m[1],
    +m[2],
  ]);
  expect(starts.sort()).toEqual(
    [
      [px(0), py(3)],
      [px(3), py(0)],
      [px(3), py(3)],
    ].sort(),
  );
  // All windows, the query's own, the part outside (none), the keys.
  expect(support(host)).toHaveLength(4);
});

it('shows the part of a kernel that reaches over the border', () => {
  const host = hostOnPage();
  const places = {
    kind: 'neighbourhood',
    kernel: [3, 3],
    dilation: 1,
    padding: 1,
    ...grid,
  } as const;
  const cells = cellsOf(places, new Float32Array(9).fill(0.1), { query: { y: 0, x: 0 } });
  const d = data({ cells });
  expect(plateOf(d).extent).toEqual({ y: [-1, 4], x: [-1, 4] });
  createLook(host).update(d, context);
  const { px, py } = plateOf(d);
  const paths = support(host).map((p) => p.getAttribute('d'));
  expect(paths.at(-1)).toBe(
    `M${px(-1)},${py(-1)}L${px(2)},${py(-1)}L${px(2)},${py(2)}L${px(-1)},${py(2)}Z`,
  );
});

it('chooses the clicked pixel as the query, never what is outside, and keeps a query chosen twice', () => {
  const host = hostOnPage();
  const onPin = vi.fn();
  const look = createLook(host, { onPin });
  const d = data({ cells: [{ y: -1, x: 0, value: 1 }] });
  look.update(d, context);
  const { px, py } = plateOf(d);
  point(host, 'click', [px(2.5), py(1.5)]);
  expect(onPin.mock.calls).toEqual([[{ y: 1, x: 2 }]]);
  point(host, 'click', [px(0.5), py(-0.5)]);
  point(host, 'click', [px(0.5), py(0.5)]);
  press(host, 'Escape');
  expect(onPin).toHaveBeenCalledTimes(1);
  press(host, 'ArrowRight');
  press(host, 'Enter');
  expect(onPin).toHaveBeenLastCalledWith({ y: 0, x: 1 });
});

it('draws points as dots whose areas are their weights', () => {
  const host = hostOnPage();
  const points = [
    { y: 1, x: 1, value: 0.1, from: { y: 0, x: 0 } },
    { y: 2.5, x: 1, value: 0.4, from: { y: 3, x: 3 } },
  ];
  createLook(host).update(data({ points }), context);
  const radii = [...host.querySelectorAll('[data-part=samples] circle')].map((c) =>
    Number(c.getAttribute('r')),
  );
  expect(radii[0] / radii[1]).toBeCloseTo(2);
  expect(host.querySelectorAll('[data-part=rays] line')).toHaveLength(2);
});

it('puts keys on a block, also left of and above the map', () => {
  const block = blockOf(
    [
      { y: -1, x: 1, value: 3 },
      { y: 0, x: 0, value: 4, masked: true },
    ],
    { y: [-1, 1], x: [0, 2] },
    colouring,
  );
  expect([...block.values]).toEqual([0, 3, 4, 0]);
  expect([...(block.mask ?? [])]).toEqual([1, 0, 1, 1]);
});

it('draws points as large as the range says, and has a dot for a legend', () => {
  const radii = (domain: readonly [number, number]) => {
    const host = hostOnPage();
    const points = [
      { y: 1, x: 1, value: 0.5 },
      { y: 2, x: 3, value: 0.25 },
    ];
    const d = data({ points, colouring: { ...colouring, domain }, legend: { note: 'dots' } });
    createLook(host).update(d, context);
    const legend = host.querySelector('[data-part=legend]');
    expect(legend?.querySelectorAll('rect.step')).toHaveLength(0);
    expect(legend?.querySelector('text.tick')?.textContent).toBe(context.format(0.5));
    const shown = [...host.querySelectorAll('[data-part=samples] circle')];
    const [large, small] = shown.map((dot) => Number(dot.getAttribute('r')));
    expect(Number(legend?.querySelector('circle')?.getAttribute('r'))).toBe(large);
    expect(small / large).toBeCloseTo(Math.SQRT1_2, 6);
    return large;
  };
  expect(radii([0, 1]) / radii([0, 0.5])).toBeCloseTo(Math.SQRT1_2, 6);
});
