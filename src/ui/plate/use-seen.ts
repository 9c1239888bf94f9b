import { useCallback, useEffect, useRef, useState } from 'react';

/** Elements this far below the window count as seen: they will be soon. */
const margin = '160px';

/**
 * Which of some elements are on the screen.
 * @returns a set that changes in place without rendering anything again, and the reference callback of the
 *   elements, which are told apart by `data-id`.
 */
export function useSeen() {
  const [seen] = useState(() => new Set<string>());
  const observer = useRef<IntersectionObserver | null>(null);
  const elements = useRef(new Set<Element>());

  useEffect(() => {
    const watching = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const id = target.getAttribute('data-id') ?? '';
          if (isIntersecting) seen.add(id);
          else seen.delete(id);
        }
      },
      { rootMargin: margin },
    );
    observer.current = watching;
    for (const element of elements.current) watching.observe(element);
    return () => watching.disconnect();
  }, [seen]);

  const observe = useCallback(
    (element: Element | null) => {
      if (!element) return;
      elements.current.add(element);
      observer.current?.observe(element);
      return () => {
        elements.current.delete(element);
        observer.current?.unobserve(element);
        seen.delete(element.getAttribute('data-id') ?? '');
      };
    },
    [seen],
  );

  return { seen, observe } as const;
}
