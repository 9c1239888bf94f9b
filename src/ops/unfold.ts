import * as tf from '@tensorflow/tfjs-core';
import { axis, axisOf, describeAxes, shapeOf } from '../trace/axes';
import { type Pair, placesAlong } from './convolve';
import { gatherAlong } from './gather';
import { moveOperation } from './move';
import type { Axes } from './operation';

type Unfold = {
  readonly kernel: Pair;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
};

const places = (axes: Axes, attributes: Unfold): Pair => [
  placesAlong(axisOf(axes, 'height').size, attributes.kernel[0], attributes),
  placesAlong(axisOf(axes, 'width').size, attributes.kernel[1], attributes),
];

/** Pixel that a position of the kernel sees at a place, which may lie outside. */
function pixelOf(query: number, key: number, columns: number, attributes: Unfold): Pair {
  const { kernel, stride, padding, dilation } = attributes;
  return [
    Math.floor(query / columns) * stride - padding + Math.floor(key / kernel[1]) * dilation,
    (query % columns) * stride - padding + (key % kernel[1]) * dilation,
  ];
}

/**
 * The neighbourhood of every place of a kernel: [batch, height, width, channel] →
 * [batch, query, key, channel], with zeros outside. Row-major places and kernel positions.
 */
export const unfold = moveOperation<Unfold>({
  name: 'unfold',
  shape([x], attributes) {
    if (x.map((a) => a.role).join() !== 'batch,height,width,channel') {
      throw new Error(`unfold needs batch, height, width, channel, got [${describeAxes(x)}]`);
    }
    const [batch, { size: height }, { size: width }, channel] = x;
    const [rows, columns] = places(x, attributes);
    const { kernel, stride, padding, dilation } = attributes;
    const neighbourhood = {
      kind: 'neighbourhood',
      ...{ kernel, padding, dilation, height, width },
    } as const;
    const queries =
      stride === 1
        ? ({ kind: 'grid', height: rows, width: columns } as const)
        : ({ kind: 'lattice', ...{ columns, stride, height, width } } as const);
    return [
      batch,
      axis('query', rows * columns, { places: queries }),
      axis('key', kernel[0] * kernel[1], { places: neighbourhood }),
      channel,
    ];
  },
  compute([x], attributes, [axes], output) {
    const [batch, height, width, channels] = shapeOf(axes);
    const [, queries, keys] = shapeOf(output);
    const [, columns] = places(axes, attributes);
    // One pixel of zeros behind the map stands for everything outside.
    const pixels = axis('token', height * width + 1);
    const flat = tf.pad(tf.reshape(x, [batch, height * width, channels]), [
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
    const indices = new Int32Array(queries * keys);
    for (let i = 0; i < indices.length; i++) {
      const [row, column] = pixelOf(Math.floor(i / keys), i % keys, columns, attributes);
      const inside = row >= 0 && column >= 0 && row < height && column < width;
      indices[i] = inside ? row * width + column : height * width;
    }
    const picked = gatherAlong(flat, [axes[0], pixels, axes[3]], 'token', indices);
    return tf.reshape(picked, shapeOf(output));
  },
  source([batch, query, key, channel], [axes], attributes) {
    const [, { size: height }, { size: width }] = axes;
    const [, columns] = places(axes, attributes);
    const [row, column] = pixelOf(query, key, columns, attributes);
    const inside = row >= 0 && column >= 0 && row < height && column < width;
    return inside ? { input: 0, index: [batch, row, column, channel] } : 0;
  },
});
