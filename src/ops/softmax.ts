import * as tf from '@tensorflow/tfjs-core';
import { axisOf, indexOfRole, type Role, shapeOf, sizeOf } from '../trace/axes';
import { call, maximum, named, quotient, sum } from '../trace/expression';
import { transposeTo } from './layout';
import { divide, maxOfRows } from './numeric';
import type { Operation } from './operation';

type Softmax = { readonly over: Role };

/** Rows beyond which the WebGPU kernel of tfjs 4.22 loses its last element. */
const MAX_ROWS = 65_535;

/** Softmax over one axis: e^x / Σ e^x. Masked entries (−∞) come out as exactly 0. */
export const softmax: Operation<Softmax> = {
  name: 'softmax',
  shape: ([x], { over }) => {
    axisOf(x, over);
    return [...x];
  },
  cost: ([x]) => ({ macs: 3 * sizeOf(x), reads: sizeOf(x), writes: sizeOf(x) }),
  compute([x], { over }, [axes]) {
    const roles = axes.map((a) => a.role);
    const last = [...roles.filter((r) => r !== over), over];
    const length = axisOf(axes, over).size;
    const rows = tf.reshape(transposeTo(x, axes, last), [-1, length]) as tf.Tensor2D;
    const ordered = last.map((r) => axisOf(axes, r));
    const weights = tf.reshape(softmaxRows(rows), shapeOf(ordered));
    return transposeTo(weights, ordered, roles);
  },
  explain(index, [x], { over }) {
    const position = indexOfRole(x.axes, over);
    const cells = Array.from({ length: x.axes[position].size }, (_, k) =>
      x.cell(index.map((at, i) => (i === position ? k : at))),
    );
    // Subtracting the largest score changes nothing but keeps e^x finite.
    const largest = named('m', maximum(cells));
    const exponentials = cells.map((c) => call('exp', sum(c, call('negate', largest))));
    return quotient(exponentials[index[position]], named('Z', sum(...exponentials)));
  },
};

function softmaxRows(rows: tf.Tensor2D): tf.Tensor {
  if (tf.getBackend() === 'webgl') {
    // Its own softmax turns a row that is −∞ throughout into ones instead of NaN.
    const exponentials = tf.exp(tf.sub(rows, maxOfRows(rows)));
    return divide(exponentials, tf.sum(exponentials, 1, true));
  }
  const count = rows.shape[0];
  if (count <= MAX_ROWS || tf.getBackend() !== 'webgpu') return tf.softmax(rows);
  const parts: tf.Tensor[] = [];
  for (let start = 0; start < count; start += MAX_ROWS) {
    parts.push(tf.softmax(tf.slice(rows, [start, 0], [Math.min(MAX_ROWS, count - start), -1])));
  }
  return tf.concat(parts);
}
