import { describe, expect, it, vi } from 'vitest';
import { createFlow, type FlowData } from '../../../src/draw/flow';
import { type FlowGraph, layoutFlow } from '../../../src/draw/flow-layout';
import {
  chipsOf,
  fitAll,
  fitCells,
  heightFor,
  isInSight,
  rowLength,
  sightOf,
  sizeOfPlate,
} from '../../../src/draw/flow-sight';
import { layersOf } from '../../../src/draw/surface';
import { context, hostOnPage, point, press } from './figures';

const chain = (n: number): FlowGraph => ({
  nodes: Array.from({ length: n }, (_, id) => ({ id, kind: id ? 'step' : 'input', weights: [] })),
  edges: Array.from({ length: n - 1 }, (_, id) => ({ from: id, to: id + 1 })),
});
const options = { size: sizeOfPlate, gap: [44, 18] } as const;
const wrapped = (n: number, width: number) =>
  layoutFlow(chain(n), { ...options, wrap: rowLength(width) });
const wide = { ...context, width: 620, height: 300 };
const data = (n: number, extra: Partial<FlowData> = {}): FlowData => ({
  label: 'data flow',
  graph: chain(n),
  plateOf: (id) => ({
    title: `step ${id}`,
    role: 'feature',
    shape: `${id} × 2`,
    picture: {
      values: Float32Array.of(id, 1),
      rows: 1,
      columns: 2,
      colouring: { map: 'diverging', domain: [-1, 1], log: false },
    },
  }),
  weightOf: (id) => `w${id}`,
  current: 1,
  lit: [2],
  ...extra,
});
const transform = (host: Element) =>
  host.querySelector('[data-part=plates]')?.getAttribute('transform') ?? '';

describe('the sight', () => {
  it('shows all of a graph in a figure as high as that needs, at a scale that can be read', () => {
    for (const n of [1, 3, 20, 60]) {
      const layout = wrapped(n, 620);
      const size = { width: 620, height: heightFor(layout, 620) };
      const sight = fitAll(layout, size);
      expect(sight.k).toBeGreaterThanOrEqual(0.6);
      expect(size.height - sight.k * layout.height).toBeLessThanOrEqual(25);
      for (const { id } of layout.nodes) expect(isInSight(layout, size, id, sight)).toBe(true);
    }
  });

  it('shows the part round a node where it is enlarged', () => {
    const layout = layoutFlow(chain(60), options);
    for (const node of [0, 30, 59])
      expect(isInSight(layout, wide, node, sightOf(layout, wide, node, 1))).toBe(true);
    expect(isInSight(layout, wide, 59, sightOf(layout, wide, 0, 1))).toBe(false);
  });

  it('fits cells into a plate, thin ones visibly', () => {
    const room = { x: 0, y: 0, width: 120, height: 60 };
    expect(fitCells({ rows: 9, columns: 9 }, room)).toEqual({ x: 30, y: 0, width: 60, height: 60 });
    expect(fitCells({ rows: 1, columns: 500 }, room)).toMatchObject({ width: 120, height: 10 });
    expect(fitCells({ rows: 500, columns: 1 }, room)).toMatchObject({ width: 12, height: 60 });
  });

  it('counts weights that it has no room to name', () => {
    expect(chipsOf([1, 2, 3], String)).toEqual(['1', '2', '3']);
    expect(chipsOf([1, 2, 3, 4, 5], String)).toEqual(['1', '2', '+ 3']);
  });
});

describe('the figure', () => {
  it('goes to a node by click and by keys', () => {
    const host = hostOnPage();
    const onPin = vi.fn();
    createFlow(host, { onPin }).update(data(3), wide);
    const layout = layoutFlow(chain(3), options);
    const sight = fitAll(layout, { ...wide, height: heightFor(layout, wide.width) });
    const { x, y } = layout.nodes[2];
    point(host, 'click', [sight.x + sight.k * (x + 30), sight.y + sight.k * (y + 30)]);
    expect(onPin.mock.calls).toEqual([[2]]);
    press(host, 'ArrowLeft');
    press(host, 'Enter');
    expect(onPin).toHaveBeenLastCalledWith(0);
    expect(host.querySelector('[aria-live]')?.textContent).toBe('step 0, 0 × 2');
  });

  it('marks the current node and those that the pinned cell reads', () => {
    const host = hostOnPage();
    createFlow(host).update(data(4), wide);
    const halos = [...host.querySelectorAll('path.halo')].map((p) => p.getAttribute('opacity'));
    expect(halos).toEqual(['0', '1', '1', '0']);
  });

  it('holds the live pictures of the steps', () => {
    const host = hostOnPage();
    createFlow(host).update(data(4), wide);
    const blocks = layersOf(host)?.canvases[0].cells ?? [];
    expect(blocks.map((b) => b.values[0])).toEqual([1, 2, 3]);
  });

  it('brings a current node into sight where it is enlarged, and stays where it can be seen', () => {
    const host = hostOnPage();
    const flow = createFlow(host);
    const first = data(40);
    flow.update(first, wide);
    const whole = transform(host);
    flow.update({ ...first, current: 39 }, wide);
    expect(transform(host)).toBe(whole);
    enlarge(host);
    const before = transform(host);
    expect(before).not.toBe(whole);
    flow.update({ ...first, current: 38 }, wide);
    flow.update({ ...first, current: 1 }, wide);
    expect(transform(host)).not.toBe(before);
  });

  it('is dragged when it is larger than its host', () => {
    const host = hostOnPage();
    const onPin = vi.fn();
    createFlow(host, { onPin }).update(data(40), wide);
    enlarge(host);
    const before = transform(host);
    point(host, 'mousedown', [400, 100]);
    window.dispatchEvent(new MouseEvent('mousemove', { clientX: 350, clientY: 90, view: window }));
    window.dispatchEvent(new MouseEvent('mouseup', { clientX: 350, clientY: 90, view: window }));
    expect(transform(host)).not.toBe(before);
    expect(onPin).not.toHaveBeenCalled();
  });

  it('is as high as its graph', () => {
    const [short, long] = [hostOnPage(), hostOnPage()];
    createFlow(short).update(data(3), wide);
    createFlow(long).update(data(40), wide);
    const height = (host: Element) => Number(host.querySelector('svg')?.getAttribute('height'));
    expect(height(short)).toBeLessThan(200);
    expect(height(long)).toBeGreaterThan(600);
  });
});

/** Zooms in with the wheel at a corner. */
function enlarge(host: Element): void {
  const svg = host.querySelector('svg');
  const box = svg?.getBoundingClientRect();
  svg?.dispatchEvent(
    new WheelEvent('wheel', {
      deltaY: -800,
      clientX: (box?.left ?? 0) + 600,
      clientY: (box?.top ?? 0) + 500,
      bubbles: true,
      cancelable: true,
    }),
  );
}
