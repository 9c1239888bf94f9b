import { type Evaluation, evaluate, type Given } from '../engine/evaluate';
import type { BackendName } from '../engine/protocol';
import { type Golden, readGolden } from '../inputs/golden';
import { inputFromFile, type RawTensor } from '../inputs/raw';
import { takeWeights } from '../inputs/weights';
import { mechanismById } from '../mechanisms/catalogue';
import { fromConstructor } from '../mechanisms/constructor';
import type { Mechanism, Params } from '../mechanisms/define';
import { resolveParams } from '../mechanisms/params';
import type { HostTensor } from '../trace/tensor';
import { compare, type Difference } from './compare';

/** How a file compares with what a backend computes. */
export interface Comparison {
  readonly passed: boolean;
  readonly worst: Worst;
  /** How many tensors were compared. */
  readonly tensors: number;
}

/** The tensor that is nearest to, or farthest beyond, what is allowed. */
export interface Worst extends Difference {
  readonly tensor: string;
}

/** Largest difference, relative to 1 + max|reference|. */
export const relativeTolerance: Readonly<Record<BackendName, number>> = {
  wasm: 2e-5,
  cpu: 2e-5,
  webgl: 1e-4,
  webgpu: 1e-4,
};

interface Reference {
  /** Name in the file. */
  readonly label: string;
  /** Name by which a step says what it reproduces. */
  readonly torch: string;
  readonly tensor: RawTensor;
}

/** A golden file that is ready to be computed. */
export interface Case {
  readonly mechanism: Mechanism;
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
  const inputs = readInputs(mechanism, golden);
  const params = readParams(mechanism, golden, inputs);
  const { weights, unused } = takeWeights(mechanism.weights(params, axesOf(inputs)), golden.params);
  if (unused.length > 0) throw new Error(`the state_dict has unknown keys: ${unused.join(', ')}`);
  return { mechanism, given: { params, inputs, weights }, references: referencesOf(golden) };
}

/**
 * Computes a case and compares every output and every intermediate.
 * @throws Error when a tensor is not reproduced at all, or in another shape.
 */
export async function verify(
  { mechanism, given, references }: Case,
  backend: BackendName,
): Promise<Comparison> {
  const evaluation = await evaluate(mechanism, given, backend);
  try {
    return await compareAll(evaluation, references, relativeTolerance[backend]);
  } finally {
    evaluation.dispose();
  }
}

const axesOf = (inputs: Readonly<Record<string, HostTensor>>) =>
  Object.fromEntries(Object.entries(inputs).map(([name, { axes }]) => [name, axes]));

function readInputs(mechanism: Mechanism, golden: Golden): Record<string, HostTensor> {
  const missing = Object.entries(mechanism.inputs).find(
    ([name, { optional }]) => !optional && !golden.inputs[name],
  );
  if (missing) throw new Error(`input.${missing[0]} is missing`);
  return Object.fromEntries(
    Object.entries(golden.inputs).map(([name, tensor]) => {
      const spec = mechanism.inputs[name];
      if (!spec) throw new Error(`${mechanism.id} has no input "${name}"`);
      return [name, inputFromFile(name, tensor, spec)];
    }),
  );
}

/** Constructor arguments and arguments of the call, with what the class itself fixes. */
function readParams(
  mechanism: Mechanism,
  golden: Golden,
  inputs: Readonly<Record<string, HostTensor>>,
): Params {
  const fixed = mechanism.classes[golden.class];
  if (!fixed) throw new Error(`${mechanism.id} has no class "${golden.class}"`);
  const variant = golden.case.includes('-paper') ? 'paper' : 'published';
  const given = {
    ...(mechanism.params.variant && { variant }),
    ...(golden.constructorArgs as Params),
    ...(golden.callKwargs as Params),
  };
  const named = fromConstructor(mechanism, fixed, given);
  return resolveParams(mechanism, named, axesOf(inputs), { exact: true }).params;
}

const referencesOf = (golden: Golden): Reference[] => [
  ...golden.acts.map(({ order, kind, where, tensor }) => ({
    label: `act.${String(order).padStart(2, '0')}.${kind}.${where}`,
    torch: where,
    tensor,
  })),
  ...Object.entries(golden.outputs).map(([name, tensor]) => ({ label: name, torch: name, tensor })),
];

/** Every reference against the value that names it; the k-th of a name against the k-th. */
async function compareAll(
  { graph, data }: Evaluation,
  wanted: readonly Reference[],
  relative: number,
): Promise<Comparison> {
  const named = new Map<string, number>();
  let worst: Worst | undefined;
  let passed = true;
  for (const { label, torch, tensor } of wanted) {
    const k = named.get(torch) ?? 0;
    named.set(torch, k + 1);
    const found = graph.nodes.flatMap((node) =>
      node.torch.filter(({ name }) => name === torch).map(({ order }) => ({ node, order })),
    )[k];
    if (!found) throw new Error(`${label} is reproduced by no step`);
    const computed = { axes: found.node.axes, data: await data(found.node.id) };
    let difference: Difference;
    try {
      difference = compare(computed, found.order, tensor, relative);
    } catch (error) {
      throw new Error(`${label} ${error instanceof Error ? error.message : error}`);
    }
    const ratio = difference.error / difference.tolerance;
    passed &&= ratio <= 1;
    if (!worst || ratio > worst.error / worst.tolerance) worst = { tensor: label, ...difference };
  }
  if (!worst) throw new Error('the file has nothing to compare');
  return { passed, worst, tensors: wanted.length };
}
