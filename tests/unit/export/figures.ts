import type { Colouring, FigureContext } from '../../../src/draw/figure';
import { createMap } from '../../../src/draw/map';
import { createMatrix, type MatrixData } from '../../../src/draw/matrix';
import { darkTheme } from '../../../src/draw/theme';
import type { Provenance } from '../../../src/export/provenance';
import type { Sheet } from '../../../src/export/sheet';
import type { Drawing, OnScreen } from '../../../src/export/svg';
import { axis } from '../../../src/trace/axes';
import type { HostTensor } from '../../../src/trace/tensor';
import type { View } from '../../../src/trace/view';

/** The page is dark in these tests, so that a light file cannot come about by luck. */
export const screen: OnScreen = {
  theme: darkTheme,
  width: 600,
  height: 520,
  format: (value) => value.toFixed(3),
};

export const plainSheet: Sheet = { width: 'screen', background: 'white', smallPrint: [] };

export const words = ['The', 'cat', 'likes', '追逐', 'mice', '& "cheese" <here>'];

export const weights: Colouring = { map: 'sequential', domain: [0, 1], log: false };

/** Values spread over 0…1 in no simple order. */
export const spread = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => ((i * 37) % 101) / 100);

export function viewOf(data: Float32Array, height: number, width: number): View {
  const mean = new Float32Array(Math.max(height, width)).fill(0.5);
  return {
    request: {
      node: 0,
      rows: ['query'],
      columns: ['key'],
      fixed: {},
      pixels: [512, 512],
      pool: 'mean',
    },
    data,
    height,
    width,
    rows: height,
    columns: width,
    region: { row: [0, height], column: [0, width] },
    rowMean: mean.subarray(0, height),
    columnMean: mean.subarray(0, width),
    statistics: { min: 0, max: 1, mean: 0.5, std: 0.3, count: data.length, notFinite: 0 },
  };
}

/** A causal matrix of words, with a mask over its upper triangle, or a plain one of any size. */
export function matrixOf(
  data: Float32Array,
  size: number,
  extra: Partial<MatrixData> = {},
): (context: FigureContext) => MatrixData {
  const label = (i: number) => (size === words.length ? words[i] : String(i));
  return ({ theme }) => ({
    view: viewOf(data, size, size),
    identity: 'test',
    rows: { title: 'query', labelOf: label, colour: theme.roles.query },
    columns: { title: 'key', labelOf: label, colour: theme.roles.key },
    colouring: weights,
    colour: theme.roles.weights,
    label: 'attention weights',
    marginals: true,
    words: { range: 'own range, linear', mean: 'mean', masked: 'masked', notFinite: 'not finite' },
    ...extra,
  });
}

export const causalMask = (size: number): View =>
  viewOf(
    Float32Array.from({ length: size * size }, (_, i) => (i % size > Math.floor(i / size) ? 1 : 0)),
    size,
    size,
  );

export const matrixDrawing =
  (data: (context: FigureContext) => MatrixData): Drawing =>
  (host, context) => {
    const figure = createMatrix(host);
    figure.update(data(context), context);
    return { rows: [[host]], remove: figure.destroy };
  };

/** A map over a photograph that is red on the left and blue on the right. */
export const mapDrawing: Drawing = (host, context) => {
  const image = new ImageData(64, 48);
  for (let i = 0; i < 64 * 48; i++)
    image.data.set(i % 64 < 32 ? [255, 0, 0, 255] : [0, 0, 255, 255], 4 * i);
  const figure = createMap(host);
  figure.update(
    {
      height: 6,
      width: 8,
      values: new Float32Array(48),
      colouring: weights,
      photograph: { image, width: 64, height: 48 },
      title: 'channel 3',
      label: 'channel 3',
    },
    context,
  );
  return { rows: [[host]], remove: figure.destroy };
};

export const tensor: HostTensor = {
  axes: [axis('head', 2), axis('query', 2, { labels: ['The', '猫, "x"'] }), axis('key', 3)],
  data: Float32Array.from([0.1, 1 / 3, -0, 1e-20, 16777216, Math.PI, 7, 8, 9, 10, 11, 12]),
};

export const provenance: Provenance = {
  mechanism: { id: 'mha', name: { en: 'Multi-head attention', zh: '多头注意力' } },
  params: { d_model: 64, n_heads: 2 },
  weights: { kind: 'pytorch', seed: 7 },
  input: { kind: 'text', text: 'The cat' },
  backend: 'wasm',
  step: {
    name: 'weights',
    title: { en: 'Attention weights', zh: '注意力权重' },
    role: 'weights',
    formula: 'A',
  },
};
