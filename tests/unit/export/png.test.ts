import { expect, test } from 'vitest';
import { colourerOf } from '../../../src/draw/colour';
import { pngOf } from '../../../src/export/png';
import { printTheme } from '../../../src/export/sheet';
import { svgOf } from '../../../src/export/svg';
import { Refusal } from '../../../src/trace/text';
import { matrixDrawing, matrixOf, plainSheet, screen, spread, weights } from './figures';
import { readPng } from './readers';
import { parseXml, partsOf } from './xml';

// Small cells carry no numbers, so that their centres show the cell.
const size = 24;
const values = spread(size * size);
const drawing = matrixDrawing(matrixOf(values, size, { marginals: false }));
const picture = (background: 'white' | 'transparent', width: 'screen' | 'column' = 'screen') =>
  svgOf(document, drawing, { ...plainSheet, background, width }, screen, 3);

/** Where the plot lies in a file of one figure: its cells, moved by the part that holds them. */
function plotOf(svg: string) {
  const root = parseXml(svg);
  const [figure] = partsOf(root, 'figure');
  const [left, top] =
    /translate\((\S+),(\S+)\)/.exec(figure.attributes.transform)?.slice(1).map(Number) ?? [];
  const rects = partsOf(root, 'cells')[0].children.map((n) => n.attributes);
  return rects.map((r) => ({
    x: left + Number(r.x) + Number(r.width) / 2,
    y: top + Number(r.y) + Number(r.height) / 2,
  }));
}

test.each([1, 2, 3, 4])(
  'at scale %i every cell has the colour of its value at its centre',
  async (scale) => {
    const { svg, ...drawn } = await picture('white');
    const png = await readPng(await pngOf(document, { svg, ...drawn }, scale));
    expect([png.width, png.height]).toEqual([
      Math.round(drawn.width * scale),
      Math.round(drawn.height * scale),
    ]);
    const colour = colourerOf(weights, printTheme);
    const centres = plotOf(svg);
    expect(centres).toHaveLength(size * size);
    expect(centres.map(({ x, y }) => png.at(x * scale, y * scale))).toEqual(
      Array.from(values, (v) => colour(v)),
    );
  },
);

test('the ground is white or nothing', async () => {
  const white = await readPng(await pngOf(document, await picture('white'), 1));
  const nothing = await readPng(await pngOf(document, await picture('transparent'), 1));
  expect(white.at(1, 1)).toBe('#ffffff');
  expect(nothing.at(1, 1)).toBe('transparent');
});

test('a file of column width says how wide it is', async () => {
  const { width, chunks } = await readPng(
    await pngOf(document, await picture('white', 'column'), 3),
  );
  const perMetre = chunks.pHYs.getUint32(0);
  expect(chunks.pHYs.getUint8(8)).toBe(1);
  expect((width / perMetre) * 1000).toBeCloseTo(85, 0);
});

test('what no browser can make is refused in a sentence', async () => {
  const huge = { svg: '<svg xmlns="http://www.w3.org/2000/svg"/>', width: 9000, height: 10 };
  await expect(pngOf(document, huge, 4)).rejects.toThrow(/36000 × 40 pixels/);
  await expect(pngOf(document, huge, 4)).rejects.toBeInstanceOf(Refusal);
});
