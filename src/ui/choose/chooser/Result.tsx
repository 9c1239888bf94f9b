import type { Ranked } from '../../../state/chooser/rank';
import type { Sizes } from '../../../state/sizes';
import { useT } from '../../use-text';
import { MechanismLink } from '../MechanismLink';
import styles from './Chooser.module.css';
import { Reasons } from './Reasons';

interface Props {
  readonly ranked: Ranked;
  readonly sizes: Sizes;
  /** Place in the ranking; none over budget. */
  readonly place?: number;
  /** A limit in milliseconds is set, and this has not been measured. */
  readonly unmeasured: boolean;
}

/** One mechanism of the ranking with all that its place rests on. */
export function Result({ ranked, sizes, place, unmeasured }: Props) {
  const t = useT();
  const { candidate, score, reasons, over } = ranked;
  const { mechanism, form } = candidate;
  return (
    <li className={styles.result} data-id={mechanism.id}>
      <h4>
        {place !== undefined && <span className={styles.place}>{place}</span>}
        <MechanismLink mechanism={mechanism} sizes={sizes} form={form} />
        {Object.entries(form).map(([name, value]) => (
          <code key={name}>{`${name} = ${JSON.stringify(value)}`}</code>
        ))}
      </h4>
      <div className={styles.score}>
        <span className={styles.bar} aria-hidden>
          {reasons.map(({ criterion, part }) => (
            <span key={criterion} style={{ width: `${100 * part}%` }} />
          ))}
        </span>
        <span>{t('choose.chooser.score', { score: score.toFixed(2) })}</span>
      </div>
      {over.map(({ limit, times }) => (
        <p key={limit} className={styles.excess}>
          {t('choose.chooser.overBy', {
            limit: t(`choose.chooser.budgets.${limit}`),
            factor: formatFactor(times),
          })}
        </p>
      ))}
      {unmeasured && <p className={styles.note}>{t('choose.chooser.unmeasured')}</p>}
      <Reasons ranked={ranked} sizes={sizes} />
    </li>
  );
}

/** Three digits, and never 1.00 for what is over. */
function formatFactor(times: number): string {
  const text = times >= 100 ? Math.round(times).toLocaleString('en') : times.toPrecision(3);
  return Number(text.replaceAll(',', '')) <= 1 ? times.toFixed(6) : text;
}
