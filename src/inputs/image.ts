import { axis } from '../trace/axes';
import type { HostTensor } from '../trace/tensor';
import { Refusal } from '../trace/text';
import { deviations, means } from './filter-statistics';
import { filters } from './filters';
import { cropTo, type Pixels } from './pixels';
import { areaAverage, combine, type Plane, resize } from './plane';
import { BASE, Scene } from './scene';

export const MAX_CHANNELS = filters.length;

/** Axes of `features`' result, without the numbers. */
export function imageAxes(height: number, width: number, channels: number) {
  if (channels > MAX_CHANNELS) {
    throw new Refusal(
      `The image should give ${channels} channels, but there are ${MAX_CHANNELS} filters; choose at most ${MAX_CHANNELS}.`,
      `图像需给出 ${channels} 个通道，而滤波器只有 ${MAX_CHANNELS} 个；请选择不超过 ${MAX_CHANNELS} 的值。`,
    );
  }
  return [
    axis('batch', 1),
    axis('height', height),
    axis('width', width),
    axis('channel', channels, { labels: filters.slice(0, channels).map((f) => f.name.en) }),
  ];
}

/** The last map of each image, which one mechanism after the other is shown on. */
const latest = new WeakMap<Pixels, { readonly key: string; readonly map: HostTensor }>();

/**
 * A photograph as a map of named channels: the first filters of a fixed bank (see filters.ts), worked
 * out on the central part with the map's shape, averaged over each cell of the map, and scaled so
 * that over the sample photographs every channel has mean 0 and variance 1. The scale is the same for
 * every image: what a channel's mean says of an image is not lost.
 * @returns [batch 1, height, width, channel].
 * @throws Refusal when there are fewer filters than channels.
 */
export function features(
  image: Pixels,
  height: number,
  width: number,
  channels: number,
): HostTensor {
  const key = `${height} ${width} ${channels}`;
  const known = latest.get(image);
  const map = known?.key === key ? known.map : filtered(image, height, width, channels);
  latest.set(image, { key, map });
  return map;
}

function filtered(image: Pixels, height: number, width: number, channels: number): HostTensor {
  const axes = imageAxes(height, width, channels);
  const scene = sceneOf(image, height, width);
  const data = new Float32Array(height * width * channels);
  filters.slice(0, channels).forEach(({ apply }, channel) => {
    const map = resize(apply(scene), height, width).data;
    for (let i = 0; i < map.length; i++) {
      data[i * channels + channel] = (map[i] - means[channel]) / deviations[channel];
    }
  });
  return { axes, data };
}

function sceneOf(image: Pixels, height: number, width: number): Scene {
  const crop = cropTo(image, height, width);
  const factor = BASE / Math.max(crop.width, crop.height);
  const size = [crop.height, crop.width].map((side) => Math.max(1, Math.round(side * factor)));
  const colour = (offset: number): Plane => {
    const average = areaAverage(image, crop, size[0], size[1], 4, offset);
    return combine((x) => x / 255, average);
  };
  const [red, green, blue] = [colour(0), colour(1), colour(2)];
  const each = (f: (r: number, g: number, b: number) => number): Plane => ({
    ...red,
    data: red.data.map((r, i) => f(r, green.data[i], blue.data[i])),
  });
  return new Scene({
    // Luma of Rec. 709, on the gamma-corrected values: even steps look even.
    luminance: each((r, g, b) => 0.2126 * r + 0.7152 * g + 0.0722 * b),
    'red–green': each((r, g) => r - g),
    'blue–yellow': each((r, g, b) => b - (r + g) / 2),
    chroma: each((r, g, b) => Math.max(r, g, b) - Math.min(r, g, b)),
  });
}
