import { type MouseEvent, useState } from 'react';
import type { CellRef } from '../../trace/expression';
import { formatNumber } from '../format';
import { Tex } from '../Tex';
import { useT } from '../use-text';
import styles from './Arithmetic.module.css';
import { type Line, parseCell, type TermList } from './arithmetic';

/** Terms of a long sum that are shown before one asks for more, and after. */
const few = 6;
const many = 256;

interface Props {
  readonly lines: readonly Line[];
  /** What a number stands for, for the tip over it. */
  readonly nameOf: (cell: CellRef) => string;
  /** Where a term of a long sum comes from: a word, a pixel, a channel. */
  readonly placeOf: (cell: CellRef, along: readonly number[]) => string;
  readonly canFollow: (cell: CellRef) => boolean;
  /** A source was clicked: its own arithmetic comes next. */
  readonly onFollow: (cell: CellRef) => void;
}

const cellAt = (target: EventTarget): CellRef | null => {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
  return element?.dataset.cell ? parseCell(element.dataset.cell) : null;
};

/** An expression with its numbers, line by line; long sums show their largest terms, their number and the rest. */
export function Arithmetic({ lines, nameOf, placeOf, canFollow, onFollow }: Props) {
  const [tip, setTip] = useState<string | null>(null);
  const follow = (event: MouseEvent) => {
    const cell = cellAt(event.target);
    if (cell && canFollow(cell)) onFollow(cell);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: numbers inside a formula; every source is reached from its own step by keyboard too
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      className={styles.arithmetic}
      onClick={follow}
      onMouseOver={(event) => {
        const cell = cellAt(event.target);
        setTip(cell && nameOf(cell));
      }}
      onMouseLeave={() => setTip(null)}
      onFocus={() => setTip(null)}
    >
      {lines.map((line, i) => (
        <div key={line.symbol ?? i} className={styles.line}>
          {line.tex && (
            <div className={styles.formula}>
              <Tex display tex={`${line.symbol ? `${line.symbol} = ` : ''}${line.tex}`} />
              <Tex display tex={`{} = ${line.result}`} />
            </div>
          )}
          {line.lists.map((list) => (
            <Terms key={list.symbol} list={list} placeOf={placeOf} />
          ))}
        </div>
      ))}
      <p className={styles.tip} aria-hidden>
        {tip ?? ' '}
      </p>
    </div>
  );
}

interface TermsProps {
  readonly list: TermList;
  readonly placeOf: Props['placeOf'];
}

function Terms({ list, placeOf }: TermsProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const shown = list.terms.slice(0, open ? many : few);
  const rest = list.terms.slice(shown.length);
  const largest = Math.max(...list.terms.slice(0, 1).map((term) => Math.abs(term.value)));
  return (
    <table className={styles.terms}>
      <caption>
        <Tex tex={list.symbol} /> {t(`pinned.${list.kind}`, { count: list.terms.length })}
      </caption>
      <tbody>
        {shown.map((term, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: terms have no other identity
          <tr key={i}>
            <td className={styles.term}>
              <Tex tex={term.tex} />
            </td>
            <td className={styles.place}>{term.cell && placeOf(term.cell, term.along)}</td>
            <td className={styles.bar}>
              <span
                data-negative={term.value < 0}
                style={{ width: `${largest > 0 ? (100 * Math.abs(term.value)) / largest : 0}%` }}
              />
            </td>
            <td className={styles.number}>{formatNumber(term.value)}</td>
          </tr>
        ))}
        {rest.length > 0 && (
          <tr className={styles.rest}>
            <td colSpan={3}>
              <button type="button" onClick={() => setOpen(!open)}>
                {t('pinned.rest', { count: rest.length })}
              </button>
            </td>
            <td className={styles.number}>
              {list.kind === 'sum'
                ? formatNumber(rest.reduce((sum, term) => sum + term.value, 0))
                : `≤ ${formatNumber(rest[0].value)}`}
            </td>
          </tr>
        )}
        <tr className={styles.sum}>
          <td colSpan={3}>
            {open && (
              <button type="button" onClick={() => setOpen(false)}>
                {t('pinned.less')}
              </button>
            )}
          </td>
          <td className={styles.number}>{formatNumber(list.value)}</td>
        </tr>
      </tbody>
    </table>
  );
}
