/**
 * Window attention of the Swin Transformer, with or without shift, alone or in its block.
 * "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", Liu et al., ICCV 2021,
 * https://arxiv.org/abs/2103.14030
 *
 * The attention alone pads with zeros to whole windows; without a shift the padded tokens are not
 * masked, so that they are keys like all others, as in the published detection code.
 */
import type { Value } from '../ops/builder';
import { axis, hasRole } from '../trace/axes';
import type { Text } from '../trace/text';
import {
  choice,
  firstOf,
  flag,
  mustDivide,
  mustEqual,
  num,
  numOrNull,
  of,
  pair,
  sizeIn,
} from './arguments';
import { mergeHeads, splitHeads } from './attention';
import { relativePositionIndex, shiftMask } from './constants';
import type { Context, InputAxes, Mechanism, Params } from './define';
import { layerNorm, mlp, mlpWeights } from './mlp';
import { derived, linear, norm, table, type Weights } from './weights';

type Size = readonly [number, number];

export const isBlock = (params: Params): boolean => choice(params, 'form') === 'block';

/** Window and shift in effect: the block takes the whole map when a window would not fit. */
function geometry(params: Params): { readonly window: number; readonly shift: number } {
  const [window, shift] = [num(params, 'window_size'), num(params, 'shift_size')];
  if (!isBlock(params)) return { window, shift };
  const least = Math.min(...pair(params, 'input_resolution'));
  return least <= window ? { window: least, shift: 0 } : { window, shift };
}

const padded = ([height, width]: Size, window: number): Size => [
  Math.ceil(height / window) * window,
  Math.ceil(width / window) * window,
];

export function swinCheck(params: Params, inputs: InputAxes): Text | null {
  const tokens = hasRole(inputs.x, 'token') ? sizeIn(inputs, 'x', 'token') : null;
  if (tokens !== null && !isBlock(params)) {
    return {
      en: 'The attention alone takes a map, not tokens; choose the block.',
      zh: '单独的注意力以特征图为输入，而非词元；请改选模块。',
    };
  }
  const [window, shift] = [num(params, 'window_size'), num(params, 'shift_size')];
  return firstOf(
    mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
    mustDivide(params, 'num_heads', num(params, 'dim'), of.channels),
    window < 1 && {
      en: `window_size is ${window}; give at least 1.`,
      zh: `window_size 为 ${window}；至少为 1。`,
    },
    (shift < 0 || (isBlock(params) && shift > 0 && shift >= window)) && {
      en: `shift_size is ${shift}, but should be at least 0 and less than the window of ${window}.`,
      zh: `shift_size 为 ${shift}，应不小于 0 且小于窗口大小 ${window}。`,
    },
    isBlock(params) && checkBlock(params, inputs, tokens),
  );
}

function checkBlock(params: Params, inputs: InputAxes, tokens: number | null): Text | null {
  const [height, width] = pair(params, 'input_resolution');
  const { window } = geometry(params);
  const fits =
    tokens === null
      ? height === sizeIn(inputs, 'x', 'height') && width === sizeIn(inputs, 'x', 'width')
      : height * width === tokens;
  return firstOf(
    !fits && {
      en: `input_resolution is ${height} × ${width}, which is not the size of the input; make them equal.`,
      zh: `input_resolution 为 ${height} × ${width}，与输入大小不符；两者必须一致。`,
    },
    (height % window !== 0 || width % window !== 0) && {
      en: `The block needs whole windows, but ${height} × ${width} is no multiple of ${window}; choose a window that divides both.`,
      zh: `模块要求整窗口划分，而 ${height} × ${width} 不是 ${window} 的倍数；请选择能整除两边的窗口。`,
    },
    num(params, 'dim') * num(params, 'mlp_ratio') < 1 && {
      en: `mlp_ratio is ${params.mlp_ratio}, which leaves no hidden unit; choose a larger one.`,
      zh: `mlp_ratio 为 ${params.mlp_ratio}，隐藏层没有单元；请取大一些。`,
    },
  );
}

export function swinWeights(params: Params): Weights {
  const { window, shift } = geometry(params);
  const [dim, heads] = [num(params, 'dim'), num(params, 'num_heads')];
  const tokens = window * window;
  const attention: Weights = {
    'attn.relative_position_bias_table': table([(2 * window - 1) ** 2, heads], 0.02, [
      'output',
      'head',
    ]),
    'attn.relative_position_index': derived([tokens, tokens]),
    ...linear('attn.qkv', dim, 3 * dim, { bias: flag(params, 'qkv_bias'), identity: 'eye' }),
    ...linear('attn.proj', dim, dim, { identity: 'eye' }),
  };
  if (!isBlock(params)) return attention;
  const [height, width] = pair(params, 'input_resolution');
  const windows = (height / window) * (width / window);
  const hidden = Math.trunc(dim * num(params, 'mlp_ratio'));
  return {
    ...(shift > 0 && { attn_mask: derived([windows, tokens, tokens]) }),
    ...norm('norm1', dim),
    ...attention,
    ...norm('norm2', dim),
    ...mlpWeights('mlp', dim, hidden),
  };
}

