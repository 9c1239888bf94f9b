import * as Progress from 'radix-ui/progress';
import { useActions, useAtlas } from '../atlas-context';
import { CommandButton } from '../controls/CommandButton';
import { useT, useText } from '../use-text';
import styles from './RunState.module.css';

/** A slow run with its progress, or a failed one with what can be done about it. Nothing otherwise. */
export function RunState() {
  const t = useT();
  const text = useText();
  const { revert, startOver, adjustInput } = useActions();
  const status = useAtlas((s) => s.status);
  const canRevert = useAtlas((s) => s.summary !== null);

  if (status.phase === 'failed') {
    const { smaller } = status;
    return (
      <div className={styles.failed} role="alert">
        <p>{text(status.text)}</p>
        {smaller && (
          <button type="button" onClick={() => adjustInput(smaller)}>
            {t(`stage.smaller.${smaller.kind}`, { ...smaller })}
          </button>
        )}
        {canRevert && (
          <button type="button" onClick={revert}>
            {t('stage.revert')}
          </button>
        )}
        <button type="button" onClick={startOver}>
          {t('stage.startOver')}
        </button>
      </div>
    );
  }
  if (status.phase !== 'running' || status.progress === null) return null;
  return (
    <div className={styles.running} role="status">
      <span>{t('stage.computing')}</span>
      <Progress.Root
        className={styles.track}
        value={Math.round(100 * status.progress)}
        aria-label={t('stage.computing')}
      >
        <Progress.Indicator className={styles.bar} style={{ width: `${100 * status.progress}%` }} />
      </Progress.Root>
      <CommandButton id="cancel" named />
    </div>
  );
}
