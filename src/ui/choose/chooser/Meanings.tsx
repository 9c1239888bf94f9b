import type { Ranking } from '../../../state/chooser/rank';
import { useT } from '../../use-text';
import styles from './Chooser.module.css';

/** What the criteria of a ranking count, for who wants to know. */
export function Meanings({ ranking: { within, over } }: { readonly ranking: Ranking }) {
  const t = useT();
  const used = [...within, ...over][0]?.reasons ?? [];
  if (used.length === 0) return null;
  return (
    <details className={styles.rest}>
      <summary>{t('choose.chooser.meanings')}</summary>
      <dl>
        {used.map(({ criterion }) => (
          <div key={criterion}>
            <dt>{t(`choose.chooser.criterion.${criterion}`)}</dt>
            <dd>{t(`choose.chooser.meaning.${criterion}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
