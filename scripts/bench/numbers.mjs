/** Medians and tables. */

/**
 * @typedef {{ median: number, p95: number, count: number }} Summary milliseconds
 */

/** @param {readonly number[]} values @param {number} share 0…1 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** @param {readonly number[]} values @returns {Summary} */
export const summarise = (values) => ({
  median: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  count: values.length,
});

/** @param {number} milliseconds */
export const short = (milliseconds) =>
  milliseconds >= 100
    ? milliseconds.toFixed(0)
    : milliseconds >= 10
      ? milliseconds.toFixed(1)
      : milliseconds.toFixed(2);

/** `median (p95)`. @param {Summary} summary */
export const both = ({ median, p95 }) => `${short(median)} (${short(p95)})`;

/**
 * A table in Markdown, its columns aligned.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  /** @param {readonly string[]} row */
  const line = (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
