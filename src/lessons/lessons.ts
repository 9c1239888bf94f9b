import { catAndMice } from './cat-and-mice';
import { fruit } from './fruit';
import type { Lesson } from './lesson';

/** All lessons and worked examples, in the order of the list. */
export const lessons: readonly Lesson[] = [catAndMice, fruit];
