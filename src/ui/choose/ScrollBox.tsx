import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './ScrollBox.module.css';

interface Props {
  /** Names the region. */
  readonly label: string;
  /** One table, whose first column stays while the others are scrolled. */
  readonly children: ReactNode;
  /** No higher than the window: it scrolls downwards, too, under the head of its table. */
  readonly tall?: boolean;
}

/** Beyond which edges there is more, and how wide the scroll bar at the right is, in pixels. */
interface Edges {
  readonly before: boolean;
  readonly after: boolean;
  readonly bar: number;
  readonly scrolls: boolean;
}

const none: Edges = { before: false, after: false, bar: 0, scrolls: false };

const edgesOf = (box: HTMLElement): Edges => {
  const hidden = box.scrollWidth - box.clientWidth;
  return {
    // Less than a pixel is rounding.
    before: box.scrollLeft > 1,
    after: box.scrollLeft < hidden - 1,
    bar: box.offsetWidth - box.clientWidth,
    scrolls: hidden > 1 || box.scrollHeight - box.clientHeight > 1,
  };
};

/** A table in a region that scrolls sideways; an edge fades as long as there is more beyond it. */
export function ScrollBox({ label, children, tall = false }: Props) {
  const box = useRef<HTMLElement>(null);
  const [edges, setEdges] = useState(none);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const now = edgesOf(element);
      setEdges((before) => {
        const same = Object.entries(now).every(([key, v]) => before[key as keyof Edges] === v);
        return same ? before : now;
      });
    };
    const sizes = new ResizeObserver(look);
    for (const part of [element, ...element.children]) sizes.observe(part);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  return (
    <div className={styles.box} data-before={edges.before} data-after={edges.after}>
      <section
        ref={box}
        className={styles.scroll}
        data-tall={tall}
        aria-label={label}
        // A region that scrolls is reached by keyboard; one that does not is no stop on the way.
        tabIndex={edges.scrolls ? 0 : undefined}
      >
        {children}
      </section>
      <span className={styles.fade} style={{ right: edges.bar }} aria-hidden />
    </div>
  );
}
