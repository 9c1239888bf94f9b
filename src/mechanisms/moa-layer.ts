import type { Value } from '../ops/builder';
import { type Axis, axis } from '../trace/axes';
import { block, blockWeights } from './block';
import type { Context } from './define';
import { convolve } from './maps';
import { layerNorm } from './mlp';
import { channelsFirst, type GlobalForm, globalAttention, globalWeights } from './moa-global';
import { conv, linear, norm, type Weights } from './weights';
import { tableBias, windowAttention, windowWeights } from './window-attention';

/** The block inside windows, and the stage of such blocks and a global attention. */

export interface LocalForm {
  /** Of state_dict keys: `blocks.0.`. */
  readonly prefix: string;
  readonly dim: number;
  readonly heads: number;
  readonly window: number;
  readonly ratio: number;
  readonly bias: boolean;
  readonly scale: number | null;
  readonly part?: string;
}

export interface LayerForm {
  readonly prefix: string;
  readonly dim: number;
  readonly blocks: readonly LocalForm[];
  /** Attention between the windows, where the stage has one. */
  readonly global?: GlobalForm;
  /** Whether the map is halved at the end. */
  readonly merges: boolean;
  readonly part?: string;
}

export const localWeights = ({ prefix, dim, heads, window, ratio, bias }: LocalForm): Weights => ({
  ...blockWeights(prefix, dim, ratio),
  ...windowWeights(`${prefix}attn.`, dim, heads, [window, window], bias),
});

/** x' = x + window attention of LN x, then x' + MLP(LN x'): [B, H, W, C] → same. */
export function localBlock(context: Context, x: Value, form: LocalForm): Value {
  const { prefix, heads, scale, window, part } = form;
  const attn = `${prefix}attn`;
  const size = [window, window] as const;
  const attend = (normalised: Value): Value =>
    windowAttention(context, normalised, {
      window: size,
      heads,
      scale,
      bias: () => tableBias(context, `${attn}.`, size, part),
      qkv: `${attn}.qkv`,
      proj: `${attn}.proj`,
      softmax: `${attn}.softmax`,
      part,
    });
  return block(context, x, prefix, attend, part);
}

export function layerWeights({ prefix, dim, blocks, global, merges }: LayerForm): Weights {
  const between: Weights = global
    ? {
        ...norm(`${prefix}norm1`, dim),
        ...globalWeights(global),
        ...norm(`${prefix}norm2`, dim),
        ...conv(`${prefix}post_conv`, dim, dim, [3, 3]),
      }
    : {};
  const merging: Weights = merges
    ? {
        ...norm(`${prefix}downsample.norm`, 4 * dim),
        ...linear(`${prefix}downsample.reduction`, 4 * dim, 2 * dim, { bias: false }),
      }
    : {};
  return Object.assign({}, ...blocks.map(localWeights), between, merging);
}

/** Local blocks, global attention, merging: [B, H, W, C] → [B, H/2, W/2, 2C], or same without. */
export function layer(context: Context, x: Value, form: LayerForm): Value {
  let y = x;
  for (const local of form.blocks) y = localBlock(context, y, local);
  if (form.global) y = aggregate(context, y, form, form.global);
  return form.merges ? mergePatches(context, y, form) : y;
}

/**
 * Every pixel gets what its window learned from the others, and a convolution smooths the seams.
 * Steps: tokens-normalised, those of the global attention, distributed, aggregated,
 * aggregated-normalised, smoothed, stage-output.
 */
function aggregate(context: Context, x: Value, form: LayerForm, global: GlobalForm): Value {
  const { t } = context;
  const { prefix, part } = form;
  const normalised = layerNorm(context, x, `${prefix}norm1`).as('tokens-normalised', part);
  const tokens = t.rename(globalAttention(context, normalised, global), { query: 'window' });
  const distributed = addToWindows(t, normalised, tokens, global).as('distributed', part);
  const sum = t.add(x, distributed).as('aggregated', part);
  const again = layerNorm(context, sum, `${prefix}norm2`).as('aggregated-normalised', part);
  return t.add(again, smooth(context, again, form, global)).as('stage-output', part);
}

/** The map with its window's token added to every pixel. */
function addToWindows(t: Context['t'], x: Value, tokens: Value, global: GlobalForm): Value {
  const { window, side, clean } = global;
  const across = Math.floor(side / window);
  const size = [window, window] as const;
  if (clean) return t.unwindows(t.add(t.windows(x, size), tokens), across, across, size);
  const cut: readonly Axis[] = [
    axis('batch', x.size('batch')),
    axis('window', across ** 2),
    axis('token', window ** 2),
    axis('channel', x.size('channel')),
  ];
  return t.reinterpret(t.add(t.reinterpret(x, cut), tokens), x.axes);
}

/** A 3×3 convolution; as published, of the same memory read with channels first. */
function smooth(context: Context, x: Value, { prefix, part }: LayerForm, { clean }: GlobalForm) {
  const { t } = context;
  const map = clean ? x : channelsFirst(t, x);
  const smoothed = convolve(context, map, `${prefix}post_conv`, { padding: 1 }).as(
    'smoothed',
    part,
  );
  if (clean) return smoothed;
  return t.reinterpret(t.transpose(smoothed, ['batch', 'channel', 'height', 'width']), x.axes);
}

/**
 * Each 2×2 pixels become one with twice the channels.
 * Steps: neighbours, merge-normalised, merged.
 */
function mergePatches(context: Context, x: Value, { prefix, part }: LayerForm): Value {
  const { t, weights: w } = context;
  const fours = t.windows(x, [2, 2]); // [B, HW/4, 4, C]
  // Down the columns first: both pixels of the left column, then those of the right one.
  const byColumn = t.gather(fours, 'token', [0, 2, 1, 3], [axis('token', 4)]);
  const neighbours = t
    .split(t.merge(byColumn, ['token', 'channel'], 'channel'), 'window', [
      ['height', x.size('height') / 2],
      ['width', x.size('width') / 2],
    ])
    .as('neighbours', part); // [B, H/2, W/2, 4C]
  const name = `${prefix}downsample`;
  const normalised = layerNorm(context, neighbours, `${name}.norm`).as('merge-normalised', part);
  return t.linear(normalised, w[`${name}.reduction.weight`]).as('merged', part);
}
