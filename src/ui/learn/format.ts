import type { Measure } from '../../lessons/lesson';
import { formatBytes, formatNumber } from '../format';

/** So many digits after the point; thousands apart, and a minus that is one. */
export const formatFixed = (value: number, digits: number): string =>
  value
    .toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace('-', '−');

/** A measured number as it is read: bytes, a count, or a value. */
export const formatMeasured = (value: number, kind?: Measure['kind']): string => {
  if (kind === 'memory') return formatBytes(value);
  return Number.isInteger(value) ? formatFixed(value, 0) : formatNumber(value);
};
