/** Which step of one mechanism stands beside which step of another: the one that does the same. */
import { mechanismById } from '../mechanisms/catalogue';
import type { Node, TensorRole } from '../trace/graph';
import { type ShownStep, stepsOf } from './steps';

/** A run as far as its steps go. */
export interface Stepped {
  readonly mechanism: string;
  readonly steps: readonly ShownStep[];
}

export interface Pairing {
  /** What both are; null when the two have different roles and stand together as what tells most. */
  readonly role: TensorRole | null;
  readonly first: ShownStep;
  readonly second: ShownStep;
  /** How far both run over the same kinds of things, 0…1. */
  readonly likeness: number;
}

/** Roles by which steps are compared, those that say most about attention first. */
const compared: readonly TensorRole[] = [
  'weights',
  'gate',
  'output',
  'scores',
  'query',
  'key',
  'value',
];

export const steppedOf = (summary: {
  readonly request: { readonly mechanism: string };
  readonly graph: Parameters<typeof stepsOf>[0];
}): Stepped => ({ mechanism: summary.request.mechanism, steps: stepsOf(summary.graph) });

/** The step by which a mechanism is known. */
const tellingOf = ({ mechanism, steps }: Stepped): ShownStep | undefined => {
  const { telling } = mechanismById(mechanism) ?? {};
  return steps.find(({ node }) => node.step.name === telling) ?? steps.at(-1);
};

/**
 * What a tensor has one number for: positions, keys, channels … However they are laid out, words and pixels
 * are positions; heads, groups and batches only repeat the picture.
 */
function kindsOf({ axes }: Pick<Node, 'axes'>): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (const { role, size } of axes) {
    if (size === 1 && role !== 'query' && role !== 'key') continue;
    if (['query', 'token', 'height', 'width', 'window'].includes(role)) kinds.add('position');
    else if (role === 'frequency-y' || role === 'frequency-x') kinds.add('frequency');
    else if (!['batch', 'head', 'group'].includes(role)) kinds.add(role);
  }
  // Rows or columns alone are no positions of a map.
  const [tall, wide] = ['height', 'width'].map((role) => axes.some((a) => a.role === role));
  if (tall !== wide) kinds.add(tall ? 'row' : 'column');
  return kinds;
}

/** Shared kinds over all kinds (Jaccard). */
export function likeness(a: ShownStep, b: ShownStep): number {
  const [one, other] = [kindsOf(a.node), kindsOf(b.node)];
  const all = new Set([...one, ...other]);
  const shared = [...one].filter((kind) => other.has(kind)).length;
  return all.size === 0 ? 1 : shared / all.size;
}

/** How well two steps of one role go together; the name decides among steps that are equally alike. */
function score(a: ShownStep, b: ShownStep, other: Stepped): number {
  const [one, two] = [a.node.step, b.node.step];
  // One of several parts is not what stands alone under the same name elsewhere.
  const parts = (one.part === undefined) === (two.part === undefined);
  const named = one.name === two.name && parts ? 0.2 : 0;
  const told = b === tellingOf(other) ? 0.1 : 0;
  return likeness(a, b) + named + told;
}

/** The largest by a measure, the last of equals. */
function best<T>(all: readonly T[], measure: (one: T) => number): T | undefined {
  return all.reduce<T | undefined>(
    (most, one) => (most === undefined || measure(one) >= measure(most) ? one : most),
    undefined,
  );
}

/** The step of another run that does what a step does; undefined where none does. */
export function partnerOf(step: ShownStep, from: Stepped, other: Stepped): ShownStep | undefined {
  if (from.mechanism === other.mechanism) {
    const same = other.steps.find(({ key }) => key === step.key);
    if (same) return same;
  }
  const { role } = step.node.step.text;
  const candidates = other.steps.filter(({ node }) => node.step.text.role === role);
  if (compared.includes(role)) return best(candidates, (one) => score(step, one, other));
  // Two features, masks or biases are the same thing only where they have the same name.
  return candidates.find(({ node }) => node.step.name === step.node.step.name);
}

const pairing = (role: TensorRole | null, first: ShownStep, second: ShownStep): Pairing => ({
  role,
  first,
  second,
  likeness: likeness(first, second),
});

/** The best pair of every role that both have, in the order in which they say most. */
export function pairingsOf(a: Stepped, b: Stepped): Pairing[] {
  return compared.flatMap((role) => {
    const has = ({ node }: ShownStep) => node.step.text.role === role;
    const all = a.steps
      .filter(has)
      .flatMap((first) => b.steps.filter(has).map((second) => ({ first, second })));
    const told = (first: ShownStep) => (first === tellingOf(a) ? 0.1 : 0);
    const found = best(all, ({ first, second }) => score(first, second, b) + told(first));
    return found ? [pairing(role, found.first, found.second)] : [];
  });
}

/**
 * What two mechanisms are compared by at first: the pair of weights or gates that is most alike, or else
 * the most telling step of each, whatever their roles.
 */
export function usualPairing(a: Stepped, b: Stepped): Pairing | undefined {
  const [first, second] = [tellingOf(a), tellingOf(b)];
  if (!first || !second) return undefined;
  const { role } = first.node.step.text;
  const told = pairing(role === second.node.step.text.role ? role : null, first, second);
  const rivals = pairingsOf(a, b).filter((p) => p.role === 'weights' || p.role === 'gate');
  const alike = rivals.find((p) => p.likeness > told.likeness);
  if (alike && (told.role === null || alike.likeness === 1)) return alike;
  return told;
}
