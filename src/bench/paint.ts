import { colourerOf, colouringOf } from '../draw/colour';
import type { Figure, FigureContext } from '../draw/figure';
import type { AxisLabels } from '../draw/labels';
import { createMatrix, type MatrixData } from '../draw/matrix';
import { lightTheme } from '../draw/theme';
import { makeView } from '../engine/views';
import type { Axis } from '../trace/axes';
import type { View } from '../trace/view';

const context: FigureContext = {
  theme: lightTheme,
  width: 900,
  height: 900,
  reducedMotion: true,
  format: (value) => value.toPrecision(4),
};

/** Milliseconds until the page's thread has done its part, and until a frame has shown it. */
export interface Painted {
  readonly work: number;
  readonly frame: number;
}

export type Painter = 'matrix' | 'svg' | 'nothing';

/** A matrix like attention weights: every row sums to one, a few cells stand out. */
function weightsView(side: number, seed: number): View {
  const data = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    let sum = 0;
    for (let column = 0; column < side; column++) {
      const value = Math.exp(2 * Math.sin(seed + row * 12.9898 + column * 78.233 + row * column));
      data[row * side + column] = value;
      sum += value;
    }
    for (let column = 0; column < side; column++) data[row * side + column] /= sum;
  }
  const axes: readonly Axis[] = [
    { role: 'query', size: side },
    { role: 'key', size: side },
  ];
  return makeView(data, axes, {
    node: 0,
    rows: ['query'],
    columns: ['key'],
    fixed: {},
    pixels: [side, side],
    pool: 'max',
  });
}

const labels = (title: string, colour: string): AxisLabels => ({ title, labelOf: String, colour });

const matrixData = (view: View): MatrixData => ({
  view,
  identity: `${view.rows}`,
  rows: labels('query', lightTheme.roles.query),
  columns: labels('key', lightTheme.roles.key),
  colouring: colouringOf(view.statistics, 'local', 'weights'),
  colour: lightTheme.roles.weights,
  label: 'weights',
  marginals: true,
  words: { range: 'own range', mean: 'mean', masked: 'masked', notFinite: 'not finite' },
});

/** The usual way to draw a heatmap: a rectangle for each cell, made once and recoloured with new values. */
function createRectangles(host: HTMLElement): Figure<MatrixData> {
  const name = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(name, 'svg');
  svg.setAttribute('width', `${context.width}`);
  svg.setAttribute('height', `${context.height}`);
  host.append(svg);
  let rectangles: SVGRectElement[] = [];
  const make = ({ width, height }: View): SVGRectElement[] => {
    const [w, h] = [context.width / width, context.height / height];
    return Array.from({ length: width * height }, (_, i) => {
      const rectangle = document.createElementNS(name, 'rect');
      rectangle.setAttribute('x', `${(i % width) * w}`);
      rectangle.setAttribute('y', `${Math.floor(i / width) * h}`);
      rectangle.setAttribute('width', `${w}`);
      rectangle.setAttribute('height', `${h}`);
      return rectangle;
    });
  };
  return {
    update({ view, colouring }, { theme }) {
      const colour = colourerOf(colouring, theme);
      const fresh = rectangles.length === 0;
      if (fresh) rectangles = make(view);
      rectangles.forEach((rectangle, i) => {
        rectangle.setAttribute('fill', colour(view.data[i]));
        if (fresh) svg.append(rectangle);
      });
    },
    destroy: () => svg.remove(),
  };
}

const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));

/** Until nothing of what was painted before can still be under way. */
async function quiet(): Promise<void> {
  for (let i = 0; i < 3; i++) await frame();
  await new Promise((done) => setTimeout(done, 10 + Math.random() * 16));
}

/** Does something, and waits for the frame that shows it: the one after which the next one begins. */
async function timed(draw: () => void): Promise<Painted> {
  await quiet();
  const begin = performance.now();
  draw();
  const work = performance.now() - begin;
  await frame();
  await frame();
  return { work, frame: performance.now() - begin };
}

/**
 * Paints a matrix of side × side cells, first in a new figure and then other values in the same one.
 * The values are at hand.
 */
export async function timePainting(
  painter: Painter,
  side: number,
): Promise<{ readonly first: Painted; readonly again: Painted }> {
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  if (painter === 'nothing') {
    return { first: await timed(() => undefined), again: await timed(() => undefined) };
  }
  const [one, other] = [1, 2].map((seed) => matrixData(weightsView(side, seed)));
  const create = painter === 'matrix' ? createMatrix : createRectangles;
  let figure: Figure<MatrixData> | undefined;
  const first = await timed(() => {
    figure = create(host);
    figure.update(one, context);
  });
  const again = await timed(() => figure?.update(other, context));
  figure?.destroy();
  host.remove();
  return { first, again };
}
