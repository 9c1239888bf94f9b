import { useState } from 'react';
import { weightsInUse } from '../../state/imported';
import { useActions, useAtlas } from '../atlas-context';
import { Modal } from '../controls/Modal';
import { useT } from '../use-text';
import styles from './Share.module.css';

/** The address of exactly what is on the screen. */
export default function Share() {
  const t = useT();
  const input = useAtlas((s) => s.input);
  const { openDialog } = useActions();
  const [copied, setCopied] = useState(false);
  const fromFile = useAtlas((s) => weightsInUse(s) !== null);
  const isPrivate =
    fromFile || input.kind === 'tensors' || (input.kind === 'image' && input.image === 'own');

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setCopied(true);
    } catch {
      document.querySelector<HTMLInputElement>(`.${styles.address}`)?.select();
    }
  };
  return (
    <Modal title={t('command.share')} open onClose={() => openDialog(null)}>
      <div className={styles.body}>
        <p>{t('share.what')}</p>
        <div className={styles.row}>
          <input
            className={styles.address}
            readOnly
            value={location.href}
            aria-label={t('share.address')}
            onFocus={(event) => event.target.select()}
          />
          <button type="button" className={styles.copy} onClick={() => void copy()}>
            {copied ? t('share.copied') : t('share.copy')}
          </button>
        </div>
        {isPrivate && (
          <p className={styles.note} role="note">
            {t('share.private')}
          </p>
        )}
      </div>
    </Modal>
  );
}
