import { version } from '../../package.json';
import type { Axis, Role } from '../trace/axes';
import type { Part, StepText } from '../trace/graph';
import type { Text } from '../trace/text';
import type { Fixed } from './take';

/** The app as files name it. */
export const app = { name: 'Attention Atlas', version } as const;

/** What made the numbers of a step: enough to compute them again. Plain data. */
export interface Provenance {
  readonly mechanism: { readonly id: string; readonly name: Text };
  /** All parameters, resolved. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Kind `none` where the mechanism has no weights. */
  readonly weights: { readonly kind: string; readonly seed?: number; readonly name?: string };
  /** The chosen input; of tensors from a file, their names and shapes. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly backend: string;
  readonly step: Pick<StepText, 'title' | 'role' | 'formula'> & {
    readonly name: string;
    readonly part?: Part;
  };
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** `n24`, `n24x12`, `32x32x64`: the sizes of the axes that a file holds, those of one position left out. */
function sizeName(axes: readonly Axis[]): string {
  const sizes = axes.map((a) => a.size).filter((size) => size > 1);
  const has = (...roles: Role[]) => roles.some((role) => axes.some((a) => a.role === role));
  if (has('query') && has('key') && sizes.length === 2 && sizes[0] === sizes[1])
    return `n${sizes[0]}`;
  return `${sizes.length > 0 && has('query', 'key', 'token') ? 'n' : ''}${sizes.join('x')}`;
}

/** What chance the numbers depend on: the seed of random weights, or else of a random input. */
export function seedName({ weights, input }: Pick<Provenance, 'weights' | 'input'>): string {
  const { kind, seed } = weights.kind === 'none' ? input : weights;
  if (kind === 'pytorch' || kind === 'random') return `seed${seed}`;
  return weights.kind === 'none' ? '' : weights.kind;
}

/**
 * File name without its ending, such as `mha-weights-head0-n24-seed7`.
 * @param axes of what the file holds
 */
export function fileName(from: Provenance, axes: readonly Axis[], fixed: Fixed = {}): string {
  // Where there is only one head, its number says nothing.
  const positions = axes.flatMap(({ role, size }) => {
    const at = size > 1 ? fixed[role] : undefined;
    if (at === undefined) return [];
    return typeof at === 'number' ? `${role}${at}` : `${role}-${at}`;
  });
  const { part } = from.step;
  const parts = [
    from.mechanism.id,
    from.step.name,
    typeof part === 'object' ? part.en : (part ?? ''),
    ...positions,
    sizeName(axes.filter((a) => !(a.role in fixed))),
    seedName(from),
  ];
  return parts.map(slug).filter(Boolean).join('-');
}
