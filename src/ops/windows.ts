import * as tf from '@tensorflow/tfjs-core';
import { type Axis, axis, axisOf, describeAxes, sizeOf } from '../trace/axes';
import { Refusal } from '../trace/text';
import { position, replaceAxis, transposeTo } from './layout';
import { moveOperation } from './move';
import type { Axes } from './operation';

type Pair = readonly [number, number];
type Windows = {
  readonly size: Pair;
  /** Every rows-th and columns-th pixel instead of adjacent ones. */
  readonly spread?: boolean;
  /** The roll that was applied before: by −shift. */
  readonly shift?: Pair;
  /** Size of the map before it was padded. */
  readonly height?: number;
  readonly width?: number;
};
type Unwindows = {
  readonly rows: number;
  readonly columns: number;
  readonly size: Pair;
  readonly spread?: boolean;
};

/** Pixel of a token of a window, on a map of rows × columns windows. */
function pixelOf(window: number, token: number, { rows, columns, size, spread }: Unwindows): Pair {
  const [row, column] = [Math.floor(window / columns), window % columns];
  const [y, x] = [Math.floor(token / size[1]), token % size[1]];
  return spread
    ? [row + y * rows, column + x * columns]
    : [row * size[0] + y, column * size[1] + x];
}

/** Window and token of a pixel. */
function windowOf(y: number, x: number, { rows, columns, size, spread }: Unwindows): Pair {
  const [row, ty] = spread ? [y % rows, Math.floor(y / rows)] : divided(y, size[0]);
  const [column, tx] = spread ? [x % columns, Math.floor(x / columns)] : divided(x, size[1]);
  return [row * columns + column, ty * size[1] + tx];
}

const divided = (a: number, b: number): Pair => [Math.floor(a / b), a % b];

/** The six axes of a map cut into windows: before, two for rows, two for columns, after. */
const cut = (outer: number, inner: number, { rows, columns, size, spread }: Unwindows): Axis[] => {
  const vertical = [axis('group', rows), axis('height', size[0])];
  const horizontal = [axis('window', columns), axis('width', size[1])];
  if (spread) {
    vertical.reverse();
    horizontal.reverse();
  }
  return [axis('batch', outer), ...vertical, ...horizontal, axis('channel', inner)];
};

const windowed = ['batch', 'group', 'window', 'height', 'width', 'channel'] as const;

const around = (axes: Axes, first: number, count: number): Pair => [
  sizeOf(axes.slice(0, first)),
  sizeOf(axes.slice(first + count)),
];

/** A map [… height, width …] cut into windows: [… window, token …], both row-major. */
export const windows = moveOperation<Windows>({
  name: 'windows',
  shape([x], attributes) {
    const { size, spread, shift = [0, 0] } = attributes;
    const [h, w] = [axisOf(x, 'height').size, axisOf(x, 'width').size];
    if (position(x, 'width') !== position(x, 'height') + 1) {
      throw new Error(`windows needs height, width side by side, got [${describeAxes(x)}]`);
    }
    if (h % size[0] !== 0 || w % size[1] !== 0) {
      throw new Refusal(
        `A map of ${h} × ${w} cannot be cut into windows of ${size[0]} × ${size[1]}; choose a window that divides both sides.`,
        `${h} × ${w} 的特征图不能划分成 ${size[0]} × ${size[1]} 的窗口；请选择能整除两边的窗口大小。`,
      );
    }
    const [rows, columns] = [h / size[0], w / size[1]];
    const { height = h, width = w } = attributes;
    const places = { kind: 'window', rows, columns, size, shift, height, width, spread } as const;
    const token = axis('token', size[0] * size[1], { places });
    return replaceAxis(replaceAxis(x, 'width', [token]), 'height', [
      axis('window', rows * columns),
    ]);
  },
  compute([x], { size, spread }, [axes], output) {
    const grid = gridOf(axes, size, spread);
    const six = cut(...around(axes, position(axes, 'height'), 2), grid);
    const apart = tf.reshape(
      x,
      six.map((a) => a.size),
    );
    return tf.reshape(
      transposeTo(apart, six, windowed),
      output.map((a) => a.size),
    );
  },
  source(index, [axes], { size, spread }) {
    const at = position(axes, 'height');
    const pixel = pixelOf(index[at], index[at + 1], gridOf(axes, size, spread));
    return { input: 0, index: [...index.slice(0, at), ...pixel, ...index.slice(at + 2)] };
  },
});

const gridOf = (axes: Axes, size: Pair, spread?: boolean): Unwindows => ({
  rows: axisOf(axes, 'height').size / size[0],
  columns: axisOf(axes, 'width').size / size[1],
  size,
  spread,
});

/** Windows put back together to a map: [… window, token …] → [… height, width …]. */
export const unwindows = moveOperation<Unwindows>({
  name: 'unwindows',
  shape([x], { rows, columns, size }) {
    const [count, tokens] = [axisOf(x, 'window').size, axisOf(x, 'token').size];
    if (position(x, 'token') !== position(x, 'window') + 1) {
      throw new Error(`unwindows needs window, token side by side, got [${describeAxes(x)}]`);
    }
    if (count !== rows * columns || tokens !== size[0] * size[1]) {
      throw new Refusal(
        `${count} windows of ${tokens} tokens do not make ${rows} × ${columns} windows of ${size[0]} × ${size[1]}.`,
        `${count} 个各含 ${tokens} 个词元的窗口，不能组成 ${rows} × ${columns} 个 ${size[0]} × ${size[1]} 的窗口。`,
      );
    }
    return replaceAxis(replaceAxis(x, 'token', [axis('width', columns * size[1])]), 'window', [
      axis('height', rows * size[0]),
    ]);
  },
  compute([x], attributes, [axes], output) {
    const six = cut(...around(axes, position(axes, 'window'), 2), attributes);
    const apart = windowed.map((role) => axisOf(six, role));
    const tensor = tf.reshape(
      x,
      apart.map((a) => a.size),
    );
    return tf.reshape(
      transposeTo(
        tensor,
        apart,
        six.map((a) => a.role),
      ),
      output.map((a) => a.size),
    );
  },
  source(index, [axes], attributes) {
    const at = position(axes, 'window');
    const pair = windowOf(index[at], index[at + 1], attributes);
    return { input: 0, index: [...index.slice(0, at), ...pair, ...index.slice(at + 2)] };
  },
});
