/**
 * A little English and French: the language that the translating mechanisms learn.
 *
 * Word order and agreement differ as they do in the real languages. Adjectives of colour follow the
 * French noun, article and adjectives take its gender, "does not see" goes round the verb (ne voit pas),
 * and under it "a" becomes "de". A sentence has as many words in French as in English.
 */
type Gender = 'm' | 'f';

interface Noun {
  readonly en: string;
  readonly fr: string;
  readonly gender: Gender;
  readonly zh: string;
}

interface Adjective {
  readonly en: string;
  readonly fr: Readonly<Record<Gender, string>>;
  readonly zh: string;
}

interface Verb {
  /** Third person, and after "does not". */
  readonly en: readonly [sees: string, see: string];
  readonly fr: string;
  readonly zh: string;
}

const noun = (en: string, fr: string, gender: Gender, zh: string): Noun => ({ en, fr, gender, zh });
const adjective = (en: string, m: string, f: string, zh: string): Adjective => ({
  en,
  fr: { m, f },
  zh,
});
const verb = (sees: string, see: string, fr: string, zh: string): Verb => ({
  en: [sees, see],
  fr,
  zh,
});

const nouns = [
  noun('cat', 'chat', 'm', '猫'),
  noun('dog', 'chien', 'm', '狗'),
  noun('rabbit', 'lapin', 'm', '兔子'),
  noun('horse', 'cheval', 'm', '马'),
  noun('mouse', 'souris', 'f', '老鼠'),
  noun('cow', 'vache', 'f', '奶牛'),
  noun('hen', 'poule', 'f', '母鸡'),
  noun('goat', 'chèvre', 'f', '山羊'),
];
/** Before the noun in both languages. */
const sizes = [
  adjective('small', 'petit', 'petite', '小'),
  adjective('big', 'grand', 'grande', '大'),
];
/** After the noun in French. */
const colours = [
  adjective('black', 'noir', 'noire', '黑'),
  adjective('white', 'blanc', 'blanche', '白'),
];
const transitive = [
  verb('sees', 'see', 'voit', '看见'),
  verb('follows', 'follow', 'suit', '跟随'),
  verb('finds', 'find', 'trouve', '找到'),
];
const intransitive = [
  verb('sleeps', 'sleep', 'dort', '睡觉'),
  verb('sings', 'sing', 'chante', '唱歌'),
];
const articles = {
  the: { m: 'le', f: 'la' },
  a: { m: 'un', f: 'une' },
} as const;

/** A sentence in both languages. */
export interface Pair {
  readonly en: readonly string[];
  readonly fr: readonly string[];
}

/** Uniform in 0 ≤ x < 1. */
type Chance = () => number;

const join = (...parts: readonly Pair[]): Pair => ({
  en: parts.flatMap(({ en }) => en),
  fr: parts.flatMap(({ fr }) => fr),
});

const oneOf = <T>(list: readonly T[], chance: Chance): T =>
  list[Math.floor(chance() * list.length)];

/** `the small cat black`, as it were, and `le petit chat noir`. */
function nounPhrase(chance: Chance, denied = false): Pair {
  const { en, fr, gender } = oneOf(nouns, chance);
  const article = chance() < 0.5 ? 'the' : 'a';
  const size = chance() < 0.4 ? [oneOf(sizes, chance)] : [];
  const colour = chance() < 0.4 ? [oneOf(colours, chance)] : [];
  return {
    en: [article, ...[...size, ...colour].map((a) => a.en), en],
    fr: [
      denied && article === 'a' ? 'de' : articles[article][gender],
      ...size.map((a) => a.fr[gender]),
      fr,
      ...colour.map((a) => a.fr[gender]),
    ],
  };
}

function clause(chance: Chance): Pair {
  const subject = nounPhrase(chance);
  const denied = chance() < 0.35;
  const hasObject = chance() < 0.7;
  const { en, fr } = oneOf(hasObject ? transitive : intransitive, chance);
  const predicate = denied
    ? { en: ['does', 'not', en[1]], fr: ['ne', fr, 'pas'] }
    : { en: [en[0]], fr: [fr] };
  return hasObject
    ? join(subject, predicate, nounPhrase(chance, denied))
    : join(subject, predicate);
}

/** The longest sentence that the models are taught and asked. */
const MOST_WORDS = 18;

/** A sentence of one clause, or of two. The full stop is sometimes left out, as a reader may. */
export function sentencePair(chance: Chance): Pair {
  for (;;) {
    const clauses =
      chance() < 0.4
        ? [clause(chance), { en: ['and'], fr: ['et'] }, clause(chance)]
        : [clause(chance)];
    const stop = chance() < 0.2 ? [] : [{ en: ['.'], fr: ['.'] }];
    const pair = join(...clauses, ...stop);
    if (pair.en.length <= MOST_WORDS) return pair;
  }
}

const distinct = (words: readonly string[]): string[] => [...new Set(words)];

export const english: readonly string[] = distinct([
  ...Object.keys(articles),
  ...[...nouns, ...sizes, ...colours].map(({ en }) => en),
  ...[...transitive, ...intransitive].flatMap(({ en }) => en),
  ...['does', 'not', 'and', '.'],
]);

/** Stands before the first word. */
export const START = '⟨start⟩';

export const french: readonly string[] = distinct([
  START,
  ...Object.values(articles).flatMap(({ m, f }) => [m, f]),
  'de',
  ...nouns.map(({ fr }) => fr),
  ...[...sizes, ...colours].flatMap(({ fr }) => [fr.m, fr.f]),
  ...[...transitive, ...intransitive].map(({ fr }) => fr),
  ...['ne', 'pas', 'et', '.'],
]);

const adjectives = [...sizes, ...colours];
const verbs = [...transitive, ...intransitive];
const entries = (list: readonly (readonly [words: readonly string[], zh: string])[]) =>
  Object.fromEntries(list.flatMap(([words, zh]) => words.map((word) => [word, zh])));

/** What words mean, for who reads the atlas in Chinese. */
export const chinese = {
  en: entries([
    ...[...nouns, ...adjectives].map(({ en, zh }) => [[en], zh] as const),
    ...verbs.map(({ en, zh }) => [en, zh] as const),
    [['not'], '不'],
    [['and'], '而'],
  ]),
  fr: entries([
    ...nouns.map(({ fr, zh }) => [[fr], zh] as const),
    ...adjectives.map(({ fr, zh }) => [[fr.m, fr.f], zh] as const),
    ...verbs.map(({ fr, zh }) => [[fr], zh] as const),
    [['ne', 'pas'], '不'],
    [['et'], '而'],
  ]),
} as const;

/** Sentences to start from, from the shortest to the longest. */
export const examples = {
  en: [
    'The black cat sees a small white mouse.',
    'A white goat sleeps.',
    'The small black dog does not see a big white cow.',
    'The big horse follows the white hen and a black rabbit sings.',
    'A small white goat finds the black mouse and the big dog does not sleep.',
  ],
  fr: [
    'Le chat noir voit une petite souris blanche.',
    'Une chèvre blanche dort.',
    'Le petit chien noir ne voit pas de grande vache blanche.',
    'Le grand cheval suit la poule blanche et un lapin noir chante.',
    'Une petite chèvre blanche trouve la souris noire et le grand chien ne dort pas.',
  ],
} as const;
