import { useMemo } from 'react';
import type { Printed } from '../../lessons/lesson';
import { useLocale, useT, useText } from '../use-text';
import { formatFixed, signed } from './format';
import { LessonText } from './LessonText';
import styles from './Step.module.css';
import { useDifferences, useMeasures, useOpenStep } from './use-lesson';

/** What a source prints beside what is computed here and now, and how to see that the print is wrong. */
export function PrintedTable({ printed }: { readonly printed: Printed }) {
  const t = useT();
  const text = useText();
  const locale = useLocale();
  const { own } = useOpenStep();
  const measures = useMemo(() => printed.rows.map(({ measure }) => measure), [printed]);
  const computed = useMeasures(measures);
  const changed = useDifferences(own).some((key) =>
    ['mechanism', 'params', 'input', 'weights', 'compare'].includes(key),
  );
  return (
    <div className={styles.printed}>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('learn.source')}</th>
            <th scope="col">{t('learn.computed')}</th>
          </tr>
        </thead>
        <tbody>
          {printed.rows.map((row, i) => {
            const value = computed[i];
            return (
              <tr key={row.label.en}>
                <th scope="row">{text(row.label)}</th>
                <td className={styles.wrong}>{signed(`${row.printed}`, row.percent, locale)}</td>
                <td>
                  {value === undefined
                    ? ''
                    : value === null
                      ? t('learn.unknown')
                      : signed(
                          formatFixed(row.percent ? 100 * value : value, row.digits),
                          row.percent,
                          locale,
                        )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {changed && (
        <p className={styles.note} role="status">
          {t('learn.changed')}
        </p>
      )}
      <p>
        <LessonText text={printed.why} />
      </p>
    </div>
  );
}
