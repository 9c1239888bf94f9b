import { useEffect, useState } from 'react';
import type { Lesson } from '../../lessons/lesson';
import { lessonsAtHand, loadLessons } from '../../state/lesson-list';

/** The lessons, once they have been fetched; none before. */
export function useLessons(): readonly Lesson[] {
  const [lessons, setLessons] = useState(lessonsAtHand);
  useEffect(() => {
    let current = true;
    loadLessons().then(
      (all) => {
        if (current) setLessons(all);
      },
      // What else can be searched for is there all the same.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  return lessons ?? [];
}
