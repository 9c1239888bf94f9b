import type { InputChoice } from '../inputs/choice';
import type { AttendsOver, Family } from '../mechanisms/define';

/** Families in the order of the atlas. */
export const families = [
  'alignment',
  'transformer',
  'efficient',
  'window',
  'channel',
  'channel-spatial',
  'spatial',
  'hybrid',
] as const satisfies readonly Family[];

export const attended = [
  'tokens',
  'pixels',
  'channels',
  'windows',
  'frequencies',
  'slots',
  'branches',
] as const satisfies readonly AttendsOver[];

/** Kinds of input that a mechanism may take. */
export const inputKinds = [
  'numbers',
  'text',
  'image',
] as const satisfies readonly InputChoice['kind'][];

export const costClasses = ['light', 'medium', 'heavy'] as const;
export type CostClass = (typeof costClasses)[number];

/** Multiply–accumulates from which a class begins, at the size at which a plate compares. */
export const costFrom: Readonly<Record<CostClass, number>> = { light: 0, medium: 1e6, heavy: 5e6 };

export const costClassOf = (macs: number): CostClass =>
  [...costClasses].reverse().find((name) => macs >= costFrom[name]) ?? 'light';

/** Which mechanisms a plate shows: those that pass everything that is set. */
export interface PlateFilter {
  /** Words that name, paper, authors or class must hold. */
  readonly find?: string;
  readonly family?: Family;
  readonly over?: AttendsOver;
  readonly takes?: (typeof inputKinds)[number];
  /** First and last year of the paper. */
  readonly from?: number;
  readonly to?: number;
  readonly cost?: CostClass;
}

const words = { family: families, over: attended, takes: inputKinds, cost: costClasses } as const;

/** The filter as one word of a query, but for `find`, which may be any text: `family:window,from:2019`. */
export const encodeFilter = ({ find: _, ...filter }: PlateFilter): string =>
  Object.entries(filter)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}:${value}`]))
    .join();

/** The filter that a word describes, or nothing where a part cannot be read. */
export function parseFilter(text: string): PlateFilter | undefined {
  const filter: Record<string, string | number> = {};
  for (const part of text.split(',').filter(Boolean)) {
    const [key, value = ''] = part.split(':');
    if (key === 'from' || key === 'to') {
      if (!/^\d{4}$/.test(value)) return undefined;
      filter[key] = Number(value);
    } else if (Object.hasOwn(words, key)) {
      if (!words[key as keyof typeof words].some((word) => word === value)) return undefined;
      filter[key] = value;
    } else return undefined;
  }
  return filter;
}
