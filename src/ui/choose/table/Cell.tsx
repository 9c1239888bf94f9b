import type { Column } from '../../../state/choose-table';
import { formatBytes, formatCount } from '../../format';
import { Tex } from '../../Tex';
import { useT, useText } from '../../use-text';
import { barLength, numberIn, type Row } from './rows';
import styles from './Table.module.css';
import { overWords, reachWords, seenWords, shapeWords, timeWords } from './words';

interface Props {
  readonly row: Row;
  readonly column: Column;
  /** Least and largest value of a column with bars. */
  readonly range?: readonly [number, number] | null;
}

/** What stands in a cell: a value, with a bar for its magnitude and a second line that says more. */
export function Cell({ row, column, range }: Props) {
  const t = useT();
  const { mechanism, facts } = row;
  switch (column) {
    case 'over':
      return overWords(mechanism, t);
    case 'complexity':
      return <Tex tex={mechanism.complexity} />;
    case 'year':
      return numberIn(row, column);
    case 'time':
      return <Time row={row} range={range} />;
  }
  if (!facts) return null;
  const value = numberIn(row, column) ?? 0;
  switch (column) {
    case 'parameters':
    case 'macs':
      return <Quantity value={value} range={range} words={formatCount(value)} />;
    case 'memory':
      return <Memory row={row} range={range} />;
    case 'attention': {
      if (facts.attention.cells === 0)
        return <span className={styles.aside}>{t('choose.table.none')}</span>;
      const shape = shapeWords(facts.attention.axes);
      return (
        <Quantity
          value={value}
          range={range}
          words={formatCount(value)}
          // One axis is as long as there are cells.
          more={shape.includes('×') ? shape : undefined}
        />
      );
    }
    case 'reach':
      return (
        <>
          {reachWords(facts.reach, t)}
          <span className={styles.more}>{seenWords(facts, t)}</span>
        </>
      );
  }
}

interface QuantityProps {
  readonly value: number;
  readonly range?: readonly [number, number] | null;
  readonly words: string;
  readonly more?: string;
  readonly warns?: boolean;
}

function Quantity({ value, range, words, more, warns }: QuantityProps) {
  return (
    <>
      {words}
      <span className={styles.bar} aria-hidden>
        <span style={{ inlineSize: `${100 * (range ? barLength(value, range) : 0)}%` }} />
      </span>
      {more && (
        <span className={styles.more} data-warns={warns}>
          {more}
        </span>
      )}
    </>
  );
}

/** Activations; beyond what the backend holds, what it would need. */
function Memory({ row: { facts }, range }: Pick<Props, 'row' | 'range'>) {
  const t = useT();
  if (!facts) return null;
  const { memory, fit } = facts;
  const single = fit.largest > fit.limits.tensor;
  const over = {
    needed: formatBytes(single ? fit.largest : fit.total),
    limit: formatBytes(single ? fit.limits.tensor : fit.limits.total),
  };
  return (
    <Quantity
      value={memory}
      range={range}
      words={formatBytes(memory)}
      more={fit.fits ? undefined : t('choose.table.tooLarge', over)}
      warns
    />
  );
}

/** The median, and the quartiles as its spread. */
function Time({ row: { reading }, range }: Pick<Props, 'row' | 'range'>) {
  const t = useT();
  const text = useText();
  if (reading?.failure)
    return (
      <span className={styles.aside}>
        {t('choose.table.failed', { why: text(reading.failure) })}
      </span>
    );
  if (!reading?.timing) return <span className={styles.aside}>—</span>;
  const { median, q1, q3 } = reading.timing;
  return (
    <Quantity
      value={median}
      range={range}
      words={timeWords(median)}
      more={`${timeWords(q1)} – ${timeWords(q3)}`}
    />
  );
}
