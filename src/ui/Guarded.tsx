import type { ReactNode } from 'react';
import { notLoaded } from '../trace/text';
import { useActions } from './atlas-context';
import { ErrorBoundary } from './ErrorBoundary';
import { NotLoaded } from './lazily';
import { useT, useText } from './use-text';

/** A part of the page that may fail alone. */
export function Guarded({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const text = useText();
  const { startOver } = useActions();
  return (
    <ErrorBoundary
      insteadOf={(error) =>
        error instanceof NotLoaded
          ? { message: text(notLoaded), action: t('tryAgain') }
          : { message: t('broken'), action: t('stage.startOver'), onAction: startOver }
      }
    >
      {children}
    </ErrorBoundary>
  );
}
