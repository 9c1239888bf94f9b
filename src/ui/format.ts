import type { Node } from '../trace/graph';

const minus = '\u2212';

/** A number in the page's one precision: four decimals, three digits when small, an exponent when very small or large. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size < 1e-4 || size >= 1e5
      ? value.toExponential(2)
      : size < 0.01
        ? value.toPrecision(3)
        : value.toFixed(4);
  return text.replace('-', minus).replace(/e\+?(-?)/, (_, sign) => `e${sign ? minus : ''}`);
}

/** A colour scale may also name the middle between two positions. */
const formatPosition = (value: number): string => `${Math.round(10 * value) / 10}`;

/** How the values of a node are written: the number of a position is whole. */
export const formatOf = ({ op }: Pick<Node, 'op'>): ((value: number) => string) =>
  op === 'argmax' ? formatPosition : formatNumber;

const scaled = (value: number, units: readonly string[], step: number): string => {
  let rest = value;
  let unit = 0;
  while (rest >= step && unit < units.length - 1) {
    rest /= step;
    unit++;
  }
  const digits = unit === 0 || rest >= 100 ? 0 : rest >= 10 ? 1 : 2;
  return `${rest.toFixed(digits)}\u202f${units[unit]}`;
};

export const formatBytes = (bytes: number): string =>
  scaled(bytes, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'], 1024);

/** Counts of parameters and multiply–accumulates: 4,096 → 4.10 K. */
export const formatCount = (count: number): string =>
  count < 10_000 ? count.toLocaleString('en') : scaled(count, ['', 'K', 'M', 'G', 'T', 'P'], 1000);

export const formatMilliseconds = (ms: number): string =>
  ms >= 1000
    ? `${(ms / 1000).toFixed(2)}\u202fs`
    : `${ms < 100 ? ms.toFixed(1) : ms.toFixed(0)}\u202fms`;
