export interface Range {
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  readonly log?: boolean;
  /** The only values that may be chosen, ascending. */
  readonly options?: readonly number[];
}

/** Positions 0 … `last` of a slider and the values that they stand for. */
export interface SliderScale {
  readonly last: number;
  valueAt(position: number): number;
  positionOf(value: number): number;
  /** The value nearest to a typed one that may be chosen. */
  nearest(value: number): number;
}

const fine = 200;

const clamp = (x: number, min: number, max: number): number => Math.min(max, Math.max(min, x));

const closest = (values: readonly number[], to: number): number =>
  values.reduce((best, v, i) => (Math.abs(v - to) < Math.abs(values[best] - to) ? i : best), 0);

/** Three significant digits: a slider is not for more. */
const rounded = (x: number): number => Number(x.toPrecision(3));

/** A position for each of some values, ascending. */
const listScale = (values: readonly number[]): Omit<SliderScale, 'nearest'> => ({
  last: values.length - 1,
  valueAt: (position) => values[clamp(Math.round(position), 0, values.length - 1)],
  positionOf: (value) => closest(values, value),
});

export function sliderScale({ min, max, integer, log, options }: Range): SliderScale {
  if (options && options.length > 0) {
    return { ...listScale(options), nearest: (value) => options[closest(options, value)] };
  }
  const nearest = (value: number): number => clamp(integer ? Math.round(value) : value, min, max);
  if (log && min > 0) {
    const span = Math.log(max / min);
    const valueAt = (position: number): number =>
      nearest(rounded(min * Math.exp((span * position) / fine)));
    // Small whole numbers lie further apart than positions, and each step has to bring another one.
    if (integer) {
      const values = Array.from({ length: fine + 1 }, (_, position) => valueAt(position));
      return { ...listScale([...new Set(values)]), nearest };
    }
    return {
      last: fine,
      valueAt,
      positionOf: (value) => Math.round((fine * Math.log(clamp(value, min, max) / min)) / span),
      nearest,
    };
  }
  const last = integer ? max - min : fine;
  return {
    last,
    valueAt: (position) =>
      nearest(integer ? min + position : rounded(min + ((max - min) * position) / fine)),
    positionOf: (value) => Math.round(((clamp(value, min, max) - min) / (max - min || 1)) * last),
    nearest,
  };
}
