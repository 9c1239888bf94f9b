import type { Lesson } from '../../lessons/lesson';
import { mechanismById } from '../../mechanisms/catalogue';

/** Everything by which a lesson may be looked for: titles in both languages and its mechanisms. */
function lessonText({ id, title, lead, steps }: Lesson): string {
  const mechanisms = new Set(
    steps.flatMap(({ view }) => [view.mechanism, view.compare?.mechanism]).filter((m) => m),
  );
  const names = [...mechanisms].flatMap((name) => {
    const mechanism = mechanismById(name ?? '');
    return mechanism
      ? [mechanism.name.en, mechanism.name.zh, ...Object.keys(mechanism.classes)]
      : [];
  });
  const texts = [title, lead, ...steps.map((step) => step.title)];
  return [id, ...texts.flatMap(({ en, zh }) => [en, zh]), ...names].join(' ');
}

/** Lessons whose texts hold every word that was typed. */
export function searchLessons(all: readonly Lesson[], typed: string): readonly Lesson[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((lesson) => {
    const text = lessonText(lesson).toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
