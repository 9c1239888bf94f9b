import type { Value } from '../ops/builder';
import type { Toolkit } from '../ops/toolkit';
import type { Role } from '../trace/axes';
import type { Part } from '../trace/graph';

/** Masks of a score matrix, 1 where a key may not be looked at; matched to the scores by role. */
export type Masks = readonly (Value | undefined)[];

/** Scores with −∞ wherever one of the masks is set. Named `masked`, once for each mask. */
export function applyMasks(t: Toolkit, scores: Value, masks: Masks): Value {
  const set = masks.filter((mask) => mask !== undefined);
  return set.reduce<Value>(
    (masked, mask) =>
      t.mask(masked, mask).as('masked', set.length > 1 ? maskName(mask) : undefined),
    scores,
  );
}

/** Causal and padding masks may follow each other; the axes tell them apart. */
const maskName = (mask: Value): Part => {
  const roles = mask.axes.map((a) => a.role);
  return { en: roles.join(' × '), zh: roles.map((role) => chinese[role] ?? role).join(' × ') };
};

/** Axes that masks have. */
const chinese: Readonly<Partial<Record<Role, string>>> = {
  batch: '批次',
  head: '头',
  query: '查询',
  key: '键',
};

/** Splits channels into heads: [.., channel h·d] → [.., head h, channel d]. */
export const splitHeads = (t: Toolkit, x: Value, heads: number): Value =>
  t.split(x, 'channel', [
    ['head', heads],
    ['channel', x.size('channel') / heads],
  ]);

/** Puts heads side by side again: [batch, head h, query, channel d] → [batch, query, channel h·d]. */
export const mergeHeads = (t: Toolkit, x: Value): Value => {
  const rest = x.axes.map((a) => a.role).filter((role) => role !== 'head' && role !== 'channel');
  return t.merge(t.transpose(x, [...rest, 'head', 'channel']), ['head', 'channel'], 'channel');
};

/** Dot products of queries with keys over √d, summed over channels. Steps: products, scores. */
export function scaledScores(t: Toolkit, query: Value, key: Value, part?: Part): Value {
  const products = t.matMul(query, key, 'channel').as('products', part);
  const scale = 1 / Math.sqrt(query.size('channel'));
  return t.scale(products, scale, String.raw`1/\sqrt{d}`).as('scores', part);
}

interface Projected {
  /** [batch, query, channel] */
  readonly query: Value;
  /** [batch, key, channel] */
  readonly key: Value;
  /** [batch, key, channel] */
  readonly value: Value;
}

/**
 * Scaled dot-product attention in h heads, on projected queries, keys and values.
 * Steps: products, scores, reweighted, masked, weights, context.
 * @param options factors: what the scores are multiplied by before the softmax; part: tells the steps
 * of several attentions apart, in a module that has them without masks and factors.
 * @returns weights [batch, head, query, key] and the heads' results side by side [batch, query, channel].
 */
export function attendInHeads(
  t: Toolkit,
  { query, key, value }: Projected,
  heads: number,
  masks: Masks = [],
  { factors, part }: { readonly factors?: Value; readonly part?: Part } = {},
): { readonly weights: Value; readonly context: Value } {
  const q = splitHeads(t, query, heads); // [B, Nq, h, d]
  const k = splitHeads(t, key, heads); // [B, Nk, h, d]
  const v = splitHeads(t, value, heads); // [B, Nk, h, d]
  const scaled = scaledScores(t, q, k, part); // [B, h, Nq, Nk]
  const scores = factors ? t.multiply(scaled, factors).as('reweighted') : scaled;
  const weights = t.softmax(applyMasks(t, scores, masks), 'key').as('weights', part);
  const context = t.matMul(weights, v, 'key').as('context', part); // [B, h, Nq, d]
  return { weights, context: mergeHeads(t, context) };
}
