import type { Axis } from '../../../../src/trace/axes';
import { type Case, sizes } from '../harness';
import { kernel, map, matrix, tokens, vector } from './common';

export const productCases: Readonly<Record<string, Case>> = {
  'matMul of queries and keys': {
    inputs: {
      q: sizes('batch 2 × head 3 × query 5 × channel 7'),
      k: sizes('batch 2 × head 3 × key 2 × channel 7'),
    },
    build: (t, { q, k }) => t.matMul(q, k, 'channel'),
  },
  'matMul of two vectors': {
    inputs: { q: sizes('channel 7'), k: sizes('channel 7') },
    build: (t, { q, k }) => t.matMul(q, k, 'channel'),
  },
  'matMul whose first operand has the batch last': {
    inputs: {
      q: sizes('channel 3 × query 5 × batch 2'),
      k: sizes('batch 2 × channel 3 × key 1'),
    },
    build: (t, { q, k }) => t.matMul(q, k, 'channel'),
  },
  'linear without bias': {
    inputs: { x: tokens, w: matrix(7, 3) },
    build: (t, { x, w }) => t.linear(x, w),
  },
  'linear along an axis in the middle': {
    inputs: { x: tokens, w: matrix(2, 5), b: vector(2) },
    build: (t, { x, w, b }) => t.linear(x, w, b, { axis: 'token' }),
  },
  'linear with a 1×1 kernel, to one output': {
    inputs: { x: map, w: kernel(1, 3, 1, 1), b: vector(1) },
    build: (t, { x, w, b }) => t.linear(x, w, b),
  },
};

const conv2d = (
  w: Axis[],
  options: Parameters<Parameters<Case['build']>[0]['conv2d']>[3],
  channels = 6,
): Case => ({
  inputs: {
    x: sizes(`batch 2 × height 5 × width 7 × channel ${channels}`),
    w,
    b: vector(w[0].size),
  },
  build: (t, { x, w, b }) => t.conv2d(x, w, b, options),
});

export const conv2dCases: Readonly<Record<string, Case>> = {
  'conv2d 3×3': conv2d(kernel(4, 6, 3, 3), { padding: 1 }),
  'conv2d 1×1': conv2d(kernel(5, 6, 1, 1), {}),
  'conv2d 2×3 without padding': conv2d(kernel(4, 6, 2, 3), {}),
  'conv2d with unequal padding and stride': conv2d(kernel(4, 6, 3, 2), {
    padding: [0, 2],
    stride: [2, 3],
  }),
  'conv2d patches': conv2d(kernel(4, 6, 2, 2), { stride: 2 }),
  'conv2d dilated': conv2d(kernel(4, 6, 3, 3), { padding: 2, dilation: 2 }),
  'conv2d dilated with stride': conv2d(kernel(4, 6, 3, 3), { padding: 2, dilation: 2, stride: 2 }),
  'conv2d in 2 groups': conv2d(kernel(4, 3, 3, 3), { padding: 1, groups: 2 }),
  'conv2d in 3 groups with stride': conv2d(kernel(6, 2, 3, 3), {
    padding: 1,
    groups: 3,
    stride: 2,
  }),
  'conv2d depthwise': conv2d(kernel(6, 1, 3, 3), { padding: 1, groups: 6 }),
  'conv2d depthwise with stride': conv2d(kernel(6, 1, 4, 4), { padding: 1, groups: 6, stride: 3 }),
  'conv2d depthwise with a multiplier': conv2d(kernel(12, 1, 3, 3), { padding: 1, groups: 6 }),
  'conv2d depthwise, dilated, oblong stride': conv2d(kernel(6, 1, 3, 3), {
    padding: 2,
    groups: 6,
    dilation: [2, 1],
    stride: [1, 2],
  }),
  'conv2d of one channel with a large kernel': conv2d(kernel(1, 1, 7, 7), { padding: 3 }, 1),
};
