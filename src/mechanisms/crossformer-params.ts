import type { Text } from '../trace/text';
import { choice, mapSize, num } from './arguments';
import { wholeWindows } from './block';
import type { Param, Params } from './define';
import { networkParams } from './network';
import { biasFlag, channels, heads, mlpRatio } from './shared-params';

const text = (en: string, zh: string): Text => ({ en, zh });

export const isNet = (params: Params): boolean => choice(params, 'form') === 'net';
const isBlock = (params: Params): boolean => !isNet(params);

/** Arguments of CrossFormerBlock and of CrossFormer. */
export const crossformerParams: Readonly<Record<string, Param>> = {
  form: {
    kind: 'choice',
    default: 'block',
    choices: {
      block: text('Block', '模块'),
      net: text('Whole network', '完整网络'),
    },
    label: text('Form', '形式'),
    help: text(
      'One block, or the whole classifier with its cross-scale embedding.',
      '单个模块，或含跨尺度嵌入的完整分类网络。',
    ),
  },
  dim: { ...channels('x'), when: isBlock },
  input_resolution: {
    kind: 'list',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => mapSize(inputs, 'x'),
    when: isBlock,
    label: text('Map size', '特征图大小'),
    help: text('Height and width of the map.', '特征图的高与宽。'),
  },
  num_heads: { ...heads('dim', 4), when: isBlock },
  group_size: {
    kind: 'integer',
    default: 7,
    min: 1,
    max: 32,
    options: (_params, inputs) => wholeWindows(mapSize(inputs, 'x')),
    when: isBlock,
    label: text('Group size', '组大小'),
    help: text(
      'Side of a group in tokens; both sides of the map must be multiples of it.',
      '每组的边长（词元数），特征图两边须为其整数倍。',
    ),
  },
  lsda_flag: {
    kind: 'integer',
    default: 1,
    omitted: 0,
    min: 0,
    max: 1,
    when: isBlock,
    label: text('Long distance', '长距离'),
    help: text(
      '0 groups neighbours (SDA); 1 groups pixels at equal distances all over the map (LDA).',
      '0 为相邻像素成组（SDA）；1 为全图等间隔取像素成组（LDA）。',
    ),
  },
  mlp_ratio: mlpRatio,
  qkv_bias: biasFlag(text('Bias of q, k, v', 'q、k、v 的偏置')),
  qk_scale: {
    kind: 'number',
    default: null,
    nullable: true,
    automatic: (params) =>
      isBlock(params)
        ? (num(params, 'dim') / num(params, 'num_heads')) ** -0.5
        : text('1/√d', '1/√d'),
    min: 0.01,
    max: 10,
    log: true,
    label: text('Scale', '缩放系数'),
    help: text('Factor on the queries; 1/√d when automatic.', '查询的系数，自动时为 1/√d。'),
  },
  ...networkParams(isNet),
  patch_size: {
    kind: 'list',
    default: [4, 8],
    omitted: [4],
    min: 1,
    max: 64,
    when: isNet,
    label: text('Patch sizes', '图块大小'),
    help: text(
      'Sides of the patches that are embedded together, at the stride of the first.',
      '以第一个为步长、一同嵌入的各尺度图块边长。',
    ),
  },
  stage_groups: {
    kind: 'list',
    argument: 'group_size',
    default: [4, 4],
    min: 1,
    max: 32,
    when: isNet,
    label: text('Group size per stage', '各级组大小'),
    help: text('Side of a group in each stage.', '各级中每组的边长。'),
  },
  merge_size: {
    kind: 'list',
    default: [[2, 4]],
    omitted: [[2], [2], [2]],
    min: 1,
    max: 64,
    when: isNet,
    label: text('Merging kernels', '合并卷积核'),
    help: text(
      'Sides of the convolutions that halve the map after each stage but the last.',
      '除末级外，每级之后使特征图减半的各卷积核边长。',
    ),
  },
};
