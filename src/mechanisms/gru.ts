/**
 * Gated recurrent units, as torch.nn.GRU and torch.nn.GRUCell have them.
 * "Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation",
 * Cho et al., EMNLP 2014, https://arxiv.org/abs/1406.1078
 */
import type { Value } from '../ops/builder';
import { axisOf, type Role } from '../trace/axes';
import { numbers } from './constants';
import { inSequence } from './decoding';
import type { Context } from './define';
import type { Weights } from './weights';

/**
 * Weights of one layer and direction: all uniform in ±1/√hidden.
 * @param suffix `_l0` or `_l0_reverse` of a GRU; a GRUCell has none.
 */
export function gruWeights(prefix: string, input: number, hidden: number, suffix = ''): Weights {
  const init = { kind: 'uniform', bound: 1 / Math.sqrt(hidden) } as const;
  return {
    [`${prefix}.weight_ih${suffix}`]: { shape: [3 * hidden, input], init },
    [`${prefix}.weight_hh${suffix}`]: { shape: [3 * hidden, hidden], init },
    [`${prefix}.bias_ih${suffix}`]: { shape: [3 * hidden], init },
    [`${prefix}.bias_hh${suffix}`]: { shape: [3 * hidden], init },
  };
}

/** The state after an input, and the gates and the candidate that made it. */
export interface Gated {
  readonly reset: Value;
  readonly update: Value;
  readonly candidate: Value;
  readonly state: Value;
}

/**
 * One step, for any number of positions at once.
 * @param x inputs [… channel].
 * @param before states [… channel h], one for each input.
 */
export function gruCell(
  { t, weights: w }: Pick<Context, 't' | 'weights'>,
  x: Value,
  before: Value,
  prefix: string,
  suffix = '',
): Gated {
  const h = before.size('channel');
  const thirds = (y: Value, part: 'ih' | 'hh') =>
    t.parts(
      t.linear(y, w[`${prefix}.weight_${part}${suffix}`], w[`${prefix}.bias_${part}${suffix}`]),
      'channel',
      [h, h, h],
    );
  const [xr, xz, xn] = thirds(x, 'ih');
  const [hr, hz, hn] = thirds(before, 'hh');
  const reset = t.sigmoid(t.add(xr, hr));
  const update = t.sigmoid(t.add(xz, hz));
  const candidate = t.tanh(t.add(xn, t.multiply(reset, hn)));
  // (1 − z)·n + z·h
  const state = t.add(candidate, t.multiply(update, t.subtract(before, candidate)));
  return { reset, update, candidate, state };
}

/**
 * A sequence read word by word from a state of zeros.
 *
 * The loop goes from state to state. Then the layer is worked out once more for all positions at once,
 * from the states that the loop found: so each cell can be explained, and the cost is counted once.
 * @param x inputs [batch, token, channel].
 * @returns the state after each word, [batch, token, channel h].
 */
export function readWords(
  context: Context,
  x: Value,
  hidden: number,
  prefix: string,
  suffix: string,
  { backwards }: { readonly backwards: boolean },
): Value {
  const { t, constant } = context;
  const role: Role = 'token';
  const length = x.size(role);
  const zeros = numbers([axisOf(x.axes, 'batch'), { role: 'channel', size: hidden }], () => 0);
  const before = t.uncounted(() => {
    const states: Value[] = [];
    let state = constant(zeros, 'zero state');
    for (let i = 0; i < length; i++) {
      const at = backwards ? length - 1 - i : i;
      states[at] = state;
      if (i < length - 1)
        state = gruCell(context, t.pick(x, role, at), state, prefix, suffix).state;
    }
    return t.rename(inSequence(t, states), { query: role });
  });
  return gruCell(context, x, before, prefix, suffix).state;
}
