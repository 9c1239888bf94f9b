import type { Builder, Value } from '../builder';
import { fold } from '../fold';
import { irfft2, rfft2 } from '../fourier';
import { gridSample } from '../grid-sample';
import { avgPool2d, maxPool2d } from '../pool';
import { type OneOrTwo, pair } from './arguments';

/** Operations on maps: sampling, spectra, pools. */
export const maps = (graph: Builder) => ({
  /** Bilinear samples of x [… height, width, channel] at points [… coordinate (y, x)] in −1…1. */
  gridSample: (x: Value, grid: Value) => graph.apply(gridSample, [x, grid], {}),
  /** Half spectrum of a real map, orthonormal; adds the part axis. */
  rfft2: (x: Value) => graph.apply(rfft2, [x], {}),
  /** Real map of a half spectrum, orthonormal. @param width of the map, even or odd. */
  irfft2: (x: Value, width: number) => graph.apply(irfft2, [x], { width }),
  /**
   * The adjoint of `unfold`: [batch, query, key, channel] → [batch, height, width, channel]; what
   * overlaps is added up.
   */
  fold: (
    x: Value,
    options: {
      height: number;
      width: number;
      kernel: OneOrTwo;
      stride?: number;
      padding?: number;
      dilation?: number;
    },
  ) => {
    const { height, width, kernel, stride = 1, padding = 0, dilation = 1 } = options;
    const attributes = { height, width, kernel: pair(kernel), stride, padding, dilation };
    return graph.apply(fold, [x], attributes);
  },
  /** Average of each window; with `ceil`, windows over the edge count only what exists. */
  avgPool2d: (
    x: Value,
    options: { kernel: OneOrTwo; stride?: OneOrTwo; padding?: OneOrTwo; ceil?: boolean },
  ) => {
    const { kernel, stride = kernel, padding = 0, ceil = false } = options;
    return graph.apply(avgPool2d, [x], {
      kernel: pair(kernel),
      stride: pair(stride),
      padding: pair(padding),
      ceil,
    });
  },
  /** Largest of each window; what does not fill a window at the end is left out. */
  maxPool2d: (x: Value, options: { kernel: OneOrTwo; stride?: OneOrTwo }) => {
    const { kernel, stride = kernel } = options;
    return graph.apply(maxPool2d, [x], { kernel: pair(kernel), stride: pair(stride) });
  },
});
