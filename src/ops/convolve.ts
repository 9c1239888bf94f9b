import * as tf from '@tensorflow/tfjs-core';
import { Refusal } from '../trace/text';

export type Pair = readonly [number, number];

/** What a convolution needs besides its numbers, each [vertical, horizontal]. */
export interface Convolution {
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
}

/** Number of places that a kernel takes along an axis; refuses a kernel that does not fit. */
export function placesAlong(
  size: number,
  kernel: number,
  { stride, padding, dilation }: { stride: number; padding: number; dilation: number },
): number {
  const reach = dilation * (kernel - 1) + 1;
  const count = Math.floor((size + 2 * padding - reach) / stride) + 1;
  if (count >= 1) return count;
  throw new Refusal(
    `A kernel that reaches over ${reach} positions does not fit into ${size} with padding ${padding}; use a larger input or a smaller kernel.`,
    `卷积核覆盖 ${reach} 个位置，超过长度 ${size} 加填充 ${padding} 的范围；请增大输入或减小卷积核。`,
  );
}

/** Groups divide both sides, and a weight has the channels of one group. */
export function refuseChannels(
  channels: number,
  outputs: number,
  perGroup: number,
  groups: number,
): void {
  if (channels % groups !== 0 || outputs % groups !== 0 || groups < 1) {
    throw new Refusal(
      `${channels} channels in and ${outputs} out cannot be divided into ${groups} groups; choose a number that divides both.`,
      `输入 ${channels} 个通道、输出 ${outputs} 个通道，不能分成 ${groups} 组；请选择能整除两者的组数。`,
    );
  }
  if (channels / groups !== perGroup) {
    throw new Refusal(
      `The kernel takes ${perGroup} channels per group, but the input has ${channels / groups}.`,
      `卷积核每组需要 ${perGroup} 个通道，而输入每组有 ${channels / groups} 个。`,
    );
  }
}

/**
 * Cross-correlation with zero padding, as PyTorch defines it.
 * @param x [N, H, W, C]
 * @param weight [out, C/groups, kh, kw]
 * @param bias [out]
 */
export function convolve(
  x: tf.Tensor4D,
  weight: tf.Tensor4D,
  bias: tf.Tensor | undefined,
  options: Convolution,
): tf.Tensor4D {
  const { padding, groups } = options;
  const [vertical, horizontal] = padding;
  const padded =
    vertical || horizontal
      ? tf.pad(x, [
          [0, 0],
          [vertical, vertical],
          [horizontal, horizontal],
          [0, 0],
        ])
      : x;
  // [kh, kw, C/groups, out]
  const filter = tf.transpose(weight, [2, 3, 1, 0]) as tf.Tensor4D;
  const result = groups === 1 ? dense(padded, filter, options) : grouped(padded, filter, options);
  return bias ? tf.add(result, tf.reshape(bias, [1, 1, 1, -1])) : result;
}

/** Kernels of tfjs take strides or dilations, and some only equal strides: else every pixel is worked out. */
function strided(
  { stride, dilation }: Convolution,
  run: (stride: number, dilation: [number, number]) => tf.Tensor4D,
): tf.Tensor4D {
  const plain =
    stride[0] === stride[1] && (stride[0] === 1 || (dilation[0] === 1 && dilation[1] === 1));
  const pair: [number, number] = [dilation[0], dilation[1]];
  return plain ? run(stride[0], pair) : subsample(run(1, pair), stride);
}

/** Every stride-th row and column. */
export function subsample(x: tf.Tensor4D, [vertical, horizontal]: Pair): tf.Tensor4D {
  if (vertical === 1 && horizontal === 1) return x;
  const [n, h, w, c] = x.shape;
  const rows = everyNth(tf.reshape(x, [n, h, w * c]), vertical);
  const columns = everyNth(tf.reshape(rows, [n * rows.shape[1], w, c]), horizontal);
  return tf.reshape(columns, [n, rows.shape[1], columns.shape[1], c]);
}

/** Every n-th position of the middle axis. Unlike tf.stridedSlice it has a gradient. */
function everyNth(x: tf.Tensor3D, n: number): tf.Tensor3D {
  const [outer, size, inner] = x.shape;
  const kept = Math.ceil(size / n);
  const whole = tf.pad(x, [
    [0, 0],
    [0, kept * n - size],
    [0, 0],
  ]);
  const first = tf.slice(tf.reshape(whole, [outer, kept, n, inner]), [0, 0, 0, 0], [-1, -1, 1, -1]);
  return tf.reshape(first, [outer, kept, inner]);
}

const dense = (x: tf.Tensor4D, filter: tf.Tensor4D, options: Convolution): tf.Tensor4D =>
  strided(options, (stride, dilation) => tf.conv2d(x, filter, stride, 'valid', 'NHWC', dilation));

/** tfjs has no grouped convolution: depthwise where a group is one channel, else group by group. */
function grouped(x: tf.Tensor4D, filter: tf.Tensor4D, options: Convolution): tf.Tensor4D {
  const { groups } = options;
  const [kh, kw, perGroup, outputs] = filter.shape;
  if (perGroup === 1) {
    const depthwise: tf.Tensor4D = tf.reshape(filter, [kh, kw, groups, outputs / groups]);
    return strided(options, (stride, dilation) =>
      tf.depthwiseConv2d(x, depthwise, stride, 'valid', 'NHWC', dilation),
    );
  }
  const each = outputs / groups;
  const parts = Array.from({ length: groups }, (_, g) =>
    dense(
      tf.slice(x, [0, 0, 0, g * perGroup], [-1, -1, -1, perGroup]),
      tf.slice(filter, [0, 0, 0, g * each], [-1, -1, -1, each]),
      options,
    ),
  );
  return tf.concat(parts, 3);
}
