import { useAtlas } from '../atlas-context';
import { formatMilliseconds } from '../format';
import { useT } from '../use-text';
import styles from './BackendBadge.module.css';

/** What computes, at a glance: the backend, its threads and the time of the last run. */
export function BackendFace() {
  const t = useT();
  const engine = useAtlas((s) => s.engine);
  const run = useAtlas((s) => s.time);
  const active = engine?.backends.find((b) => b.name === engine.active);
  return (
    <>
      <span className={styles.dot} data-state={active?.state ?? 'starting'} />
      <span className={styles.inUse}>{active?.name ?? t('backend.starting')}</span>
      {active?.threads !== undefined && <span className={styles.detail}>{active.threads}t</span>}
      <span className={styles.detail}>{run ? formatMilliseconds(run.milliseconds) : '…'}</span>
    </>
  );
}
