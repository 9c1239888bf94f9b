import { defineMechanism, type Mechanism } from '../../../src/mechanisms/define';
import { axis } from '../../../src/trace/axes';
import type { StepText, TensorRole } from '../../../src/trace/graph';
import type { HostTensor } from '../../../src/trace/tensor';

const text = (role: TensorRole): StepText => ({
  role,
  title: { en: role, zh: role },
  formula: 'x',
  note: { en: role, zh: role },
});

const same = (en: string) => ({ en, zh: en });

/** Attention without a projection but for one weight: the least that has inputs, weights and steps. */
export const tiny: Mechanism = defineMechanism({
  id: 'tiny',
  name: same('Tiny'),
  family: 'transformer',
  attendsOver: ['tokens'],
  papers: [],
  idea: same('For tests.'),
  formula: 'x',
  complexity: 'N^2',
  classes: {},
  inputs: {
    queries: { order: ['batch', 'query', 'channel'], from: 'sequence' },
    keys: { order: ['batch', 'key', 'channel'], from: 'sequence' },
  },
  params: {},
  weights: (_, inputs) => ({
    'w.weight': {
      shape: [1, inputs.keys[2].size],
      roles: ['slot', 'channel'],
      init: { kind: 'uniform', bound: 1 },
    },
  }),
  steps: { scores: text('scores'), weights: text('weights'), output: text('output') },
  telling: 'weights',
  run({ t, inputs, weights }) {
    const scores = t.matMul(inputs.queries, inputs.keys, 'channel').as('scores');
    const attention = t.softmax(scores, 'key').as('weights');
    const output = t.matMul(attention, inputs.keys, 'key');
    return t.matMul(output, weights['w.weight'], 'channel').as('output');
  },
});

/** Many products in a row, so that there is time to stop it. */
export const slow: Mechanism = {
  ...tiny,
  id: 'slow',
  run({ t, inputs, weights }) {
    let values = inputs.keys;
    for (let i = 0; i < 60; i++) {
      const scores = t.matMul(inputs.queries, values, 'channel');
      values = t.matMul(t.softmax(scores, 'query'), inputs.queries, 'query');
    }
    return t.matMul(values, weights['w.weight'], 'channel').as('output');
  },
};

/** q = [1 0; 0 2], k = [1 0; 0 1; 1 1]: small enough to check by hand. */
export const byHand: Record<string, HostTensor> = {
  queries: {
    axes: [axis('batch', 1), axis('query', 2), axis('channel', 2)],
    data: Float32Array.of(1, 0, 0, 2),
  },
  keys: {
    axes: [axis('batch', 1), axis('key', 3), axis('channel', 2)],
    data: Float32Array.of(1, 0, 0, 1, 1, 1),
  },
};

export const weightByHand: Record<string, HostTensor> = {
  'w.weight': { axes: [axis('slot', 1), axis('channel', 2)], data: Float32Array.of(1, 10) },
};
