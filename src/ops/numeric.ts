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

/** Numbers from which on several fast kernels take less time than a slow one. */
const MANY = 2 ** 12;

/**
 * As exact as the wasm kernel and 5 times as fast: the sign of x times −e/(2 + e), where e = exp(−2|x|) − 1 is
 * what ELU gives below 0.
 */
const quickTanh = tf.customGrad((given, save) => {
  const x = given as tf.Tensor;
  const e = tf.elu(tf.mul(tf.abs(x), -2));
  const sign = tf.clipByValue(tf.mul(x, 1e38), -1, 1);
  const value = tf.mul(sign, tf.div(e, tf.sub(-2, e)));
  (save as tf.GradSaveFunc)([value]);
  return {
    value,
    gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) => tf.mul(dy, tf.sub(1, tf.square(y))),
  };
});

/** Hyperbolic tangent. */
export const tanh = (x: tf.Tensor): tf.Tensor =>
  x.size >= MANY && tf.getBackend() === 'wasm' ? quickTanh(x) : tf.tanh(x);

/** [outer, 1, inner] repeated to [outer, count, inner]. */
export function repeat(x: tf.Tensor3D, count: number): tf.Tensor3D {
  // The wasm kernel of tf.tile is 100 times slower than a product with ones, which changes no number.
  return tf.getBackend() === 'wasm' ? tf.mul(x, tf.ones([1, count, 1])) : tf.tile(x, [1, count, 1]);
}

/** Rows of [n, width] at the indices, as [indices, width]. */
export function gatherRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  // The wasm kernel of tf.gather is 10 to 200 times slower. tf.gatherND has no gradient; this one scatters.
  const gather = tf.customGrad((t, save) => {
    const places = tf.reshape(indices, [-1, 1]);
    (save as tf.GradSaveFunc)([places]);
    return {
      value: tf.gatherND(t as tf.Tensor, places),
      gradFunc: (dy: tf.Tensor, [at]: tf.Tensor[]) =>
        tf.scatterND(at, dy, [table.shape[0], table.shape[1]]),
    };
  });
  return gather(table) as tf.Tensor2D;
}
