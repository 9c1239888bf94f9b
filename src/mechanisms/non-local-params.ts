import type { Text } from '../trace/text';
import { choice, firstOf, flag, mustEqual, num, numOrNull, of, sizeIn } from './arguments';
import type { InputAxes, Param, Params } from './define';
import { channels, reduction } from './shared-params';

/** Whether it is SAGAN's layer, and not the block of the first paper. */
export const isLayer = (params: Params): boolean => choice(params, 'form') === 'layer';
const isBlock = (params: Params): boolean => !isLayer(params);

/** How pixels are compared: embedded, gaussian or dot. */
export const mode = (params: Params): string => choice(params, 'mode');

/** Channels of the input, and of queries and keys (of values too in the block). */
export function widths(params: Params): { readonly channel: number; readonly inner: number } {
  const channel = num(params, 'in_channels');
  if (isLayer(params)) return { channel, inner: Math.floor(channel / num(params, 'reduction')) };
  return { channel, inner: numOrNull(params, 'inter_channels') ?? Math.floor(channel / 2) };
}

/** Parameters of the block and of the layer. */
export const nonLocalParams: Readonly<Record<string, Param>> = {
  form: {
    kind: 'choice',
    default: 'block',
    choices: {
      block: { en: 'Non-local block', zh: '非局部模块' },
      layer: { en: 'SAGAN layer', zh: 'SAGAN 层' },
    },
    label: { en: 'Form', zh: '形式' },
    help: {
      en: 'The block of the first paper, or the layer that SAGAN made of it.',
      zh: '原论文的模块，或由其演变而来的 SAGAN 自注意力层。',
    },
  },
  in_channels: channels('x'),
  reduction: {
    ...reduction('x', 8),
    when: isLayer,
    help: {
      en: 'Queries and keys have the channels divided by this, rounded down.',
      zh: '查询与键的宽度为通道数除以该值（向下取整）。',
    },
  },
  inter_channels: {
    kind: 'integer',
    default: null,
    nullable: true,
    automatic: (_, inputs) => Math.floor(sizeIn(inputs, 'x', 'channel') / 2),
    min: 1,
    max: 512,
    log: true,
    when: isBlock,
    label: { en: 'Inner channels', zh: '内部通道数' },
    help: {
      en: 'Width of queries, keys and values; half the channels when automatic.',
      zh: '查询、键与值的宽度；自动时取通道数的一半。',
    },
  },
  mode: {
    kind: 'choice',
    default: 'embedded',
    choices: {
      embedded: { en: 'Embedded Gaussian', zh: '嵌入高斯' },
      gaussian: { en: 'Gaussian', zh: '高斯' },
      dot: { en: 'Dot product', zh: '点积' },
    },
    when: isBlock,
    label: { en: 'Similarity', zh: '相似度' },
    help: {
      en: 'Softmax of projected features, softmax of the features themselves, or plain products over N.',
      zh: '对投影后的特征做 softmax、对特征本身做 softmax，或仅用点积除以 N。',
    },
  },
  bn_layer: {
    kind: 'flag',
    default: true,
    when: isBlock,
    label: { en: 'Batch normalisation', zh: '批归一化' },
    help: { en: 'Normalises the result before it is added.', zh: '相加之前对结果做归一化。' },
  },
  sub_sample: {
    kind: 'flag',
    default: false,
    when: isBlock,
    label: { en: 'Subsample the keys', zh: '键下采样' },
    help: {
      en: 'Keys and values are max-pooled 2×2; an odd last row or column is dropped.',
      zh: '键与值做 2×2 最大池化；多余的末行或末列舍去。',
    },
  },
};

/** What the classes cannot compute. */
export function nonLocalCheck(params: Params, inputs: InputAxes): Text | null {
  const channel = sizeIn(inputs, 'x', 'channel');
  const [height, width] = [sizeIn(inputs, 'x', 'height'), sizeIn(inputs, 'x', 'width')];
  const { inner } = widths(params);
  return firstOf(
    mustEqual(params, 'in_channels', channel, of.inputChannels),
    !(inner >= 1) && {
      en: `${channel} channels leave none for queries and keys; choose a smaller reduction, or at least 1 inner channel.`,
      zh: `${channel} 个通道缩减后，查询与键没有通道；请减小压缩比，或令内部通道数至少为 1。`,
    },
    isBlock(params) &&
      flag(params, 'sub_sample') &&
      Math.min(height, width) < 2 && {
        en: `A map of ${height} × ${width} cannot be pooled 2×2; turn off sub_sample.`,
        zh: `${height} × ${width} 的特征图无法做 2×2 池化；请关闭 sub_sample。`,
      },
  );
}
