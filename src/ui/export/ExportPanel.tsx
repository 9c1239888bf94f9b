import { Suspense, useEffect, useRef, useState } from 'react';
import { useAtlas } from '../atlas-context';
import { Guarded } from '../Guarded';
import { lazily } from '../lazily';
import styles from './ExportPanel.module.css';
import { useVisible } from './use-visible';

// Fetched when it comes into view or nothing else is to be done: the first picture does not wait for it.
const ExportControls = lazily(() => import('./ExportControls'));

/** Milliseconds after which the page has come to rest. */
const idle = 1500;

/** Saving figures and data. */
export function ExportPanel() {
  const place = useRef<HTMLDivElement>(null);
  const visible = useVisible(place);
  const computed = useAtlas((s) => s.summary !== null);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (visible) setWanted(true);
  }, [visible]);
  useEffect(() => {
    // Keys and screen readers get to it without scrolling.
    const timer = setTimeout(() => setWanted(true), idle);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div ref={place} className={styles.place}>
      {wanted && computed && (
        <Guarded>
          <Suspense fallback={null}>
            <ExportControls visible={visible} />
          </Suspense>
        </Guarded>
      )}
    </div>
  );
}
