import { axis } from '../../../../src/trace/axes';
import type { FunctionName } from '../../../../src/trace/expression';
import { type Case, sizes } from '../harness';
import { map, one, six, tokens } from './common';

const functionNames: readonly FunctionName[] = [
  'exp',
  'square',
  'negate',
  'abs',
  'sign',
  'tanh',
  'sigmoid',
  'relu',
  'leakyRelu',
  'silu',
  'gelu',
  'hardSigmoid',
  'hardSwish',
];
/** −8 … 8 with zero, both sides of every bend, and steps near zero. */
const wide = Array.from({ length: 65 }, (_, i) => (i - 32) / 4);

const functionCases = Object.fromEntries(
  functionNames.map((name): [string, Case] => [
    `${name} from −8 to 8`,
    {
      inputs: { x: sizes(`token ${wide.length}`) },
      data: { x: wide },
      build: (t, { x }) => t.activation(x, name),
    },
  ]),
);

const shared = sizes('head 3 × query 2');
const large = sizes('batch 2 × key 5 × query 2');

export const elementwiseCases: Readonly<Record<string, Case>> = {
  ...functionCases,
  'log2 and square root of positive numbers': one(tokens, (t, { x }) =>
    t.log2(t.sqrt(t.affine(t.abs(x), 2, 0.5))),
  ),
  'add of the same axes': {
    inputs: { x: six, y: six },
    build: (t, { x, y }) => t.add(x, y),
  },
  'subtract of other orders of axes': {
    inputs: {
      x: tokens,
      y: sizes('channel 3 × token 5 × batch 2'),
    },
    build: (t, { x, y }) => t.subtract(x, y),
  },
  'multiply a map by a gate for each channel': {
    inputs: {
      x: map,
      y: sizes('batch 2 × channel 3'),
    },
    build: (t, { x, y }) => t.multiply(x, y),
  },
  'multiply a gate by the map, the larger operand behind': {
    inputs: {
      x: sizes('batch 2 × width 7'),
      y: map,
    },
    build: (t, { x, y }) => t.multiply(x, y),
  },
  'divide where each has axes of its own': {
    inputs: { x: shared, y: large },
    build: (t, { x, y }) => t.divide(x, t.affine(t.abs(y), 1, 0.5)),
  },
  'maximum with axes of one': {
    inputs: {
      x: sizes('batch 2 × query 1 × key 5'),
      y: sizes('batch 1 × query 3 × key 5'),
    },
    build: (t, { x, y }) => t.maximum(x, y),
  },
  'add that alternates over six axes': {
    inputs: {
      x: sizes('batch 2 × window 3 × key 2'),
      y: sizes('head 2 × query 3 × channel 2'),
    },
    build: (t, { x, y }) =>
      t.add(
        x,
        t.add(
          t.transpose(t.broadcast(t.broadcast(y, axis('window', 3)), axis('batch', 2)), [
            'batch',
            'head',
            'window',
            'query',
            'channel',
          ]),
          x,
        ),
      ),
  },
  'add of two that alternate': {
    inputs: {
      x: sizes('batch 2 × head 1 × window 3 × query 1 × key 2 × channel 1'),
      y: sizes('batch 1 × head 2 × window 1 × query 3 × key 1 × channel 2'),
    },
    build: (t, { x, y }) => t.add(x, y),
  },
  'scale and shift by constants': one(tokens, (t, { x }) => t.affine(x, -2.5, 0.75)),
  'scale alone': one(tokens, (t, { x }) => t.scale(x, 1 / Math.sqrt(3))),
  'clamp from below': one(tokens, (t, { x }) => t.clamp(x, 1e-8)),
  clamp: one(tokens, (t, { x }) => t.clamp(x, -0.3, 0.5)),
  'mask that is repeated over heads': {
    inputs: {
      x: sizes('batch 2 × head 3 × query 2 × key 5'),
      m: sizes('query 2 × key 5'),
    },
    data: { m: [0, 1, 0, 0, 1, 1, 1, 1, 1, 1] },
    build: (t, { x, m }) => t.mask(x, m),
  },
  'mask of numbers that are none': {
    inputs: { x: sizes('head 2 × query 2 × key 3'), m: sizes('query 2 × key 3') },
    data: {
      x: [Number.NaN, Infinity, -Infinity, 1, 2, 3, Number.NaN, Infinity, -Infinity, 4, 5, 6],
      m: [1, 0, 0, 0, -2, 0.5],
    },
    build: (t, { x, m }) => t.mask(x, m),
  },
  'mask with a finite value over six axes': {
    inputs: {
      x: six,
      m: sizes('batch 2 × query 2 × channel 3'),
    },
    data: { m: [1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1] },
    build: (t, { x, m }) => t.mask(x, m, -100),
  },
  'product of complex numbers': {
    inputs: {
      x: sizes('batch 2 × frequency-y 3 × channel 5 × part 2'),
      y: sizes('part 2 × channel 5 × frequency-y 3'),
    },
    build: (t, { x, y }) => t.complexMultiply(x, y),
  },
};
