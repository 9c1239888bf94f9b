import type { Lesson, LessonStep } from '../lessons/lesson';
import type { LessonPlace } from './lesson-place';

let loading: Promise<readonly Lesson[]> | undefined;
let loaded: readonly Lesson[] | null = null;

/** All lessons; fetched when they are first wanted, so that the first picture does not wait for them. */
export function loadLessons(): Promise<readonly Lesson[]> {
  loading ??= import('../lessons/lessons').then(
    ({ lessons }) => {
      loaded = lessons;
      return lessons;
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** The lessons as far as they have been fetched. */
export const lessonsAtHand = (): readonly Lesson[] | null => loaded;

/** The step that a place names, if there is one. */
export function stepAt(
  lessons: readonly Lesson[],
  { id, step }: LessonPlace,
): { readonly lesson: Lesson; readonly step: LessonStep } | undefined {
  const lesson = lessons.find((l) => l.id === id);
  const found = lesson?.steps[step];
  return lesson && found && { lesson, step: found };
}
