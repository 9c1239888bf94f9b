/**
 * DAT: a hierarchy of window, shifted-window and deformable attention.
 * "Vision Transformer with Deformable Attention", Xia, Pan, Song, Li, Huang, CVPR 2022,
 * https://arxiv.org/abs/2201.00520
 *
 * As published first: references are (i + 0.5)/H·2 − 1, offsets are free when the range is 0, and a
 * negative range squashes the points by a tanh. `no_off` and `fixed_pe` make deformable layers fail.
 */
import type { Value } from '../ops/builder';
import type { Text } from '../trace/text';
import { firstOf, flag, mapSize, mustEqual, num, nums, of, pair, sizeIn } from './arguments';
import { datParams, layerNames } from './dat-params';
import { checkStage, type StageForm, stage, stageWeights } from './dat-stage';
import { datSteps } from './dat-steps';
import { isNet, names } from './dat-texts';
import { type Context, defineMechanism, type InputAxes, type Params } from './define';
import type { PositionTerm } from './deformable-position';
import { convolve, map } from './maps';
import { layerNorm } from './mlp';
import { classifierWeights, classify, mustCover } from './network';
import { conv, norm, type Weights } from './weights';

const STAGES = [0, 1, 2, 3] as const;

/** How positions enter deformable layers; of several flags the first counts. */
function positionTerm(used: boolean, convolution: boolean, fixed: boolean): PositionTerm {
  if (!used) return 'none';
  if (convolution) return 'convolution';
  return fixed ? 'fixed' : 'table';
}

const singleStage = (params: Params): StageForm => ({
  prefix: '',
  index: num(params, 'stage_idx'),
  layers: layerNames(params).slice(0, num(params, 'depths')),
  input: num(params, 'dim_in'),
  dim: num(params, 'dim_embed'),
  map: pair(params, 'fmap_size'),
  window: num(params, 'window_size'),
  heads: num(params, 'heads'),
  groups: num(params, 'n_groups'),
  stride: num(params, 'stride'),
  range: num(params, 'offset_range_factor'),
  position: positionTerm(flag(params, 'use_pe'), flag(params, 'dwc_pe'), flag(params, 'fixed_pe')),
  noOffsets: flag(params, 'no_off'),
  expansion: num(params, 'expansion'),
  convolutionalMlp: flag(params, 'use_dwc_mlp'),
  within: [],
});

/** Sides of the maps before the first stage and of each stage. */
function netStages(params: Params): StageForm[] {
  const first = Math.floor(num(params, 'img_size') / num(params, 'patch_size'));
  const dims = nums(params, 'dims');
  const list = (name: string): readonly unknown[] => params[name] as readonly unknown[];
  const depths = nums(params, 'stage_depths');
  return STAGES.map((i) => {
    const side = Math.floor(first / 2 ** i);
    return {
      prefix: `stages.${i}.`,
      index: i,
      layers: names(list('stage_specs')[i]).slice(0, depths[i]),
      input: i === 0 ? num(params, 'dim_stem') : 2 * dims[i - 1],
      dim: dims[i],
      map: [side, side],
      window: nums(params, 'window_sizes')[i],
      heads: nums(params, 'stage_heads')[i],
      groups: nums(params, 'groups')[i],
      stride: nums(params, 'strides')[i],
      range: nums(params, 'offset_ranges')[i],
      position: positionTerm(
        list('use_pes')[i] === true,
        list('dwc_pes')[i] === true,
        list('fixed_pes')[i] === true,
      ),
      noOffsets: list('no_offs')[i] === true,
      expansion: num(params, 'expansion'),
      convolutionalMlp: list('use_dwc_mlps')[i] === true,
      within: [`${i}`],
    };
  });
}

/** Convolutions in front of the stages: kernel, stride and padding. */
const stem = (params: Params): readonly [number, number, number] => {
  const patch = num(params, 'patch_size');
  return flag(params, 'use_conv_patches') ? [7, patch, 3] : [patch, patch, 0];
};
const between = (params: Params): readonly [number, number, number] =>
  flag(params, 'use_conv_patches') ? [3, 2, 1] : [2, 2, 0];

/** Side after a convolution. */
const after = (side: number, [kernel, stride, padding]: readonly [number, number, number]) =>
  Math.floor((side + 2 * padding - kernel) / stride) + 1;

const tooFewLayers = (depth: number, layers: number): Text => ({
  en: `The depth is ${depth}, but ${layers} layers are named; name one for each.`,
  zh: `层数为 ${depth}，而只列出 ${layers} 层；请每层各给一项。`,
});

function checkSingle(params: Params, inputs: InputAxes): Text | null {
  const index = num(params, 'stage_idx');
  const depth = num(params, 'depths');
  const layers = layerNames(params).length;
  return (
    firstOf(
      mustEqual(params, 'dim_in', sizeIn(inputs, 'x', 'channel'), of.inputChannels),
      (index < 0 || index > 3) && {
        en: `stage_idx is ${index}, but there are stages 0 to 3.`,
        zh: `stage_idx 为 ${index}，而只有第 0 至 3 级。`,
      },
      depth > layers && tooFewLayers(depth, layers),
    ) ?? checkStage(singleStage(params), mapSize(inputs, 'x'))
  );
}

/** Lists of the network that need an entry for every stage. */
const perStage = [
  'dims',
  'stage_depths',
  'stage_specs',
  'stage_heads',
  'window_sizes',
  'groups',
  'strides',
  'offset_ranges',
  'use_pes',
  'dwc_pes',
  'no_offs',
  'fixed_pes',
  'use_dwc_mlps',
] as const;

