import { type ReactNode, useEffect } from 'react';
import { useDropzone } from 'react-dropzone';
import { en } from '../../i18n/en';
import { zh } from '../../i18n/zh';
import { useActions } from '../atlas-context';
import { useT } from '../use-text';
import styles from './DropZone.module.css';
import { tensorEndings, useOpenFile } from './use-open-file';

/** Takes an image or tensors of PyTorch that are dropped anywhere on the page, or pasted. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const open = useOpenFile();
  const { notify } = useActions();
  const { getRootProps, isDragActive } = useDropzone({
    noClick: true,
    noKeyboard: true,
    multiple: false,
    accept: { 'image/*': [], 'application/octet-stream': [...tensorEndings] },
    onDropAccepted: ([file]) => void open(file),
    onDropRejected: () => notify({ en: en.input.notReadable, zh: zh.input.notReadable }, 'warning'),
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
      <input
        id="open-file"
        type="file"
        className="hidden"
        tabIndex={-1}
        aria-label={t('command.open')}
        accept={tensorEndings.join()}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) void open(file);
          target.value = '';
        }}
      />
      {isDragActive && (
        <div className={styles.veil}>
          <p>{t('input.drop')}</p>
        </div>
      )}
    </div>
  );
}
