import * as tf from '@tensorflow/tfjs-core';
import { type Axis, axis, axisOf, indexOfRole, type Role, shapeOf, sizeOf } from '../trace/axes';
import { call, constant, type Expression, product, sum } from '../trace/expression';
import { Refusal } from '../trace/text';
import { aligned } from './cells';
import { combine, combinedAxes } from './combine';
import { axesOf, otherRoles, replaceAxis, toRank3, transposeTo } from './layout';
import type { Axes, Operation, Reader } from './operation';

const spaceRoles: readonly Role[] = ['height', 'width', 'channel'];
/** Real and imaginary part. */
const complexParts = axis('part', 2, { labels: ['Re', 'Im'] });

const frequencyRoles: readonly Role[] = ['frequency-y', 'frequency-x', 'channel', 'part'];

/** Multiply–accumulates of half a transform and its inverse, as the paper on global filters counts: N·log₂N for both. */
const fftMacs = (height: number, width: number, rest: number): number =>
  (rest * height * width * Math.ceil(Math.log2(Math.max(2, height * width)))) / 2;

/** A matrix from a function of row and column. */
function matrix(
  rows: number,
  columns: number,
  entry: (r: number, c: number) => number,
): tf.Tensor2D {
  const data = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) data[r * columns + c] = entry(r, c);
  return tf.tensor2d(data, [rows, columns]);
}

/** 2π·a·b/n, with the product reduced first so that the angle stays exact. */
const angle = (a: number, b: number, n: number): number => (2 * Math.PI * ((a * b) % n)) / n;

/**
 * Complex transform of n numbers as a real matrix on [real…, imaginary…]; `sign` −1 is forward.
 * Orthonormal.
 */
const complexMatrix = (n: number, sign: 1 | -1): tf.Tensor2D =>
  matrix(2 * n, 2 * n, (row, column) => {
    const phi = sign * angle(row % n, column % n, n);
    const [fromImaginary, toImaginary] = [row >= n, column >= n];
    const value = fromImaginary === toImaginary ? Math.cos(phi) : Math.sin(phi);
    return (fromImaginary && !toImaginary ? -value : value) / Math.sqrt(n);
  });

/** How often a column of a half spectrum occurs in the whole one. */
const multiplicity = (column: number, width: number): number =>
  column === 0 || 2 * column === width ? 1 : 2;

/** [batch… as one, …] of a tensor, with these axes last, in this order. */
function arranged(tensor: tf.Tensor, axes: Axes, last: readonly Role[]): tf.Tensor {
  const rest = otherRoles(axes, last);
  const ordered = axesOf(axes, [...rest, ...last]);
  return tf.reshape(
    transposeTo(
      tensor,
      axes,
      ordered.map((a) => a.role),
    ),
    [-1, ordered[ordered.length - 1].size],
  );
}

/** Half spectrum of real maps, orthonormal: [batch…, height, width, channel] → [batch…, frequency-y, frequency-x, channel, part]. */
export const rfft2: Operation = {
  name: 'rfft2',
  shape: ([x]) => [
    ...axesOf(x, otherRoles(x, spaceRoles)),
    axis('frequency-y', axisOf(x, 'height').size),
    axis('frequency-x', Math.floor(axisOf(x, 'width').size / 2) + 1),
    axisOf(x, 'channel'),
    complexParts,
  ],
  cost([x], output) {
    const [height, width] = [axisOf(x, 'height').size, axisOf(x, 'width').size];
    const macs = fftMacs(height, width, sizeOf(x) / (height * width));
    return { macs, reads: sizeOf(x), writes: sizeOf(output) };
  },
  compute([x], _, [axes], output) {
    const [height, width] = [axisOf(axes, 'height').size, axisOf(axes, 'width').size];
    const half = axisOf(output, 'frequency-x').size;
    const batch = otherRoles(axes, spaceRoles);
    const rows = arranged(x, axes, ['height', 'channel', 'width']);
    const toHalf = matrix(width, 2 * half, (at, column) => {
      const phi = angle(at, column % half, width);
      return (column < half ? Math.cos(phi) : -Math.sin(phi)) / Math.sqrt(width);
    });
    const between: Axis[] = [
      ...axesOf(axes, [...batch, 'height', 'channel']),
      complexParts,
      axis('frequency-x', half),
    ];
    const halfSpectrum = tf.reshape(tf.matMul(rows, toHalf), shapeOf(between));
    return alongHeight(halfSpectrum, between, 'height', complexMatrix(height, -1), output);
  },
  explain(index, [x], _, output) {
    const at = (role: Role): number => index[indexOfRole(output, role)];
    const [height, width] = [axisOf(x.axes, 'height').size, axisOf(x.axes, 'width').size];
    const terms = mapCells(x, height, width, at, (y, z) => {
      const phi = angle(at('frequency-y'), y, height) + angle(at('frequency-x'), z, width);
      return (at('part') === 0 ? Math.cos(phi) : -Math.sin(phi)) / Math.sqrt(height * width);
    });
    return sum(...terms);
  },
};

