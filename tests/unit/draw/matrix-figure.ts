/** A matrix on the page, which ends with the test. */
import { afterEach } from 'vitest';
import { createMatrix, type MatrixData, type MatrixEvents } from '../../../src/draw/matrix';
import { layersOf } from '../../../src/draw/surface';
import { context, hostOnPage } from './figures';

let end = (): void => undefined;
afterEach(() => end());

/** Values from 0 to 1 in no simple order. */
export const hash = (row: number, column: number): number => ((row * 31 + column * 17) % 101) / 100;

export function show(data: MatrixData, events: MatrixEvents = {}, frame = context) {
  const host = hostOnPage();
  const figure = createMatrix(host, events);
  const destroy = () => {
    end = () => undefined;
    figure.destroy();
  };
  end = destroy;
  figure.update(data, frame);
  const block = () => {
    const layers = layersOf(host);
    if (!layers) throw new Error('no layers');
    return layers.canvases[0].cells[0];
  };
  /** Pixel of the figure at the middle of a cell. */
  const middle = (row: number, column: number): [number, number] => {
    const { x, y, width, height } = block();
    const { region } = data.view;
    const [rows, columns] = [region.row[1] - region.row[0], region.column[1] - region.column[0]];
    return [
      x + ((column - region.column[0] + 0.5) / columns) * width,
      y + ((row - region.row[0] + 0.5) / rows) * height,
    ];
  };
  return { host, figure, block, middle, destroy };
}

export const hex = ([r, g, b]: number[]): string =>
  `#${[r, g, b].map((v) => v.toString(16).padStart(2, '0')).join('')}`;
