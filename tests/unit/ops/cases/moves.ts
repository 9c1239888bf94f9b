import { axis } from '../../../../src/trace/axes';
import { type Case, sizes } from '../harness';
import { map, one, six, tokens } from './common';

export const moveCases: Readonly<Record<string, Case>> = {
  'rename a token axis to query': one(tokens, (t, { x }) => t.rename(x, { token: 'query' })),
  'transpose of rank 3': one(tokens, (t, { x }) => t.transpose(x, ['channel', 'batch', 'token'])),
  'transpose of rank 6': one(six, (t, { x }) =>
    t.transpose(x, ['key', 'channel', 'window', 'head', 'batch', 'query']),
  ),
  'transpose that only moves an axis of one': one(six, (t, { x }) =>
    t.transpose(x, ['window', 'batch', 'head', 'query', 'key', 'channel']),
  ),
  'split channels into heads': one(sizes('batch 2 × token 3 × channel 10'), (t, { x }) =>
    t.split(x, 'channel', [
      ['head', 2],
      ['channel', 5],
    ]),
  ),
  'split into three': one(sizes('token 30'), (t, { x }) =>
    t.split(x, 'token', [
      ['height', 2],
      ['width', 3],
      ['slot', 5],
    ]),
  ),
  'merge adjacent axes': one(map, (t, { x }) => t.merge(x, ['height', 'width'], 'token')),
  'merge axes that are apart, in the other order': one(six, (t, { x }) =>
    t.merge(x, ['key', 'head'], 'token'),
  ),
  'merge heads and channels at the place of the head': one(six, (t, { x }) =>
    t.merge(x, ['head', 'channel'], 'channel'),
  ),
  'reinterpret tokens as a map': one(sizes('batch 1 × token 6 × channel 4'), (t, { x }) =>
    t.reinterpret(x, [axis('channel', 4), axis('height', 2), axis('width', 3)]),
  ),
  'slice in the middle': one(six, (t, { x }) => t.slice(x, 'key', 1, 3)),
  'parts of unequal sizes': one(tokens, (t, { x }) => t.parts(x, 'token', [1, 3, 1])[1]),
  'pick the last position': one(six, (t, { x }) => t.pick(x, 'key', 4)),
  'pick from a vector': one(sizes('token 3'), (t, { x }) => t.pick(x, 'token', 2)),
  'concat of two orders of axes': {
    inputs: {
      x: tokens,
      y: sizes('channel 3 × batch 2 × token 2'),
    },
    build: (t, { x, y }) => t.concat([x, y, x], 'token'),
  },
  'stack three': {
    inputs: {
      x: tokens,
      y: sizes('channel 3 × batch 2 × token 5'),
    },
    build: (t, { x, y }) => t.stack([x, y, x], 'branch', ['a', 'b', 'c']),
  },
  'broadcast in front': one(tokens, (t, { x }) => t.broadcast(x, axis('branch', 3))),
  'broadcast behind': one(tokens, (t, { x }) => t.broadcast(x, axis('branch', 3), 3)),
  'broadcast in the middle of rank 6': one(six, (t, { x }) =>
    t.broadcast(t.pick(x, 'window', 0), axis('slot', 2), 2),
  ),
  'broadcast of numbers that are none': {
    inputs: { x: sizes('token 4') },
    data: { x: [Number.NaN, Infinity, -Infinity, 1e-40] },
    build: (t, { x }) => t.broadcast(x, axis('branch', 3)),
  },
  'pad with zeros on one side': one(map, (t, { x }) => t.pad(x, { height: [0, 3], width: [1, 2] })),
  'pad by reflection as far as it goes': one(map, (t, { x }) =>
    t.pad(x, { height: [4, 1], width: [2, 6] }, 'reflect'),
  ),
  'pad of rank 6': one(six, (t, { x }) => t.pad(x, { head: [1, 0], key: [0, 2] })),
  'roll both ways': one(map, (t, { x }) => t.roll(x, { height: -2, width: 3 })),
  'roll by more than the size': one(map, (t, { x }) => t.roll(x, { height: 13, width: -7 })),
  'windows and back': one(sizes('batch 2 × height 4 × width 9 × channel 2'), (t, { x }) =>
    t.unwindows(t.windows(x, [2, 3]), 2, 3, [2, 3]),
  ),
  'spread windows and back': one(sizes('batch 2 × height 6 × width 10 × channel 2'), (t, { x }) =>
    t.unwindows(t.windows(x, [3, 2], { spread: true }), 2, 5, [3, 2], { spread: true }),
  ),
  'one window': one(map, (t, { x }) => t.windows(x, [5, 7])),
  'windows of one pixel': one(map, (t, { x }) => t.windows(x, [1, 1])),
  'unfold with padding': one(map, (t, { x }) => t.unfold(x, { kernel: 3, padding: 1 })),
  'unfold with stride and an oblong kernel': one(map, (t, { x }) =>
    t.unfold(x, { kernel: [2, 3], stride: 2, padding: 1 }),
  ),
  'unfold with dilation': one(map, (t, { x }) =>
    t.unfold(x, { kernel: 3, padding: 2, dilation: 2 }),
  ),
  'gather a table into query and key': one(sizes('token 7 × head 3'), (t, { x }) =>
    t.gather(x, 'token', [6, 0, 0, 3, 2, 5], [axis('query', 2), axis('key', 3)]),
  ),
  'gather along the last axis': one(tokens, (t, { x }) =>
    t.gather(x, 'channel', [2, 2, 0, 1], [axis('channel', 4)]),
  ),
};
