import type { Value } from '../ops/builder';
import { type Axis, axis } from '../trace/axes';
import { mergeHeads, splitHeads } from './attention';
import { relativePositionIndex, shiftMask } from './constants';
import type { Context } from './define';
import { derived, linear, table, type Weights } from './weights';

/** Attention inside windows of a map, as the Swin Transformer and its relatives have it. */

export type Size = readonly [number, number];

/** How a map is cut, and the module that attends inside each window. */
export interface WindowForm {
  readonly window: Size;
  /** Pixels that the map is rolled by before it is cut. */
  readonly shift?: number;
  /** A window takes pixels at equal distances all over the map instead of neighbours. */
  readonly spread?: boolean;
  readonly heads: number;
  /** Factor on the queries; 1/√d when automatic. */
  readonly scale?: number | null;
  /** Term of the scores for every pair of tokens of a window: [query, key, head]. */
  readonly bias: () => Value;
  /** state_dict names of the packed projection and of the last one. */
  readonly qkv: string;
  readonly proj: string;
  /** PyTorch's names of the softmax and of the mask. */
  readonly softmax: string;
  readonly mask?: string;
  /** Tells the steps of several layers apart. */
  readonly part?: string;
}

/** Table of one number per offset inside a window and head, and its index. */
export const positionTableWeights = (
  prefix: string,
  [height, width]: Size,
  heads: number,
): Weights => ({
  [`${prefix}relative_position_bias_table`]: table(
    [(2 * height - 1) * (2 * width - 1), heads],
    0.02,
    ['output', 'head'],
  ),
  [`${prefix}relative_position_index`]: derived([height * width, height * width]),
});

/** Weights of WindowAttention: position table, packed projection, last projection. */
export const windowWeights = (
  prefix: string,
  dim: number,
  heads: number,
  window: Size,
  bias = true,
): Weights => ({
  ...positionTableWeights(prefix, window, heads),
  ...linear(`${prefix}qkv`, dim, 3 * dim, { bias, identity: 'eye' }),
  ...linear(`${prefix}proj`, dim, dim, { identity: 'eye' }),
});

/**
 * Attention inside windows of a map [B, H, W, C]. A map that is no multiple of the window gets zeros
 * at the right and at the bottom.
 * Steps: padded, shifted, windows, attention-mask, query, key, value, scaled-query, products,
 * scores, masked, weights, context, projected.
 * @returns [B, H, W, C]
 */
export function windowAttention(context: Context, x: Value, form: WindowForm): Value {
  const { t } = context;
  const { window: size, shift = 0, spread, part } = form;
  const [height, width] = [x.size('height'), x.size('width')];
  const [rows, columns] = [Math.ceil(height / size[0]), Math.ceil(width / size[1])];
  const whole: Size = [rows * size[0], columns * size[1]];
  const beyond: Size = [whole[0] - height, whole[1] - width];

  const padded =
    beyond[0] > 0 || beyond[1] > 0
      ? t.pad(x, { height: [0, beyond[0]], width: [0, beyond[1]] }, 'zero').as('padded', part)
      : x;
  const shifted =
    shift > 0 ? t.roll(padded, { height: -shift, width: -shift }).as('shifted', part) : padded;
  const windows = t
    .windows(shifted, size, { shift: [shift, shift], height, width, spread })
    .as('windows', part); // [B, nW, w², C]
  const mask = shift > 0 ? regionMask(context, whole, form) : undefined;

  const attended = attendInWindows(context, windows, form, mask); // [B, nW, w², C]
  const merged = t.unwindows(attended, rows, columns, size, { spread }); // [B, Hp, Wp, C]
  const back = shift > 0 ? t.roll(merged, { height: shift, width: shift }) : merged;
  return crop(t, back, [height, width]);
}

function regionMask(context: Context, whole: Size, form: WindowForm): Value {
  const { window, shift = 0, part, mask } = form;
  const regions = context
    .constant(shiftMask(whole, window, shift), 'attention mask')
    .as('attention-mask', part);
  return mask ? regions.torch(mask, ['window', 'query', 'key']) : regions;
}

