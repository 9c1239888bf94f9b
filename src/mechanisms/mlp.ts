import type { Value } from '../ops/builder';
import type { Context } from './define';
import { linear, type Weights } from './weights';

/** The multilayer perceptron of transformer blocks: fc1, GELU, fc2. */
export const mlpWeights = (prefix: string, channel: number, hidden: number): Weights => ({
  ...linear(`${prefix}.fc1`, channel, hidden, { identity: 'default' }),
  ...linear(`${prefix}.fc2`, hidden, channel, { identity: 'default' }),
});

/** Steps: expanded, activated, contracted. */
export function mlp(
  { t, weights: w }: Pick<Context, 't' | 'weights'>,
  x: Value,
  prefix: string,
  part?: string,
): Value {
  const expanded = t
    .linear(x, w[`${prefix}.fc1.weight`], w[`${prefix}.fc1.bias`])
    .as('expanded', part);
  const activated = t.gelu(expanded).as('activated', part);
  return t
    .linear(activated, w[`${prefix}.fc2.weight`], w[`${prefix}.fc2.bias`])
    .as('contracted', part);
}

/** Layer normalisation over the channels, with the weights of a module. */
export const layerNorm = (
  { t, weights: w }: Pick<Context, 't' | 'weights'>,
  x: Value,
  prefix: string,
): Value => t.layerNorm(x, w[`${prefix}.weight`], w[`${prefix}.bias`]);
