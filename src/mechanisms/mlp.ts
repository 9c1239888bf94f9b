import type { Value } from '../ops/builder';
import type { Context } from './define';
import { linear, type Weights } from './weights';

/** What modules call the two layers. */
type LayerNames = readonly [first: string, second: string];

const usual: LayerNames = ['fc1', 'fc2'];

/** The multilayer perceptron of transformer blocks: a layer, GELU, a layer. */
export const mlpWeights = (
  prefix: string,
  channel: number,
  hidden: number,
  [first, second] = usual,
): Weights => ({
  ...linear(`${prefix}.${first}`, channel, hidden, { identity: 'default' }),
  ...linear(`${prefix}.${second}`, hidden, channel, { identity: 'default' }),
});

/** Steps: expanded, activated, contracted. */
export function mlp(
  { t, weights: w }: Pick<Context, 't' | 'weights'>,
  x: Value,
  prefix: string,
  part?: string,
  [first, second] = usual,
): Value {
  const layer = (y: Value, name: string): Value =>
    t.linear(y, w[`${prefix}.${name}.weight`], w[`${prefix}.${name}.bias`]);
  const expanded = layer(x, first).as('expanded', part);
  const activated = t.gelu(expanded).as('activated', part);
  return layer(activated, second).as('contracted', part);
}

/** Layer normalisation over the channels, with the weights of a module. */
export const layerNorm = (
  { t, weights: w }: Pick<Context, 't' | 'weights'>,
  x: Value,
  prefix: string,
): Value => t.layerNorm(x, w[`${prefix}.weight`], w[`${prefix}.bias`]);
