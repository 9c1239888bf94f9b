import type { Text } from '../trace/text';
import { divisors, mapSize, nums } from './arguments';
import { flags, help, isNet, LAYERS, labels } from './dat-texts';
import type { Param, Params } from './define';
import { networkParams } from './network';

const text = (en: string, zh: string): Text => ({ en, zh });

/** One entry for each of the four stages of the network. */
const perStage = (
  argument: string,
  value: readonly (number | boolean)[],
  [min, max]: readonly [number, number],
  label: Text,
  help: Text,
  omitted?: readonly (number | boolean)[],
): Param => ({
  kind: 'list',
  argument,
  entries: typeof value[0] === 'boolean' ? 'flags' : undefined,
  default: value,
  omitted,
  min,
  max,
  when: isNet,
  label,
  help,
});

/** Arguments of DAT, with one entry per stage. */
export const netParams: Readonly<Record<string, Param>> = {
  img_size: networkParams(isNet).img_size,
  num_classes: networkParams(isNet).num_classes,
  patch_size: {
    kind: 'integer',
    default: 4,
    min: 1,
    max: 64,
    options: (params, inputs) => patchSizes(params, Math.min(...mapSize(inputs, 'x'))),
    when: isNet,
    label: text('Patch size', '图块大小'),
    help: text('Side of the patches that become positions.', '每个位置对应图块的边长。'),
  },
  dim_stem: {
    kind: 'integer',
    default: 16,
    omitted: 96,
    min: 1,
    max: 1024,
    options: () => [8, 16, 32, 64, 96, 128],
    when: isNet,
    label: text('Stem width', '图块嵌入宽度'),
    help: text('Channels of the patch embedding.', '图块嵌入的通道数。'),
  },
  dims: perStage(
    'dims',
    [16, 32, 64, 128],
    [1, 2048],
    text('Widths', '各级宽度'),
    text('Channels of each stage; each must double the last.', '各级通道数，须逐级加倍。'),
    [96, 192, 384, 768],
  ),
  stage_depths: perStage(
    'depths',
    [1, 1, 2, 2],
    [1, 24],
    text('Depths', '各级层数'),
    text('How many layers each stage has.', '每级的层数。'),
    [2, 2, 6, 2],
  ),
  stage_specs: {
    kind: 'list',
    argument: 'stage_spec',
    entries: LAYERS,
    default: [['L'], ['S'], ['L', 'D'], ['L', 'D']],
    omitted: [
      ['L', 'D'],
      ['L', 'D'],
      ['L', 'D', 'L', 'D', 'L', 'D'],
      ['L', 'D'],
    ],
    min: 0,
    max: 0,
    when: isNet,
    label: labels.stageSpec,
    help: help.stageSpec,
  },
  stage_heads: perStage('heads', [1, 2, 4, 8], [1, 64], labels.heads, help.heads, [3, 6, 12, 24]),
  window_sizes: perStage(
    'window_sizes',
    [4, 2, 2, 1],
    [1, 32],
    labels.window,
    help.window,
    [7, 7, 7, 7],
  ),
  groups: perStage(
    'groups',
    [-1, -1, 2, 4],
    [-1, 64],
    labels.groups,
    text(
      'Groups of offsets in each stage; −1 where no layer is deformable.',
      '各级的偏移组数；没有可变形层的级取 −1。',
    ),
    [-1, -1, 3, 6],
  ),
  strides: perStage(
    'strides',
    [-1, -1, 1, 1],
    [-1, 16],
    labels.stride,
    text(
      'Pixels between reference points in each stage; −1 where no layer is deformable.',
      '各级参考点的间隔；没有可变形层的级取 −1。',
    ),
  ),
  offset_ranges: perStage(
    'offset_range_factor',
    [-1, -1, 2, 2],
    [-1, 16],
    labels.range,
    help.range,
    [1, 2, 3, 4],
  ),
  use_pes: perStage('use_pes', [false, false, true, true], [0, 0], labels.position, help.position, [
    false,
    false,
    false,
    false,
  ]),
  dwc_pes: perStage(
    'dwc_pes',
    [false, false, false, false],
    [0, 0],
    labels.convolution,
    help.convolution,
  ),
  no_offs: perStage(
    'no_offs',
    [false, false, false, false],
    [0, 0],
    labels.noOffsets,
    help.noOffsets,
  ),
  fixed_pes: perStage('fixed_pes', [false, false, false, false], [0, 0], labels.fixed, help.fixed),
  use_dwc_mlps: perStage(
    'use_dwc_mlps',
    [false, false, false, false],
    [0, 0],
    labels.convolutionalMlp,
    help.convolutionalMlp,
  ),
  use_conv_patches: flags(
    isNet,
    false,
    text('Overlapping patches', '重叠图块'),
    text('Patches and halvings are convolutions that overlap.', '图块嵌入与下采样改用重叠卷积。'),
  ),
};

/** Sides of patches from which every stage gets whole windows. */
function patchSizes(params: Params, image: number): readonly number[] {
  const windows = nums(params, 'window_sizes');
  return divisors(image).filter((patch) =>
    windows.every((window, i) => {
      const map = image / patch / 2 ** i;
      return map >= 1 && map % window === 0;
    }),
  );
}
