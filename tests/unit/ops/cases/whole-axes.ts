import { axis } from '../../../../src/trace/axes';
import { type Case, sizes } from '../harness';
import { map, one, six, stored, tokens, vector } from './common';

export const wholeAxisCases: Readonly<Record<string, Case>> = {
  'mean over a map': one(map, (t, { x }) => t.mean(x, ['height', 'width'])),
  'mean over axes that are apart': one(six, (t, { x }) => t.mean(x, ['channel', 'head'])),
  'sum over everything': one(tokens, (t, { x }) => t.sum(x, ['batch', 'token', 'channel'])),
  'max over the first axis': one(tokens, (t, { x }) => t.max(x, ['batch'])),
  'min over channels': one(map, (t, { x }) => t.min(x, ['channel'])),
  'max of rows of which one is all −∞': {
    inputs: {
      x: sizes('query 3 × key 3'),
    },
    data: {
      x: [-Infinity, -Infinity, -Infinity, -Infinity, -2, -Infinity, -3e38, -2e30, -3e38],
    },
    build: (t, { x }) => t.max(x, ['key']),
  },
  'argmax over the last axis, first of equals': {
    inputs: { x: sizes('batch 2 × query 3 × key 5') },
    data: {
      // biome-ignore format: one row per query
      x: [
        1, 3, 2, 3, 0,
        -1, -1, -1, -1, -1,
        -9, -8, -7, -6, -5,
        0, 0, 0, 0, 1e-30,
        4, 3, 4, 3, 4,
        -Infinity, -2e30, -Infinity, -2e30, -3e38,
      ],
    },
    build: (t, { x }) => t.argmax(x, 'key'),
  },
  'argmax over an axis in the middle': one(six, (t, { x }) => t.argmax(x, 'query')),
  'argmax over an axis of one': one(six, (t, { x }) => t.argmax(x, 'window')),
  'one-hot of the largest': one(tokens, (t, { x }) =>
    t.oneHot(t.argmax(x, 'channel'), axis('slot', 3)),
  ),
  magnitude: one(sizes('channel 5 × part 2'), (t, { x }) => t.magnitude(x)),
  'L1 normalisation': one(tokens, (t, { x }) => {
    const positive = t.exp(x);
    return t.divide(positive, t.sum(positive, ['token']));
  }),
  'softmax over the middle axis': one(six, (t, { x }) => t.softmax(x, 'query')),
  'softmax over an axis of one': one(six, (t, { x }) => t.softmax(x, 'window')),
  'softmax of large and masked scores': {
    inputs: {
      x: sizes('query 2 × key 4'),
    },
    data: { x: [90, -Infinity, 89, -Infinity, -1000, -1001, -Infinity, -2000] },
    build: (t, { x }) => t.softmax(x, 'key'),
  },
  'softmax of a row that is masked as a whole': {
    inputs: {
      x: sizes('query 2 × key 2'),
    },
    data: { x: [-Infinity, -Infinity, 0, -Infinity] },
    build: (t, { x }) => t.softmax(x, 'key'),
  },
  'layer normalisation': {
    inputs: { x: tokens, w: vector(3), b: vector(3) },
    build: (t, { x, w, b }) => t.layerNorm(x, w, b),
  },
  'layer normalisation over channels that are not last, without shift': {
    inputs: {
      x: sizes('batch 2 × channel 7 × token 3'),
      w: vector(7),
    },
    build: (t, { x, w }) => t.layerNorm(x, w, undefined, { eps: 1e-2 }),
  },
  'instance normalisation of two axes': one(six, (t, { x }) =>
    t.standardise(x, ['query', 'key'], 1e-5),
  ),
  'unbiased, with epsilon outside the root, affine along another axis': {
    inputs: {
      x: map,
      w: sizes('batch 1 × output 3 × kernel-y 1'),
      b: vector(3),
    },
    build: (t, { x, w, b }) =>
      t.standardise(x, ['height', 'width'], 0.1, {
        weight: w,
        bias: b,
        along: 'channel',
        unbiased: true,
        epsilonOutside: true,
      }),
  },
  'shift without scale': {
    inputs: { x: tokens, b: vector(3) },
    build: (t, { x, b }) => t.standardise(x, ['channel'], 1e-5, { bias: b, along: 'channel' }),
  },
  'batch normalisation of a map': {
    inputs: { x: map, ...stored(3) },
    data: { variance: [0.5, 2, 1.25] },
    build: (t, { x, weight, bias, mean, variance }) =>
      t.batchNorm(x, { weight, bias, mean, variance }),
  },
  'batch normalisation along another axis': {
    inputs: { x: tokens, ...stored(5) },
    data: { variance: [0.5, 2, 1.25, 0, 4] },
    build: (t, { x, weight, bias, mean, variance }) =>
      t.batchNorm(x, { weight, bias, mean, variance }, { along: 'token', eps: 1e-2 }),
  },
};
