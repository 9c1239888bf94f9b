import * as tf from '@tensorflow/tfjs-core';
import {
  axisOf,
  describeAxes,
  describeSizes,
  hasRole,
  indexOfRole,
  type Role,
  shapeOf,
  sizeOf,
} from '../trace/axes';
import { call, constant, type Expression, named, product, sum } from '../trace/expression';
import { Refusal } from '../trace/text';
import { axesOf, otherRoles, toRank3, transposeTo } from './layout';
import { gatherRows } from './numeric';
import type { Axes, Operation } from './operation';

/** Indices beyond this are not exact in WebGL's textures. */
const MAX_PIXELS = 2 ** 24;

const mapRoles: readonly Role[] = ['height', 'width', 'channel'];

/** Batch axes that the map shares with the grid, that only the map has, and the axes of the points. */
function rolesOf(x: Axes, grid: Axes) {
  const batch = otherRoles(x, mapRoles);
  const points = otherRoles(grid, ['coordinate']);
  return {
    shared: batch.filter((r) => hasRole(grid, r)),
    own: batch.filter((r) => !hasRole(grid, r)),
    points,
    free: points.filter((r) => !batch.includes(r)),
  };
}

/**
 * Bilinear samples of x [batch…, height, width, channel] at the points of a grid
 * [batch…, others…, coordinate], (y, x) in −1…1. The corner pixels' centres are −1 and 1, and
 * everything outside is zero (PyTorch's grid_sample with align_corners).
 * Result: batch axes that only x has, then the axes of the points, then channel.
 */
export const gridSample: Operation = {
  name: 'gridSample',
  shape([x, grid]) {
    const { shared, own, points } = rolesOf(x, grid);
    if (axisOf(grid, 'coordinate').size !== 2) {
      throw new Error(`gridSample needs 2 coordinates, got [${describeAxes(grid)}]`);
    }
    const other = shared.find((r) => axisOf(x, r).size !== axisOf(grid, r).size);
    if (other) {
      throw new Refusal(
        `The map [${describeAxes(x)}] and the points [${describeAxes(grid)}] differ in ${other}.`,
        `特征图 [${describeSizes(x)}] 与采样点 [${describeSizes(grid)}] 的对应轴长度不同。`,
      );
    }
    const [height, width] = [axisOf(x, 'height').size, axisOf(x, 'width').size];
    const pixels = shared.reduce((n, r) => n * axisOf(x, r).size, (height + 2) * (width + 2));
    if (pixels > MAX_PIXELS) {
      throw new Refusal(
        `Sampling is limited to maps of ${MAX_PIXELS} pixels, but ${pixels} were given; use a smaller map or batch.`,
        `采样的特征图最多 ${MAX_PIXELS} 个像素，而给出了 ${pixels} 个；请减小特征图或批量。`,
      );
    }
    return [...axesOf(x, own), ...axesOf(grid, points), axisOf(x, 'channel')];
  },
  // Four products for each sample, as the field counts bilinear interpolation.
  cost: ([x, grid], output) => ({
    macs: 4 * sizeOf(output),
    reads: Math.min(sizeOf(x), 4 * sizeOf(output)) + sizeOf(grid),
    writes: sizeOf(output),
  }),
  compute([x, grid], _, [axes, gridAxes]) {
    const { shared, own, points, free } = rolesOf(axes, gridAxes);
    const [height, width] = [axisOf(axes, 'height').size, axisOf(axes, 'width').size];
    const map = toRank3(x, axes, shared, ['height', 'width'], [...own, 'channel']);
    const [batch, , channels] = map.shape;
    // A border of zeros, so that points outside need no special case.
    const [rows, columns] = [height + 2, width + 2];
    const bordered = tf.pad(tf.reshape(map, [batch, height, width, channels]), [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    const table: tf.Tensor2D = tf.reshape(bordered, [batch * rows * columns, channels]);
    const coordinates = toRank3(grid, gridAxes, ['coordinate'], shared, free);
    const [y, z] = tf.unstack(coordinates).map((g, i) => corners(g, [height, width][i]));
    const firsts = Array.from({ length: batch }, (_, i) => i * rows * columns);
    const start = tf.tensor2d(firsts, [batch, 1], 'float32');
    const corner = (cy: tf.Tensor, wy: tf.Tensor, cz: tf.Tensor, wz: tf.Tensor): tf.Tensor => {
      const at = tf.add(tf.add(tf.mul(cy, columns), cz), start);
      const flat = tf.cast(tf.reshape(at, [-1]), 'int32') as tf.Tensor1D;
      const pixels = gatherRows(table, flat);
      return tf.mul(pixels, tf.reshape(tf.mul(wy, wz), [-1, 1]));
    };
    const samples = tf.addN([
      corner(y.low, y.lowWeight, z.low, z.lowWeight),
      corner(y.low, y.lowWeight, z.high, z.highWeight),
      corner(y.high, y.highWeight, z.low, z.lowWeight),
      corner(y.high, y.highWeight, z.high, z.highWeight),
    ]);
    const ordered = [
      ...axesOf(gridAxes, shared),
      ...axesOf(gridAxes, free),
      ...axesOf(axes, [...own, 'channel']),
    ];
    return transposeTo(tf.reshape(samples, shapeOf(ordered)), ordered, [
      ...own,
      ...points,
      'channel',
    ]);
  },
  explain(index, [x, grid], _, output) {
    const at = (role: Role): number => index[indexOfRole(output, role)];
    const along = (coordinate: number, role: Role, symbol: string) => {
      const point = grid.axes.map((a) => (a.role === 'coordinate' ? coordinate : at(a.role)));
      const { size } = axisOf(x.axes, role);
      const low = Math.floor(((grid.at(point) + 1) / 2) * (size - 1));
      const pixel = product(sum(grid.cell(point), constant(1)), constant((size - 1) / 2));
      const high = named(symbol, sum(pixel, constant(-low)));
      const weights = [sum(constant(1), call('negate', high)), high];
      return weights
        .map((weight, i) => ({ weight, position: low + i }))
        .filter(({ position }) => position >= 0 && position < size);
    };
    const terms: Expression[] = [];
    for (const y of along(0, 'height', '\\delta_y')) {
      for (const z of along(1, 'width', '\\delta_x')) {
        const from: Partial<Record<Role, number>> = { height: y.position, width: z.position };
        const cell = x.cell(x.axes.map((a) => from[a.role] ?? at(a.role)));
        terms.push(product(y.weight, z.weight, cell));
      }
    }
    return sum(...terms);
  },
};

/** The two pixels next to each point along one axis, on the bordered map, and their weights. */
function corners(coordinate: tf.Tensor, size: number) {
  const pixel = tf.mul(tf.add(coordinate, 1), (size - 1) / 2);
  const inside = tf.clipByValue(pixel, -1, size);
  const low = tf.floor(inside);
  const highWeight = tf.sub(inside, low);
  return {
    low: tf.add(low, 1),
    high: tf.minimum(tf.add(low, 2), size + 1),
    lowWeight: tf.sub(1, highWeight),
    highWeight,
  };
}
