import { Suspense } from 'react';
import { notLoaded } from '../../trace/text';
import { useActions, useAtlas } from '../atlas-context';
import { ErrorBoundary } from '../ErrorBoundary';
import { lazily, NotLoaded } from '../lazily';
import { useT } from '../use-text';

// Fetched when first opened: the first picture does not wait for them.
const Palette = lazily(() => import('./Palette'));
const Help = lazily(() => import('./Help'));
const FileChoice = lazily(() => import('./FileChoice'));
const ParityTable = lazily(() => import('../parity/ParityTable'));
const Share = lazily(() => import('./Share'));

/** The dialog that is open. One that fails is closed, and what was behind it stays. */
export function Dialogs() {
  const t = useT();
  const { notify, openDialog } = useActions();
  const dialog = useAtlas((s) => s.dialog);
  if (!dialog) return null;
  const fail = (error: unknown) => {
    const broken = { en: t('broken', { lng: 'en' }), zh: t('broken', { lng: 'zh' }) };
    notify(error instanceof NotLoaded ? notLoaded : broken, 'warning');
    openDialog(null);
  };
  return (
    <ErrorBoundary key={dialog} insteadOf={() => null} onError={fail}>
      <Suspense fallback={null}>
        {dialog === 'palette' && <Palette />}
        {dialog === 'help' && <Help />}
        {dialog === 'share' && <Share />}
        {dialog === 'file' && <FileChoice />}
        {dialog === 'parity' && <ParityTable />}
      </Suspense>
    </ErrorBoundary>
  );
}
