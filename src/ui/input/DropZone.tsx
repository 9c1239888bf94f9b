import { type ReactNode, useEffect } from 'react';
import { useDropzone } from 'react-dropzone';
import { en } from '../../i18n/en';
import { zh } from '../../i18n/zh';
import { useActions } from '../atlas-context';
import { useT } from '../use-text';
import styles from './DropZone.module.css';
import { useOpenImage } from './use-open-image';

/** Takes an image that is dropped anywhere on the page, or pasted. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const open = useOpenImage();
  const { notify } = useActions();
  const { getRootProps, isDragActive } = useDropzone({
    noClick: true,
    noKeyboard: true,
    multiple: false,
    accept: { 'image/*': [] },
    onDropAccepted: ([file]) => void open(file),
    onDropRejected: () => notify({ en: en.input.notImage, zh: zh.input.notImage }, 'warning'),
  });

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find((f) => f.type.startsWith('image/'));
      if (!file) return;
      event.preventDefault();
      void open(file);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [open]);

  return (
    <div {...getRootProps({ role: undefined, tabIndex: undefined })}>
      {children}
      {isDragActive && (
        <div className={styles.veil}>
          <p>{t('input.drop')}</p>
        </div>
      )}
    </div>
  );
}