function checkNet(params: Params, inputs: InputAxes): Text | null {
  const short = perStage.map((name) => {
    const list = params[name];
    const entries = Array.isArray(list) ? list : [];
    return mustCover(datParams[name].argument ?? name, entries, STAGES.length);
  });
  const objection = firstOf(
    ...short,
    num(params, 'patch_size') < 1 && {
      en: `patch_size is ${params.patch_size}; give at least 1.`,
      zh: `patch_size 为 ${params.patch_size}；至少为 1。`,
    },
  );
  if (objection) return objection;
  const stages = netStages(params);
  const depths = nums(params, 'stage_depths');
  let size = mapSize(inputs, 'x').map((side) => after(side, stem(params))) as [number, number];
  for (const form of stages) {
    const { index, dim, input, layers } = form;
    const wrong = firstOf(
      Math.min(...size) < 1 && {
        en: `Nothing is left of the image at stage ${index + 1}; use a larger image or smaller patches.`,
        zh: `到第 ${index + 1} 级时图像已无剩余；请使用更大的图像或更小的图块。`,
      },
      depths[index] > layers.length && tooFewLayers(depths[index], layers.length),
      index > 0 &&
        input !== dim && {
          en: `dims[${index}] is ${dim}, but each stage needs twice the ${input / 2} of the last; give ${input}.`,
          zh: `dims[${index}] 为 ${dim}，而每级须为上一级 ${input / 2} 的两倍；请取 ${input}。`,
        },
      checkStage(form, size),
    );
    if (wrong) return wrong;
    size = size.map((side) => after(side, between(params))) as [number, number];
  }
  return null;
}

function netWeights(params: Params, inputs: InputAxes): Weights {
  const stages = netStages(params);
  const dims = nums(params, 'dims');
  const [kernel] = stem(params);
  const [halving] = between(params);
  const downs = STAGES.slice(1).map((i) => ({
    ...conv(`down_projs.${i - 1}.0`, dims[i - 1], dims[i], [halving, halving], { bias: false }),
    ...norm(`down_projs.${i - 1}.1.norm`, dims[i]),
  }));
  const channel = sizeIn(inputs, 'x', 'channel');
  return Object.assign(
    {},
    conv('patch_proj.0', channel, num(params, 'dim_stem'), [kernel, kernel]),
    norm('patch_proj.1.norm', num(params, 'dim_stem')),
    ...stages.map(stageWeights),
    ...downs,
    classifierWeights('cls_norm.norm', 'cls_head', dims[3], num(params, 'num_classes')),
  );
}

export const datTransformer = defineMechanism({
  id: 'dat-transformer',
  name: { en: 'Deformable attention transformer (DAT)', zh: '可变形注意力 Transformer（DAT）' },
  family: 'window',
  attendsOver: ['pixels', 'windows'],
  papers: [
    {
      title: 'Vision Transformer with Deformable Attention',
      authors: 'Xia, Pan, Song, Li, Huang',
      venue: 'CVPR',
      year: 2022,
      url: 'https://arxiv.org/abs/2201.00520',
    },
  ],
  idea: {
    en: 'Layers take turns: attention inside windows gathers what is near, then deformable attention lets every pixel look at a common set of sampling points, which small networks have moved to where something is to be seen. In the later stages of a pyramid this gives global reach with few keys, and keys that follow objects instead of a grid.',
    zh: '各层交替进行：窗口注意力先汇集近处信息，可变形注意力再让每个像素关注一组共同的采样点，这些点由小网络移动到值得看的位置。在金字塔的后几级，只需很少的键便有全局视野，而且键随物体而动，不受网格束缚。',
  },
  formula: String.raw`\begin{aligned} x' &= \X{x} + \operatorname{attn}_{L,S,D}(\operatorname{LN}(\X{x})) \\ \Y{y} &= x' + \operatorname{MLP}(\operatorname{LN}(x')) \end{aligned}`,
  complexity: 'O(HW (w^2 + N_s) C + HW C^2)',
  classes: { TransformerStage: { form: 'stage' }, DAT: { form: 'net' } },
  inputs: { x: map },
  params: datParams,
  check: (params, inputs) =>
    isNet(params) ? checkNet(params, inputs) : checkSingle(params, inputs),
  weights: (params, inputs) =>
    isNet(params) ? netWeights(params, inputs) : stageWeights(singleStage(params)),
  steps: datSteps,
  telling: 'moved',
  example: { params: { stride: 4 } },
  run(context) {
    const { inputs, params } = context;
    if (isNet(params)) return net(context);
    return stage(context, inputs.x, singleStage(params)).torch('output.0');
  },
});

/** Patches, four stages with halvings between them, mean, class scores: [B, S, S, 3] → [B, classes]. */
function net(context: Context): Value {
  const { inputs, params } = context;
  const options = ([, stride, padding]: readonly [number, number, number]) => ({ stride, padding });
  const patches = convolve(context, inputs.x, 'patch_proj.0', options(stem(params))).as('patches');
  let x = layerNorm(context, patches, 'patch_proj.1.norm').as('patches-normalised');
  for (const form of netStages(params)) {
    const { index } = form;
    x = stage(context, x, form);
    if (index === STAGES.length - 1) break;
    const name = `down_projs.${index}`;
    const part = `${index + 1}`;
    const halved = convolve(context, x, `${name}.0`, options(between(params))).as('halved', part);
    x = layerNorm(context, halved, `${name}.1.norm`).as('halved-normalised', part);
  }
  return classify(context, x, 'cls_norm.norm', 'cls_head').torch('output.0');
}