export const runSwin: Mechanism['run'] = (context) => {
  const { t, inputs, params } = context;
  const order = ['batch', 'height', 'width', 'channel'] as const; // as tokens in the block
  if (!isBlock(params)) {
    return windowAttention(context, inputs.x).as('output').torch('output', order);
  }
  const [height, width] = pair(params, 'input_resolution');
  const x = hasRole(inputs.x.axes, 'token')
    ? t.split(inputs.x, 'token', [
        ['height', height],
        ['width', width],
      ])
    : inputs.x; // [B, H, W, C]
  const normalised = layerNorm(context, x, 'norm1').as('normalised1');
  const attended = windowAttention(context, normalised).as('attended');
  const residual = t.add(x, attended).as('residual1');
  const again = layerNorm(context, residual, 'norm2').as('normalised2');
  return t
    .add(residual, mlp(context, again, 'mlp'))
    .as('block-output')
    .torch('output', order);
};

/**
 * Attention inside windows of a map [B, H, W, C], which may be shifted.
 * @returns [B, H, W, C]
 */
function windowAttention(context: Context, x: Value): Value {
  const { t, params } = context;
  const { window, shift } = geometry(params);
  const size: Size = [window, window];
  const [height, width] = [x.size('height'), x.size('width')];
  const [rows, columns] = padded([height, width], window);

  const whole =
    rows > height || columns > width
      ? t.pad(x, { height: [0, rows - height], width: [0, columns - width] }, 'zero').as('padded')
      : x;
  const shifted =
    shift > 0 ? t.roll(whole, { height: -shift, width: -shift }).as('shifted') : whole;
  const windows = t.windows(shifted, size, { shift: [shift, shift], height, width }).as('windows'); // [B, nW, w², C]
  const mask =
    shift > 0
      ? context
          .constant(shiftMask([rows, columns], window, shift), 'attention mask')
          .as('attention-mask')
          .torch('attn_mask', ['window', 'query', 'key'])
      : undefined;

  const attended = attendInWindows(context, windows, window, mask); // [B, nW, w², C]
  const merged = t.unwindows(attended, rows / window, columns / window, size); // [B, Hp, Wp, C]
  const back = shift > 0 ? t.roll(merged, { height: shift, width: shift }) : merged;
  return crop(t, back, [height, width]);
}

const crop = (t: Context['t'], x: Value, [height, width]: Size): Value => {
  const rows = x.size('height') > height ? t.slice(x, 'height', 0, height) : x;
  return rows.size('width') > width ? t.slice(rows, 'width', 0, width) : rows;
};

/** softmax(qkᵀ·scale + B + mask)v in every window and head: [B, nW, w², C] → same. */
function attendInWindows(
  { t, weights: w, params }: Context,
  x: Value,
  window: number,
  mask: Value | undefined,
): Value {
  const heads = num(params, 'num_heads');
  const dim = x.size('channel');
  const thirds = [dim, dim, dim];
  const [wq, wk, wv] = t.parts(w['attn.qkv.weight'], 'output', thirds);
  const packedBias = w['attn.qkv.bias'];
  const [bq, bk, bv] = packedBias ? t.parts(packedBias, 'output', thirds) : [];

  const queries = t.rename(x, { token: 'query' });
  const keys = t.rename(x, { token: 'key' });
  const query = t.linear(queries, wq, bq).as('query');
  const key = t.linear(keys, wk, bk).as('key');
  const value = t.linear(keys, wv, bv).as('value'); // each [B, nW, w², C]

  // As the published code does, the query is scaled, which is cheaper than scaling the scores.
  const given = numOrNull(params, 'qk_scale');
  // In Python, 0 counts as not given.
  const scale = given || (dim / heads) ** -0.5;
  const scaled = t
    .scale(splitHeads(t, query, heads), scale, given ? undefined : String.raw`1/\sqrt{d}`)
    .as('scaled-query'); // [B, nW, w², h, d]
  const products = t.matMul(scaled, splitHeads(t, key, heads), 'channel').as('products');
  const biased = t.add(products, positionBias(t, w, window)).as('scores'); // [B, nW, h, w², w²]
  const scores = mask ? t.add(biased, mask).as('masked') : biased;
  const weights = t
    .softmax(scores, 'key')
    .as('weights')
    .torch('attn.softmax', ['batch', 'window', 'head', 'query', 'key']);

  const context = t.matMul(weights, splitHeads(t, value, heads), 'key').as('context');
  const merged = mergeHeads(t, context); // [B, nW, w², C]
  const projected = t.linear(merged, w['attn.proj.weight'], w['attn.proj.bias']).as('projected');
  return t.rename(projected, { query: 'token' });
}

/** Bias of every pair of tokens of a window, by their relative position: [w², w², h]. */
function positionBias(t: Context['t'], w: Context['weights'], window: number): Value {
  const side = 2 * window - 1;
  const offsets = t
    .split(w['attn.relative_position_bias_table'], 'output', [
      ['height', side],
      ['width', side],
    ])
    .as('bias-table'); // [2w−1, 2w−1, h]
  const tokens = window * window;
  return t
    .gather(
      t.merge(offsets, ['height', 'width'], 'token'),
      'token',
      relativePositionIndex(window, window),
      [axis('query', tokens), axis('key', tokens)],
    )
    .as('position-bias')
    .torch('relative_position_bias', ['head', 'query', 'key']);
}
