import { FolderArchive } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { saveFile } from '../../export/deliver';
import { textOf } from '../../state/runner';
import type { Text } from '../../trace/text';
import { useT, useText } from '../use-text';
import styles from './ExportPanel.module.css';
import type { Made } from './use-exporter';

interface Props {
  readonly make: (
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ) => Promise<Made | null>;
}

/** All steps as one archive, with progress, and a way out. */
export function ArchiveButton({ make }: Props) {
  const t = useT();
  const text = useText();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [error, setError] = useState<Text | null>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);

  const start = async () => {
    const mine = new AbortController();
    control.current = mine;
    setError(null);
    setProgress({ done: 0, total: 1 });
    try {
      const made = await make(mine.signal, (done, total) => setProgress({ done, total }));
      if (made) saveFile(document, made.name, made.content);
    } catch (problem) {
      if (!mine.signal.aborted) setError(textOf(problem));
    }
    setProgress(null);
  };

  return (
    <div className={styles.archive}>
      {progress ? (
        <>
          <progress
            max={progress.total}
            value={progress.done}
            aria-label={t('export.archiving', progress)}
          />
          <button type="button" className={styles.button} onClick={() => control.current?.abort()}>
            {t('export.cancel')}
          </button>
        </>
      ) : (
        <button type="button" className={styles.button} onClick={() => void start()}>
          <FolderArchive size={15} aria-hidden />
          {t('export.archive')}
        </button>
      )}
      {error && (
        <p className={styles.outcome} role="alert" data-failed>
          {text(error)}
        </p>
      )}
    </div>
  );
}
