/** How the tensors of a file and the weights that a mechanism asks for agree: by name and shape. */
import { describeShape } from '../../inputs/raw';
import type { WeightSpecs } from '../../inputs/weights';
import type { Mechanism } from '../../mechanisms/define';
import { Refusal } from '../../trace/text';

export type Shapes = Readonly<Record<string, readonly number[]>>;

export interface Misfit {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  /** `fc.0.weight is [4, 32] instead of [4, 64]`. */
  readonly misshapen: readonly { name: string; shape: string; wanted: string }[];
}

/** What does not fit; nothing is missing where the mechanism derives a buffer itself. */
export function misfitOf(specs: WeightSpecs, shapes: Shapes): Misfit {
  const names = Object.keys(specs);
  return {
    missing: names.filter((name) => !specs[name].derived && !Object.hasOwn(shapes, name)),
    unexpected: Object.keys(shapes).filter((name) => !Object.hasOwn(specs, name)),
    misshapen: names.flatMap((name) => {
      if (!Object.hasOwn(shapes, name)) return [];
      const [shape, wanted] = [shapes[name], specs[name].shape].map(describeShape);
      return shape === wanted ? [] : [{ name, shape, wanted }];
    }),
  };
}

export const isFit = ({ missing, unexpected, misshapen }: Misfit): boolean =>
  missing.length + unexpected.length + misshapen.length === 0;

/**
 * How well shapes agree, larger being better: a name counts one where its shape is right, and part of
 * one by its sizes that are, so that a search can approach a fit one argument at a time.
 */
export function agreement(specs: WeightSpecs, shapes: Shapes): number {
  let sum = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    if (!Object.hasOwn(specs, name)) sum -= 0.5;
    else sum += likeness(shape, specs[name].shape);
  }
  for (const [name, { derived }] of Object.entries(specs)) {
    if (!derived && !Object.hasOwn(shapes, name)) sum -= 0.5;
  }
  return sum;
}

function likeness(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return 0.1;
  if (a.every((size, i) => size === b[i])) return 1;
  const equal = a.reduce((sum, size, i) => {
    const ratio = Math.min(size, b[i]) / Math.max(size, b[i], 1);
    return sum + (ratio === 1 ? 1 : 0.2 * ratio);
  }, 0);
  return 0.2 + (0.6 * equal) / a.length;
}

/** Names of the weights that a mechanism asks for; those that it derives may be left out of a file. */
export interface WeightNames {
  readonly needed: ReadonlySet<string>;
  readonly derived: ReadonlySet<string>;
}

export function namesOf(specs: WeightSpecs): WeightNames {
  const names = Object.keys(specs);
  return {
    needed: new Set(names.filter((name) => !specs[name].derived)),
    derived: new Set(names.filter((name) => specs[name].derived)),
  };
}

/** Names that a file and a mechanism share, as a share of all names in them. */
export function overlap({ needed, derived }: WeightNames, names: ReadonlySet<string>): number {
  const given = [...names].filter((name) => !derived.has(name));
  const shared = given.filter((name) => needed.has(name)).length;
  return shared / Math.max(1, needed.size + given.length - shared);
}

const few = (names: readonly string[]): string =>
  names.length > 4 ? `${names.slice(0, 4).join(', ')}, …` : names.join(', ');

/** One sentence on what keeps a file from fitting. */
export function refuseMisfit({ name }: Mechanism, misfit: Misfit): Refusal {
  const { missing, unexpected, misshapen } = misfit;
  const en: string[] = [];
  const zh: string[] = [];
  if (missing.length > 0) {
    en.push(`lacks ${few(missing)}`);
    zh.push(`缺少 ${few(missing)}`);
  }
  if (unexpected.length > 0) {
    en.push(`has the unknown ${few(unexpected)}`);
    zh.push(`含未知的 ${few(unexpected)}`);
  }
  if (misshapen.length > 0) {
    en.push(few(misshapen.map((m) => `has ${m.name} of ${m.shape} instead of ${m.wanted}`)));
    zh.push(few(misshapen.map((m) => `${m.name} 为 ${m.shape} 而非 ${m.wanted}`)));
  }
  return new Refusal(
    `The weights fit no mechanism; the nearest is ${name.en}, for which the file ${en.join(', ')}; save the state_dict of that module alone.`,
    `这些权重不适合任何机制；最接近的是“${name.zh}”，但文件${zh.join('，')}；请只保存该模块的 state_dict。`,
  );
}
