/**
 * What the modules with layers fc_q, fc_k, fc_v and fc_o have in common: h heads whose keys and values
 * have widths of their own, d_k and d_v.
 */
import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import type { Part } from '../trace/graph';
import type { Text } from '../trace/text';
import { firstOf, mustBePositive, mustEqual, num, of, sizeIn } from './arguments';
import { attendInHeads } from './attention';
import type { Context, InputAxes, Params } from './define';
import { valuePerKey } from './sequences';
import { freeHeads, keyWidth, valueWidth } from './shared-params';
import { terms } from './terms';
import { linear, type Weights } from './weights';

/** Constructor arguments beside `d_model`. */
export const projectedParams = { d_k: keyWidth, d_v: valueWidth, h: freeHeads(8) } as const;

/** Objections to `d_model`, `d_k`, `d_v`, `h`, and to keys and values that do not fit each other. */
export const projectedCheck = (params: Params, inputs: InputAxes): Text | null =>
  firstOf(memoryCheck(params, inputs), mustBePositive(params, 'd_k', 'd_v', 'h'));

/** Objections to `d_model`, and to keys and values that do not fit each other. */
export function memoryCheck(params: Params, inputs: InputAxes): Text | null {
  const tokens = (name: string) => sizeIn(inputs, inputs[name] ? name : 'queries', 'token');
  const keys = inputs.keys ? 'keys' : 'queries';
  return firstOf(
    mustEqual(params, 'd_model', sizeIn(inputs, 'queries', 'channel'), of.queryChannels),
    ...['keys', 'values']
      .filter((name) => inputs[name])
      .map((name) =>
        mustEqual(params, 'd_model', sizeIn(inputs, name, 'channel'), of.memoryChannels),
      ),
    valuePerKey(tokens(keys), tokens(inputs.values ? 'values' : keys)),
  );
}

/** Weights of fc_q, fc_k, fc_v and fc_o. */
export function projectedWeights(params: Params, prefix = ''): Weights {
  const [channels, heads] = [num(params, 'd_model'), num(params, 'h')];
  const [key, value] = [heads * num(params, 'd_k'), heads * num(params, 'd_v')];
  return {
    ...linear(`${prefix}fc_q`, channels, key, { identity: 'eye' }),
    ...linear(`${prefix}fc_k`, channels, key, { identity: 'eye' }),
    ...linear(`${prefix}fc_v`, channels, value, { identity: 'eye' }),
    ...linear(`${prefix}fc_o`, value, channels, { identity: 'eye' }),
  };
}

/** nn.Linear with the weights of a module. */
export const dense = (
  { t, weights: w }: Pick<Context, 't' | 'weights'>,
  x: Value,
  prefix: string,
): Value => t.linear(x, w[`${prefix}.weight`], w[`${prefix}.bias`]);

export interface Sequences {
  /** [batch, query, channel] */
  readonly queries: Value;
  /** [batch, key, channel] */
  readonly keys: Value;
  /** [batch, key, channel] */
  readonly values: Value;
}

/** The inputs as queries, keys and values; the queries stand for what is left out. */
export function sequencesOf(t: Toolkit, inputs: Context['inputs']): Sequences {
  const keys = inputs.keys ?? inputs.queries;
  return {
    queries: t.rename(inputs.queries, { token: 'query' }),
    keys: t.rename(keys, { token: 'key' }),
    values: t.rename(inputs.values ?? keys, { token: 'key' }),
  };
}

/** Projections by fc_q, fc_k and fc_v. Steps: query, key, value. */
export const project = (
  context: Context,
  { queries, keys, values }: Sequences,
  prefix = '',
  part?: Part,
) => ({
  query: dense(context, queries, `${prefix}fc_q`).as('query', part), // [B, Nq, h·dk]
  key: dense(context, keys, `${prefix}fc_k`).as('key', part), // [B, Nk, h·dk]
  value: dense(context, values, `${prefix}fc_v`).as('value', part), // [B, Nk, h·dv]
});

/** Texts of the steps of `projectedAttention`, and of its last projection. */
export const projectedSteps = {
  query: terms.query,
  key: terms.key,
  value: terms.value,
  products: terms.products,
  scores: terms.scores,
  reweighted: terms.reweighted,
  masked: terms.masked,
  weights: terms.weights,
  context: terms.context,
  output: terms.output,
} as const;

/**
 * softmax(QKᵀ/√d_k)V in h heads, projected by fc_o, with the optional inputs `attention_mask` and
 * `attention_weights`.
 * @returns the projected values, and the result [batch, query, channel] before it has a name.
 */
export function projectedAttention(context: Context): { value: Value; result: Value } {
  const { t, inputs, params } = context;
  const projected = project(context, sequencesOf(t, inputs));
  const attended = attendInHeads(t, projected, num(params, 'h'), [inputs.attention_mask], {
    factors: inputs.attention_weights,
  });
  attended.weights.torch('root@torch.softmax', ['batch', 'head', 'query', 'key']);
  return { value: projected.value, result: dense(context, attended.context, 'fc_o') };
}
