import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { DrawerName } from '../state/store';
import { useActions, useAtlas } from './atlas-context';
import styles from './Drawer.module.css';
import { useMedia } from './use-media';
import { useT } from './use-text';

/** Widths from which a side panel stands beside the stage; below, it slides in over it. */
const beside: Readonly<Record<DrawerName, string>> = {
  catalogue: '(min-width: 701px)',
  inspector: '(min-width: 1101px)',
};

interface Props {
  readonly name: DrawerName;
  readonly children: ReactNode;
}

/** A side panel; on a narrow screen a drawer, out of the way of keys and screen readers while it is closed. */
export function Drawer({ name, children }: Props) {
  const t = useT();
  const { openDrawer } = useActions();
  const open = useAtlas((s) => s.drawer === name);
  // A lesson takes the place of the catalogue, which then slides in over it.
  const displaced = useAtlas((s) => s.lesson !== null && name === 'catalogue');
  const fixed = useMedia(beside[name]) && !displaced;
  const ref = useRef<HTMLElement>(null);
  const floating = open && !fixed;

  useEffect(() => {
    if (!floating) return;
    const before = document.activeElement;
    ref.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [floating]);

  return (
    <>
      {floating && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.scrim}
          aria-label={t('close')}
          onClick={() => openDrawer(null)}
        />
      )}
      <aside
        ref={ref}
        className={styles.drawer}
        data-name={name}
        data-open={floating}
        data-displaced={displaced}
        aria-label={t(`command.${name}`)}
        inert={!fixed && !open}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !floating) return;
          event.stopPropagation();
          openDrawer(null);
        }}
      >
        {floating && (
          <button
            type="button"
            className={styles.close}
            aria-label={t('close')}
            onClick={() => openDrawer(null)}
          >
            <X size={16} aria-hidden />
          </button>
        )}
        {children}
      </aside>
    </>
  );
}
