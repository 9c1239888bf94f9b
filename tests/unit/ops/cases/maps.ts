import { type Case, sizes } from '../harness';
import { kernel, map, one, tokens, vector } from './common';

export const mapCases: Readonly<Record<string, Case>> = {
  'conv2d whose channels come first, with more batch axes': {
    inputs: {
      x: sizes('batch 2 × group 3 × channel 2 × height 3 × width 4'),
      w: kernel(3, 2, 2, 2),
    },
    build: (t, { x, w }) => t.conv2d(x, w),
  },
  'conv1d over channels': {
    inputs: {
      x: sizes('batch 2 × channel 7'),
      w: sizes('output 1 × input 1 × kernel-x 3'),
      b: vector(1),
    },
    build: (t, { x, w, b }) => t.conv1d(x, w, b, { along: 'channel', padding: 1 }),
  },
  'conv1d over tokens, depthwise': {
    inputs: {
      x: sizes('batch 2 × channel 3 × token 7'),
      w: sizes('output 3 × input 1 × kernel-x 5'),
    },
    build: (t, { x, w }) =>
      t.conv1d(x, w, undefined, { along: 'token', channel: 'channel', padding: 2, groups: 3 }),
  },
  'conv1d over tokens, to more channels, with stride': {
    inputs: {
      x: tokens,
      w: sizes('output 4 × input 3 × kernel-x 2'),
      b: vector(4),
    },
    build: (t, { x, w, b }) => t.conv1d(x, w, b, { along: 'token', channel: 'channel', stride: 2 }),
  },
  'fold with overlaps and padding': one(
    sizes('batch 2 × query 12 × key 9 × channel 3'),
    (t, { x }) => t.fold(x, { height: 3, width: 4, kernel: 3, padding: 1 }),
  ),
  'fold with stride and an oblong kernel, and pixels that nothing covers': one(
    sizes('batch 1 × query 6 × key 4 × channel 2'),
    (t, { x }) => t.fold(x, { height: 6, width: 7, kernel: [1, 4], stride: 3, padding: 1 }),
  ),
  'fold with dilation': one(sizes('batch 1 × query 20 × key 4 × channel 1'), (t, { x }) =>
    t.fold(x, { height: 6, width: 7, kernel: 2, dilation: 2 }),
  ),
  'gridSample, inside and far outside': {
    inputs: {
      x: sizes('batch 2 × height 3 × width 5 × channel 2'),
      g: sizes('batch 2 × key 7 × coordinate 2'),
    },
    build: (t, { x, g }) => t.gridSample(x, t.scale(g, 2)),
  },
  'gridSample in groups': {
    inputs: {
      x: sizes('batch 2 × group 3 × height 4 × width 3 × channel 2'),
      g: sizes('batch 2 × group 3 × query 2 × key 2 × coordinate 2'),
    },
    build: (t, { x, g }) => t.gridSample(x, g),
  },
  'gridSample of one table for all samples of a batch': {
    inputs: {
      x: sizes('group 2 × height 3 × width 5 × channel 2'),
      g: sizes('batch 3 × group 2 × query 2 × key 3 × coordinate 2'),
    },
    build: (t, { x, g }) => t.gridSample(x, g),
  },
  'gridSample of several maps at the same points': {
    inputs: {
      x: sizes('batch 2 × head 3 × height 3 × width 4 × channel 2'),
      g: sizes('query 2 × batch 2 × coordinate 2'),
    },
    build: (t, { x, g }) => t.gridSample(x, g),
  },
  'gridSample of a map of one pixel': {
    inputs: {
      x: sizes('batch 1 × height 1 × width 1 × channel 3'),
      g: sizes('batch 1 × key 4 × coordinate 2'),
    },
    build: (t, { x, g }) => t.gridSample(x, g),
  },
  'rfft2 of even width': one(sizes('batch 2 × height 3 × width 4 × channel 2'), (t, { x }) =>
    t.rfft2(x),
  ),
  'rfft2 of odd width': one(sizes('batch 1 × height 2 × width 5 × channel 3'), (t, { x }) =>
    t.rfft2(x),
  ),
  'irfft2 to even width': one(
    sizes('batch 2 × frequency-y 3 × frequency-x 3 × channel 2 × part 2'),
    (t, { x }) => t.irfft2(x, 4),
  ),
  'irfft2 to odd width': one(
    sizes('batch 1 × frequency-y 4 × frequency-x 3 × channel 3 × part 2'),
    (t, { x }) => t.irfft2(x, 5),
  ),
  avgPool2d: one(map, (t, { x }) => t.avgPool2d(x, { kernel: 2 })),
  'avgPool2d with padding': one(map, (t, { x }) =>
    t.avgPool2d(x, { kernel: 3, stride: 2, padding: 1 }),
  ),
  'avgPool2d with partial windows': one(map, (t, { x }) =>
    t.avgPool2d(x, { kernel: [2, 3], ceil: true }),
  ),
  'avgPool2d with partial windows and padding': one(map, (t, { x }) =>
    t.avgPool2d(x, { kernel: 4, stride: 3, padding: 1, ceil: true }),
  ),
  'avgPool2d whose last window would begin in the padding': one(map, (t, { x }) =>
    t.avgPool2d(x, { kernel: 2, stride: [3, 4], padding: 1, ceil: true }),
  ),
  'avgPool2d of one pixel': one(map, (t, { x }) => t.avgPool2d(x, { kernel: 1, stride: 2 })),
  'maxPool2d that drops an odd row': one(map, (t, { x }) => t.maxPool2d(x, { kernel: 2 })),
  'maxPool2d with overlap': one(map, (t, { x }) => t.maxPool2d(x, { kernel: [3, 2], stride: 1 })),
  'maxPool2d of one pixel': one(map, (t, { x }) => t.maxPool2d(x, { kernel: 1, stride: [1, 2] })),
};
