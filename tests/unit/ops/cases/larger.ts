import { axis } from '../../../../src/trace/axes';
import { type Case, sizes } from '../harness';
import { kernel, matrix, one, stored, vector } from './common';

/** Numbers at the ends of what there is. */
const odd = [Number.NaN, Infinity, -Infinity, 0, 3e38, -3e38, 1e-30, -1e-30, 44.5, -89];

const largeMap = sizes('batch 1 × height 8 × width 12 × channel 16');

/** Sizes at which the GPU backends change to kernels that take four numbers at a time, and wasm to tiles. */
export const largerCases: Readonly<Record<string, Case>> = {
  'argmax and one-hot of long rows': one(sizes('query 70 × key 300'), (t, { x }) =>
    t.oneHot(t.argmax(x, 'key'), axis('slot', 300)),
  ),
  'linear 64 → 96': {
    inputs: {
      x: sizes('batch 2 × token 65 × channel 64'),
      w: matrix(96, 64),
      b: vector(96),
    },
    build: (t, { x, w, b }) => t.linear(x, w, b),
  },
  'linear of two rows': {
    inputs: { x: sizes('token 2 × channel 33'), w: matrix(17, 33), b: vector(17) },
    build: (t, { x, w, b }) => t.linear(x, w, b),
  },
  'transpose of 256 rows': one(sizes('token 256 × channel 40'), (t, { x }) =>
    t.transpose(x, ['channel', 'token']),
  ),
  'softmax over the first of two axes': one(sizes('key 1024 × channel 9'), (t, { x }) =>
    t.softmax(x, 'key'),
  ),
  'tanh of many numbers': {
    inputs: { x: sizes('token 5000') },
    data: {
      x: Array.from({ length: 5000 }, (_, i) => odd[i] ?? (i - 2500) * 10 ** ((i % 9) - 8)),
    },
    build: (t, { x }) => t.tanh(x),
  },
  'attention over 70 tokens in 4 heads': {
    inputs: {
      q: sizes('batch 1 × head 4 × query 70 × channel 16'),
      k: sizes('batch 1 × head 4 × key 70 × channel 16'),
    },
    build: (t, { q, k }) => {
      const weights = t.softmax(t.scale(t.matMul(q, k, 'channel'), 0.25), 'key');
      return t.matMul(weights, k, 'key');
    },
  },
  'conv2d 16 → 8': {
    inputs: { x: largeMap, w: kernel(8, 16, 3, 3), b: vector(8) },
    build: (t, { x, w, b }) => t.conv2d(x, w, b, { padding: 1 }),
  },
  'conv2d 1×1, 16 → 32': {
    inputs: { x: largeMap, w: kernel(32, 16, 1, 1) },
    build: (t, { x, w }) => t.conv2d(x, w),
  },
  'conv2d in 4 groups': {
    inputs: { x: largeMap, w: kernel(16, 4, 3, 3) },
    build: (t, { x, w }) => t.conv2d(x, w, undefined, { padding: 1, groups: 4 }),
  },
  'conv2d depthwise 5×5': {
    inputs: { x: largeMap, w: kernel(16, 1, 5, 5) },
    build: (t, { x, w }) => t.conv2d(x, w, undefined, { padding: 2, groups: 16 }),
  },
  'normalisations of a map': {
    inputs: { x: largeMap, ...stored(16) },
    data: { variance: Array.from({ length: 16 }, (_, i) => (i + 1) / 8) },
    build: (t, { x, weight, bias, mean, variance }) =>
      t.gelu(t.batchNorm(t.layerNorm(x, weight, bias), { weight, bias, mean, variance })),
  },
  'shifted windows': one(largeMap, (t, { x }) =>
    t.windows(t.roll(x, { height: -2, width: -2 }), [4, 4]),
  ),
  'unfold 7×7': one(largeMap, (t, { x }) => t.unfold(x, { kernel: 7, padding: 3 })),
  'rfft2 and back': one(largeMap, (t, { x }) => t.irfft2(t.rfft2(x), 12)),
  'gridSample of many points': {
    inputs: {
      x: largeMap,
      g: sizes('batch 1 × query 9 × key 31 × coordinate 2'),
    },
    build: (t, { x, g }) => t.gridSample(x, g),
  },
  pools: one(largeMap, (t, { x }) =>
    t.add(t.avgPool2d(x, { kernel: 4 }), t.maxPool2d(x, { kernel: 4 })),
  ),
  'gates for channels and for pixels': {
    inputs: {
      x: largeMap,
      c: sizes('batch 1 × channel 16'),
      s: sizes('batch 1 × height 8 × width 12'),
    },
    build: (t, { x, c, s }) => t.multiply(t.multiply(x, t.sigmoid(c)), t.sigmoid(s)),
  },
};
