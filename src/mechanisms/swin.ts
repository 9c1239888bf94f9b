/**
 * Window attention of the Swin Transformer, with or without shift, alone or in its block.
 * "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", Liu et al., ICCV 2021,
 * https://arxiv.org/abs/2103.14030
 *
 * The attention alone pads with zeros to whole windows; without a shift the padded tokens are not
 * masked, so that they are keys like all others, as in the published detection code.
 */
import type { Value } from '../ops/builder';
import { hasRole } from '../trace/axes';
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
import { asMap, block, blockWeights, checkResolution, checkWhole, negativeRatio } from './block';
import type { Context, InputAxes, Mechanism, Params } from './define';
import { derived, type Weights } from './weights';
import { type Size, tableBias, windowAttention, windowWeights } from './window-attention';

export const isBlock = (params: Params): boolean => choice(params, 'form') === 'block';

/** Window and shift in effect: the block takes the whole map when a window would not fit. */
function geometry(params: Params): { readonly window: number; readonly shift: number } {
  const [window, shift] = [num(params, 'window_size'), num(params, 'shift_size')];
  if (!isBlock(params)) return { window, shift };
  const least = Math.min(...pair(params, 'input_resolution'));
  return least <= window ? { window: least, shift: 0 } : { window, shift };
}

export function swinCheck(params: Params, inputs: InputAxes): Text | null {
  const tokens = hasRole(inputs.x, 'token') ? sizeIn(inputs, 'x', 'token') : null;
  if (tokens !== null && !isBlock(params)) {
    return {
      en: 'The attention alone takes a map, not tokens; choose the block.',
      zh: '单独的注意力以特征图为输入，而非词元；请改选模块。',
    };
  }
  const [window, shift] = [num(params, 'window_size'), num(params, 'shift_size')];
  // A block whose map is one window does not shift it, whatever it is asked to.
  const shifts = isBlock(params) && geometry(params).shift > 0;
  return firstOf(
    mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
    mustDivide(params, 'num_heads', num(params, 'dim'), of.channels),
    window < 1 && {
      en: `window_size is ${window}; give at least 1.`,
      zh: `window_size 为 ${window}；至少为 1。`,
    },
    (shift < 0 || (shifts && shift >= window)) && {
      en: `shift_size is ${shift}, but should be at least 0 and less than the window of ${window}.`,
      zh: `shift_size 为 ${shift}，应不小于 0 且小于窗口大小 ${window}。`,
    },
    isBlock(params) && checkBlock(params, inputs),
  );
}

function checkBlock(params: Params, inputs: InputAxes): Text | null {
  const [height, width] = pair(params, 'input_resolution');
  const { window } = geometry(params);
  return firstOf(
    checkResolution(params, inputs),
    checkWhole([height, width], window),
    negativeRatio(params, num(params, 'dim')),
  );
}

export function swinWeights(params: Params): Weights {
  const { window, shift } = geometry(params);
  const [dim, heads] = [num(params, 'dim'), num(params, 'num_heads')];
  const attention = windowWeights('attn.', dim, heads, [window, window], flag(params, 'qkv_bias'));
  if (!isBlock(params)) return attention;
  const [height, width] = pair(params, 'input_resolution');
  const tokens = window * window;
  const windows = (height * width) / tokens;
  return {
    ...(shift > 0 && { attn_mask: derived([windows, tokens, tokens]) }),
    ...blockWeights('', dim, num(params, 'mlp_ratio')),
    ...attention,
  };
}

export const runSwin: Mechanism['run'] = (context) => {
  const { inputs, params } = context;
  const order = ['batch', 'height', 'width', 'channel'] as const; // as tokens in the block
  if (!isBlock(params)) {
    return attend(context, inputs.x).as('output').torch('output', order);
  }
  const x = asMap(context.t, inputs.x, pair(params, 'input_resolution')); // [B, H, W, C]
  return block(context, x, '', (normalised) => attend(context, normalised)).torch('output', order);
};

function attend(context: Context, x: Value): Value {
  const { params } = context;
  const { window, shift } = geometry(params);
  const size: Size = [window, window];
  return windowAttention(context, x, {
    window: size,
    shift,
    heads: num(params, 'num_heads'),
    scale: numOrNull(params, 'qk_scale'),
    bias: () =>
      tableBias(context, 'attn.', size).torch('relative_position_bias', ['head', 'query', 'key']),
    qkv: 'attn.qkv',
    proj: 'attn.proj',
    softmax: 'attn.softmax',
    mask: 'attn_mask',
  });
}
