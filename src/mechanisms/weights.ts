import type { WeightSpec } from '../trace/tensor';

/** Weights by state_dict key, with the initialisation that PyTorch gives them by default. */
export type Weights = Readonly<Record<string, WeightSpec>>;

const uniform = (bound: number) => ({ kind: 'uniform', bound }) as const;
const fill = (value: number) => ({ kind: 'fill', value }) as const;

/** The identity form of a projection and of its bias. */
const passOn = { weight: 'eye', bias: 'zeros' } as const;
/** Where an identity has no meaning but the mechanism as a whole has one. */
const asDefault = { weight: 'default', bias: 'default' } as const;

/** How a layer looks under identity projections; left out, the mechanism has no identity form. */
export type IdentityForm = 'eye' | 'default';

const identityOf = (form: IdentityForm | undefined, part: 'weight' | 'bias') => {
  if (!form) return {};
  return { identity: (form === 'eye' ? passOn : asDefault)[part] };
};

/** nn.Linear: kaiming_uniform(a = √5), which is U(±1/√in) for weight and bias. */
export function linear(
  prefix: string,
  input: number,
  output: number,
  { bias = true, identity }: { bias?: boolean; identity?: IdentityForm } = {},
): Weights {
  const init = uniform(1 / Math.sqrt(input));
  return {
    [`${prefix}.weight`]: { shape: [output, input], init, ...identityOf(identity, 'weight') },
    ...(bias && { [`${prefix}.bias`]: { shape: [output], init, ...identityOf(identity, 'bias') } }),
  };
}

/** nn.Conv1d or nn.Conv2d, by the rank of `kernel`: U(±1/√fan_in). */
export function conv(
  prefix: string,
  input: number,
  output: number,
  kernel: readonly number[],
  options: { groups?: number; bias?: boolean; identity?: IdentityForm } = {},
): Weights {
  const { groups = 1, bias = true, identity } = options;
  const inside = input / groups;
  const init = uniform(1 / Math.sqrt(kernel.reduce((n, k) => n * k, inside)));
  const shape = [output, inside, ...kernel];
  // A one-dimensional kernel runs along its only axis from left to right.
  const roles = kernel.length === 1 && { roles: ['output', 'input', 'kernel-x'] as const };
  return {
    [`${prefix}.weight`]: { shape, init, ...roles, ...identityOf(identity, 'weight') },
    ...(bias && { [`${prefix}.bias`]: { shape: [output], init, ...identityOf(identity, 'bias') } }),
  };
}

/** nn.LayerNorm or nn.GroupNorm: weight 1, bias 0. */
export const norm = (prefix: string, channels: number): Weights => ({
  [`${prefix}.weight`]: { shape: [channels], init: fill(1), identity: 'default' },
  [`${prefix}.bias`]: { shape: [channels], init: fill(0), identity: 'default' },
});

/** nn.BatchNorm with its running statistics. */
export const batchNorm = (prefix: string, channels: number): Weights => ({
  ...norm(prefix, channels),
  [`${prefix}.running_mean`]: {
    shape: [channels],
    init: fill(0),
    identity: 'default',
    buffer: true,
  },
  [`${prefix}.running_var`]: {
    shape: [channels],
    init: fill(1),
    identity: 'default',
    buffer: true,
  },
  [`${prefix}.num_batches_tracked`]: { shape: [], init: fill(0), derived: true, buffer: true },
});

/** A projection that is initialised by xavier_uniform, as the packed ones of nn.MultiheadAttention. */
export const xavier = (output: number, input: number): WeightSpec => ({
  shape: [output, input],
  init: uniform(Math.sqrt(6 / (input + output))),
  identity: 'eye',
});

/** A vector or table of equal numbers. */
export const filled = (
  shape: readonly number[],
  value: number,
  extra: Partial<WeightSpec> = {},
): WeightSpec => ({ shape, init: fill(value), ...extra });

/** A table, such as relative position biases; without effect under identity projections. */
export const table = (
  shape: readonly number[],
  std: number,
  roles: WeightSpec['roles'],
): WeightSpec => ({ shape, roles, init: { kind: 'normal', std }, identity: 'zeros' });

/** A buffer that the mechanism works out from its arguments. */
export const derived = (shape: readonly number[]): WeightSpec => ({
  shape,
  init: fill(0),
  derived: true,
  buffer: true,
});
