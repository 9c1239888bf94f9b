import type { Text } from '../trace/text';
import { divisors, follow, num, range, sizeIn } from './arguments';
import type { InputAxes, Param, Params } from './define';

/** Declarations of parameters that many constructors share. */

const text = (en: string, zh: string): Text => ({ en, zh });

/**
 * The channels of an input, under the name that the constructor gives them.
 * @param label where there are several such inputs
 */
export const channels = (input: string, label = text('Channels', '通道数')): Param => ({
  kind: 'integer',
  default: null,
  min: 1,
  max: 4096,
  log: true,
  follows: follow(input),
  label,
  help: text('Length of the feature vector of a position.', '每个位置的特征向量长度。'),
});

/** Number of heads; only divisors of the channels are offered. */
export const heads = (channelsName: string, preferred: number): Param => ({
  kind: 'integer',
  default: preferred,
  min: 1,
  max: 64,
  options: (params) => divisors(num(params, channelsName)),
  label: text('Heads', '头数'),
  help: text(
    'Attention runs this many times side by side, each on its share of the channels; it must divide them.',
    '注意力并行运行的次数，各头分得一份通道，因此必须整除通道数。',
  ),
});

/** Number of heads that have a width of their own, so that it need not divide the channels. */
export const freeHeads = (preferred: number): Param => ({
  kind: 'integer',
  default: preferred,
  min: 1,
  max: 64,
  label: text('Heads', '头数'),
  help: text(
    'Attention runs this many times side by side, each on projections of its own.',
    '注意力并行运行的次数，各头使用自己的投影。',
  ),
});

/** Width of queries, keys and values of one head, where it does not follow from the channels. */
export const headDim = (
  preferred: number,
  label = text('Head width', '每头宽度'),
  help = text(
    'Length of the queries, keys and values of one head.',
    '每个头中查询、键、值的长度。',
  ),
): Param => ({
  kind: 'integer',
  default: preferred,
  min: 1,
  max: 512,
  log: true,
  label,
  help,
});

/** Width of the queries and keys of one head. */
export const keyWidth = headDim(
  8,
  text('Key width d_k', '键宽度 d_k'),
  text(
    'Length of a query and of a key in each head; usually the channels divided by the heads.',
    '每个头中查询与键的长度，通常为通道数除以头数。',
  ),
);

/** Width of the values of one head. */
export const valueWidth = headDim(
  8,
  text('Value width d_v', '值宽度 d_v'),
  text(
    'Length of a value in each head; usually the channels divided by the heads.',
    '每个头中值的长度，通常为通道数除以头数。',
  ),
);

/** Factor of a bottleneck over the channels of an input. */
export const reduction = (input: string, preferred: number): Param => ({
  kind: 'integer',
  default: preferred,
  min: 1,
  max: 64,
  log: true,
  options: (_params: Params, inputs: InputAxes) => range(1, sizeIn(inputs, input, 'channel')),
  label: text('Reduction', '压缩比'),
  help: text(
    'The bottleneck has the channels divided by this, rounded down.',
    '瓶颈层的宽度为通道数除以该值（向下取整）。',
  ),
});

/**
 * Which form is computed, where the published code departs from its paper by mistake, or where
 * tutorials do.
 * @param help what the others do, and why it matters.
 * @param others those beside the paper's.
 */
export const variant = (
  help: Text,
  others: Readonly<Record<string, Text>> = {
    published: text('As in the published code', '按公开代码'),
  },
): Param => ({
  kind: 'choice',
  default: 'paper',
  choices: { paper: text('As in the paper', '按论文'), ...others },
  label: text('Variant', '版本'),
  help,
});

/** Number of groups that the channels of an input are taken in; it must divide them. */
export const groups = (input: string, preferred: number): Param & { kind: 'integer' } => ({
  kind: 'integer',
  default: preferred,
  min: 1,
  max: 64,
  options: (_params: Params, inputs: InputAxes) => divisors(sizeIn(inputs, input, 'channel')),
  label: text('Groups', '分组数'),
  help: text(
    'The channels are taken in this many groups of neighbours; it must divide them.',
    '把相邻通道分成的组数，须整除通道数。',
  ),
});

/** Side of a convolution that keeps the size of the map. */
export const oddKernel = (preferred: number, largest: number, help: Text): Param => ({
  kind: 'integer',
  default: preferred,
  min: 1,
  max: largest,
  options: () => range(0, (largest - 1) / 2).map((i) => 2 * i + 1),
  label: text('Kernel size', '卷积核大小'),
  help,
});

/** A term that constructors call `bias` or `qkv_bias`. */
export const biasFlag = (label: Text, preferred = true): Param => ({
  kind: 'flag',
  default: preferred,
  label,
  help: text('Adds a learned constant after the projections.', '投影之后加上可学习的偏置。'),
});

export const mlpRatio: Param = {
  kind: 'number',
  default: 4,
  min: 0.5,
  max: 8,
  label: text('MLP ratio', 'MLP 扩展比'),
  help: text(
    'Hidden units of the multilayer perceptron for each channel.',
    '多层感知机隐藏层宽度与通道数之比。',
  ),
};

/** Width of keys or values when it is not that of the queries. */
export const otherWidth = (input: string, label: Text): Param => ({
  kind: 'integer',
  default: null,
  min: 1,
  max: 4096,
  log: true,
  nullable: true,
  follows: follow(input),
  label,
  help: text(
    'Length of the feature vector of a key or value, when it differs from the query’s.',
    '键或值的特征向量长度，可与查询不同。',
  ),
});
