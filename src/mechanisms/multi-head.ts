/** What torch.nn.MultiheadAttention has in common in its self, causal and cross forms. */
import type { Value } from '../ops/builder';
import { hasRole } from '../trace/axes';
import type { WeightSpec } from '../trace/tensor';
import { attendInHeads, type Masks } from './attention';
import type { Context } from './define';
import { terms } from './terms';
import { linear, type Weights, xavier } from './weights';

/** Weights of torch.nn.MultiheadAttention: packed when keys and values are as wide as queries. */
export function multiHeadWeights(
  embedDim: number,
  { bias = true, kdim = embedDim, vdim = embedDim } = {},
): Weights {
  const zeros: WeightSpec = {
    shape: [3 * embedDim],
    init: { kind: 'fill', value: 0 },
    identity: 'zeros',
  };
  const packed = kdim === embedDim && vdim === embedDim;
  const out = linear('out_proj', embedDim, embedDim, { bias, identity: 'eye' });
  return {
    ...(packed
      ? { in_proj_weight: xavier(3 * embedDim, embedDim) }
      : {
          q_proj_weight: xavier(embedDim, embedDim),
          k_proj_weight: xavier(embedDim, kdim),
          v_proj_weight: xavier(embedDim, vdim),
        }),
    ...(bias && { in_proj_bias: zeros }),
    ...out,
    // nn.MultiheadAttention sets this bias to zero, unlike nn.Linear.
    ...(bias && { 'out_proj.bias': { ...out['out_proj.bias'], init: zeros.init } }),
  };
}

/** Texts of the steps of `multiHead`. */
export const multiHeadSteps = {
  query: terms.query,
  key: terms.key,
  value: terms.value,
  products: terms.products,
  scores: terms.scores,
  masked: terms.masked,
  weights: terms.weights,
  context: terms.context,
  output: terms.output,
} as const;

/**
 * Projections by the weights of a torch.nn.MultiheadAttention, packed or separate.
 * @param prefix of its state_dict keys, such as `self_attn.`
 */
export function projectHeads(
  { t, weights: w }: Pick<Context, 't' | 'weights'>,
  x: Value,
  memory: Value,
  prefix = '',
): Readonly<Record<'query' | 'key' | 'value', Value>> {
  const thirds = (packed: Value | undefined): (Value | undefined)[] => {
    if (!packed) return [];
    const width = packed.size('output') / 3;
    return t.parts(packed, 'output', [width, width, width]);
  };
  const [wq, wk, wv] = thirds(w[`${prefix}in_proj_weight`]);
  const [bq, bk, bv] = thirds(w[`${prefix}in_proj_bias`]);
  return {
    query: t.linear(x, wq ?? w[`${prefix}q_proj_weight`], bq), // [B, Nq, E]
    key: t.linear(memory, wk ?? w[`${prefix}k_proj_weight`], bk), // [B, Nk, E]
    value: t.linear(memory, wv ?? w[`${prefix}v_proj_weight`], bv), // [B, Nk, E]
  };
}

/**
 * softmax(QKᵀ/√d)V in each head, as torch.nn.MultiheadAttention with average_attn_weights=False.
 * @param x queries [batch, query, channel E].
 * @param memory keys and values [batch, key, channel].
 */
export function multiHead(
  context: Context,
  x: Value,
  memory: Value,
  heads: number,
  masks: Masks,
): Value {
  const { t, weights: w } = context;
  const { query, key, value } = projectHeads(context, x, memory);
  query.as('query');
  key.as('key');
  value.as('value');

  const batch = x.size('batch');
  // A mask of its own for each head counts them within the batch: [batch·head, query, key].
  const forHeads = (mask: Masks[number]): Masks[number] =>
    mask && heads > 1 && hasRole(mask.axes, 'batch') && mask.size('batch') === batch * heads
      ? t.split(mask, 'batch', [
          ['batch', batch],
          ['head', heads],
        ])
      : mask;
  const attended = attendInHeads(t, { query, key, value }, heads, masks.map(forHeads));
  const order = ['batch', 'head', 'query', 'key'] as const;
  attended.weights.torch('root@torch.softmax', order).torch('output.1', order);
  return t
    .linear(attended.context, w['out_proj.weight'], w['out_proj.bias']) // [B, Nq, E]
    .as('output')
    .torch('output.0', ['batch', 'query', 'channel']);
}
