import type { ReactNode } from 'react';
import styles from './Inspector.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  /** Beside the title. */
  readonly action?: ReactNode;
  readonly id?: string;
}

export function Section({ title, children, action, id }: Props) {
  return (
    <section className={styles.section} aria-label={title} id={id} tabIndex={id ? -1 : undefined}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
