import type { FigureContext } from '../../../src/draw/figure';
import type { AxisLabels } from '../../../src/draw/labels';
import type { MatrixData } from '../../../src/draw/matrix';
import { lightTheme } from '../../../src/draw/theme';
import type { View } from '../../../src/trace/view';

/** What the tests of figures share: a host on the page, a context, and values to show. */
export const context: FigureContext = {
  theme: lightTheme,
  width: 620,
  height: 560,
  reducedMotion: true,
  format: (value) => value.toPrecision(4),
};

export function hostOnPage(): HTMLDivElement {
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  document.body.style.margin = '0';
  return host;
}

/** A view of a region of a `rows` × `columns` matrix, every cell by itself. */
export function viewOf(
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
  region: View['region'] = { row: [0, rows], column: [0, columns] },
): View {
  const height = region.row[1] - region.row[0];
  const width = region.column[1] - region.column[0];
  const data = Float32Array.from({ length: height * width }, (_, i) =>
    value(region.row[0] + Math.floor(i / width), region.column[0] + (i % width)),
  );
  const finite = data.filter(Number.isFinite);
  const mean = (values: Float32Array): number => values.reduce((a, b) => a + b, 0) / values.length;
  return {
    request: {
      node: 0,
      rows: ['query'],
      columns: ['key'],
      fixed: {},
      pixels: [height, width],
      pool: 'mean',
    },
    data,
    height,
    width,
    rows,
    columns,
    region,
    rowMean: Float32Array.from({ length: height }, (_, r) =>
      mean(data.subarray(r * width, (r + 1) * width)),
    ),
    columnMean: Float32Array.from({ length: width }, (_, c) =>
      mean(Float32Array.from({ length: height }, (_, r) => data[r * width + c])),
    ),
    statistics: {
      min: finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      max: finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      mean: mean(finite),
      std: 1,
      count: data.length,
      notFinite: data.length - finite.length,
    },
  };
}

export const numbered = (title: string): AxisLabels => ({ title, labelOf: String, colour: '#333' });

export const worded = (title: string, words: readonly string[]): AxisLabels => ({
  title,
  labelOf: (i) => words[i % words.length],
  colour: '#333',
});

export function matrixData(view: View, extra: Partial<MatrixData> = {}): MatrixData {
  return {
    view,
    identity: 'test',
    rows: numbered('query'),
    columns: numbered('key'),
    colouring: { map: 'sequential', domain: [0, 1], log: false },
    colour: '#6a3d9a',
    label: 'weights',
    marginals: true,
    words: { range: 'own range', mean: 'mean', masked: 'masked', notFinite: 'not finite' },
    ...extra,
  };
}

/** A frame of the browser. */
export const nextFrame = (): Promise<void> =>
  new Promise((done) => requestAnimationFrame(() => done()));

/** Sends a pointer event to the figure's SVG, at a point in pixels of the figure. */
export function point(
  host: Element,
  type: string,
  [x, y]: readonly [number, number],
  extra: MouseEventInit & { pointerType?: string; isPrimary?: boolean } = {},
): void {
  const svg = host.querySelector('svg') as SVGSVGElement;
  const box = svg.getBoundingClientRect();
  const init = {
    bubbles: true,
    cancelable: true,
    view: window,
    clientX: box.x + x,
    clientY: box.y + y,
    ...extra,
  };
  const event = /^(pointer|click)/.test(type)
    ? new PointerEvent(type, init)
    : type === 'wheel'
      ? new WheelEvent(type, init)
      : new MouseEvent(type, init);
  svg.dispatchEvent(event);
}

export function press(host: Element, key: string, extra: KeyboardEventInit = {}): void {
  host
    .querySelector('svg')
    ?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...extra }),
    );
}

/** Red, green, blue, alpha of the canvas at a point of the figure. */
export function pixelAt(host: Element, x: number, y: number): number[] {
  const canvas = host.querySelector('canvas') as HTMLCanvasElement;
  const ratio = window.devicePixelRatio;
  const context2d = canvas.getContext('2d') as CanvasRenderingContext2D;
  return [...context2d.getImageData(Math.floor(x * ratio), Math.floor(y * ratio), 1, 1).data];
}
