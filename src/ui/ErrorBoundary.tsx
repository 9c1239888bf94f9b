import { Component, type ReactNode } from 'react';
import styles from './ErrorBoundary.module.css';
import { NotLoaded } from './lazily';

/** What is said and offered instead of a part that failed. */
export interface Instead {
  readonly message: string;
  readonly action: string;
  readonly onAction?: () => void;
}

interface Props {
  /** What stands in the place of the part; null for nothing. */
  readonly insteadOf: (error: unknown) => Instead | null;
  readonly onError?: (error: unknown) => void;
  readonly children: ReactNode;
}

/** Keeps a mistake in one part of the page from taking the rest with it. React offers this to classes only. */
export class ErrorBoundary extends Component<
  Props,
  { readonly failed?: { readonly error: unknown } }
> {
  override state: { readonly failed?: { readonly error: unknown } } = {};

  static getDerivedStateFromError(error: unknown) {
    return { failed: { error } };
  }

  override componentDidCatch(error: unknown) {
    if (error instanceof NotLoaded) error.forget();
    this.props.onError?.(error);
  }

  override render() {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    const instead = this.props.insteadOf(failed.error);
    if (!instead) return null;
    const { message, action, onAction } = instead;
    return (
      <div className={styles.failed} role="alert">
        <p>{message}</p>
        <button
          type="button"
          onClick={() => {
            onAction?.();
            this.setState({ failed: undefined });
          }}
        >
          {action}
        </button>
      </div>
    );
  }
}
