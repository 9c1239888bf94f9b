import type { Lesson, LessonView } from '../lessons/lesson';
import { mechanismById } from '../mechanisms/catalogue';
import type { CompareView } from './compare-view';
import { defaultView } from './default-view';
import { inputFor } from './input-for';
import { stepAt } from './lesson-list';
import { localeOf } from './preferences';
import type { Decoded } from './url';
import { defaultDisplay, type Locale, type ViewState } from './view';

/** What a step of a lesson decides; the rest (language, theme, backend) is the reader's. */
export const pictureKeys = [
  'page',
  'mechanism',
  'params',
  'input',
  'weights',
  'step',
  'selection',
  'pin',
  'region',
  'display',
  'compare',
  'choose',
] as const satisfies readonly (keyof ViewState)[];

export type Picture = Pick<ViewState, (typeof pictureKeys)[number]>;

/** A lesson's view, complete. @param locale in which an input's rows are named */
export function pictureOf(view: LessonView, locale: Locale): Picture {
  const id = view.mechanism ?? defaultView.mechanism;
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`no mechanism "${id}"`);
  const input = typeof view.input === 'function' ? view.input(locale) : view.input;
  return {
    page: view.page ?? 'explore',
    mechanism: id,
    params: view.params ?? {},
    input: input ?? inputFor(mechanism, defaultView.input),
    weights: { ...defaultView.weights, ...view.weights },
    step: view.step ?? null,
    selection: view.selection ?? {},
    pin: view.pin ?? null,
    region: null,
    display: { ...defaultDisplay, ...view.display },
    compare: view.compare ?? defaultView.compare,
    choose: view.choose ?? defaultView.choose,
  };
}

/** As text, whatever the order of its keys. Tensors of a file count by their size: no lesson has any. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (ArrayBuffer.isView(part)) return part.byteLength;
    return part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  });

/**
 * A comparison as far as a step decides it. The page that compares finds a fitting step and selection for
 * the second side by itself: where the step of the lesson names none, that is no change.
 */
const decided = (compare: CompareView, { step, selection }: CompareView) => ({
  own: false,
  whole: false,
  linked: false,
  gain: 1,
  ...compare,
  step: step === undefined ? null : compare.step,
  selection: selection === undefined ? null : compare.selection,
});

/** The parts in which a picture differs from that of a step. */
export const differences = (now: Picture, own: Picture): readonly (keyof Picture)[] =>
  pictureKeys.filter((key) => {
    if (now[key] === own[key]) return false;
    return key === 'compare'
      ? canonical(decided(now.compare, own.compare)) !==
          canonical(decided(own.compare, own.compare))
      : canonical(now[key]) !== canonical(own[key]);
  });

/** What has to change for a picture; parts that are equal stay the same objects, so that nothing runs again. */
export const changesTo = (now: Picture, own: Picture): Partial<Picture> =>
  Object.fromEntries(
    pictureKeys
      .filter((key) => canonical(now[key]) !== canonical(own[key]))
      .map((key) => [key, own[key]]),
  );

/** Keys of an address that say nothing of what is on the screen. */
const reader = ['lesson', 'lang', 'theme', 'backend'];

/** Whether an address names a lesson. */
export const namesLesson = (search: string): boolean => new URLSearchParams(search).has('lesson');

/**
 * What an address shows: if it names a step of a lesson and nothing else, that step as it opens; else what
 * it says, beside the lesson. A lesson that does not exist is a problem, and the list is shown.
 */
export function resolveLesson(
  decoded: Decoded,
  search: string,
  lessons: readonly Lesson[] | null,
): Decoded {
  const { view, problems } = decoded;
  if (!view.lesson || !lessons) return decoded;
  const alone = [...new URLSearchParams(search).keys()].every((key) => reader.includes(key));
  const found = stepAt(lessons, view.lesson);
  if (!found) {
    const page = alone ? 'learn' : view.page;
    return { view: { ...view, lesson: null, page }, problems: [...problems, 'lesson'] };
  }
  return alone
    ? { view: { ...view, ...pictureOf(found.step.view, localeOf(view)) }, problems }
    : decoded;
}