function mapCells(
  x: Reader,
  height: number,
  width: number,
  at: (role: Role) => number,
  factor: (y: number, z: number) => number,
): Expression[] {
  return Array.from({ length: height * width }, (_, pixel) => {
    const [y, z] = [Math.floor(pixel / width), pixel % width];
    const from: Partial<Record<Role, number>> = { height: y, width: z };
    const cell = x.cell(x.axes.map((a) => from[a.role] ?? at(a.role)));
    return product(constant(factor(y, z)), cell);
  });
}

/** Complex transform along one vertical axis; the result has the axes `output`, whose vertical axis is its own. */
function alongHeight(
  tensor: tf.Tensor,
  axes: Axes,
  vertical: Role,
  transform: tf.Tensor2D,
  output: Axes,
): tf.Tensor {
  const [renamed] = output.filter((a) => a.role === 'frequency-y' || a.role === 'height');
  const rest = otherRoles(axes, ['part', vertical]);
  const complex = toRank3(tensor, axes, [], rest, ['part', vertical]);
  const result = tf.matMul(tf.reshape(complex, [-1, transform.shape[0]]), transform);
  const ordered = [...axesOf(axes, rest), complexParts, axis(renamed.role, renamed.size)];
  return transposeTo(
    tf.reshape(result, shapeOf(ordered)),
    ordered,
    output.map((a) => a.role),
  );
}

/**
 * Real maps of half spectra, orthonormal; the inverse of `rfft2`. As in PyTorch, the imaginary part
 * of the first column, and of the middle one where the width is even, does not count.
 */
