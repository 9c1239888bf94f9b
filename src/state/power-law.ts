/** A point of a curve that is looked at on logarithmic axes. */
export interface Sample {
  readonly x: number;
  readonly y: number;
}

/** y = factor · x^exponent. */
export interface PowerLaw {
  readonly exponent: number;
  readonly factor: number;
  /** Standard error of the exponent; null for two points, which leave nothing over to judge it by. */
  readonly error: number | null;
  /** Share of the variance of log y that the law explains, 0…1. */
  readonly r2: number;
  /** How many points it was fitted to. */
  readonly count: number;
}

/** Points at the large end whose own exponent is given beside that of all. */
const END = 3;

/**
 * Ordinary least squares on the logarithms. Points without a logarithm are left out.
 * @returns null where fewer than two different sizes are left.
 */
export function fitPowerLaw(samples: readonly Sample[]): PowerLaw | null {
  const points = samples
    .filter(({ x, y }) => x > 0 && y > 0 && Number.isFinite(x) && Number.isFinite(y))
    .map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const count = points.length;
  const mean = (key: 'x' | 'y'): number => points.reduce((sum, p) => sum + p[key], 0) / count;
  const [mx, my] = [mean('x'), mean('y')];
  const total = (a: 'x' | 'y', b: 'x' | 'y'): number => {
    const centre = { x: mx, y: my };
    return points.reduce((sum, p) => sum + (p[a] - centre[a]) * (p[b] - centre[b]), 0);
  };
  const sxx = total('x', 'x');
  if (count < 2 || sxx === 0) return null;
  const exponent = total('x', 'y') / sxx;
  const syy = total('y', 'y');
  const residual = points.reduce((sum, p) => sum + (p.y - my - exponent * (p.x - mx)) ** 2, 0);
  return {
    exponent,
    factor: Math.exp(my - exponent * mx),
    error: count > 2 ? Math.sqrt(residual / (count - 2) / sxx) : null,
    // A constant is explained as it is.
    r2: syy > 1e-20 ? Math.max(0, 1 - residual / syy) : 1,
    count,
  };
}

/** The law of the largest sizes alone: what lower-order terms bend at small sizes is straight there. */
export const fitLargeEnd = (samples: readonly Sample[]): PowerLaw | null =>
  fitPowerLaw([...samples].sort((a, b) => a.x - b.x).slice(-END));

/** What the law gives at a size. */
export const lawAt = ({ factor, exponent }: Pick<PowerLaw, 'factor' | 'exponent'>, x: number) =>
  factor * x ** exponent;
