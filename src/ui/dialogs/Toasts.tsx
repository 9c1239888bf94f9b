import { X } from 'lucide-react';
import * as Toast from 'radix-ui/toast';
import { useActions, useAtlas } from '../atlas-context';
import { useT, useText } from '../use-text';
import styles from './Toasts.module.css';

/** Quiet messages in a corner, each gone after a while. */
export default function Toasts() {
  const t = useT();
  const text = useText();
  const toasts = useAtlas((s) => s.toasts);
  const { dismiss } = useActions();
  return (
    <Toast.Provider label={t('notice')} duration={9000} swipeDirection="right">
      {toasts.map((toast) => (
        <Toast.Root
          key={toast.id}
          className={styles.toast}
          data-kind={toast.kind}
          onOpenChange={(open) => !open && dismiss(toast.id)}
        >
          <Toast.Description>{text(toast.text)}</Toast.Description>
          <Toast.Close className={styles.close} aria-label={t('close')}>
            <X size={14} aria-hidden />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className={styles.viewport} label={t('notices')} />
    </Toast.Provider>
  );
}
