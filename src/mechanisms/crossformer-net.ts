import type { Value } from '../ops/builder';
import type { Text } from '../trace/text';
import { firstOf, flag, num, nums } from './arguments';
import { checkWhole, negativeRatio } from './block';
import type { Context, Params } from './define';
import { dynamicPositionCheck } from './dynamic-position';
import { convolve } from './maps';
import { layerNorm } from './mlp';
import { embedPositions, mustCover, positionEmbeddingWeights, stageHeadsCheck } from './network';
import { conv, norm, type Weights } from './weights';

/** What the CrossFormer network has round its blocks: convolutions of several sizes side by side. */

export interface Stage {
  /** Of state_dict keys: `layers.0.`. */
  readonly prefix: string;
  readonly dim: number;
  /** Side of its map. */
  readonly side: number;
  readonly depth: number;
  readonly heads: number;
  readonly group: number;
  /** Kernels that lead to the next stage; none after the last. */
  readonly merging: readonly number[];
}

const kernelsBetween = (params: Params): readonly (readonly number[])[] => {
  const given = params.merge_size;
  return Array.isArray(given) ? given.map((_, i) => nums({ [i]: given[i] }, `${i}`)) : [];
};

/** The stages, one after the other; each halves the map and doubles the channels. */
export function stagesOf(params: Params): Stage[] {
  const depths = nums(params, 'depths');
  const [heads, groups] = [nums(params, 'stage_heads'), nums(params, 'stage_groups')];
  const first = Math.floor(num(params, 'img_size') / nums(params, 'patch_size')[0]);
  return depths.map((depth, i) => ({
    prefix: `layers.${i}.`,
    dim: num(params, 'embed_dim') * 2 ** i,
    side: Math.floor(first / 2 ** i),
    depth,
    heads: heads[i],
    group: groups[i],
    merging: i < depths.length - 1 ? kernelsBetween(params)[i] : [],
  }));
}

/** Output channels of each of several convolutions: half, a quarter, …, and the last takes the rest. */
const shares = (total: number, kernels: readonly number[]): number[] =>
  kernels.map((_, i) => Math.floor(total / 2 ** Math.min(i + 1, kernels.length - 1)));

const scaleWeights = (
  prefix: string,
  input: number,
  output: number,
  kernels: readonly number[],
): Weights =>
  Object.assign(
    {},
    ...shares(output, kernels).map((share, i) =>
      conv(`${prefix}.${i}`, input, share, [kernels[i], kernels[i]]),
    ),
  );

export const embeddingWeights = (params: Params): Weights => {
  const kernels = nums(params, 'patch_size');
  const [{ dim, side }] = stagesOf(params);
  return {
    ...scaleWeights('patch_embed.projs', num(params, 'in_chans'), dim, kernels),
    ...(flag(params, 'patch_norm') && norm('patch_embed.norm', dim)),
    ...(flag(params, 'ape') && positionEmbeddingWeights(side * side, dim)),
  };
};

export const mergingWeights = ({ prefix, dim, merging }: Stage): Weights =>
  merging.length === 0
    ? {}
    : {
        ...norm(`${prefix}downsample.norm`, dim),
        ...scaleWeights(`${prefix}downsample.reductions`, dim, 2 * dim, merging),
      };

/** Convolutions of several sizes with one stride, their results side by side. */
function atScales(
  context: Context,
  x: Value,
  prefix: string,
  kernels: readonly number[],
  stride: number,
  name: string,
  part = '',
): Value {
  const scales = kernels.map((kernel, i) => {
    const padding = Math.floor((kernel - stride) / 2);
    const label = `${part}${kernel} × ${kernel}`;
    return convolve(context, x, `${prefix}.${i}`, { stride, padding }).as(name, label);
  });
  return context.t.concat(scales, 'channel');
}

