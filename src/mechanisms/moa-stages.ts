import type { Text } from '../trace/text';
import {
  firstOf,
  flag,
  mustDivide,
  mustEqual,
  num,
  numOrNull,
  nums,
  of,
  pair,
  range,
  sizeIn,
} from './arguments';
import { checkResolution, checkWhole, negativeRatio } from './block';
import type { InputAxes, Params } from './define';
import type { GlobalForm } from './moa-global';
import type { LayerForm, LocalForm } from './moa-layer';
import { form, isNet, isPaper } from './moa-params';
import { checkImage, mustCover, stageHeadsCheck } from './network';

/** What the arguments of each class mean for its stages, and what it cannot compute. */

type Size = readonly [number, number];

/** A stage before it is laid out: where its weights are, its width and its map. */
interface Stage {
  readonly prefix: string;
  readonly dim: number;
  readonly heads: number;
  readonly size: Size;
  readonly depth: number;
  readonly merges: boolean;
  readonly part?: string;
}

export function globalForm(params: Params, { prefix, dim, heads, size, part }: Stage): GlobalForm {
  return {
    prefix,
    dim,
    heads,
    window: num(params, 'window_size'),
    side: size[0],
    reduced: Math.floor(dim / num(params, 'reduction')),
    bias: flag(params, 'qkv_bias'),
    scale: numOrNull(params, 'qk_scale'),
    clean: isPaper(params),
    part,
  };
}

/** A block takes the whole map when a window would not fit. */
export const localForm = (
  params: Params,
  { prefix, dim, heads, size, part }: Stage,
): LocalForm => ({
  prefix,
  dim,
  heads,
  window: Math.min(num(params, 'window_size'), ...size),
  ratio: num(params, 'mlp_ratio'),
  bias: flag(params, 'qkv_bias'),
  scale: numOrNull(params, 'qk_scale'),
  part,
});

/** Whether a stage has windows to attend between. */
const isGlobalToo = (params: Params, { size, merges }: Stage): boolean =>
  merges && Math.min(...size) >= num(params, 'window_size');

export function layerForm(params: Params, stage: Stage): LayerForm {
  const { prefix, dim, depth, merges, part } = stage;
  const within = (i: number): string => (part ? `${part}.${i + 1}` : `${i + 1}`);
  return {
    prefix,
    dim,
    blocks: range(0, depth - 1).map((i) =>
      localForm(params, { ...stage, prefix: `${prefix}blocks.${i}.`, part: within(i) }),
    ),
    global: isGlobalToo(params, stage)
      ? globalForm(params, { ...stage, prefix: `${prefix}glb_attn.` })
      : undefined,
    merges,
    part,
  };
}

/** The one stage that the arguments of the other forms describe. */
export const single = (params: Params): Stage => ({
  prefix: '',
  dim: num(params, 'dim'),
  heads: num(params, 'num_heads'),
  size: pair(params, 'input_resolution'),
  depth: num(params, 'depth'),
  merges: params.downsample !== 'None',
});

export function stagesOf(params: Params): Stage[] {
  const [depths, heads] = [nums(params, 'depths'), nums(params, 'stage_heads')];
  const first = Math.floor(num(params, 'img_size') / num(params, 'patch_size'));
  return depths.map((depth, i) => {
    const side = Math.floor(first / 2 ** i);
    return {
      prefix: `layers.${i}.`,
      dim: num(params, 'embed_dim') * 2 ** i,
      heads: heads[i],
      size: [side, side],
      depth,
      merges: i < depths.length - 1,
      part: `${i + 1}`,
    };
  });
}

const squareOnly = ([height, width]: Size): Text | null =>
  height === width
    ? null
    : {
        en: `Attention between windows needs a square map, but this is ${height} × ${width}; choose equal sides.`,
        zh: `窗口之间的注意力要求正方形特征图，而此处为 ${height} × ${width}；请使两边相等。`,
      };

function checkGlobal(params: Params, { dim, size }: Stage): Text | null {
  const reduction = num(params, 'reduction');
  return firstOf(
    squareOnly(size),
    checkWhole(size, num(params, 'window_size')),
    (reduction < 1 || dim < reduction) && {
      en: `${dim} channels divided by the reduction of ${reduction} leave none; use more channels or a smaller reduction.`,
      zh: `${dim} 个通道除以压缩比 ${reduction} 后一个不剩；请增加通道或减小压缩比。`,
    },
  );
}

function checkStage(params: Params, stage: Stage): Text | null {
  const { dim, size, merges } = stage;
  return firstOf(
    stage.depth < 0 && {
      en: `depth is ${stage.depth}; give at least 0.`,
      zh: `depth 为 ${stage.depth}；至少为 0。`,
    },
    stage.depth > 0 && checkWhole(size, localForm(params, stage).window),
    negativeRatio(params, dim),
    isGlobalToo(params, stage) && checkGlobal(params, stage),
    merges &&
      size.some((n) => n % 2 === 1) && {
        en: `Patch merging needs even sides, but the map is ${size[0]} × ${size[1]}; choose another size.`,
        zh: `图块合并要求边长为偶数，而特征图为 ${size[0]} × ${size[1]}；请更换大小。`,
      },
  );
}

function checkSingle(params: Params, inputs: InputAxes): Text | null {
  const stage = single(params);
  const kind = form(params);
  const [height, width] = stage.size;
  return firstOf(
    mustEqual(params, 'dim', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
    mustDivide(params, 'num_heads', stage.dim, of.channels),
    checkResolution(params, inputs),
    kind === 'global' &&
      (num(params, 'H') !== height || num(params, 'W') !== width) && {
        en: `H and W are ${params.H} and ${params.W}, but input_resolution is ${height} × ${width}; make them equal.`,
        zh: `H 与 W 为 ${params.H} 与 ${params.W}，而 input_resolution 为 ${height} × ${width}；两者必须一致。`,
      },
    kind === 'global' && checkGlobal(params, stage),
    kind === 'layer' && checkStage(params, stage),
    kind === 'block' &&
      firstOf(
        checkWhole(stage.size, localForm(params, stage).window),
        negativeRatio(params, stage.dim),
      ),
  );
}

function checkNet(params: Params, inputs: InputAxes): Text | null {
  const stages = nums(params, 'depths').length;
  const heads = nums(params, 'stage_heads');
  return (
    firstOf(
      checkImage(params, inputs),
      mustCover('num_heads', heads, stages),
      num(params, 'patch_size') < 1 && {
        en: `patch_size is ${params.patch_size}; give at least 1.`,
        zh: `patch_size 为 ${params.patch_size}；至少为 1。`,
      },
    ) ??
    firstOf(
      ...stagesOf(params).map((stage, i) =>
        firstOf(stageHeadsCheck(i, stage.heads, stage.dim), checkStage(params, stage)),
      ),
    )
  );
}

/** What the classes cannot compute. */
export const moaCheck = (params: Params, inputs: InputAxes): Text | null =>
  isNet(params) ? checkNet(params, inputs) : checkSingle(params, inputs);
