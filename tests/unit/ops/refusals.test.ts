import { expect, test } from 'vitest';
import { axis } from '../../../src/trace/axes';
import { Refusal } from '../../../src/trace/text';
import { kernel, map, matrix, one, tokens, vector } from './cases/common';
import { type Case, plan, sizes } from './harness';

const conv2d = (
  w: Case['inputs'][string],
  options: Parameters<Parameters<Case['build']>[0]['conv2d']>[3],
  b = vector(w[0].size),
): Case => ({ inputs: { x: map, w, b }, build: (t, { x, w, b }) => t.conv2d(x, w, b, options) });

/** What a person may ask for and must be told is not possible. */
const refused: Readonly<Record<string, readonly [Case, RegExp]>> = {
  'a split that does not multiply to the size': [
    one(tokens, (t, { x }) =>
      t.split(x, 'channel', [
        ['head', 2],
        ['channel', 2],
      ]),
    ),
    /channel axis of 3 cannot be split into 2 × 2/,
  ],
  'a fold of other places than the map has': [
    one(sizes('batch 1 × query 5 × key 4 × channel 1'), (t, { x }) =>
      t.fold(x, { height: 2, width: 3, kernel: 2 }),
    ),
    /1 × 2 places .* but there are 5/,
  ],
  'a split into no channels': [
    one(tokens, (t, { x }) =>
      t.split(x, 'channel', [
        ['head', 6],
        ['channel', 0.5],
      ]),
    ),
    /cannot be split/,
  ],
  'a view of another size': [
    one(tokens, (t, { x }) => t.reinterpret(x, [axis('token', 31)])),
    /needs 31/,
  ],
  'a slice beyond the end': [one(tokens, (t, { x }) => t.slice(x, 'token', 4, 2)), /axis has 5/],
  'an empty slice': [one(tokens, (t, { x }) => t.slice(x, 'token', 0, 0)), /axis has 5/],
  'a position beyond the end': [one(tokens, (t, { x }) => t.pick(x, 'token', 5)), /axis has 5/],
  'a concat of unequal rests': [
    {
      inputs: { x: tokens, y: sizes('batch 2 × token 5 × channel 4') },
      build: (t, { x, y }) => t.concat([x, y], 'token'),
    },
    /other sizes must be equal/,
  ],
  'a stack of unequal tensors': [
    {
      inputs: { x: tokens, y: sizes('batch 2 × token 4 × channel 3') },
      build: (t, { x, y }) => t.stack([x, y], 'branch'),
    },
    /sizes must be equal/,
  ],
  'a reflection as wide as the tensor': [
    one(map, (t, { x }) => t.pad(x, { height: [5, 0] }, 'reflect')),
    /height axis has 5/,
  ],
  'windows that do not divide the map': [
    one(map, (t, { x }) => t.windows(x, [5, 2])),
    /5 × 7 cannot be cut into windows of 5 × 2/,
  ],
  'windows that do not make the map': [
    one(sizes('batch 1 × window 4 × token 6 × channel 2'), (t, { x }) =>
      t.unwindows(x, 2, 2, [2, 2]),
    ),
    /4 windows of 6 tokens/,
  ],
  'a neighbourhood larger than the map': [
    one(map, (t, { x }) => t.unfold(x, { kernel: 7, padding: 0 })),
    /does not fit into 5/,
  ],
  'a gather beyond the end': [
    one(tokens, (t, { x }) => t.gather(x, 'token', [5], [axis('query', 1)])),
    /axis has 5/,
  ],
  'a product of unequal lengths': [
    {
      inputs: { q: tokens, k: sizes('batch 2 × key 5 × channel 4') },
      build: (t, { q, k }) => t.matMul(q, k, 'channel'),
    },
    /3 and 4/,
  ],
  'a product of unequal batches': [
    {
      inputs: { q: tokens, k: sizes('batch 3 × key 5 × channel 3') },
      build: (t, { q, k }) => t.matMul(q, k, 'channel'),
    },
    /same batch.* 2 and 3/,
  ],
  'a sum of unequal sizes': [
    {
      inputs: { x: tokens, y: sizes('token 4 × channel 3') },
      build: (t, { x, y }) => t.add(x, y),
    },
    /token is 5 and 4/,
  ],
  'a mask for more than there is': [
    {
      inputs: { x: tokens, m: sizes('batch 2 × head 2 × token 5 × channel 3') },
      build: (t, { x, m }) => t.mask(x, m),
    },
    /mask has more entries/,
  ],
  'a weight for another width': [
    { inputs: { x: tokens, w: matrix(4, 5) }, build: (t, { x, w }) => t.linear(x, w) },
    /takes 5 numbers, but the channel axis has 3/,
  ],
  'a bias for other outputs': [
    {
      inputs: { x: tokens, w: matrix(4, 3), b: vector(3) },
      build: (t, { x, w, b }) => t.linear(x, w, b),
    },
    /bias has 3 numbers, but the layer has 4/,
  ],
  'groups that do not divide the channels': [
    conv2d(kernel(4, 1, 3, 3), { groups: 2 }),
    /divided into 2 groups/,
  ],
  'groups that do not divide the outputs': [
    conv2d(kernel(4, 1, 3, 3), { groups: 3 }),
    /divided into 3 groups/,
  ],
  'no groups': [conv2d(kernel(3, 3, 3, 3), { groups: 0 }), /divided into 0 groups/],
  'a kernel for other channels': [
    conv2d(kernel(4, 2, 3, 3), {}),
    /takes 2 channels per group, but the input has 3/,
  ],
  'a kernel that does not fit': [
    conv2d(kernel(4, 3, 3, 3), { dilation: 3 }),
    /reaches over 7 positions does not fit into 5/,
  ],
  'a convolution whose bias is too short': [
    conv2d(kernel(4, 3, 3, 3), {}, vector(1)),
    /bias has 1 numbers/,
  ],
  'a scale of another length': [
    { inputs: { x: tokens, w: vector(4) }, build: (t, { x, w }) => t.layerNorm(x, w) },
    /weight has 4 numbers, but the channel axis has 3/,
  ],
  'points for another batch': [
    {
      inputs: { x: map, g: sizes('batch 3 × key 4 × coordinate 2') },
      build: (t, { x, g }) => t.gridSample(x, g),
    },
    /differ in batch/,
  ],
  'samples of a map beyond exact indices': [
    {
      inputs: {
        x: sizes('batch 8 × height 2048 × width 2048 × channel 1'),
        g: sizes('batch 8 × key 4 × coordinate 2'),
      },
      build: (t, { x, g }) => t.gridSample(x, g),
    },
    /limited to maps of/,
  ],
  'a width that the half spectrum does not belong to': [
    one(sizes('batch 1 × frequency-y 3 × frequency-x 3 × channel 1 × part 2'), (t, { x }) =>
      t.irfft2(x, 6),
    ),
    /width of 4 or 5, not 6/,
  ],
  'a pool that does not fit': [
    one(map, (t, { x }) => t.maxPool2d(x, { kernel: 6 })),
    /does not fit into 5/,
  ],
  'a pool with more padding than half its window': [
    one(map, (t, { x }) => t.avgPool2d(x, { kernel: 3, padding: 2 })),
    /at most 1/,
  ],
};

