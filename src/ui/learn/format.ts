import type { Measure } from '../../lessons/lesson';
import type { Locale } from '../../state/view';
import { formatBytes, formatNumber } from '../format';

/** So many digits after the point; thousands apart, and a minus that is one. */
export const formatFixed = (value: number, digits: number): string =>
  value
    .toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace('-', '−');

/** A written number with its percent sign if it has one: no line breaks before it, and Chinese has no space there. */
export function signed(number: string, percent: boolean | undefined, locale: Locale): string {
  if (!percent) return number;
  return `${number}${locale === 'zh' ? '' : '\u00a0'}%`;
}

/** A measured number as it is read: bytes, a count, or a value. */
export const formatMeasured = (value: number, kind?: Measure['kind']): string => {
  if (kind === 'memory') return formatBytes(value);
  return Number.isInteger(value) ? formatFixed(value, 0) : formatNumber(value);
};
