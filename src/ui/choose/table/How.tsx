import { useT } from '../../use-text';
import styles from './Table.module.css';

const told = ['parameters', 'macs', 'memory', 'attention', 'reach', 'year', 'time'] as const;

/** How each column is counted. */
export function How() {
  const t = useT();
  return (
    <details className={styles.how}>
      <summary>{t('choose.table.how.title')}</summary>
      <ul>
        {told.map((column) => (
          <li key={column}>{t(`choose.table.how.${column}`)}</li>
        ))}
      </ul>
    </details>
  );
}
