/** A golden file as a case that can be computed: which mechanism, on what, and what PyTorch made of it. */
import { type Golden, readGolden } from '../../inputs/golden';
import { inputFromFile, type RawTensor } from '../../inputs/raw';
import { takeWeights } from '../../inputs/weights';
import { mechanismById } from '../../mechanisms/catalogue';
import { fromConstructor } from '../../mechanisms/constructor';
import type { InputAxes, Mechanism, Params } from '../../mechanisms/define';
import { resolveParams } from '../../mechanisms/params';
import type { HostTensor, InputSpec } from '../../trace/tensor';
import { Refusal } from '../../trace/text';
import type { Given, HostTensors } from '../evaluate';

/** A tensor that PyTorch computed. */
export interface Reference {
  /** Name in the file. */
  readonly label: string;
  /** Name by which a step says what it reproduces. */
  readonly torch: string;
  readonly tensor: RawTensor;
}

/** A case that is ready to be computed. Plain data. */
export interface Case {
  /** Id of the mechanism. */
  readonly mechanism: string;
  readonly given: Given;
  readonly references: readonly Reference[];
}

/**
 * Reads a golden file.
 * @returns the case, or the name of a mechanism that is not in the catalogue.
 * @throws Refusal or Error, one sentence, when the file is bad.
 */
export function readCase(bytes: Uint8Array): Case | string {
  const golden = readGolden(bytes);
  const mechanism = mechanismById(golden.mechanism);
  if (!mechanism) return golden.mechanism;
  const inputs = inputsOf(mechanism, golden, argumentsOf(mechanism, golden));
  const params = paramsOf(mechanism, golden, axesOf(inputs));
  return caseOf(mechanism, golden, inputs, params);
}

/**
 * The case of a file whose mechanism and arguments are known.
 * @throws Refusal when a weight is missing, misshapen or unknown.
 */
export function caseOf(
  mechanism: Mechanism,
  { params: weights, acts, outputs }: Pick<Golden, 'params' | 'acts' | 'outputs'>,
  inputs: HostTensors,
  params: Params,
): Case {
  const taken = takeWeights(mechanism.weights(params, axesOf(inputs)), weights);
  if (taken.unused.length > 0) {
    const keys = taken.unused.join(', ');
    throw new Refusal(
      `the state_dict has unknown keys: ${keys}; save that of ${mechanism.name.en} alone.`,
      `state_dict 中有未知的键：${keys}；请只保存“${mechanism.name.zh}”的部分。`,
    );
  }
  return {
    mechanism: mechanism.id,
    given: { params, inputs, weights: taken.weights },
    references: referencesOf({ acts, outputs }),
  };
}

/** Axes of tensors, by name. */
export const axesOf = (inputs: HostTensors): InputAxes =>
  Object.fromEntries(Object.entries(inputs).map(([name, { axes }]) => [name, axes]));

/**
 * @param args constructor arguments, which may choose the layout of an input.
 * @throws Refusal when an input is missing, unknown or of a rank that the mechanism does not take.
 */
export function inputsOf(
  mechanism: Mechanism,
  { inputs }: Pick<Golden, 'inputs'>,
  args: Params = {},
): Record<string, HostTensor> {
  const missing = Object.entries(mechanism.inputs).find(
    ([name, { optional }]) => !optional && !inputs[name],
  );
  if (missing) {
    throw new Refusal(
      `input.${missing[0]} is missing; ${mechanism.name.en} needs it.`,
      `缺少 input.${missing[0]}；“${mechanism.name.zh}”需要它。`,
    );
  }
  return Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => {
      const spec = mechanism.inputs[name];
      if (spec) return [name, inputFromFile(name, tensor, arranged(spec, args))];
      throw new Refusal(
        `${mechanism.id} has no input "${name}"; it takes ${Object.keys(mechanism.inputs).join(', ')}.`,
        `${mechanism.id} 没有输入“${name}”；它的输入是 ${Object.keys(mechanism.inputs).join('、')}。`,
      );
    }),
  );
}

/** An input with the layouts that the constructor's arguments give it. */
function arranged(spec: InputSpec, args: Params): InputSpec {
  if (!spec.layouts) return spec;
  const [order, ...alternatives] = spec.layouts(args);
  return { ...spec, order, alternatives };
}

type Constructed = Pick<Golden, 'class' | 'case' | 'constructorArgs' | 'callKwargs'>;

/**
 * Constructor arguments and arguments of the call, with what the class itself fixes.
 * @throws Refusal when the class is unknown, or the constructor would not take them.
 */
const paramsOf = (mechanism: Mechanism, golden: Constructed, inputs: InputAxes): Params =>
  resolveParams(mechanism, argumentsOf(mechanism, golden), inputs, { exact: true }).params;

/**
 * What the constructor was given, under the names of the mechanism's parameters.
 * @throws Refusal when the class is unknown.
 */
export function argumentsOf(mechanism: Mechanism, golden: Constructed): Params {
  const fixed = mechanism.classes[golden.class];
  if (!fixed) {
    throw new Refusal(
      `${mechanism.id} has no class "${golden.class}"; it knows ${Object.keys(mechanism.classes).join(', ')}.`,
      `${mechanism.id} 没有类“${golden.class}”；已知的有 ${Object.keys(mechanism.classes).join('、')}。`,
    );
  }
  // What a call leaves out, such as a mask, may be given as None.
  const call = Object.entries(golden.callKwargs as Params).filter(
    ([name, value]) => value !== null || name in mechanism.params,
  );
  const variant = golden.case.includes('-paper') ? 'paper' : 'published';
  return fromConstructor(mechanism, fixed, {
    ...(mechanism.params.variant && { variant }),
    ...(golden.constructorArgs as Params),
    ...Object.fromEntries(call),
  });
}

const referencesOf = ({ acts, outputs }: Pick<Golden, 'acts' | 'outputs'>): Reference[] => [
  ...acts.map(({ order, kind, where, tensor }) => ({
    label: `act.${String(order).padStart(2, '0')}.${kind}.${where}`,
    torch: where,
    tensor,
  })),
  ...Object.entries(outputs).map(([name, tensor]) => ({ label: name, torch: name, tensor })),
];