export const irfft2: Operation<{ readonly width: number }> = {
  name: 'irfft2',
  shape([x], { width }) {
    const half = axisOf(x, 'frequency-x').size;
    if (Math.floor(width / 2) + 1 !== half) {
      throw new Refusal(
        `A half spectrum of ${half} columns belongs to a width of ${2 * half - 2} or ${2 * half - 1}, not ${width}.`,
        `${half} 列的半频谱对应宽度 ${2 * half - 2} 或 ${2 * half - 1}，而不是 ${width}。`,
      );
    }
    return [
      ...axesOf(x, otherRoles(x, frequencyRoles)),
      axis('height', axisOf(x, 'frequency-y').size),
      axis('width', width),
      axisOf(x, 'channel'),
    ];
  },
  cost([x], output, { width }) {
    const height = axisOf(x, 'frequency-y').size;
    const macs = fftMacs(height, width, sizeOf(output) / (height * width));
    return { macs, reads: sizeOf(x), writes: sizeOf(output) };
  },
  compute([x], { width }, [axes], output) {
    const height = axisOf(axes, 'frequency-y').size;
    const half = axisOf(axes, 'frequency-x').size;
    const batch = otherRoles(axes, frequencyRoles);
    const between: Axis[] = [
      ...axesOf(axes, batch),
      axis('height', height),
      axisOf(axes, 'channel'),
      complexParts,
      axis('frequency-x', half),
    ];
    const columns = alongHeight(x, axes, 'frequency-y', complexMatrix(height, 1), between);
    const toMap = matrix(2 * half, width, (row, at) => {
      const column = row % half;
      const phi = angle(column, at, width);
      const value = row < half ? Math.cos(phi) : -Math.sin(phi);
      return (multiplicity(column, width) * value) / Math.sqrt(width);
    });
    const rows = tf.matMul(tf.reshape(columns, [-1, 2 * half]) as tf.Tensor2D, toMap);
    const ordered = axesOf(output, [...batch, 'height', 'channel', 'width']);
    return transposeTo(
      tf.reshape(rows, shapeOf(ordered)),
      ordered,
      output.map((a) => a.role),
    );
  },
  explain(index, [x], { width }, output) {
    const at = (role: Role): number => index[indexOfRole(output, role)];
    const height = axisOf(x.axes, 'frequency-y').size;
    const half = axisOf(x.axes, 'frequency-x').size;
    const terms: Expression[] = [];
    for (let v = 0; v < height; v++) {
      for (let u = 0; u < half; u++) {
        const phi = angle(v, at('height'), height) + angle(u, at('width'), width);
        const scale = multiplicity(u, width) / Math.sqrt(height * width);
        const part = (p: number): Expression => {
          const from: Partial<Record<Role, number>> = {
            'frequency-y': v,
            'frequency-x': u,
            part: p,
          };
          return x.cell(x.axes.map((a) => from[a.role] ?? at(a.role)));
        };
        terms.push(product(constant(scale * Math.cos(phi)), part(0)));
        terms.push(product(constant(-scale * Math.sin(phi)), part(1)));
      }
    }
    return sum(...terms);
  },
};

/** Products of complex numbers, whose parts lie on the part axis; axes are matched by role. */
export const complexMultiply: Operation = {
  name: 'complexMultiply',
  shape([a, b]) {
    const parts = [axisOf(a, 'part').size, axisOf(b, 'part').size];
    if (parts.some((n) => n !== 2)) throw new Error(`complex numbers have 2 parts, got ${parts}`);
    return combinedAxes(a, b);
  },
  // Four real products for a complex one, that is two for each of its parts.
  cost: ([a, b], output) => ({
    macs: 2 * sizeOf(output),
    reads: sizeOf(a) + sizeOf(b),
    writes: sizeOf(output),
  }),
  compute([x, y], _, [a, b], output) {
    const whole = output.map((o) => o.role);
    const single = replaceAxis(output, 'part', []);
    const pieces = (tensor: tf.Tensor, axes: Axes): [tf.Tensor, Axes][] => {
      const rest = otherRoles(axes, ['part']);
      const rows = toRank3(tensor, axes, ['part'], rest, []);
      const inside = axesOf(axes, rest);
      return tf.unstack(rows).map((t) => [tf.reshape(t, shapeOf(inside)), inside]);
    };
    const [[p, q], [r, s]] = [pieces(x, a), pieces(y, b)];
    const times = (u: [tf.Tensor, Axes], v: [tf.Tensor, Axes]): tf.Tensor =>
      tf.reshape(combine(u, v, single, tf.mul), [1, -1]);
    const real = tf.sub(times(p, r), times(q, s));
    const imaginary = tf.add(times(p, s), times(q, r));
    const ordered = [complexParts, ...single];
    return transposeTo(tf.reshape(tf.concat([real, imaginary]), shapeOf(ordered)), ordered, whole);
  },
  explain(index, [a, b], _, output) {
    const cell = (reader: Reader, part: number): Expression =>
      reader.cell(
        aligned(reader.axes, output, index).map((at, i) =>
          reader.axes[i].role === 'part' ? part : at,
        ),
      );
    if (index[indexOfRole(output, 'part')] === 1) {
      return sum(product(cell(a, 0), cell(b, 1)), product(cell(a, 1), cell(b, 0)));
    }
    return sum(product(cell(a, 0), cell(b, 0)), call('negate', product(cell(a, 1), cell(b, 1))));
  },
};
