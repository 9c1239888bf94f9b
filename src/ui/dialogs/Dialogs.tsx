import { lazy, Suspense } from 'react';
import { useAtlas } from '../atlas-context';

// Fetched when first opened: the first picture does not wait for them.
const Palette = lazy(() => import('./Palette'));
const Help = lazy(() => import('./Help'));
const FileChoice = lazy(() => import('./FileChoice'));
const ParityTable = lazy(() => import('../parity/ParityTable'));
const Share = lazy(() => import('./Share'));

export function Dialogs() {
  const dialog = useAtlas((s) => s.dialog);
  return (
    <Suspense fallback={null}>
      {dialog === 'palette' && <Palette />}
      {dialog === 'help' && <Help />}
      {dialog === 'share' && <Share />}
      {dialog === 'file' && <FileChoice />}
      {dialog === 'parity' && <ParityTable />}
    </Suspense>
  );
}
