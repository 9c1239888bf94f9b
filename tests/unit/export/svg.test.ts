import '@fontsource-variable/inter';
import { describe, expect, test } from 'vitest';
import { colourerOf } from '../../../src/draw/colour';
import { darkTheme } from '../../../src/draw/theme';
import { printTheme } from '../../../src/export/sheet';
import { type Drawing, type Picture, svgOf } from '../../../src/export/svg';
import {
  causalMask,
  mapDrawing,
  matrixDrawing,
  matrixOf,
  plainSheet,
  screen,
  spread,
  weights,
  words,
} from './figures';
import { everything, parseXml, partsOf, type XmlNode } from './xml';

const number = (node: XmlNode, key: string): number => Number(node.attributes[key]);
const count = words.length;
const values = spread(count * count);
const words6 = matrixDrawing(matrixOf(values, count, { mask: causalMask(count) }));
const draw = (sheet: Partial<typeof plainSheet> = {}, drawing = words6): Promise<Picture> =>
  svgOf(document, drawing, { ...plainSheet, ...sheet }, screen, 2);

describe('a matrix', () => {
  test('has one rectangle per cell, in the colour of its value and in its place', async () => {
    const root = parseXml((await draw()).svg);
    const [cells] = partsOf(root, 'cells');
    const colour = colourerOf(weights, printTheme);
    const [x0, y0] = [number(cells.children[0], 'x'), number(cells.children[0], 'y')];
    const side = number(cells.children[0], 'width');
    const seen = cells.children.map((rect) => [
      Math.round((number(rect, 'y') - y0) / side),
      Math.round((number(rect, 'x') - x0) / side),
      rect.attributes.fill,
    ]);
    const expected = [...values.keys()]
      .map((i) => [Math.floor(i / count), i % count, colour(values[i])] as const)
      .filter(([row, column]) => column <= row);
    expect(seen).toEqual(expected);
  });

  test('leaves out what is pressed', async () => {
    const withButton: Drawing = async (host, context) => {
      const drawn = await words6(host, context);
      const button = document.createElement('button');
      button.innerHTML = '<svg width="14" height="14"><path d="M0 0L9 9" stroke="red"/></svg>';
      drawn.rows[0][0].append(button);
      return drawn;
    };
    expect((await draw({}, withButton)).svg).toBe((await draw()).svg);
  });

  test('hatches what is masked', async () => {
    const root = parseXml((await draw()).svg);
    const [masked] = partsOf(root, 'masked');
    const id = /url\(#(.+)\)/.exec(masked.attributes.fill)?.[1];
    expect(
      everything(root).filter((n) => n.name === 'pattern' && n.attributes.id === id),
    ).toHaveLength(1);
    // One run of masked cells in every row but the last.
    expect(masked.attributes.d.match(/M/g)).toHaveLength(count - 1);
  });

  test('keeps its texts as texts, escaped', async () => {
    const texts = everything(parseXml((await draw({ title: 'A < B & "C"' })).svg))
      .filter((node) => node.name === 'text')
      .map((node) => node.text);
    for (const word of words) expect(texts.filter((t) => t === word).length).toBe(2);
    expect(texts).toEqual(
      expect.arrayContaining([
        'query',
        'key',
        'own range, linear',
        'masked',
        'mean',
        'A < B & "C"',
      ]),
    );
    expect(texts).toContain('0.000');
  });

  test('is clipped to what is zoomed into', async () => {
    const region = { row: [2, 4], column: [0, 3] } as const;
    const drawing = matrixDrawing(matrixOf(values, count, { region }));
    const root = parseXml((await draw({}, drawing)).svg);
    const colour = colourerOf(weights, printTheme);
    const expected = [2, 3].flatMap((row) =>
      [0, 1, 2].map((column) => colour(values[row * count + column])),
    );
    expect(partsOf(root, 'cells')[0].children.map((n) => n.attributes.fill)).toEqual(expected);
  });

  test('of many cells is a picture of one exact pixel per cell', async () => {
    const size = 150;
    const many = spread(size * size);
    const root = parseXml((await draw({}, matrixDrawing(matrixOf(many, size)))).svg);
    const [image] = partsOf(root, 'cells');
    expect(image.attributes.style).toContain('image-rendering:pixelated');
    const bitmap = await createImageBitmap(
      await (await fetch(image.attributes['xlink:href'])).blob(),
    );
    expect([bitmap.width, bitmap.height]).toEqual([size, size]);
    const context = new OffscreenCanvas(size, size).getContext(
      '2d',
    ) as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, size, size);
    const colour = colourerOf(weights, printTheme);
    for (let i = 0; i < size * size; i += 97) {
      const hex = [0, 1, 2].map((c) => data[4 * i + c].toString(16).padStart(2, '0')).join('');
      expect(`#${hex}`).toBe(colour(many[i]));
    }
  });
});

