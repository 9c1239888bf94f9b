import { Component, type ReactNode } from 'react';
import styles from './ErrorBoundary.module.css';

interface Props {
  /** What is said instead of the part that failed. */
  readonly message: string;
  readonly action: string;
  readonly onAction: () => void;
  readonly children: ReactNode;
}

/** Keeps a mistake in one part of the page from taking the rest with it. React offers this to classes only. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className={styles.failed} role="alert">
        <p>{this.props.message}</p>
        <button
          type="button"
          onClick={() => {
            this.props.onAction();
            this.setState({ failed: false });
          }}
        >
          {this.props.action}
        </button>
      </div>
    );
  }
}
