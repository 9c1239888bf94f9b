/** Finds the mechanisms that a state_dict may belong to. */
import { catalogue } from '../../mechanisms/catalogue';
import type { Mechanism } from '../../mechanisms/define';
import { type Fit, fitMechanism } from './fit';
import { namesOf, overlap, refuseMisfit, type Shapes, type WeightNames } from './shapes';
import { axesAt, type Guess, paramUnknowns, sizeUnknowns, type Unknown } from './unknowns';

/** A mechanism whose weights stand in a file, all beneath one prefix. */
export interface Found {
  readonly prefix: string;
  readonly fit: Fit;
}

/** Names must agree this much before shapes are looked at. */
const ENOUGH = 0.35;

/** Names that agree this much are worth a second look, when others fit already. */
const ALIKE = 0.9;

/** Modules of a larger network that are looked into. */
const MOST_PREFIXES = 24;

/**
 * Mechanisms whose weights have the names and shapes of a file: of the whole file, or else of a module
 * in it. A prefix that all names share, such as `layers.3.attn.`, is no hindrance.
 * @throws Refusal that names what is missing, unknown or misshapen for the nearest one.
 */
export function findMechanisms(shapes: Shapes): Found[] {
  const names = Object.keys(shapes);
  const shared = sharedPrefixes(names);
  const whole = shared.flatMap((prefix) => search(shapes, prefix));
  const fitting = whole.filter(({ fit }) => fit.fits);
  if (fitting.length > 0) return fitting;
  const inside = modulesIn(names).filter((prefix) => !shared.includes(prefix));
  const seen = new Set<string>();
  const parts = inside.slice(0, MOST_PREFIXES).flatMap((prefix) => {
    // Layers that repeat each other are the same question.
    const question = JSON.stringify(beneath(shapes, prefix));
    if (seen.has(question)) return [];
    seen.add(question);
    return search(shapes, prefix, ALIKE).filter(({ fit }) => fit.fits);
  });
  if (parts.length > 0) return parts;
  throw refuseMisfit(...nearest(whole, shapes));
}

function nearest(tried: readonly Found[], shapes: Shapes): Parameters<typeof refuseMisfit> {
  const [best] = [...tried].sort((a, b) => b.fit.agreement - a.fit.agreement);
  if (best) return [best.fit.mechanism, best.fit.misfit];
  // Nothing has enough names in common: the most that any has.
  const names = new Set(Object.keys(shapes));
  const [mechanism] = [...catalogue].sort((a, b) => likeness(b, names) - likeness(a, names));
  return [mechanism, fitMechanism(mechanism, shapes).misfit];
}

function search(shapes: Shapes, prefix: string, enough = ENOUGH): Found[] {
  const inside = beneath(shapes, prefix);
  const names = new Set(Object.keys(inside));
  const ranked = catalogue
    .map((mechanism) => ({ mechanism, alike: likeness(mechanism, names) }))
    .filter(({ alike }) => alike >= enough)
    .sort((a, b) => b.alike - a.alike);
  const found: Found[] = [];
  for (const { mechanism, alike } of ranked) {
    // When one fits, another whose names differ does not.
    if (alike < ALIKE && found.some(({ fit }) => fit.fits)) break;
    found.push({ prefix, fit: fitMechanism(mechanism, inside) });
  }
  return found;
}

/** The tensors beneath a prefix, without it. */
export const beneath = <T>(all: Readonly<Record<string, T>>, prefix: string): Record<string, T> =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

const prefixesOf = (name: string): string[] =>
  [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index + 1));

/** The empty prefix and every dotted one that all names share. */
function sharedPrefixes(names: readonly string[]): string[] {
  const [first = ''] = names;
  return ['', ...prefixesOf(first).filter((p) => names.every((name) => name.startsWith(p)))];
}

/** Every dotted prefix, the outermost modules first. */
const modulesIn = (names: readonly string[]): string[] =>
  [...new Set(names.flatMap(prefixesOf))].sort((a, b) => a.split('.').length - b.split('.').length);

const nameSets = new WeakMap<Mechanism, readonly WeightNames[]>();

/** The most that names agree with those that a mechanism asks for under any argument that changes them. */
function likeness(mechanism: Mechanism, names: ReadonlySet<string>): number {
  const sets = nameSets.get(mechanism) ?? allNamesOf(mechanism);
  nameSets.set(mechanism, sets);
  return Math.max(0, ...sets.map((set) => overlap(set, names)));
}

function allNamesOf(mechanism: Mechanism): WeightNames[] {
  const start: Guess = { params: {}, sizes: {} };
  const classes = Object.values(mechanism.classes).map((params): Guess => ({ ...start, params }));
  // A part is often left out at 1; counts of layers are small.
  const params = paramUnknowns(mechanism, [1, 2, 3, 4], new Set());
  // Packed or separate projections depend on whether the channels of two inputs are equal.
  const sizes = sizeUnknowns(mechanism, [12]);
  const vary = (guess: Guess, unknowns: readonly Unknown[]): Guess[] =>
    unknowns.flatMap((u) => u.values(guess).map((value) => u.set(guess, value)));
  const once = vary(start, [...params, ...sizes]);
  const flags = params.filter((u) => u.few);
  const twice = once.flatMap((guess) => vary(guess, flags));
  return [start, ...classes, ...once, ...twice].flatMap((guess) => {
    try {
      const axes = axesAt(mechanism, guess);
      const params = Object.fromEntries(
        Object.entries(mechanism.params).map(([name, param]) => [
          name,
          guess.params[name] ?? param.follows?.(axes) ?? param.default,
        ]),
      );
      return [namesOf(mechanism.weights(params, axes))];
    } catch {
      return [];
    }
  });
}
