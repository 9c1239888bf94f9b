import * as tf from '@tensorflow/tfjs-core';
import { describeAxes, shapeOf } from '../trace/axes';
import { isGiven, type Node } from '../trace/graph';
import type { Program } from './builder';

/** Milliseconds of work after which other tasks get their turn, less than a frame. */
const BREATH = 12;

export interface ExecuteOptions {
  /** Asked between nodes; an aborted run throws its reason and leaves no tensors behind. */
  readonly signal?: AbortSignal;
  /** Tensors of nodes that are known already. They stay with whoever has them; the run gets tensors of its own. */
  readonly known?: (id: number) => tf.Tensor | undefined;
  /** @param tensorOf of the nodes that are computed by then. */
  readonly onNode?: (
    id: number,
    done: number,
    total: number,
    tensorOf: (id: number) => tf.Tensor,
  ) => void;
}

/** The tensors of a run, by node id. */
export interface Tensors {
  of(id: number): tf.Tensor;
  /** Frees what the run made; inputs and weights stay with whoever brought them. */
  dispose(): void;
}

/**
 * Computes every node of a program on the current backend.
 * @param given tensors of the inputs and weights by name, in the axes that were planned.
 * @throws when one is missing, when a result has another shape than planned, or when aborted.
 */
export async function execute(
  program: Program,
  given: ReadonlyMap<string, tf.Tensor>,
  { signal, known, onNode }: ExecuteOptions = {},
): Promise<Tensors> {
  const { nodes } = program.graph;
  const tensors: tf.Tensor[] = [];
  const own: tf.Tensor[] = [];
  const dispose = (): void => {
    for (const tensor of own.splice(0)) tensor.dispose();
  };
  const of = (id: number): tf.Tensor => tensors[id];
  let since = performance.now();
  try {
    for (const node of nodes) {
      signal?.throwIfAborted();
      const tensor = isGiven(node)
        ? givenTo(node, given)
        : (known?.(node.id)?.clone() ?? compute(program, node, tensors));
      if (!isGiven(node)) own.push(tensor);
      refuseOtherShape(node, tensor);
      tensors.push(tensor);
      onNode?.(node.id, tensors.length, nodes.length, of);
      if (performance.now() - since > BREATH) {
        await nextTask();
        since = performance.now();
      }
    }
    signal?.throwIfAborted();
  } catch (error) {
    dispose();
    throw error;
  }
  return { of, dispose };
}

/**
 * The output alone, in one go: for training, within `tf.variableGrads` or `tf.tidy`.
 * @param given as for `execute`.
 */
export function forward(program: Program, given: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
  const tensors: tf.Tensor[] = [];
  for (const node of program.graph.nodes)
    tensors.push(isGiven(node) ? givenTo(node, given) : compute(program, node, tensors));
  return tensors[program.graph.output];
}

function givenTo(node: Node, given: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
  const tensor = given.get(node.source ?? '');
  if (!tensor) throw new Error(`no tensor for the ${node.op} ${node.source}`);
  return tensor;
}

function compute(program: Program, node: Node, tensors: readonly tf.Tensor[]): tf.Tensor {
  const { nodes } = program.graph;
  const constant = program.constants.get(node.id);
  if (constant) return tf.tensor(constant.data, shapeOf(constant.axes), 'float32');
  const operation = program.operations[node.id];
  if (!operation) throw new Error(`node ${node.id} (${node.op}) has no operation`);
  const inputs = node.inputs.map((id) => tensors[id]);
  const axes = node.inputs.map((id) => nodes[id].axes);
  return tf.tidy(() => {
    const result = operation.compute(inputs, node.attributes, axes, node.axes);
    // Every node owns its tensor, so that each can be freed by itself.
    return inputs.includes(result) ? tf.clone(result) : result;
  });
}

function refuseOtherShape({ id, op, axes }: Node, tensor: tf.Tensor): void {
  const planned = shapeOf(axes);
  if (tensor.rank === planned.length && tensor.shape.every((n, i) => n === planned[i])) return;
  throw new Error(
    `${op} (node ${id}): planned [${describeAxes(axes)}], computed [${tensor.shape.join(', ')}]`,
  );
}

/** Lets messages and frames through; timers would wait for several milliseconds. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
