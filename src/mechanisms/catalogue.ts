import { attentionPooling } from './attention-pooling';
import { causal } from './causal';
import { cbam } from './cbam';
import { crissCross } from './criss-cross';
import { cross } from './cross';
import type { Mechanism } from './define';
import { deformable } from './deformable';
import { dotProduct } from './dot-product';
import { eca } from './eca';
import { external } from './external';
import { gfnet } from './gfnet';
import { mha } from './mha';
import { sdpa } from './sdpa';
import { se } from './se';
import { sk } from './sk';
import { swinShifted } from './swin-shifted';
import { swinWindow } from './swin-window';

/** All mechanisms, by family, and in each family from the plainest to the most elaborate. */
export const catalogue: readonly Mechanism[] = [
  // alignment
  dotProduct,
  attentionPooling,
  // transformer
  sdpa,
  mha,
  causal,
  cross,
  // efficient
  external,
  gfnet,
  // window
  swinWindow,
  swinShifted,
  // channel
  se,
  eca,
  sk,
  // channel and spatial
  cbam,
  // spatial
  crissCross,
  deformable,
];

const byId = new Map(catalogue.map((mechanism) => [mechanism.id, mechanism]));

/** The mechanism with an id, if there is one. */
export const mechanismById = (id: string): Mechanism | undefined => byId.get(id);
