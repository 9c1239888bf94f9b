import { describe, expect, test } from 'vitest';
import { filters } from '../../../src/inputs/filters';
import { features, MAX_CHANNELS } from '../../../src/inputs/image';
import { imageSize } from '../../../src/inputs/image-header';
import { cropTo, decodeImage, MAX_BYTES, type Pixels, thumbnail } from '../../../src/inputs/pixels';
import { samples } from '../../../src/inputs/samples';
import { Refusal } from '../../../src/trace/text';

/** An image from a colour for each pixel. */
function paint(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++)
    data.set(colour(i % width, Math.floor(i / width)), i * 4);
  return { width, height, data };
}

const grey = (level: number) => [level, level, level] as const;

/** Values of the channel with a name, row-major. */
function channel(image: Pixels, height: number, width: number, name: string): number[] {
  const names = filters.map(({ name }) => name.en);
  const index = names.indexOf(name);
  expect(index, name).toBeGreaterThanOrEqual(0);
  const { data } = features(image, height, width, index + 1);
  return Array.from({ length: height * width }, (_, i) => data[i * (index + 1) + index]);
}

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

function standardised(values: readonly number[]): number[] {
  const { mean, deviation } = momentsOf(values);
  return values.map((x) => (x - mean) / deviation);
}

const encode = (image: Pixels, type: string) => {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context?.putImageData(new ImageData(image.data, image.width, image.height), 0, 0);
  return canvas.convertToBlob({ type });
};

