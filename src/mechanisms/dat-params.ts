import type { Text } from '../trace/text';
import { divisors, mapSize, num, range } from './arguments';
import { wholeWindows } from './block';
import { netParams } from './dat-net-params';
import { flags, help, isStage, LAYERS, labels, names } from './dat-texts';
import type { Param, Params } from './define';

const text = (en: string, zh: string): Text => ({ en, zh });

/** Arguments of TransformerStage. */
const stageParams: Readonly<Record<string, Param>> = {
  fmap_size: {
    kind: 'list',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => mapSize(inputs, 'x'),
    when: isStage,
    label: text('Map size', '特征图大小'),
    help: text('Height and width of the map.', '特征图的高与宽。'),
  },
  dim_in: {
    kind: 'integer',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => inputs.x.find(({ role }) => role === 'channel')?.size ?? 0,
    when: isStage,
    label: text('Channels', '通道数'),
    help: text('Channels of the input.', '输入的通道数。'),
  },
  dim_embed: {
    kind: 'integer',
    default: 32,
    min: 1,
    max: 1024,
    options: () => [16, 32, 48, 64, 96, 128, 192, 256],
    when: isStage,
    label: text('Width', '宽度'),
    help: text(
      'Channels inside; a 1×1 convolution leads there when the input has others.',
      '内部通道数；与输入不同时先做 1×1 卷积。',
    ),
  },
  depths: {
    kind: 'integer',
    default: 2,
    min: 1,
    max: 12,
    options: (params) => range(1, layerNames(params).length),
    when: isStage,
    label: text('Depth', '层数'),
    help: text('How many of the layers below are used.', '使用下列各层中的前几层。'),
  },
  stage_spec: {
    kind: 'list',
    entries: LAYERS,
    default: ['L', 'D'],
    min: 0,
    max: 0,
    when: isStage,
    label: labels.stageSpec,
    help: help.stageSpec,
  },
  window_size: {
    kind: 'integer',
    default: 8,
    min: 1,
    max: 32,
    options: (_params, inputs) => {
      const size = mapSize(inputs, 'x');
      return wholeWindows(size).filter((side) => side <= Math.min(...size));
    },
    when: isStage,
    label: labels.window,
    help: help.window,
  },
  heads: {
    kind: 'integer',
    default: 4,
    min: 1,
    max: 64,
    options: (params) => divisors(num(params, 'dim_embed')),
    when: isStage,
    label: labels.heads,
    help: help.heads,
  },
  n_groups: {
    kind: 'integer',
    default: 2,
    min: 1,
    max: 64,
    options: (params) =>
      divisors(num(params, 'heads')).filter((n) => num(params, 'dim_embed') % n === 0),
    when: isStage,
    label: labels.groups,
    help: help.groups,
  },
  stride: {
    kind: 'integer',
    default: 2,
    min: 1,
    max: 16,
    options: (_params, inputs) => range(1, Math.min(...mapSize(inputs, 'x'))),
    when: isStage,
    label: labels.stride,
    help: help.stride,
  },
  offset_range_factor: {
    kind: 'number',
    default: 2,
    min: -1,
    max: 16,
    when: isStage,
    label: labels.range,
    help: help.range,
  },
  stage_idx: {
    kind: 'integer',
    default: 2,
    min: 0,
    max: 3,
    when: isStage,
    label: text('Stage number', '级序号'),
    help: text(
      'Which of four stages this is: the kernels of the offsets are 9, 7, 5 and 3.',
      '四级中的第几级：偏移卷积核依次为 9、7、5、3。',
    ),
  },
  use_pe: flags(isStage, true, labels.position, help.position),
  dwc_pe: flags(isStage, false, labels.convolution, help.convolution),
  no_off: flags(isStage, false, labels.noOffsets, help.noOffsets),
  fixed_pe: flags(isStage, false, labels.fixed, help.fixed),
  use_dwc_mlp: flags(isStage, false, labels.convolutionalMlp, help.convolutionalMlp),
};

/** Arguments of both classes. */
export const datParams: Readonly<Record<string, Param>> = {
  form: {
    kind: 'choice',
    default: 'stage',
    choices: {
      stage: text('Stage', '一级'),
      net: text('Whole network', '完整网络'),
    },
    label: text('Form', '形式'),
    help: text(
      'One stage of window and deformable layers, or the whole classifier of four.',
      '由窗口层与可变形层组成的一级，或四级的完整分类网络。',
    ),
  },
  expansion: {
    kind: 'integer',
    default: 4,
    min: 1,
    max: 8,
    label: text('MLP ratio', 'MLP 扩展比'),
    help: text(
      'Hidden units of the multilayer perceptron for each channel.',
      '多层感知机隐藏层宽度与通道数之比。',
    ),
  },
  ...stageParams,
  ...netParams,
};

/** Kinds of the layers of a stage. */
export function layerNames(params: Params): readonly string[] {
  return names(params.stage_spec);
}
