import type { Text } from '../trace/text';
import { choice } from './arguments';
import type { Param, Params } from './define';

/** What the arguments of a stage and those of the network, one for each stage, have in common. */

const text = (en: string, zh: string): Text => ({ en, zh });

export const isNet = (params: Params): boolean => choice(params, 'form') === 'net';
export const isStage = (params: Params): boolean => !isNet(params);

/** What a layer attends with: in windows, in shifted windows, at deformed points. */
export const LAYERS = ['L', 'S', 'D'] as const;

export const flags = (when: Param['when'], value: boolean, label: Text, help: Text): Param => ({
  kind: 'flag',
  default: value,
  when,
  label,
  help,
});

export const labels = {
  stageSpec: text('Layers', '各层类型'),
  heads: text('Heads', '头数'),
  window: text('Window size', '窗口大小'),
  groups: text('Offset groups', '偏移组数'),
  stride: text('Stride', '步长'),
  range: text('Offset range', '偏移范围'),
  position: text('Position term', '位置项'),
  convolution: text('Depthwise convolution', '逐通道卷积'),
  fixed: text('Fixed table', '固定偏置表'),
  noOffsets: text('No offsets', '不偏移'),
  convolutionalMlp: text('Convolution in the MLP', 'MLP 内卷积'),
} as const;

export const help = {
  stageSpec: text(
    'L attends inside windows, S inside shifted windows, D at deformed sampling points.',
    'L 为窗口注意力，S 为移位窗口注意力，D 为可变形采样点注意力。',
  ),
  heads: text(
    'Attention runs this many times side by side; it must divide the channels.',
    '注意力并行运行的次数，须整除通道数。',
  ),
  window: text(
    'Side of the windows of L and S; the map must be a multiple of it.',
    'L 与 S 的窗口边长，特征图须为其整数倍。',
  ),
  groups: text(
    'Each group of channels moves its own sampling points; it must divide heads and channels.',
    '每组通道移动各自的采样点；须整除头数和通道数。',
  ),
  stride: text(
    'Pixels between reference points; the number of keys falls with its square.',
    '参考点之间的像素间隔；键的数量随其平方下降。',
  ),
  range: text(
    'How many half cells a point may move; 0 for free offsets, negative to squash the positions instead.',
    '采样点最多移动的半格数；0 为不限制，负值则改为压缩位置本身。',
  ),
  position: text('Lets positions enter the deformable layers.', '让位置参与可变形层。'),
  convolution: text(
    'A 3×3 depthwise convolution of the queries instead of a table of biases.',
    '以查询的 3×3 逐通道卷积代替偏置表。',
  ),
  fixed: text(
    'One bias for each query and point; as published it fails, so it cannot be used.',
    '每个查询与采样点各一个偏置；公开代码运行即报错，故不可用。',
  ),
  noOffsets: text(
    'Points stay on their references; as published it fails, so it cannot be used.',
    '采样点不移动；公开代码运行即报错，故不可用。',
  ),
  convolutionalMlp: text(
    'The perceptron looks at the 3×3 neighbourhood between its two layers.',
    '感知机的两层之间再看 3×3 邻域。',
  ),
} as const;

/** A list of names; anything else gives none. */
export const names = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
