import * as tf from '@tensorflow/tfjs-core';

/** a / b. The WebGL kernel takes 0/0 and ∞/∞ for 1, which would hide a division that went wrong. */
export const divide = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  tf.getBackend() === 'webgl' ? tf.mul(a, tf.reciprocal(b)) : tf.div(a, b);

/** What the WebGL kernels take for −∞ when they look for a maximum. */
const WEBGL_LOWEST = -1e20;
/** A power of two that brings every float32 above that. */
const SHRINK = 2 ** -66;

/** Maximum of each row of [rows, n], as [rows, 1]; −∞ where all are, on WebGL too. */
export function maxOfRows(rows: tf.Tensor2D): tf.Tensor {
  const largest = tf.max(rows, 1, true);
  if (tf.getBackend() !== 'webgl') return largest;
  // Too low to be seen by the kernel: looked for among shrunken numbers, where −∞ comes out as
  // the lowest one and grows beyond float32 to −∞ again.
  const low = tf.mul(tf.max(tf.mul(rows, SHRINK), 1, true), 1 / SHRINK);
  return tf.where(tf.greater(largest, WEBGL_LOWEST), largest, low);
}

/** −∞ as far as the device keeps it: 16-bit textures would turn it into NaN further on. */
export function lowestValue(value: number): number {
  const half = tf.getBackend() === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');
  return half ? Math.max(value, -3e4) : value;
}

/** Rows of [n, width] at the indices, as [indices, width]. */
export function gatherRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  // The gradient of tf.gather needs a kernel that the wasm backend lacks; this one scatters.
  const gather = tf.customGrad((t) => ({
    value: tf.gather(t as tf.Tensor, indices),
    gradFunc: (dy: tf.Tensor) =>
      tf.scatterND(tf.reshape(indices, [-1, 1]), dy, [table.shape[0], table.shape[1]]),
  }));
  return gather(table) as tf.Tensor2D;
}
