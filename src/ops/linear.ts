import * as tf from '@tensorflow/tfjs-core';
import { axis, axisOf, type Role, sizeOf } from '../trace/axes';
import { product, sum } from '../trace/expression';
import { Refusal } from '../trace/text';
import { vectorCell } from './cells';
import { fromRows, position, replaceAxis, toRows, transposeMatrix, withEntry } from './layout';
import { multiply } from './mat-mul';
import type { Axes, Operation } from './operation';

type Linear = { readonly axis: Role };

/** Rows and columns of a weight; a 1×1 kernel counts as a matrix. */
function sizesOf(weight: Axes): readonly [number, number] {
  const [output, input, ...kernel] = weight;
  if (!input || sizeOf(kernel) !== 1) {
    throw new Error(`linear needs a weight [output, input], got rank ${weight.length}`);
  }
  return [output.size, input.size];
}

/** y = x·Wᵀ + b along one axis, for every position of the others. Inputs: x, weight and perhaps bias. */
export const linear: Operation<Linear> = {
  name: 'linear',
  shape([x, weight, bias], attributes) {
    const { role, size } = axisOf(x, attributes.axis);
    const [output, input] = sizesOf(weight);
    if (input !== size) {
      throw new Refusal(
        `The weight takes ${input} numbers, but the ${role} axis has ${size}.`,
        `权重的输入维度是 ${input}，而 ${role} 轴长度为 ${size}。`,
      );
    }
    refuseBias(bias, output);
    return replaceAxis(x, role, [axis(role, output)]);
  },
  cost: ([x, weight, bias], output) => ({
    macs: sizeOf(output) * sizesOf(weight)[1],
    reads: sizeOf(x) + sizeOf(weight) + (bias ? sizeOf(bias) : 0),
    writes: sizeOf(output),
  }),
  compute([x, weight, bias], attributes, [axes, weightAxes], output) {
    const over = [attributes.axis];
    const matrix = tf.reshape(weight, [...sizesOf(weightAxes)]) as tf.Tensor2D;
    const rows = timesTransposed(toRows(x, axes, over), matrix);
    return fromRows(bias ? tf.add(rows, tf.reshape(bias, [1, -1])) : rows, output, over);
  },
  explain(index, [x, weight, bias], attributes) {
    const at = position(x.axes, attributes.axis);
    const row = index[at];
    const columns = x.axes[at].size;
    const terms = Array.from({ length: columns }, (_, i) =>
      product(x.cell(withEntry(index, at, i)), vectorCell(weight, row * columns + i)),
    );
    return sum(...terms, ...(bias ? [vectorCell(bias, row)] : []));
  },
};

/** Rows up to which it takes longer to transpose a matrix than to multiply by it. */
const FEW_ROWS = 4;

/** x·Wᵀ. The wasm kernel for a transposed factor is slow, so that many rows are worth a transposition. */
function timesTransposed(x: tf.Tensor2D, matrix: tf.Tensor2D): tf.Tensor {
  if (x.shape[0] <= FEW_ROWS && tf.getBackend() === 'wasm')
    return tf.matMul(x, matrix, false, true);
  const batched = multiply(tf.expandDims(x), tf.expandDims(transposeMatrix(matrix)));
  return tf.squeeze(batched, [0]);
}

/** A bias has one number for each output. */
export function refuseBias(bias: Axes | undefined, outputs: number): void {
  if (!bias || sizeOf(bias) === outputs) return;
  throw new Refusal(
    `The bias has ${sizeOf(bias)} numbers, but the layer has ${outputs} outputs.`,
    `偏置有 ${sizeOf(bias)} 个数，而该层有 ${outputs} 个输出。`,
  );
}