describe('features', () => {
  test('the bank has many channels, all named apart in both languages', () => {
    expect(MAX_CHANNELS).toBeGreaterThanOrEqual(128);
    const names = filters.map(({ name }) => name);
    expect(new Set(names.map((n) => n.en)).size).toBe(MAX_CHANNELS);
    expect(new Set(names.map((n) => n.zh)).size).toBe(MAX_CHANNELS);
    expect(() =>
      features(
        paint(2, 2, () => grey(0)),
        2,
        2,
        MAX_CHANNELS + 1,
      ),
    ).toThrow(Refusal);
  });

  test('axes, and channels that are all different', async () => {
    const photo = await decodeImage(await (await fetch('/images/coffee.jpg')).blob());
    const { axes, data } = features(photo, 12, 20, MAX_CHANNELS);
    expect(axes.map((a) => `${a.role} ${a.size}`)).toEqual([
      'batch 1',
      'height 12',
      'width 20',
      `channel ${MAX_CHANNELS}`,
    ]);
    const maps = Array.from({ length: 64 }, (_, c) =>
      standardised(Array.from({ length: 240 }, (_, i) => data[i * MAX_CHANNELS + c])),
    );
    maps.forEach((a, i) => {
      maps.slice(0, i).forEach((b, j) => {
        const correlation = a.reduce((sum, x, k) => sum + x * b[k], 0) / 240;
        expect(Math.abs(correlation), `${filters[i].name.en} | ${filters[j].name.en}`).toBeLessThan(
          0.999,
        );
      });
    });
  });

  test('mean 0 and variance 1 for every channel over the sample photographs', async () => {
    const values: number[][] = Array.from({ length: MAX_CHANNELS }, () => []);
    for (const { file } of Object.values(samples)) {
      const photo = await decodeImage(await (await fetch(`/${file}`)).blob());
      features(photo, 32, 32, MAX_CHANNELS).data.forEach((x, i) => {
        values[i % MAX_CHANNELS].push(x);
      });
    }
    values.forEach((channel, c) => {
      const { mean, deviation } = momentsOf(channel);
      expect(mean, filters[c].name.en).toBeCloseTo(0, 2);
      expect(deviation, filters[c].name.en).toBeCloseTo(1, 2);
    });
  });

  test('a flat image is flat in all but position, and its colour can be told', () => {
    const flat = (colour: readonly [number, number, number]) =>
      features(
        paint(40, 40, () => colour),
        5,
        5,
        MAX_CHANNELS,
      ).data;
    const data = flat([200, 30, 77]);
    for (let c = 0; c < MAX_CHANNELS; c++) {
      const map = Array.from({ length: 25 }, (_, i) => data[i * MAX_CHANNELS + c]);
      const spread = Math.max(...map) - Math.min(...map);
      if (filters[c].name.en.match(/position|distance/)) expect(spread).toBeGreaterThan(0.9);
      else expect(spread, filters[c].name.en).toBeLessThan(1e-3);
    }
    // Channel 0 is brightness.
    expect(flat([250, 250, 250])[0]).toBeGreaterThan(1);
    expect(flat([5, 5, 5])[0]).toBeLessThan(-1);
  });

  test('one pixel, and maps finer than the image, stay finite', () => {
    const tiny = paint(1, 1, () => grey(9));
    expect(features(tiny, 1, 1, MAX_CHANNELS).data.every(Number.isFinite)).toBe(true);
    const line = features(
      paint(3, 50, (_, y) => grey(y * 5)),
      1,
      64,
      64,
    ).data;
    expect(line.every(Number.isFinite)).toBe(true);
    expect(
      features(
        paint(30, 30, (x) => grey(x * 8)),
        300,
        7,
        8,
      ).data.every(Number.isFinite),
    ).toBe(true);
  });

  test('cells average the area under them', () => {
    const levels = [0, 64, 128, 255];
    const image = paint(192, 192, (x, y) => grey(levels[(y < 96 ? 0 : 2) + (x < 96 ? 0 : 1)]));
    // Up to the fixed scale of the channel, which drops out of ratios of differences.
    const seen = channel(image, 2, 2, 'luminance');
    seen.forEach((value, i) => {
      expect((value - seen[0]) / (seen[3] - seen[0])).toBeCloseTo(levels[i] / 255, 3);
    });
  });

  test('opponent colours point to their colour', () => {
    const image = paint(100, 100, (x, y) =>
      x < 50 ? (y < 50 ? [255, 0, 0] : [0, 255, 0]) : y < 50 ? [0, 0, 255] : [255, 255, 0],
    );
    const largest = (name: string) => {
      const map = channel(image, 2, 2, name);
      return map.indexOf(Math.max(...map));
    };
    // Cells: red, blue / green, yellow.
    expect(largest('red–green')).toBe(0);
    expect(largest('blue–yellow')).toBe(1);
    expect(largest('red–green σ8')).toBe(0);
  });

  test.each([0, 45, 90, 135])('edges answer to their own direction: %i°', (degrees) => {
    // Stripes of wavelength 2σ = 8: across the angle in the left half, along it in the right half.
    const image = paint(192, 192, (x, y) => {
      const angle = ((degrees + (x < 96 ? 90 : 0)) * Math.PI) / 180;
      const phase = (Math.PI / 4) * (x * Math.sin(angle) + y * Math.cos(angle));
      return grey(128 + 100 * Math.sin(phase));
    });
    const [left, right] = channel(image, 1, 2, `edge ${degrees}° σ4`);
    expect(right).toBeGreaterThan(left);
  });

  test('blobs are found where they are, bright and dark apart', () => {
    const image = paint(192, 192, (x, y) => {
      if (Math.hypot(x - 48, y - 48) < 6) return grey(255);
      return grey(Math.hypot(x - 144, y - 144) < 6 ? 0 : 128);
    });
    const bright = channel(image, 4, 4, 'bright blob σ4');
    const dark = channel(image, 4, 4, 'dark blob σ4');
    expect(bright.indexOf(Math.max(...bright)) % 4).toBeLessThan(2);
    expect(bright.indexOf(Math.max(...bright))).toBeLessThan(8);
    expect(dark.indexOf(Math.max(...dark)) % 4).toBeGreaterThan(1);
    expect(dark.indexOf(Math.max(...dark))).toBeGreaterThan(7);
  });
});