/** Patches of several sizes as tokens: [B, S, S, 3] → [B, H, W, C]. Steps: patches, embedded, … */
export function embed(context: Context, x: Value): Value {
  const { params } = context;
  const kernels = nums(params, 'patch_size');
  const embedded = atScales(context, x, 'patch_embed.projs', kernels, kernels[0], 'patches').as(
    'embedded',
  );
  const normalised = flag(params, 'patch_norm')
    ? layerNorm(context, embedded, 'patch_embed.norm').as('patches-normalised')
    : embedded;
  return flag(params, 'ape') ? embedPositions(context, normalised) : normalised;
}

/** The map halved, with twice the channels. Steps: merge-normalised, merge-scale, merged. */
export function merge(context: Context, x: Value, { prefix, merging }: Stage, part: string): Value {
  const name = `${prefix}downsample`;
  const normalised = layerNorm(context, x, `${name}.norm`).as('merge-normalised', part);
  const scales = `${name}.reductions`;
  return atScales(context, normalised, scales, merging, 2, 'merge-scale', `${part} · `).as(
    'merged',
    part,
  );
}

export function checkStages(params: Params): Text | null {
  const stages = nums(params, 'depths').length;
  const kernels = nums(params, 'patch_size');
  const missing = firstOf(
    mustCover('num_heads', nums(params, 'stage_heads'), stages),
    mustCover('group_size', nums(params, 'stage_groups'), stages),
    mustCover('merge_size', kernelsBetween(params), stages - 1),
    checkScales('patch_size', kernels, kernels[0], num(params, 'img_size')),
    checkShares('patch_size', num(params, 'embed_dim'), kernels),
  );
  return missing ?? firstOf(...stagesOf(params).map((stage, i) => checkStage(params, stage, i)));
}

function checkStage(params: Params, stage: Stage, i: number): Text | null {
  const { side, dim, heads, group, merging } = stage;
  return firstOf(
    stageHeadsCheck(i, heads, dim),
    checkWhole([side, side], Math.min(group, side)),
    dynamicPositionCheck(dim),
    negativeRatio(params, dim),
    merging.length > 0 &&
      side % 2 === 1 && {
        en: `Stage ${i + 1} has a map of ${side} × ${side}, which cannot be halved; choose another image size.`,
        zh: `第 ${i + 1} 级的特征图为 ${side} × ${side}，无法减半；请更换图像大小。`,
      },
    merging.length > 0 && checkScales(`merge_size[${i}]`, merging, 2, side),
    merging.length > 0 && checkShares(`merge_size[${i}]`, 2 * dim, merging),
  );
}

/** Every size of patch must give the same map, with whole patches. */
function checkScales(
  name: string,
  kernels: readonly number[],
  stride: number,
  side: number,
): Text | null {
  const bad = kernels.find((kernel) => {
    const padding = Math.floor((kernel - stride) / 2);
    const result = Math.floor((side + 2 * padding - kernel) / stride) + 1;
    return padding < 0 || result !== Math.floor(side / stride);
  });
  if (bad === undefined && side >= stride) return null;
  return {
    en: `${name} has ${bad ?? stride}, which does not take ${side} × ${side} to ${Math.floor(side / stride)} × ${Math.floor(side / stride)}; choose sizes that differ from ${stride} by even numbers.`,
    zh: `${name} 中的 ${bad ?? stride} 无法把 ${side} × ${side} 变为 ${Math.floor(side / stride)} × ${Math.floor(side / stride)}；各大小与 ${stride} 之差应为偶数。`,
  };
}

function checkShares(name: string, dim: number, kernels: readonly number[]): Text | null {
  const widths = shares(dim, kernels);
  if (widths.every((n) => n >= 1) && widths.reduce((a, b) => a + b, 0) === dim) return null;
  return {
    en: `${name} has ${kernels.length} sizes, which cannot share ${dim} channels by halves; use fewer sizes or a width that is a multiple of ${2 ** (kernels.length - 1)}.`,
    zh: `${name} 有 ${kernels.length} 种大小，无法逐次对半分配 ${dim} 个通道；请减少种类，或使宽度为 ${2 ** (kernels.length - 1)} 的倍数。`,
  };
}
