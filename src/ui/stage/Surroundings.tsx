import { useT } from '../use-text';
import { Caption } from './Caption';
import { Flow } from './Flow';
import { Neighbours } from './Neighbours';
import styles from './Stage.module.css';

/** What a step means, what it is made from, and where it stands in the whole. */
export default function Surroundings() {
  const t = useT();
  return (
    <>
      <Caption />
      <Neighbours />
      <section className={styles.flow} aria-label={t('stage.flow')}>
        <h3>{t('stage.flow')}</h3>
        <div className={styles.graph}>
          <Flow />
        </div>
      </section>
    </>
  );
}