describe('crop and thumbnail', () => {
  test('the centre is kept and nothing is stretched', () => {
    expect(cropTo({ width: 600, height: 400 }, 8, 8)).toEqual({
      x: 100,
      y: 0,
      width: 400,
      height: 400,
    });
    expect(cropTo({ width: 300, height: 451 }, 4, 8)).toEqual({
      x: 0,
      y: 150,
      width: 300,
      height: 150,
    });
    expect(cropTo({ width: 1, height: 9 }, 1, 100)).toEqual({ x: 0, y: 4, width: 1, height: 1 });
  });

  test('a thumbnail shows the part that the map shows', () => {
    // Red margins that the crop leaves out.
    const image = paint(80, 40, (x) =>
      x < 20 || x >= 60 ? [255, 0, 0] : [0, 0, x < 40 ? 0 : 255],
    );
    const { width, height, data } = thumbnail(image, 5, 5, 10);
    expect([width, height]).toEqual([10, 10]);
    expect(Array.from(data.subarray(0, 4))).toEqual([0, 0, 0, 255]);
    expect(Array.from(data.subarray(36, 40))).toEqual([0, 0, 255, 255]);
    expect(thumbnail(image, 5, 5, 1000).width).toBe(40);
  });
});

describe('decodeImage', () => {
  test('a JPEG, at its own size', async () => {
    const photo = await decodeImage(await (await fetch('/images/chelsea.jpg')).blob());
    expect([photo.width, photo.height]).toEqual([451, 300]);
    const means = [0, 1, 2].map(
      (c) => photo.data.reduce((sum, v, i) => sum + (i % 4 === c ? v : 0), 0) / (451 * 300),
    );
    // A ginger cat: more red than green, more green than blue.
    expect(means[0]).toBeGreaterThan(means[1] + 20);
    expect(means[1]).toBeGreaterThan(means[2] + 10);
  });

  test('PNG exactly, and on white where it is transparent', async () => {
    const image = paint(2, 1, () => [10, 20, 30]);
    image.data[7] = 0;
    const { data } = await decodeImage(await encode(image, 'image/png'));
    expect(Array.from(data)).toEqual([10, 20, 30, 255, 255, 255, 255, 255]);
  });

  test('large images are reduced', async () => {
    const photo = await decodeImage(
      await encode(
        paint(3000, 30, () => grey(128)),
        'image/webp',
      ),
    );
    expect([photo.width, photo.height]).toEqual([1024, 10]);
  });

  test('what is too large or no image is refused', async () => {
    const refused = async (blob: Blob, message: RegExp) => {
      await expect(decodeImage(blob)).rejects.toThrow(Refusal);
      await expect(decodeImage(blob)).rejects.toThrow(message);
    };
    await refused(new Blob([new Uint8Array(MAX_BYTES + 1)]), /40 MiB/);
    await refused(new Blob(['no image at all, only some text of a few words']), /not an image/);
    await refused(new Blob([]), /not an image/);
    const jpeg = await (await fetch('/images/rocket.jpg')).blob();
    await refused(jpeg.slice(0, 200), /not an image/);
    // A header alone that claims 20000 × 20000 pixels.
    const bomb = new Uint8Array(64);
    bomb.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
    bomb.set([0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20], 16);
    await refused(new Blob([bomb]), /20000 × 20000 pixels \(400 megapixels\)/);
  });
});

describe('imageSize', () => {
  test.each(['image/png', 'image/jpeg', 'image/webp'])('reads the header of %s', async (type) => {
    const blob = await encode(
      paint(301, 7, (x) => grey(x % 256)),
      type,
    );
    expect(blob.type).toBe(type);
    expect(imageSize(new Uint8Array(await blob.arrayBuffer()))).toEqual({ width: 301, height: 7 });
  });

  test('reads GIF, BMP and the other forms of WebP from bytes written by hand', () => {
    const bytes = (text: string, at: number, values: number[]) => {
      const file = new Uint8Array(40);
      file.set(new TextEncoder().encode(text));
      file.set(values, at);
      return imageSize(file);
    };
    expect(bytes('GIF89a', 6, [1, 2, 3, 0])).toEqual({ width: 513, height: 3 });
    // A negative height means rows from the top down.
    expect(bytes('BM', 18, [5, 0, 0, 0, 254, 255, 255, 255])).toEqual({ width: 5, height: 2 });
    expect(bytes('RIFF    WEBPVP8X', 24, [1, 1, 0, 2, 0, 0])).toEqual({ width: 258, height: 3 });
    expect(bytes('RIFF    WEBPVP8L', 21, [0x01, 0x40, 0x01, 0])).toEqual({ width: 2, height: 6 });
    expect(bytes('something else', 20, [])).toBeUndefined();
    expect(imageSize(new Uint8Array(3))).toBeUndefined();
  });
});
