import { describe, expect, test } from 'vitest';
import {
  areaAverage,
  blur,
  gaborEnergy,
  gaussian,
  type Plane,
  plane,
  resize,
} from '../../../src/inputs/plane';

const from = (height: number, width: number, f: (y: number, x: number) => number): Plane => ({
  ...plane(height, width),
  data: Float32Array.from({ length: height * width }, (_, i) =>
    f(Math.floor(i / width), i % width),
  ),
});

describe('area average', () => {
  test('shares a pixel between the cells that cut it', () => {
    const row = from(1, 3, (_, x) => x + 1);
    // (1 + 2/2) / 1.5 and (2/2 + 3) / 1.5
    const { data } = resize(row, 1, 2);
    expect(data[0]).toBeCloseTo(4 / 3, 6);
    expect(data[1]).toBeCloseTo(8 / 3, 6);
    const column = resize({ height: 3, width: 1, data: row.data }, 2, 1);
    expect(column.data).toEqual(data);
  });

  test('enlarges by repeating', () => {
    expect(
      Array.from(
        resize(
          from(1, 2, (_, x) => x),
          2,
          4,
        ).data,
      ),
    ).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
  });

  test('reads one colour of a part of an image', () => {
    // Two rows of three pixels with two values each.
    const image = { width: 3, data: [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6] };
    const part = areaAverage(image, { x: 1, y: 0, width: 2, height: 2 }, 1, 1, 2, 1);
    expect(Array.from(part.data)).toEqual([(2 + 3 + 5 + 6) / 4]);
  });

  test('keeps the mean at any size', () => {
    const source = from(17, 23, (y, x) => (y * 31 + x * 17) % 13);
    const mean = ({ data }: Plane) => data.reduce((sum, v) => sum + v, 0) / data.length;
    for (const [h, w] of [
      [5, 7],
      [17, 1],
      [40, 23],
    ]) {
      expect(mean(resize(source, h, w))).toBeCloseTo(mean(source), 5);
    }
  });
});

describe('filters', () => {
  test('a blur spreads a point as a Gaussian and leaves a flat image', () => {
    const kernel = gaussian(2);
    expect(kernel.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
    expect(kernel[7] / kernel[5]).toBeCloseTo(Math.exp(-0.5), 12);
    const { data } = blur(
      from(21, 21, (y, x) => (y === 10 && x === 10 ? 1 : 0)),
      2,
    );
    expect(data[10 * 21 + 10]).toBeCloseTo(kernel[5] ** 2, 6);
    expect(data[11 * 21 + 12]).toBeCloseTo(kernel[6] * kernel[7], 6);
    expect(
      blur(
        from(3, 4, () => 5),
        2,
      ).data.every((x) => Math.abs(x - 5) < 1e-5),
    ).toBe(true);
  });

  test('Gabor energy is the magnitude of the two-dimensional complex filter', () => {
    const source = from(15, 15, (y, x) => ((y * 7 + x * 3) % 11) - 5);
    const kernel = gaussian(2);
    for (const degrees of [0, 22.5, 45, 90, 135]) {
      const angle = (degrees * Math.PI) / 180;
      let [real, imaginary] = [0, 0];
      for (let y = -5; y <= 5; y++) {
        for (let x = -5; x <= 5; x++) {
          const phase = (Math.PI / 2) * (x * Math.sin(angle) + y * Math.cos(angle));
          const value = kernel[y + 5] * kernel[x + 5] * source.data[(7 + y) * 15 + 7 + x];
          real += value * Math.cos(phase);
          imaginary += value * Math.sin(phase);
        }
      }
      const energy = gaborEnergy(source, 2, degrees).data[7 * 15 + 7];
      expect(energy).toBeCloseTo(2 * Math.hypot(real, imaginary), 5);
    }
  });

  test('Gabor energy of a wave is its amplitude along it and nothing across', () => {
    // Wavelength 4, crests that lie.
    const waves = from(33, 33, (y) => 0.7 * Math.sin((Math.PI / 2) * y + 0.4));
    expect(gaborEnergy(waves, 2, 0).data[16 * 33 + 16]).toBeCloseTo(0.7, 1);
    expect(gaborEnergy(waves, 2, 90).data[16 * 33 + 16]).toBeLessThan(0.02);
  });
});
