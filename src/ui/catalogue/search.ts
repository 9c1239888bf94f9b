import type { Mechanism } from '../../mechanisms/define';

export { families } from '../../state/plate-filter';

/** Everything by which a mechanism may be looked for: names in both languages, papers, authors, PyTorch classes. */
export const searchText = (m: Mechanism): string =>
  [
    m.id,
    m.name.en,
    m.name.zh,
    ...Object.keys(m.classes),
    ...m.papers.flatMap((p) => [p.title, p.authors, p.venue, `${p.year}`]),
  ].join(' ');

/** Mechanisms whose texts hold every word that was typed. */
export function searchMechanisms(all: readonly Mechanism[], typed: string): readonly Mechanism[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((mechanism) => {
    const text = searchText(mechanism).toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
