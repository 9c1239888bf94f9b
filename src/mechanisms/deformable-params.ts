import type { Text } from '../trace/text';
import { divisors, flag, mapSize, num, range } from './arguments';
import type { Param, Params } from './define';
import { positionTerm } from './deformable-form';
import { channels, heads } from './shared-params';

const switchOf = (value: boolean, label: Text, help: Text, when?: Param['when']): Param => ({
  kind: 'flag',
  default: value,
  label,
  help,
  ...(when && { when }),
});

const withPosition = (params: Params): boolean => flag(params, 'use_pe') && !flag(params, 'no_off');

/** Arguments of DAttention, under its names. */
export const deformableParams: Readonly<Record<string, Param>> = {
  channel: channels('x'),
  q_size: {
    kind: 'list',
    default: null,
    min: 1,
    max: 4096,
    follows: (inputs) => mapSize(inputs, 'x'),
    label: { en: 'Query map', zh: '查询图大小' },
    help: {
      en: 'Height and width that the tables of positions are made for.',
      zh: '位置偏置表所对应的高与宽。',
    },
  },
  n_heads: heads('channel', 8),
  n_groups: {
    kind: 'integer',
    default: 4,
    min: 1,
    max: 64,
    options: (params) => {
      const shared = divisors(num(params, 'n_heads'));
      return shared.filter((groups) => num(params, 'channel') % groups === 0);
    },
    label: { en: 'Offset groups', zh: '偏移组数' },
    help: {
      en: 'Each group of channels moves its own sampling points; it must divide heads and channels.',
      zh: '每组通道移动各自的采样点；须整除头数和通道数。',
    },
  },
  stride: {
    kind: 'integer',
    default: 1,
    min: 1,
    max: 16,
    options: (_params, inputs) => range(1, Math.floor(Math.min(...mapSize(inputs, 'x')) / 2)),
    label: { en: 'Stride', zh: '步长' },
    help: {
      en: 'Pixels between reference points; the number of keys falls with its square.',
      zh: '参考点之间的像素间隔；键的数量随其平方下降。',
    },
  },
  offset_range_factor: {
    kind: 'number',
    default: 4,
    min: -1,
    max: 16,
    label: { en: 'Offset range', zh: '偏移范围' },
    help: {
      en: 'How many half cells a point may move; negative for free offsets, held inside the map.',
      zh: '采样点最多移动的半格数；取负则偏移不受限，但位置截断在图内。',
    },
  },
  use_pe: switchOf(
    true,
    { en: 'Position term', zh: '位置项' },
    { en: 'Lets positions enter the attention.', zh: '让位置参与注意力。' },
  ),
  dwc_pe: switchOf(
    true,
    { en: 'Depthwise convolution', zh: '逐通道卷积' },
    {
      en: 'A 3×3 depthwise convolution of the queries is added to the result.',
      zh: '把查询的 3×3 逐通道卷积加到结果上。',
    },
    // Stays in sight with no_off, where it has to be turned off.
    (params) => flag(params, 'use_pe'),
  ),
  no_off: switchOf(
    false,
    { en: 'No offsets', zh: '不偏移' },
    {
      en: 'Points stay on their references and keys are averages of cells; not with dwc_pe.',
      zh: '采样点不移动，键为单元格均值；不能与 dwc_pe 同用。',
    },
  ),
  fixed_pe: switchOf(
    false,
    { en: 'Fixed table', zh: '固定偏置表' },
    {
      en: 'One learned bias for each query and each point.',
      zh: '每个查询与每个采样点各有一个可学习偏置。',
    },
    (params) => withPosition(params) && !flag(params, 'dwc_pe'),
  ),
  ksize: {
    kind: 'integer',
    default: 3,
    min: 1,
    max: 15,
    label: { en: 'Offset kernel', zh: '偏移卷积核' },
    help: {
      en: 'Side of the convolution that looks at the queries to move a point.',
      zh: '根据查询移动采样点的卷积核边长。',
    },
  },
  log_cpb: switchOf(
    false,
    { en: 'Logarithmic bias', zh: '对数位置偏置' },
    {
      en: 'A small perceptron turns log-spaced displacements into biases.',
      zh: '小感知机把对数间隔的位移变成偏置。',
    },
    (params) => ['logarithmic', 'table'].includes(positionTerm(params)),
  ),
};