describe('a file', () => {
  test('refers to nothing outside of itself and runs nothing', async () => {
    for (const drawing of [words6, mapDrawing]) {
      const nodes = everything(parseXml((await draw({}, drawing)).svg));
      const ids = new Set(nodes.map((n) => n.attributes.id).filter(Boolean));
      for (const { name, attributes, text } of nodes) {
        expect(['script', 'foreignObject', 'a', 'use']).not.toContain(name);
        for (const [key, value] of Object.entries(attributes)) {
          expect(key).not.toMatch(/^(on|class|tabindex|role|aria-)/);
          if (key.endsWith('href')) expect(value).toMatch(/^data:image\/png;base64,/);
          const [, reference] = /url\(#?([^)]*)\)/.exec(value) ?? [];
          if (reference) expect(ids).toContain(reference);
        }
        for (const [, url] of text.matchAll(/url\(([^)]{0,40})/g))
          expect(url).toMatch(/^data:font/);
      }
    }
  });

  test('brings the font that its Latin letters need, and not those that it does not need', async () => {
    const { svg } = await draw();
    expect(svg.match(/@font-face/g)).toHaveLength(1);
    expect(svg).toContain("font-family:'Inter Variable'");
    expect(svg).toMatch(/font-family="[^"]*sans-serif"/);
  });

  test('is drawn in dark ink for white and transparent ground, though the page is dark', async () => {
    for (const background of ['white', 'transparent'] as const) {
      const root = parseXml((await draw({ background })).svg);
      expect(root.attributes.fill).toBe(printTheme.ink);
      const paper = partsOf(root, 'paper').map((n) => n.attributes.fill);
      expect(paper).toEqual(background === 'white' ? ['#ffffff'] : []);
      const title = everything(root).find((n) => n.text === 'query');
      expect(title?.attributes.fill).toBe(printTheme.roles.query);
    }
    const root = parseXml((await draw({ background: 'screen' })).svg);
    expect(root.attributes.fill).toBe(darkTheme.ink);
    expect(partsOf(root, 'paper')[0].attributes.fill).toBe(darkTheme.paper);
  });

  test('of column width is 85 mm wide, its text 6 points and more, and all of it inside', async () => {
    const smallPrint = [
      'Multi-head attention (mha): d_model 64, n_heads 8. Weights: random, seed 7.',
    ];
    const { svg, width, height } = await draw({
      width: 'column',
      smallPrint,
      title: words.join(' '),
    });
    const root = parseXml(svg);
    expect(root.attributes.width).toBe('85mm');
    const sizes = everything(root).flatMap((n) => n.attributes['font-size'] ?? []);
    // 96 pixels make an inch, and so do 72 points.
    expect(Math.min(...sizes.map(Number)) * 0.75).toBeGreaterThanOrEqual(6);
    const shown = document.createElement('div');
    shown.innerHTML = svg.slice(svg.indexOf('<svg'));
    document.body.append(shown);
    const frame = (shown.firstElementChild as Element).getBoundingClientRect();
    expect(frame.width).toBeCloseTo(width, 0);
    expect(frame.height).toBeCloseTo(height, 0);
    for (const text of shown.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      expect(box.left).toBeGreaterThanOrEqual(frame.left - 0.5);
      expect(box.right).toBeLessThanOrEqual(frame.right + 0.5);
      expect(box.bottom).toBeLessThanOrEqual(frame.bottom + 0.5);
    }
    shown.remove();
  });

  test('holds a photograph as a picture at the wanted resolution', async () => {
    const root = parseXml((await draw({}, mapDrawing)).svg);
    const [picture] = partsOf(root, 'picture');
    const bitmap = await createImageBitmap(
      await (await fetch(picture.attributes['xlink:href'])).blob(),
    );
    expect(bitmap.width).toBe(2 * Number(picture.attributes.width));
  });

  test('of several figures has them in rows, their definitions apart', async () => {
    const several: Drawing = async (host, context) => {
      const cells = [0, 1, 2].map(() => document.createElement('div'));
      Object.assign(host.style, { display: 'grid', gridTemplateColumns: '300px 300px' });
      host.append(...cells);
      const drawn = await Promise.all(
        cells.map((cell) => words6(cell, { ...context, width: 280, height: 300 })),
      );
      return {
        rows: [cells.slice(0, 2), cells.slice(2)],
        remove: () => {
          for (const figure of drawn) figure.remove();
        },
      };
    };
    const nodes = everything(parseXml((await draw({}, several)).svg));
    const ids = nodes.flatMap((n) => n.attributes.id ?? []);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
    const places = nodes
      .filter((n) => n.attributes['data-part'] === 'figure')
      .flatMap((n) => n.children.map((figure) => figure.attributes.transform));
    const [[x0, y0], [x1, y1], [x2, y2]] = places.map((place) =>
      [...place.matchAll(/[\d.]+/g)].map(Number),
    );
    expect([x0, y0, x1, y1, x2]).toEqual([0, 0, 300, 0, 0]);
    expect(y2).toBeGreaterThan(150);
  });

  test('keeps patterns of the same name in two figures apart', async () => {
    const twice: Drawing = (host) => {
      const shape =
        '<pattern id="p" width="4" height="4"/><rect width="9" height="9" fill="url(#p)"/>';
      host.innerHTML = `<div><svg width="20" height="20">${shape}</svg></div>`.repeat(2);
      return { rows: [...host.children].map((part) => [part as HTMLElement]), remove: () => {} };
    };
    const nodes = everything(parseXml((await draw({}, twice)).svg));
    const ids = nodes.filter((n) => n.name === 'pattern').map((n) => n.attributes.id);
    expect(new Set(ids).size).toBe(2);
    const fills = nodes.flatMap((n) =>
      n.attributes.fill?.startsWith('url') ? n.attributes.fill : [],
    );
    expect(fills).toEqual(ids.map((id) => `url(#${id})`));
  });

  test('leaves nothing behind in the page', async () => {
    const before = document.body.childElementCount;
    await draw();
    const failing = () => {
      throw new Error('no figure');
    };
    await expect(draw({}, failing)).rejects.toThrow('no figure');
    expect(document.body.childElementCount).toBe(before);
  });
});
