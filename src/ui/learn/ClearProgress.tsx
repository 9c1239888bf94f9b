import { useState } from 'react';
import { useAtlasServices } from '../atlas-context';
import { useT } from '../use-text';
import styles from './List.module.css';

/** Clears the marks of all lessons; asks once, since they do not come back. */
export function ClearProgress() {
  const t = useT();
  const { progress } = useAtlasServices().lessons;
  const [sure, setSure] = useState(false);
  return (
    <button
      type="button"
      className={styles.clear}
      onClick={() => (sure ? progress.clear() : setSure(true))}
      onBlur={() => setSure(false)}
    >
      {t(sure ? 'learn.clearSure' : 'learn.clear')}
    </button>
  );
}