const crop = (t: Context['t'], x: Value, [height, width]: Size): Value => {
  const rows = x.size('height') > height ? t.slice(x, 'height', 0, height) : x;
  return rows.size('width') > width ? t.slice(rows, 'width', 0, width) : rows;
};

/** softmax(qkᵀ·scale + B + mask)v in every window and head: [B, nW, w², C] → same. */
function attendInWindows(
  { t, weights: w }: Context,
  x: Value,
  form: WindowForm,
  mask: Value | undefined,
): Value {
  const { part } = form;
  const dim = x.size('channel');
  const thirds = [dim, dim, dim];
  const [wq, wk, wv] = t.parts(w[`${form.qkv}.weight`], 'output', thirds);
  const packedBias = w[`${form.qkv}.bias`];
  const [bq, bk, bv] = packedBias ? t.parts(packedBias, 'output', thirds) : [];

  const queries = t.rename(x, { token: 'query' });
  const keys = t.rename(x, { token: 'key' });
  const query = t.linear(queries, wq, bq).as('query', part);
  const key = t.linear(keys, wk, bk).as('key', part);
  const value = t.linear(keys, wv, bv).as('value', part); // each [B, nW, w², C]

  const { weights, context } = attendWithBias(t, query, key, value, form, mask);
  weights.torch(form.softmax, ['batch', 'window', 'head', 'query', 'key']);
  const merged = mergeHeads(t, context); // [B, nW, w², C]
  const projected = t
    .linear(merged, w[`${form.proj}.weight`], w[`${form.proj}.bias`])
    .as('projected', part);
  return t.rename(projected, { query: 'token' });
}

/**
 * softmax(qkᵀ·scale + B + mask)v in every head, of [.., query, C], [.., key, C] and [.., key, C].
 * Steps: scaled-query, products, scores, masked, weights, context.
 */
export function attendWithBias(
  t: Context['t'],
  query: Value,
  key: Value,
  value: Value,
  { heads, scale: given, bias, part }: Pick<WindowForm, 'heads' | 'scale' | 'bias' | 'part'>,
  mask?: Value,
): { readonly weights: Value; readonly context: Value } {
  // As the published code does, the query is scaled, which is cheaper than scaling the scores.
  // In Python, 0 counts as not given.
  const scale = given || (query.size('channel') / heads) ** -0.5;
  const scaled = t
    .scale(splitHeads(t, query, heads), scale, given ? undefined : String.raw`1/\sqrt{d}`)
    .as('scaled-query', part); // [.., Nq, h, d]
  const products = t.matMul(scaled, splitHeads(t, key, heads), 'channel').as('products', part);
  const biased = t.add(products, bias()).as('scores', part); // [.., h, Nq, Nk]
  const scores = mask ? t.add(biased, mask).as('masked', part) : biased;
  const weights = t.softmax(scores, 'key').as('weights', part);
  const context = t.matMul(weights, splitHeads(t, value, heads), 'key').as('context', part);
  return { weights, context };
}

/**
 * Bias of every pair of tokens of a window from the learned table: [query, key, head].
 * Steps: bias-table, position-bias.
 */
export function tableBias(
  { t, weights: w }: Context,
  prefix: string,
  size: Size,
  part?: string,
): Value {
  const [height, width] = size;
  const offsets = t
    .split(w[`${prefix}relative_position_bias_table`], 'output', [
      ['height', 2 * height - 1],
      ['width', 2 * width - 1],
    ])
    .as('bias-table', part); // [2h−1, 2w−1, heads]
  return biasOfPairs(t, offsets, size, part);
}

/** Looks up each pair's offset in a map of biases: [2h−1, 2w−1, head] → [query, key, head]. */
export function biasOfPairs(
  t: Context['t'],
  offsets: Value,
  [height, width]: Size,
  part?: string,
): Value {
  const tokens = height * width;
  const pair: readonly Axis[] = [axis('query', tokens), axis('key', tokens)];
  return t
    .gather(
      t.merge(offsets, ['height', 'width'], 'token'),
      'token',
      relativePositionIndex(height, width),
      pair,
    )
    .as('position-bias', part);
}
