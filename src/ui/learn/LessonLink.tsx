import type { ReactNode } from 'react';
import { useAtlasServices } from '../atlas-context';

interface Props {
  readonly id: string;
  /** Counted from 0; where the reader has not been yet when left out. */
  readonly step?: number;
  readonly className?: string;
  readonly label?: string;
  readonly current?: 'step';
  readonly done?: boolean;
  readonly children: ReactNode;
}

/** A link to a lesson or a step of it, with an address of its own. */
export function LessonLink({ id, step, className, label, current, done, children }: Props) {
  const { lessons } = useAtlasServices();
  return (
    <a
      href={`./?lesson=${id}${step === undefined ? '' : `:${step + 1}`}`}
      className={className}
      aria-label={label}
      title={label}
      aria-current={current}
      data-done={done}
      onClick={(event) => {
        // A new tab or window is the browser's.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void lessons.open(id, step);
      }}
    >
      {children}
    </a>
  );
}
