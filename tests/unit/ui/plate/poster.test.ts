import { expect, test } from 'vitest';
import type { MiniatureData } from '../../../../src/draw/miniature';
import { svgOf } from '../../../../src/export/svg';
import { createTranslator } from '../../../../src/i18n';
import { catalogue } from '../../../../src/mechanisms/catalogue';
import { defaultView } from '../../../../src/state/default-view';
import { byFamily } from '../../../../src/ui/plate/filter';
import { posterDrawing } from '../../../../src/ui/plate/poster';
import { layPoster, type PosterSection, posterWidth } from '../../../../src/ui/plate/poster-layout';
import { posterSmallPrint, posterWords } from '../../../../src/ui/plate/poster-words';
import { plainSheet, screen, spread, weights } from '../../export/figures';
import { everything, parseXml, partsOf, type XmlNode } from '../../export/xml';

const { t } = createTranslator('en');

const cells: MiniatureData = {
  picture: {
    kind: 'cells',
    square: true,
    over: false,
    panels: [{ values: spread(16), rows: 4, columns: 4, colouring: weights }],
  },
};
const bars: MiniatureData = {
  picture: {
    kind: 'bars',
    values: Float32Array.of(0.2, 0.5, 1),
    domain: [0, 1],
    role: 'gate',
    reference: 0.5,
  },
};
const photograph: MiniatureData = {
  picture: { kind: 'points', grid: { height: 4, width: 4 }, points: [{ y: 1, x: 2 }] },
  photograph: { image: new ImageData(4, 4), width: 4, height: 4 },
};

const sections: readonly PosterSection[] = [
  {
    title: 'One & all',
    tiles: [
      { name: 'Attention <one>', note: '2017', data: cells, instead: '' },
      { name: 'Attention two', note: '2018', data: bars, instead: '' },
    ],
  },
  {
    title: 'Second',
    tiles: [
      { name: 'Attention three', note: '2019', data: photograph, instead: '' },
      { name: 'Attention four', note: '2020', instead: 'It needs a larger input.' },
    ],
  },
];

const texts = (root: XmlNode): string[] =>
  everything(root)
    .filter((node) => node.name === 'text')
    .map((node) => node.text);

async function poster(): Promise<XmlNode> {
  const drawing = posterDrawing(sections, { title: 'The title', subtitle: 'Four of them', t });
  const size = { ...screen, width: posterWidth, height: posterWidth };
  const sheet = { ...plainSheet, smallPrint: ['Made of numbers.'] };
  return parseXml((await svgOf(document, drawing, sheet, size, 1)).svg);
}

test('a poster is one figure with title, sections, names, legend and small print', async () => {
  const root = await poster();
  const said = texts(root);
  for (const text of [
    'The title',
    'Four of them',
    'One & all',
    'Second',
    'Attention <one>',
    'Attention four',
    '2019',
    t('plate.legend.diverging'),
    t('plate.legend.query'),
    'Made of numbers.',
  ])
    expect(said).toContain(text);
  expect(partsOf(root, 'tile')).toHaveLength(4);
  expect(partsOf(root, 'legend')).toHaveLength(1);
});

test('pictures are vectors where they are numbers, and a tile without one says why', async () => {
  const root = await poster();
  const [block, ...others] = partsOf(root, 'cells');
  expect(others).toEqual([]);
  expect(block.children).toHaveLength(16);
  // The photograph alone is a picture.
  expect(partsOf(root, 'picture')).toHaveLength(1);
  expect(texts(root).join(' ')).toContain('It needs a larger');
});

test('nothing of it is left on the page', async () => {
  const before = document.body.childElementCount;
  await poster();
  expect(document.body.childElementCount).toBe(before);
});

test('tiles stand on one grid and never over each other', () => {
  const all = byFamily(catalogue).map(({ family, members }) => ({
    title: family,
    tiles: members.map((mechanism) =>
      posterWords(mechanism, undefined, defaultView.input, { t, locale: 'en' }),
    ),
  }));
  const { placed, height } = layPoster(all, (name) => [name]);
  expect(placed).toHaveLength(catalogue.length);
  const columns = new Set(placed.map(({ x }) => x));
  expect(columns.size).toBeLessThanOrEqual(9);
  expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(placed.length);
  expect(Math.max(...placed.map(({ y }) => y))).toBeLessThan(height);
});

test('a row makes room for its longest name', () => {
  const tiles = [{ name: 'one line', note: '', instead: '' }];
  const heightWith = (lines: number) =>
    layPoster([{ title: '', tiles }], () => Array(lines).fill('line')).height;
  expect(heightWith(3)).toBeGreaterThan(heightWith(2) + 8);
});

test('the small print names input, size, weights and version', () => {
  const made = {
    input: defaultView.input,
    weights: { ...defaultView.weights, seed: 7 },
    backends: new Set(['wasm']),
  };
  const [print] = posterSmallPrint(made, { t, locale: 'en' });
  for (const part of ['chelsea', '16 × 16', 'seed 7', 'wasm', 'Attention Atlas'])
    expect(print).toContain(part);
});
