import { expect, test, vi } from 'vitest';
import { colourerOf } from '../../../src/draw/colour';
import { specialColours } from '../../../src/draw/palette';
import { layersOf } from '../../../src/draw/surface';
import { darkTheme, lightTheme } from '../../../src/draw/theme';
import { context, matrixData, pixelAt, point, press, viewOf, worded } from './figures';
import { hash, hex, show } from './matrix-figure';

test('each cell has the colour of its value, in both themes', () => {
  const view = viewOf(20, 20, hash);
  for (const theme of [lightTheme, darkTheme]) {
    const data = matrixData(view);
    const { host, middle, destroy } = show(data, {}, { ...context, theme });
    const colour = colourerOf(data.colouring, theme);
    for (const [row, column] of [
      [0, 0],
      [3, 17],
      [19, 19],
      [11, 4],
    ])
      expect(hex(pixelAt(host, ...middle(row, column)))).toBe(colour(view.data[row * 20 + column]));
    destroy();
  }
});

test('NaN and infinities are loud, in the cell and in the legend', () => {
  const view = viewOf(12, 12, (r, c) =>
    r === 2 && c === 3 ? Number.NaN : r === 5 ? Number.POSITIVE_INFINITY : 0.5,
  );
  const { host, middle } = show(matrixData(view));
  const [x, y] = middle(2, 3);
  // Beside the text that says NaN.
  expect(hex(pixelAt(host, x - 14, y - 12))).toBe(specialColours.nan);
  const [x2, y2] = middle(5, 0);
  expect(hex(pixelAt(host, x2 - 14, y2 - 12))).toBe(specialColours.infinity);
  expect(host.textContent).toContain('not finite');
});

test('a clean matrix says nothing of masks or NaN', () => {
  const { host } = show(matrixData(viewOf(4, 4, hash)));
  expect(host.textContent).not.toContain('not finite');
  expect(host.textContent).not.toContain('masked');
});

test('masked cells are hatched and read as masked', () => {
  const view = viewOf(6, 6, hash);
  const mask = viewOf(6, 6, (r, c) => Number(c > r));
  const { host, middle } = show(matrixData(view, { mask }));
  expect(host.textContent).toContain('masked');
  point(host, 'pointermove', middle(0, 4));
  expect(host.querySelector('[data-part=hover]')?.textContent).toContain('masked');
});

test('hovering tells the cell under the pointer, leaving tells none', () => {
  const onHover = vi.fn();
  const { host, middle } = show(matrixData(viewOf(100, 80, hash)), { onHover });
  point(host, 'pointermove', middle(42, 7));
  expect(onHover).toHaveBeenLastCalledWith({ row: 42, column: 7 });
  point(host, 'pointermove', middle(42, 7));
  expect(onHover).toHaveBeenCalledTimes(1);
  point(host, 'pointerleave', [0, 0]);
  expect(onHover).toHaveBeenLastCalledWith(null);
});

test('a click pins a cell, a click on a pinned one and Escape unpin it', () => {
  const onPin = vi.fn();
  const view = viewOf(30, 30, hash);
  const { host, figure, middle } = show(matrixData(view), { onPin });
  point(host, 'click', middle(9, 4));
  expect(onPin).toHaveBeenLastCalledWith({ row: 9, column: 4 });
  figure.update(matrixData(view, { pinned: [{ row: 9, column: 4 }] }), context);
  expect(host.querySelector('path.pinned')).not.toBeNull();
  point(host, 'click', middle(9, 4));
  expect(onPin).toHaveBeenLastCalledWith(null);
  press(host, 'Escape');
  expect(onPin).toHaveBeenCalledTimes(3);
  expect(onPin).toHaveBeenLastCalledWith(null);
});

test('a tap and a long press show a value and pin it', async () => {
  const onPin = vi.fn();
  const onHover = vi.fn();
  const { host, middle } = show(matrixData(viewOf(10, 10, hash)), { onPin, onHover });
  point(host, 'click', middle(2, 2), { pointerType: 'touch', isPrimary: true });
  expect(onHover).toHaveBeenLastCalledWith({ row: 2, column: 2 });
  expect(onPin).toHaveBeenLastCalledWith({ row: 2, column: 2 });
  point(host, 'pointerdown', middle(3, 6), { pointerType: 'touch', isPrimary: true });
  await vi.waitFor(() => expect(onPin).toHaveBeenCalledWith({ row: 3, column: 6 }), 5000);
  const before = onPin.mock.calls.length;
  point(host, 'pointerup', middle(3, 6), { pointerType: 'touch', isPrimary: true });
  point(host, 'click', middle(3, 6), { pointerType: 'touch', isPrimary: true });
  expect(onPin).toHaveBeenCalledTimes(before);
});

