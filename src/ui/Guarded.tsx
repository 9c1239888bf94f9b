import type { ReactNode } from 'react';
import { useActions } from './atlas-context';
import { ErrorBoundary } from './ErrorBoundary';
import { useT } from './use-text';

/** A part of the page that may fail alone. */
export function Guarded({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const { startOver } = useActions();
  return (
    <ErrorBoundary message={t('broken')} action={t('stage.startOver')} onAction={startOver}>
      {children}
    </ErrorBoundary>
  );
}
