/** What the numbers of an axis count. `size` is a number of positions or channels. */
export type Unit = 'size' | 'count' | 'bytes' | 'time';

export interface Tick {
  readonly value: number;
  readonly text: string;
}

const narrow = '\u202f';
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const raised = (n: number): string =>
  (n < 0 ? '⁻' : '') + [...`${Math.abs(n)}`].map((digit) => superscripts[Number(digit)]).join('');

/** Steps between ticks, in powers of the base, from fine to coarse. */
const steps = [1, 2, 3, 5, 10, 20, 30];

const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'];
const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB'];

/** A number with the prefix that suits it: `32 MiB`, `200 k`. */
function scaled(value: number, base: number, names: readonly string[]): string {
  const power = Math.max(
    0,
    Math.min(names.length - 1, Math.floor(Math.log(value) / Math.log(base) + 1e-9)),
  );
  return `${Number((value / base ** power).toPrecision(4))}${narrow}${names[power]}`.trim();
}

/** Milliseconds in the unit that suits them. */
function timeText(ms: number): string {
  const [value, unit] =
    ms < 0.999e-3 ? [ms * 1e6, 'ns'] : ms < 0.999 ? [ms * 1e3, 'µs'] : [ms, 'ms'];
  const [shown, name] = unit === 'ms' && ms >= 999 ? [ms / 1e3, 's'] : [value, unit];
  return `${Number(shown.toPrecision(4)).toLocaleString('en')}${narrow}${name}`;
}

/** The number of a tick as it is written. */
export function tickText(value: number, unit: Unit): string {
  switch (unit) {
    case 'size':
      return value < 1e5
        ? value.toLocaleString('en')
        : scaled(value, 1024, ['', 'Ki', 'Mi', 'Gi', 'Ti']);
    case 'bytes':
      return scaled(value, 1024, binary);
    case 'time':
      return timeText(value);
    case 'count': {
      const power = Math.log10(value);
      const whole = Math.round(power);
      return Math.abs(power - whole) < 1e-9 && whole >= 3
        ? `10${raised(whole)}`
        : scaled(value, 1000, prefixes);
    }
  }
}

/**
 * Ticks at powers of two (sizes and bytes) or of ten, as many as have room; within one power of ten
 * also at 2 and 5 times it.
 * @param domain smallest and largest value, both above 0
 * @param most how many have room
 */
export function ticksOf(domain: readonly [number, number], unit: Unit, most: number): Tick[] {
  const base = unit === 'size' || unit === 'bytes' ? 2 : 10;
  const [from, to] = domain.map((value) => Math.log(value) / Math.log(base));
  const first = Math.ceil(from - 1e-9);
  const last = Math.floor(to + 1e-9);
  const step = steps.find((s) => (last - first) / s + 1 <= most) ?? steps[steps.length - 1];
  const values: number[] = [];
  for (let k = Math.ceil(first / step) * step; k <= last; k += step) values.push(base ** k);
  const finer = [1, 2, 5].flatMap((lead) =>
    Array.from({ length: last - first + 3 }, (_, i) => lead * 10 ** (first - 1 + i)),
  );
  const within = finer
    .filter((value) => value >= domain[0] * (1 - 1e-9) && value <= domain[1] * (1 + 1e-9))
    .sort((a, b) => a - b);
  const chosen = base === 10 && values.length < 3 && within.length <= most ? within : values;
  return chosen.map((value) => ({ value, text: tickText(value, unit) }));
}
