import type { Lesson } from './lesson';

/** All lessons and worked examples, in the order of the list. */
export const lessons: readonly Lesson[] = [];
