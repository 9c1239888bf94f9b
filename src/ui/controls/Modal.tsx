import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useT } from '../use-text';
import styles from './Modal.module.css';

interface Props {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Only screen readers hear the title. */
  readonly bare?: boolean;
  /** As wide as a table wants to be. */
  readonly wide?: boolean;
}

/**
 * A modal dialog on the browser's own `<dialog>`: it keeps the focus, closes on Escape and makes the page
 * behind it inert without a style sheet written at run time, which the content security policy refuses.
 */
export function Modal({ title, open, onClose, children, bare, wide }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const t = useT();

  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog && !dialog.open) {
      dialog.showModal();
      // A dialog that is typed into is ready for it.
      dialog.querySelector('input')?.focus();
    }
    return () => dialog?.close();
  }, [open]);

  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the backdrop
    <dialog
      ref={ref}
      className={styles.dialog}
      aria-labelledby={id}
      data-wide={wide}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className={styles.body}>
        <h2 id={id} className={bare ? 'hidden' : styles.title}>
          {title}
        </h2>
        {!bare && (
          <button type="button" className={styles.close} aria-label={t('close')} onClick={onClose}>
            <X size={16} aria-hidden />
          </button>
        )}
        {children}
      </div>
    </dialog>
  );
}
