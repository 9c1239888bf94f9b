/** Learning: the weights of a mechanism are moved until its output is what it should be. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { fillWeights } from '../../inputs/weights';
import type { Mechanism, Params } from '../../mechanisms/define';
import { plan } from '../../mechanisms/plan';
import type { Program } from '../../ops/builder';
import { forward } from '../../ops/execute';
import { type Axis, shapeOf } from '../../trace/axes';
import type { HostTensor } from '../../trace/tensor';
import type { HostTensors } from '../evaluate';

/** Inputs of a mechanism, and the distribution that its output should be, in the output's axes. */
export interface Example {
  readonly inputs: HostTensors;
  readonly target: HostTensor;
}

export interface TrainOptions {
  readonly seed: number;
  readonly batches: number;
  /** Of Adam at the start; it falls to zero on a cosine. */
  readonly learningRate: number;
  /** Called after each batch with its loss. */
  readonly onBatch?: (batch: number, loss: number) => void;
  /** Asked after each batch; what was learned so far is returned. */
  readonly signal?: AbortSignal;
}

/** Longest gradient that is followed as it is. */
const LONGEST = 1;

const upload = (tensor: HostTensor): tf.Tensor =>
  tf.tensor(tensor.data, shapeOf(tensor.axes), 'float32');

/** Plans of a mechanism at the sizes that occur, each made once. */
export function planner(mechanism: Mechanism, params: Params) {
  const programs = new Map<string, Program>();
  return (inputs: HostTensors): Program => {
    const axes: Record<string, readonly Axis[]> = {};
    for (const [name, tensor] of Object.entries(inputs)) axes[name] = tensor.axes;
    const key = JSON.stringify(Object.entries(axes).map(([name, a]) => [name, shapeOf(a)]));
    const known = programs.get(key) ?? plan(mechanism, params, axes);
    programs.set(key, known);
    return known;
  };
}

/**
 * Trains a mechanism whose output is a distribution, on the current backend: cross-entropy, Adam.
 * The same seed and examples give the same weights on the same backend.
 * @param exampleOf the examples of a batch.
 * @returns weights by state_dict key.
 */
export async function train(
  mechanism: Mechanism,
  params: Params,
  exampleOf: (batch: number) => Example,
  { seed, batches, learningRate, onBatch, signal }: TrainOptions,
): Promise<HostTensors> {
  const programOf = planner(mechanism, params);
  const first = exampleOf(0);
  const inputAxes = Object.fromEntries(
    Object.entries(first.inputs).map(([name, { axes }]) => [name, axes]),
  );
  const start = fillWeights(mechanism.weights(params, inputAxes), 'pytorch', seed);
  const variables = new Map(
    Object.entries(start).map(([name, tensor]) => [name, tf.variable(upload(tensor), true)]),
  );
  const list = [...variables.values()];
  const optimizer = tf.train.adam(learningRate);
  try {
    for (let batch = 0; batch < batches && !signal?.aborted; batch++) {
      const example = batch === 0 ? first : exampleOf(batch);
      const { value, grads } = gradients(programOf(example.inputs), example, variables, list);
      const rate = 0.5 * learningRate * (1 + Math.cos((Math.PI * batch) / batches));
      Object.assign(optimizer, { learningRate: rate });
      optimizer.applyGradients(grads as tf.NamedTensorMap & Record<string, tf.Variable>);
      onBatch?.(batch, (await value.data())[0]);
      tf.dispose([value, ...Object.values(grads)]);
    }
    const learned: Record<string, HostTensor> = {};
    for (const [name, variable] of variables)
      learned[name] = { axes: start[name].axes, data: await variable.data<'float32'>() };
    return learned;
  } finally {
    optimizer.dispose();
    tf.dispose(list);
  }
}

/** Mean −log p of what should be, and its gradients by variable, cut to a length. */
function gradients(
  program: Program,
  { inputs, target }: Example,
  variables: ReadonlyMap<string, tf.Variable>,
  list: tf.Variable[],
) {
  return tf.tidy(() => {
    const given = new Map<string, tf.Tensor>(variables);
    for (const [name, tensor] of Object.entries(inputs)) given.set(name, upload(tensor));
    const wanted = upload(target);
    const loss = (): tf.Scalar => {
      const likely = tf.log(tf.add(forward(program, given), 1e-7));
      return tf.neg(tf.div(tf.sum(tf.mul(wanted, likely)), tf.sum(wanted))) as tf.Scalar;
    };
    const { value, grads } = tf.variableGrads(loss, list);
    const squares = Object.values(grads).map((g) => tf.sum(tf.square(g)));
    const length = tf.sqrt(tf.addN(squares));
    const factor = tf.minimum(1, tf.div(LONGEST, tf.add(length, 1e-6)));
    const cut = Object.entries(grads).map(([name, g]) => [name, tf.mul(g, factor)] as const);
    return { value, grads: Object.fromEntries(cut) };
  });
}

/** The output of a mechanism on inputs, with weights that were learned. */
export async function outputOf(
  program: Program,
  inputs: HostTensors,
  weights: HostTensors,
): Promise<Float32Array> {
  const output = tf.tidy(() => {
    const all = Object.entries({ ...inputs, ...weights });
    return forward(program, new Map(all.map(([name, tensor]) => [name, upload(tensor)])));
  });
  const data = await output.data<'float32'>();
  output.dispose();
  return data;
}
