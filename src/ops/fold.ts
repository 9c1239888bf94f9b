import * as tf from '@tensorflow/tfjs-core';
import { axis, describeAxes, shapeOf, sizeOf } from '../trace/axes';
import { sum } from '../trace/expression';
import { Refusal } from '../trace/text';
import { type Pair, placesAlong } from './convolve';
import { gatherAlong } from './gather';
import type { Operation } from './operation';

type Fold = {
  readonly kernel: Pair;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  /** Size of the map. */
  readonly height: number;
  readonly width: number;
};

/** Rows and columns of places that a kernel has on the map. */
const placesOf = (attributes: Fold): Pair => [
  placesAlong(attributes.height, attributes.kernel[0], attributes),
  placesAlong(attributes.width, attributes.kernel[1], attributes),
];

/** Place along one side whose kernel position `k` covers `pixel`, or −1. */
function placeAt(pixel: number, k: number, places: number, attributes: Fold): number {
  const { stride, padding, dilation } = attributes;
  const start = pixel + padding - k * dilation;
  const place = start / stride;
  return Number.isInteger(place) && place >= 0 && place < places ? place : -1;
}

/** Places that cover a pixel with one position of their kernel each: [query, key] pairs. */
function coveringAt(y: number, x: number, attributes: Fold): Pair[] {
  const { kernel } = attributes;
  const [rows, columns] = placesOf(attributes);
  return Array.from({ length: kernel[0] * kernel[1] }, (_, key): Pair => {
    const row = placeAt(y, Math.floor(key / kernel[1]), rows, attributes);
    const column = placeAt(x, key % kernel[1], columns, attributes);
    return [row < 0 || column < 0 ? -1 : row * columns + column, key];
  });
}

/**
 * The adjoint of `unfold`: [batch, query, key, channel] → [batch, height, width, channel]. Each
 * pixel is the sum over all kernel positions that lie on it (torch.nn.functional.fold).
 */
export const fold: Operation<Fold> = {
  name: 'fold',
  shape([x], attributes) {
    if (x.map((a) => a.role).join() !== 'batch,query,key,channel') {
      throw new Error(`fold needs batch, query, key, channel, got [${describeAxes(x)}]`);
    }
    const { kernel, height, width } = attributes;
    const [rows, columns] = placesOf(attributes);
    const [batch, { size: queries }, { size: keys }, channel] = x;
    if (queries !== rows * columns || keys !== kernel[0] * kernel[1]) {
      throw new Refusal(
        `A map of ${height} × ${width} has ${rows} × ${columns} places for a kernel of ${kernel[0]} × ${kernel[1]}, but there are ${queries} of ${keys} pixels.`,
        `${height} × ${width} 的特征图上，${kernel[0]} × ${kernel[1]} 的核有 ${rows} × ${columns} 个位置，而给出的是 ${queries} 个、各 ${keys} 像素。`,
      );
    }
    return [batch, axis('height', height), axis('width', width), channel];
  },
  // As the field counts: a sum is one operation for each number read.
  cost: ([x], output) => ({ macs: sizeOf(x), reads: sizeOf(x), writes: sizeOf(output) }),
  compute([x], attributes, [axes], output) {
    const [batch, queries, keys, channels] = shapeOf(axes);
    const { height, width } = attributes;
    // One entry of zeros behind the rest stands for places beyond the map.
    const entries = tf.pad(tf.reshape(x, [batch, queries * keys, channels]), [
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
    const indices = Array.from({ length: height * width }, (_, pixel) =>
      coveringAt(Math.floor(pixel / width), pixel % width, attributes).map(([query, key]) =>
        query < 0 ? queries * keys : query * keys + key,
      ),
    ).flat();
    const token = axis('token', queries * keys + 1);
    const picked = gatherAlong(entries, [axes[0], token, axes[3]], 'token', indices);
    const covering = tf.reshape(picked, [batch * height * width, keys, channels]);
    return tf.reshape(tf.sum(covering, 1), shapeOf(output));
  },
  explain([batch, y, x, channel], [from], attributes) {
    const cells = coveringAt(y, x, attributes)
      .filter(([query]) => query >= 0)
      .map(([query, key]) => from.cell([batch, query, key, channel]));
    return sum(...cells);
  },
};
