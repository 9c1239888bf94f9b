import type { Value } from '../ops/builder';
import { axis, type Role } from '../trace/axes';
import type { Text } from '../trace/text';
import { numbers } from './constants';
import type { Context } from './define';
import { layerNorm } from './mlp';
import { linear, norm, type Weights } from './weights';

/**
 * Dynamic position bias: a small network in place of a table of relative positions.
 * "CrossFormer: A Versatile Vision Transformer Hinging on Cross-scale Attention", Wang et al., ICLR
 * 2022, https://arxiv.org/abs/2108.00154, section 3.2
 */

/** Units of its hidden layers for a block of `dim` channels. */
const positionUnits = (dim: number): number => Math.floor(Math.floor(dim / 4) / 4);

/** Objection to channels that leave it no unit. */
export function dynamicPositionCheck(dim: number): Text | null {
  if (positionUnits(dim) >= 1) return null;
  return {
    en: `${dim} channels leave the position network no hidden unit, which takes one for every 16; use at least 16.`,
    zh: `位置网络每 16 个通道有一个隐藏单元，${dim} 个通道不足；请至少使用 16 个。`,
  };
}

export function dynamicPositionWeights(prefix: string, dim: number, heads: number): Weights {
  const units = positionUnits(dim);
  const layers = [1, 2, 3].map((layer) => ({
    ...norm(`${prefix}.pos${layer}.0`, units),
    ...linear(`${prefix}.pos${layer}.2`, units, layer === 3 ? heads : units, {
      identity: 'default',
    }),
  }));
  return Object.assign(
    {},
    linear(`${prefix}.pos_proj`, 2, units, { identity: 'default' }),
    ...layers,
  );
}

/**
 * Bias of every offset in a group of `size` × `size`: [2·size − 1, 2·size − 1, head].
 * Steps: bias-embedded, bias-normalised, bias-hidden, bias-features, bias-table.
 */
export function dynamicPositionBias(
  context: Context,
  prefix: string,
  size: number,
  part?: string,
): Value {
  const { t, weights: w } = context;
  const side = 2 * size - 1;
  const offsets = context.constant(
    numbers([axis('height', side), axis('width', side), axis('channel', 2)], (y, x, c) =>
      c === 0 ? y - size + 1 : x - size + 1,
    ),
    'offsets',
  );
  const within = (layer: number): string => (part ? `${part} · ${layer}` : `${layer}`);
  const project = (x: Value, name: string, axis: Role = 'channel'): Value =>
    t.linear(x, w[`${name}.weight`], w[`${name}.bias`], { axis });
  const hidden = (x: Value, layer: number): Value => {
    const normalised = layerNorm(context, x, `${prefix}.pos${layer}.0`);
    const named = normalised.as('bias-normalised', within(layer));
    return t.relu(named).as('bias-hidden', within(layer));
  };

  let features = project(offsets, `${prefix}.pos_proj`).as('bias-embedded', part);
  for (const layer of [1, 2]) {
    const next = project(hidden(features, layer), `${prefix}.pos${layer}.2`);
    features = next.as('bias-features', within(layer));
  }
  // The last layer has one unit per head.
  const units = t.rename(hidden(features, 3), { channel: 'head' });
  return project(units, `${prefix}.pos3.2`, 'head')
    .as('bias-table', part)
    .torch(`${prefix}.out`, ['height', 'width', 'head']);
}
