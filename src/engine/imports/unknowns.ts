/** What a search may vary to make a mechanism's weights fit a file, and which values are worth trying. */
import { layoutsOf } from '../../inputs/raw';
import type { InputAxes, Mechanism, Param, Params, ParamValue } from '../../mechanisms/define';
import { axis, type Role } from '../../trace/axes';
import type { Shapes } from './shapes';

/** A guess: arguments, and sizes of the inputs by `input.role`, or by role where inputs share them. */
export interface Guess {
  readonly params: Params;
  readonly sizes: Readonly<Record<string, number>>;
}

/** One thing to vary. */
export interface Unknown {
  /** The parameter that it belongs to; none for sizes of the input. */
  readonly param?: string;
  /** A flag or a choice, of which there are few values. */
  readonly few: boolean;
  readonly values: (guess: Guess) => readonly ParamValue[];
  readonly set: (guess: Guess, value: ParamValue) => Guess;
}

/** Sizes that a search starts from. */
const usual: Readonly<Partial<Record<Role, number>>> = { height: 16, width: 16, channel: 64 };

const sizeKey = (input: string, role: Role, from: string): string => {
  if (role === 'channel') return `${input}.channel`;
  return role === 'token' || role === 'query' || role === 'key' ? `${role}.${from}` : role;
};

/** Axes of the inputs that must be given, at the sizes of a guess. */
export function axesAt({ inputs }: Mechanism, { sizes }: Pick<Guess, 'sizes'>): InputAxes {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([, { optional }]) => !optional)
      .map(([name, spec]) => [
        name,
        layoutsOf(spec)[0].map((role) =>
          axis(
            role,
            sizes[sizeKey(name, role, spec.from)] ?? usual[role] ?? (role === 'batch' ? 1 : 16),
          ),
        ),
      ]),
  );
}

/** Every size of the inputs on its own, all channels together, and both sides of a map together. */
export function sizeUnknowns(mechanism: Mechanism, numbers: readonly number[]): Unknown[] {
  const keys = Object.entries(mechanism.inputs)
    .filter(([, { optional }]) => !optional)
    .flatMap(([name, spec]) => layoutsOf(spec)[0].map((role) => sizeKey(name, role, spec.from)))
    .filter((key) => key !== 'batch');
  const distinct = [...new Set(keys)];
  const channels = distinct.filter((key) => key.endsWith('.channel'));
  const sides = distinct.filter((key) => key === 'height' || key === 'width');
  const together = [channels, sides].filter((group) => group.length > 1);
  return [...together, ...distinct.map((key) => [key])].map((group) => ({
    few: false,
    values: () => numbers,
    set: (guess, value) => {
      const same = Object.fromEntries(group.map((key) => [key, Number(value)]));
      return { ...guess, sizes: { ...guess.sizes, ...same } };
    },
  }));
}

/** The parameters that do not follow from the input; of lists, their length and each entry. */
export function paramUnknowns(
  mechanism: Mechanism,
  numbers: readonly number[],
  locked: ReadonlySet<string>,
): Unknown[] {
  return Object.entries(mechanism.params).flatMap(([name, param]) => {
    if (locked.has(name) || (param.follows && !('nullable' in param && param.nullable))) return [];
    const set = (guess: Guess, value: ParamValue): Guess => ({
      ...guess,
      params: { ...guess.params, [name]: value },
    });
    if (param.kind === 'list') return listUnknowns(name, param, numbers, set);
    const values = (): readonly ParamValue[] => valuesOf(param, numbers);
    const few = param.kind === 'flag' || param.kind === 'choice';
    return [{ param: name, few, values, set }];
  });
}

function valuesOf(param: Param, numbers: readonly number[]): readonly ParamValue[] {
  switch (param.kind) {
    case 'flag':
      return [true, false];
    case 'choice':
      return Object.keys(param.choices);
    case 'list':
      return [];
    default: {
      const whole = param.kind === 'integer' ? numbers : [...numbers, ...ratios(numbers)];
      return param.nullable ? [null, ...whole] : whole;
    }
  }
}

type ListParam = Extract<Param, { kind: 'list' }>;

function listUnknowns(
  name: string,
  param: ListParam,
  numbers: readonly number[],
  set: Unknown['set'],
): Unknown[] {
  const start = param.default;
  if (!Array.isArray(start)) return [];
  const entries =
    param.entries === 'flags'
      ? [true, false]
      : (param.entries ?? (numbers as readonly ParamValue[]));
  const lengths: Unknown = {
    param: name,
    few: true,
    values: () =>
      [1, 2, 3, 4, 5, 6].map((n) =>
        Array.from({ length: n }, (_, i): ParamValue => start[Math.min(i, start.length - 1)]),
      ),
    set,
  };
  const each = Array.from(
    { length: MOST_LEAVES },
    (_, at): Unknown => ({
      param: name,
      few: false,
      values: ({ params }) => {
        const list = params[name] ?? start;
        const leaf = leavesOf(list)[at];
        return leaf ? entries.map((entry) => replaced(list, leaf, entry)) : [];
      },
      set,
    }),
  );
  return [lengths, ...each];
}

/** Entries of a list, or of lists in it, that are sought. */
const MOST_LEAVES = 16;

/** Where the entries of a nested list are. */
const leavesOf = (value: ParamValue, path: readonly number[] = []): (readonly number[])[] =>
  Array.isArray(value)
    ? value.flatMap((inner: ParamValue, i) => leavesOf(inner, [...path, i]))
    : [path];

function replaced(
  value: ParamValue,
  [at, ...rest]: readonly number[],
  entry: ParamValue,
): ParamValue {
  if (at === undefined || !Array.isArray(value)) return entry;
  return value.map((inner: ParamValue, i) => (i === at ? replaced(inner, rest, entry) : inner));
}

const most = 4096;

/**
 * Whole numbers that the shapes of a file speak of: their sizes and what one size is of another, which
 * are the likeliest, then parts, multiples, roots, and small numbers.
 */
export function numbersIn(shapes: Shapes): number[] {
  const sizes = [...new Set(Object.values(shapes).flat())].sort((a, b) => a - b).slice(0, 24);
  const quotients = sizes.flatMap((size) => sizes.map((other) => size / other));
  const likely = [...sizes, ...quotients].sort((a, b) => a - b);
  const others = sizes.flatMap((size) => [
    ...[2, 3, 4].map((k) => k * size),
    ...[2, 3, 4, 5, 6, 8, 12, 16].map((k) => size / k),
    ...[size - 1, size + 1, 2 * (size - 1), (size + 1) / 2, (size - 1) / 2],
    ...[Math.sqrt(size), (Math.sqrt(size) + 1) / 2],
    ...sizes.map((other) => Math.floor(size / other)),
  ]);
  const small = Array.from({ length: 16 }, (_, i) => i + 1);
  const rest = [...small, ...others].sort((a, b) => a - b);
  const valid = [...likely, ...rest].filter((n) => Number.isInteger(n) && n >= 1 && n <= most);
  return [...new Set(valid)];
}

/** Quotients that are no whole numbers, such as the width of a perceptron over that of its input. */
const ratios = (numbers: readonly number[]): number[] => {
  const large = [...numbers].sort((a, b) => a - b).slice(-24);
  const quotients = large.flatMap((a) => large.map((b) => a / b));
  return [...new Set(quotients)]
    .filter((r) => r >= 1 / 16 && r <= 16 && !Number.isInteger(r))
    .slice(0, 64);
};