test.each(Object.entries(refused))('%s is refused in both languages', (_, [one, message]) => {
  let refusal: unknown;
  try {
    plan(one);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(Refusal);
  if (!(refusal instanceof Refusal)) return;
  expect(refusal.text.en).toMatch(message);
  expect(refusal.text.zh).toMatch(/[一-鿿].*[。]$/);
});

/** Mistakes of a mechanism's author, which no person can cause. */
const mistaken: Readonly<Record<string, readonly [Case, RegExp]>> = {
  'a role that is not there': [one(tokens, (t, { x }) => t.softmax(x, 'key')), /no key axis/],
  'a role twice': [
    one(tokens, (t, { x }) => t.rename(x, { token: 'channel' })),
    /two channel axes/,
  ],
  'a transposition that leaves an axis out': [
    one(tokens, (t, { x }) => t.transpose(x, ['token', 'batch'])),
    /transpose of/,
  ],
  'parts that do not make up the whole': [
    one(tokens, (t, { x }) => t.parts(x, 'token', [2, 2])[0]),
    /parts/,
  ],
  'three coordinates': [
    {
      inputs: { x: map, g: sizes('batch 2 × key 4 × coordinate 3') },
      build: (t, { x, g }) => t.gridSample(x, g),
    },
    /2 coordinates/,
  ],
};

test.each(Object.entries(mistaken))('%s is an error', (_, [one, message]) => {
  expect(() => plan(one)).toThrow(message);
});
