import { z } from 'zod/mini';
import type { Section } from './section';

/** Where in which lesson the reader is; the lesson stays beside the page until it is closed. */
export interface LessonPlace {
  readonly id: string;
  /** Counted from 0. */
  readonly step: number;
}

const stepSchema = z.int().check(z.positive(), z.maximum(99));

/** In the address as `lesson=cat-and-mice:2`, steps counted from 1. */
export const lessonSection: Section<LessonPlace | null> = {
  usual: null,
  encode: (place) => (place ? [['lesson', `${place.id}:${place.step + 1}`]] : []),
  decode: (query) => {
    const text = query.get('lesson');
    if (text === null) return { value: null, problem: false };
    const [id, step = '1'] = text.split(':');
    const parsed = stepSchema.safeParse(Number(step));
    return /^[a-z0-9-]+$/.test(id) && parsed.success
      ? { value: { id, step: parsed.data - 1 }, problem: false }
      : { value: null, problem: true };
  },
};
