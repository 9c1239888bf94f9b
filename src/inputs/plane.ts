/** One number per pixel, row-major. */
export interface Plane {
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}

export const plane = (height: number, width: number): Plane => ({
  height,
  width,
  data: new Float32Array(height * width),
});

/** A new plane from the values of others at each pixel. */
export function combine(f: (...values: number[]) => number, first: Plane, second = first): Plane {
  const out = plane(first.height, first.width);
  for (let i = 0; i < out.data.length; i++) out.data[i] = f(first.data[i], second.data[i]);
  return out;
}

/** For each target cell along one side, the source cells under it and the share of each. */
function shares(from: number, to: number): { start: number; weights: number[] }[] {
  const step = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [low, high] = [i * step, (i + 1) * step];
    const start = Math.floor(low);
    const weights: number[] = [];
    for (let j = start; j < Math.min(from, Math.ceil(high - 1e-9)); j++) {
      weights.push((Math.min(j + 1, high) - Math.max(j, low)) / step);
    }
    return { start, weights };
  });
}

/** A rectangle of the source, in pixels. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Mean over the area that each target pixel covers; shares of pixels count as such.
 * @param stride distance of the values in `data`, and `offset` the first: one colour of RGBA pixels is 4 and 0 … 3.
 */
export function areaAverage(
  source: { readonly width: number; readonly data: ArrayLike<number> },
  crop: Crop,
  height: number,
  width: number,
  stride = 1,
  offset = 0,
): Plane {
  const columns = shares(crop.width, width);
  const across = plane(crop.height, width);
  for (let y = 0; y < crop.height; y++) {
    const row = ((y + crop.y) * source.width + crop.x) * stride + offset;
    for (let x = 0; x < width; x++) {
      const { start, weights } = columns[x];
      let sum = 0;
      for (let j = 0; j < weights.length; j++) {
        sum += weights[j] * source.data[row + (start + j) * stride];
      }
      across.data[y * width + x] = sum;
    }
  }
  const out = plane(height, width);
  shares(crop.height, height).forEach(({ start, weights }, y) => {
    weights.forEach((weight, j) => {
      for (let x = 0; x < width; x++) {
        out.data[y * width + x] += weight * across.data[(start + j) * width + x];
      }
    });
  });
  return out;
}

export const resize = (source: Plane, height: number, width: number): Plane =>
  source.height === height && source.width === width
    ? source
    : areaAverage(source, { x: 0, y: 0, ...source }, height, width);

/** Correlates each row with a kernel of odd length; the border repeats. */
function acrossRows({ height, width, data }: Plane, kernel: ArrayLike<number>): Plane {
  const out = plane(height, width);
  const radius = (kernel.length - 1) / 2;
  const padded = new Float32Array(width + 2 * radius);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    padded.fill(data[row], 0, radius);
    padded.set(data.subarray(row, row + width), radius);
    padded.fill(data[row + width - 1], radius + width);
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k] * padded[x + k];
      out.data[row + x] = sum;
    }
  }
  return out;
}

/** Correlates each column with a kernel of odd length; the border repeats. */
function acrossColumns({ height, width, data }: Plane, kernel: ArrayLike<number>): Plane {
  const out = plane(height, width);
  const radius = (kernel.length - 1) / 2;
  for (let y = 0; y < height; y++) {
    const row = out.data.subarray(y * width, (y + 1) * width);
    for (let k = 0; k < kernel.length; k++) {
      const from = Math.min(height - 1, Math.max(0, y + k - radius)) * width;
      for (let x = 0; x < width; x++) row[x] += kernel[k] * data[from + x];
    }
  }
  return out;
}

/** Samples of a Gaussian out to 2.5 σ, adding up to 1. */
export function gaussian(sigma: number): number[] {
  const radius = Math.ceil(2.5 * sigma);
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, x) => sum + x, 0);
  return kernel.map((x) => x / total);
}

export const blur = (source: Plane, sigma: number): Plane => {
  const kernel = gaussian(sigma);
  return acrossColumns(acrossRows(source, kernel), kernel);
};

/**
 * Magnitude of the complex Gabor filter: the strength of stripes of wavelength 2σ, whatever their
 * phase, that run at an angle (anticlockwise from the horizontal, as seen). A wave of amplitude 1
 * gives about 1. The complex filter is separable at every angle.
 */
export function gaborEnergy(source: Plane, sigma: number, degrees: number): Plane {
  const envelope = gaussian(sigma);
  const radius = (envelope.length - 1) / 2;
  const angle = (degrees * Math.PI) / 180;
  // The wave's direction is normal to the stripes; y points down.
  const wave = Math.PI / sigma;
  const part = (f: (phase: number) => number, frequency: number) =>
    envelope.map((g, i) => g * f((i - radius) * frequency));
  const kx = wave * Math.sin(angle);
  const ky = wave * Math.cos(angle);
  const realRows = acrossRows(source, part(Math.cos, kx));
  const imaginaryRows = acrossRows(source, part(Math.sin, kx));
  const [cos, sin] = [part(Math.cos, ky), part(Math.sin, ky)];
  const rc = acrossColumns(realRows, cos).data;
  const rs = acrossColumns(realRows, sin).data;
  const ic = acrossColumns(imaginaryRows, cos).data;
  const is = acrossColumns(imaginaryRows, sin).data;
  const out = plane(source.height, source.width);
  for (let i = 0; i < out.data.length; i++) {
    const real = rc[i] - is[i];
    const imaginary = rs[i] + ic[i];
    out.data[i] = 2 * Math.sqrt(real * real + imaginary * imaginary);
  }
  return out;
}
