import { useStore } from 'zustand';
import type { Translate } from '../../i18n';
import type { RunTime } from '../../state/store';
import { formatBytes, formatCount, formatMilliseconds, formatNumber } from '../format';
import { useT } from '../use-text';
import styles from './Numbers.module.css';
import type { Comparison } from './use-comparison';

/** A quantity of both sides, or one number of the two together. */
export interface NumberRow {
  readonly name: string;
  readonly values: readonly [string] | readonly [string, string];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}\u202f%`;

/** Pearson's correlation of two pictures; null where one of them is flat. */
export function correlationOf(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const mean = (of: ArrayLike<number>) => Array.from(of).reduce((x, y) => x + y, 0) / of.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

/** What tells the pictures apart. */
export function pictureRows({ first, second, difference, facts }: Comparison, t: Translate) {
  const rows: NumberRow[] = [];
  if (difference) {
    rows.push({ name: t('compare.most'), values: [formatNumber(difference.most)] });
    rows.push({ name: t('compare.mean'), values: [formatNumber(difference.mean)] });
    // Shares of weight overlap, and points lie apart; how they correlate says less.
    const [a, b] = [first.picture, second.picture];
    const apart = a?.kind === 'look' || a?.kind === 'points';
    const r = !a || !b || apart ? null : correlationOf(a.values, b.values);
    if (r !== null)
      rows.push({ name: t('compare.correlation'), values: [r.toFixed(3).replace('-', '−')] });
  }
  const { entropy, keys, overlap, inside } = facts;
  if (entropy.some((bits) => bits !== null)) {
    const both = (text: (bits: number, side: 0 | 1) => string) =>
      ([0, 1] as const).map((i) => {
        const bits = entropy[i];
        return bits === null ? '–' : text(bits, i);
      }) as [string, string];
    rows.push({
      name: t('compare.entropy'),
      values: both((bits) => t('compare.bits', { bits: bits.toFixed(2) })),
    });
    rows.push({
      name: t('compare.effective'),
      values: both((bits, i) =>
        t('compare.of', { some: (2 ** bits).toFixed(1), all: formatCount(keys[i] ?? 0) }),
      ),
    });
  }
  if (overlap !== null) rows.push({ name: t('compare.overlap'), values: [percent(overlap)] });
  if (inside)
    rows.push({ name: t('compare.inside'), values: [percent(inside[0]), percent(inside[1])] });
  return rows;
}

/** What both cost. @param times of both runs. */
function costRows(
  { first, second }: Comparison,
  times: readonly (RunTime | null)[],
  t: Translate,
): NumberRow[] {
  const [a, b] = [first.figure.summary, second.figure.summary];
  const row = (name: string, value: (of: typeof a) => string): NumberRow => ({
    name,
    values: [value(a), value(b)],
  });
  const same = a.backend === b.backend;
  return [
    row(t('compare.parameters'), ({ graph }) => formatCount(graph.parameters)),
    row(t('compare.macs'), ({ graph }) => formatCount(graph.cost.macs)),
    row(t('compare.memory'), ({ bytes }) => formatBytes(bytes)),
    row(same ? t('compare.time', { backend: a.backend }) : t('compare.times'), (of) => {
      const run = times[of === a ? 0 : 1];
      const time = run ? formatMilliseconds(run.milliseconds) : '…';
      return same ? time : `${time} ${of.backend}`;
    }),
    row(t('cost.computed'), (of) => {
      const run = times[of === a ? 0 : 1];
      return run ? t('cost.share', { ...run }) : '…';
    }),
  ];
}

/** The numbers of both sides in one table. */
export function Numbers({ comparison }: { readonly comparison: Comparison }) {
  const t = useT();
  const times = [
    useStore(comparison.first.atlas.store, (s) => s.time),
    useStore(comparison.second.atlas.store, (s) => s.time),
  ];
  const rows = [...pictureRows(comparison, t), ...costRows(comparison, times, t)];
  return (
    <table className={styles.numbers}>
      <caption className="hidden">{t('compare.numbers')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="hidden">{t('compare.quantity')}</span>
          </th>
          <th scope="col">A</th>
          <th scope="col">B</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {values.length === 1 ? (
              <td colSpan={2}>{values[0]}</td>
            ) : (
              <>
                <td>{values[0]}</td>
                <td>{values[1]}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
