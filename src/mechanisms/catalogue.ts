import { a2 } from './a2';
import { acmix } from './acmix';
import { additive } from './additive';
import { aft } from './aft';
import { attentionPooling } from './attention-pooling';
import { axial } from './axial';
import { bam } from './bam';
import { bidaf } from './bidaf';
import { bilinear } from './bilinear';
import { causal } from './causal';
import { cbam } from './cbam';
import { coatnet } from './coatnet';
import { convGate } from './conv-gate';
import { coord } from './coord';
import { cosine } from './cosine';
import { cot } from './cot';
import { crissCross } from './criss-cross';
import { cross } from './cross';
import { crossformer } from './crossformer';
import { danet } from './danet';
import { datTransformer } from './dat-transformer';
import type { Mechanism } from './define';
import { deformable } from './deformable';
import { dotProduct } from './dot-product';
import { eca } from './eca';
import { emsa } from './emsa';
import { encoderDecoder } from './encoder-decoder';
import { external } from './external';
import { gfnet } from './gfnet';
import { halo } from './halo';
import { hard } from './hard';
import { local } from './local';
import { location } from './location';
import { mha } from './mha';
import { moa } from './moa';
import { mobilevit } from './mobilevit';
import { mobilevitV2 } from './mobilevit-v2';
import { muse } from './muse';
import { nonLocal } from './non-local';
import { outlook } from './outlook';
import { parnet } from './parnet';
import { polarizedParallel } from './polarized-parallel';
import { polarizedSequential } from './polarized-sequential';
import { psa } from './psa';
import { residual } from './residual';
import { s2 } from './s2';
import { sdpa } from './sdpa';
import { se } from './se';
import { self } from './self';
import { seq2seq } from './seq2seq';
import { sge } from './sge';
import { shuffle } from './shuffle';
import { simplifiedSelf } from './simplified-self';
import { sk } from './sk';
import { swinShifted } from './swin-shifted';
import { swinWindow } from './swin-window';
import { triplet } from './triplet';
import { ufo } from './ufo';
import { vip } from './vip';

/** All mechanisms, by family, and in each family from the plainest to the most elaborate. */
export const catalogue: readonly Mechanism[] = [
  // alignment
  dotProduct,
  bilinear,
  additive,
  cosine,
  location,
  hard,
  attentionPooling,
  bidaf,
  seq2seq,
  // transformer
  sdpa,
  simplifiedSelf,
  mha,
  self,
  causal,
  cross,
  encoderDecoder,
  // efficient
  aft,
  mobilevitV2,
  ufo,
  emsa,
  external,
  gfnet,
  // window
  local,
  swinWindow,
  swinShifted,
  crossformer,
  moa,
  datTransformer,
  halo,
  outlook,
  // channel
  se,
  eca,
  sk,
  psa,
  parnet,
  // channel and spatial
  convGate,
  bam,
  cbam,
  coord,
  triplet,
  shuffle,
  vip,
  s2,
  polarizedParallel,
  polarizedSequential,
  danet,
  // spatial
  sge,
  residual,
  nonLocal,
  a2,
  crissCross,
  axial,
  deformable,
  // hybrid
  muse,
  cot,
  mobilevit,
  coatnet,
  acmix,
];

const byId = new Map(catalogue.map((mechanism) => [mechanism.id, mechanism]));

/** The mechanism with an id, if there is one. */
export const mechanismById = (id: string): Mechanism | undefined => byId.get(id);
