import { random } from '../../../src/inputs/random';
import { fillWeights } from '../../../src/inputs/weights';
import type { InputAxes, Mechanism, Params, ParamValue } from '../../../src/mechanisms/define';
import { resolveParams } from '../../../src/mechanisms/params';
import { plan } from '../../../src/mechanisms/plan';
import { axis, type Role, sizeOf } from '../../../src/trace/axes';
import type { HostTensor } from '../../../src/trace/tensor';
import { Refusal } from '../../../src/trace/text';

/** One way to use a mechanism: sizes, layout, masks, flags. */
export interface Variant {
  readonly mechanism: Mechanism;
  readonly params: Params;
  readonly inputs: InputAxes;
  /** Names of the steps that it records. */
  readonly steps: ReadonlySet<string>;
}

/** Sizes that no two axes share, square maps for what needs them, and a larger one to be halved often. */
const worlds: readonly Partial<Record<Role, number>>[] = [
  { height: 7, width: 5, token: 5 },
  { height: 6, width: 6, token: 36 },
  { height: 7, width: 7, token: 49 },
  { height: 16, width: 16, token: 256 },
];

const CHANNELS = 16;
const MEMORY = 7;

/** Factors for the 2 × 2 coarse keys that EMSA makes of its map. */
const coarse = { height: 6, width: 6, token: 36, key: 4 };

/** Axes of the inputs in every layout, with and without the optional ones. */
function* inputsOf(mechanism: Mechanism): Generator<InputAxes> {
  const specs = Object.entries(mechanism.inputs);
  const hasMemory = specs.some(([, { from }]) => from === 'memory');
  const layouts = Math.max(...specs.map(([, spec]) => 1 + (spec.alternatives?.length ?? 0)));
  const hasFactors = specs.some(([, { from }]) => from === 'file');
  for (const world of hasFactors ? [...worlds, coarse] : worlds) {
    const tokens = world.token ?? 1;
    const keys = hasMemory ? MEMORY : tokens;
    const sizes = { batch: 2, channel: CHANNELS, query: tokens, key: keys, ...world };
    for (let layout = 0; layout < layouts; layout++) {
      for (const optional of [false, true]) {
        yield Object.fromEntries(
          specs
            .filter(([, spec]) => !spec.optional || optional)
            .map(([name, spec]) => {
              const all = [spec.axes ?? spec.order, ...(spec.alternatives ?? [])];
              const roles = all[Math.min(layout, all.length - 1)];
              const length = (role: Role) =>
                role === 'token' && spec.from === 'memory' ? MEMORY : (sizes[role as 'batch'] ?? 1);
              return [name, roles.map((role) => axis(role, length(role)))];
            }),
        );
      }
    }
  }
}

/** Values to try for a parameter: every flag and choice, a number for PyTorch's None, a negative one. */
function valuesOf(mechanism: Mechanism, name: string): readonly ParamValue[] {
  const param = mechanism.params[name];
  if (param.follows) return [];
  switch (param.kind) {
    case 'flag':
      return [param.default, !param.default];
    case 'choice':
      return Object.keys(param.choices);
    case 'list':
      return [];
    default: {
      // Twelve is enough to see everything that a thousand shows.
      const usual = param.default !== null && !param.options ? Math.min(12, param.default) : null;
      const others = [...(param.nullable ? [0.5 * 4] : []), ...(param.min < 0 ? [param.min] : [])];
      return usual === null && others.length === 0 ? [] : [usual ?? param.default, ...others];
    }
  }
}

function combinations(mechanism: Mechanism): Params[] {
  let all: Record<string, ParamValue>[] = [{}];
  for (const name of Object.keys(mechanism.params)) {
    const values = valuesOf(mechanism, name);
    if (values.length === 0) continue;
    all = all.flatMap((params) => values.map((value) => ({ ...params, [name]: value })));
  }
  return all;
}

/** As few variants as record every step that any variant records. */
export function variantsOf(mechanism: Mechanism): Variant[] {
  const all: Variant[] = [];
  for (const inputs of inputsOf(mechanism)) {
    for (const given of combinations(mechanism)) {
      try {
        const { params } = resolveParams(mechanism, given, inputs);
        const { graph } = plan(mechanism, params, inputs);
        const steps = new Set(graph.nodes.flatMap(({ step }) => (step ? [step.name] : [])));
        all.push({ mechanism, params, inputs, steps });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }
  const missing = new Set(all.flatMap(({ steps }) => [...steps]));
  const chosen: Variant[] = [];
  while (missing.size > 0) {
    const gain = ({ steps }: Variant): number => [...steps].filter((s) => missing.has(s)).length;
    const best = all.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    chosen.push(best);
    for (const step of best.steps) missing.delete(step);
  }
  return chosen;
}

/** Seeded numbers for a variant: normal features, masks that leave every query its first key. */
export function given({ mechanism, params, inputs }: Variant, seed: number) {
  const tensors: Record<string, HostTensor> = {};
  for (const [name, axes] of Object.entries(inputs)) {
    const { normal, uniform } = random(seed, name);
    const keys = axes.at(-1)?.size ?? 1;
    const isMask = mechanism.inputs[name].from === 'mask';
    const data = Float32Array.from({ length: sizeOf(axes) }, (_, i) => {
      if (!isMask) return normal();
      return i % keys !== 0 && uniform() < 0.4 ? 1 : 0;
    });
    tensors[name] = { axes, data };
  }
  const weights = fillWeights(mechanism.weights(params, inputs), 'pytorch', seed);
  return { params, inputs: tensors, weights };
}