test('arrow keys move from cell to cell, are said aloud, and Enter pins', () => {
  const onHover = vi.fn();
  const onPin = vi.fn();
  const words = ['the', 'cat', 'sat', 'down'];
  const data = matrixData(viewOf(4, 4, hash), {
    rows: worded('query', words),
    columns: worded('key', words),
  });
  const { host } = show(data, { onHover, onPin });
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) press(host, key);
  expect(onHover).toHaveBeenLastCalledWith({ row: 1, column: 1 });
  const live = host.querySelector('[aria-live]');
  expect(live?.textContent).toBe('query cat, key cat: 0.4800');
  press(host, 'ArrowUp');
  press(host, 'ArrowUp');
  expect(onHover).toHaveBeenLastCalledWith({ row: 0, column: 1 });
  press(host, 'Enter');
  expect(onPin).toHaveBeenLastCalledWith({ row: 0, column: 1 });
  const svg = host.querySelector('svg');
  expect(svg?.getAttribute('tabindex')).toBe('0');
  expect(svg?.getAttribute('aria-label')).toBe('weights');
});

const texts = (host: Element, name: string): DOMRect[] =>
  [...host.querySelectorAll(`text.${name}`)]
    .filter((text) => text.textContent)
    .map((text) => text.getBoundingClientRect());

const words = '注意力 机制 attention weights of a somewhat longer sentence, 词语 与 another'.split(
  ' ',
);

test.each([
  ['few numbers', 8, undefined],
  ['many numbers', 1000, undefined],
  ['few words', 5, words],
  ['many words', 120, words],
])('labels do not touch: %s', (_, count, list) => {
  const data = matrixData(
    viewOf(count, count, hash),
    list && { rows: worded('query', list), columns: worded('key', list) },
  );
  const { host } = show(data);
  const rows = texts(host, 'row');
  expect(rows.length).toBeGreaterThan(3);
  for (const [i, box] of rows.slice(1).entries())
    expect(box.top).toBeGreaterThanOrEqual(rows[i].bottom - 3);
  const columns = [...host.querySelectorAll<SVGTextElement>('text.column')];
  expect(columns.length).toBeGreaterThan(3);
  const turned = columns[0].getAttribute('transform')?.includes('rotate');
  const boxes = columns.map((text) => text.getBoundingClientRect());
  for (const [i, box] of boxes.slice(1).entries()) {
    // Turned by 60°, letters 9 px high touch when they start less than 10.4 px apart.
    if (turned) expect(box.left - boxes[i].left).toBeGreaterThanOrEqual(10.4);
    else expect(box.left).toBeGreaterThan(boxes[i].right);
  }
  // Everything is inside the figure, and titles are not written over.
  const figure = (host.querySelector('svg') as SVGSVGElement).getBoundingClientRect();
  const title = [...host.querySelectorAll('text.title')].at(-1)?.getBoundingClientRect() as DOMRect;
  for (const box of [...rows, ...boxes]) {
    expect(box.left).toBeGreaterThanOrEqual(figure.left - 1);
    expect(box.right).toBeLessThanOrEqual(figure.right + 1);
    expect(box.top).toBeGreaterThanOrEqual(figure.top - 1);
  }
  for (const box of boxes) expect(box.top).toBeGreaterThanOrEqual(title.bottom - 5);
});

test('numbers stand on cells that are large enough, all with the same decimals', () => {
  const { host, figure } = show(matrixData(viewOf(8, 8, hash)));
  const written = [...host.querySelectorAll('[data-part=values] text')].map((t) => t.textContent);
  expect(written).toHaveLength(64);
  expect(written[9]).toBe('0.4800');
  expect(new Set(written.map((t) => t?.length)).size).toBe(1);
  figure.update(matrixData(viewOf(60, 60, hash)), context);
  expect(host.querySelectorAll('[data-part=values] text')).toHaveLength(0);
});

test('an export finds exact values, and what belongs to the pointer is marked', () => {
  const view = viewOf(16, 16, hash);
  const { host, middle, destroy } = show(matrixData(view));
  point(host, 'pointermove', middle(2, 2));
  const layers = layersOf(host);
  expect(layers?.canvases[0].cells[0].values).toBe(view.data);
  expect(layers?.svg.querySelector('[data-part=hover]')?.hasAttribute('data-transient')).toBe(true);
  expect(layers?.svg.querySelectorAll('[style*="var("], [class*="css-"]')).toHaveLength(0);
  destroy();
  expect(layersOf(host)).toBeUndefined();
  expect(host.childElementCount).toBe(0);
});
