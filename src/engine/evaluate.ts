import * as tf from '@tensorflow/tfjs-core';
import type { Mechanism, Params } from '../mechanisms/define';
import { plan } from '../mechanisms/plan';
import type { Program } from '../ops/builder';
import { type ExecuteOptions, execute } from '../ops/execute';
import { explainCell, nodesNeeded } from '../ops/explain';
import { type Axis, describeAxes, shapeOf } from '../trace/axes';
import type { Expression } from '../trace/expression';
import { type Graph, isGiven, isOperation, type Node } from '../trace/graph';
import type { HostTensor } from '../trace/tensor';
import type { Limits } from './backends/backend';
import { openBackend } from './backends/open';
import { numbersOf } from './backends/wasm';
import { limitsHere, requireFit } from './guard';
import type { BackendName } from './protocol';
import { type Computation, findUnchanged, numbersAtHand } from './reuse';

export type HostTensors = Readonly<Record<string, HostTensor>>;

/** What a mechanism is computed on: all parameters, and tensors in the mechanism's own axes. */
export interface Given {
  readonly params: Params;
  readonly inputs: HostTensors;
  /** By state_dict key, in PyTorch's layout. */
  readonly weights: HostTensors;
}

type Known = NonNullable<ExecuteOptions['known']>;

/** A mechanism computed once, with all its values. */
export interface Evaluation {
  readonly graph: Graph;
  /** Numbers of a node, row-major in its axes; read from the backend once. */
  data(node: number): Promise<Float32Array>;
  /** The same where they can be had at once, without a copy: only until anything else is asked of the backend. */
  look(node: number): Float32Array | undefined;
  /** The arithmetic of one cell. */
  explain(node: number, index: readonly number[]): Promise<Expression>;
  /** How many operations have the numbers of the evaluation before, because nothing had changed for them. */
  readonly reused: number;
  /** Tensors that another computation on the same backend can take over; none when this one is disposed of. */
  known(now: Computation): Known;
  /** Frees the tensors; what was read stays readable. */
  dispose(): void;
}

/** What can be read of a mechanism while it is computed: nodes that are done, without a wait. */
export type Unfinished = Pick<Evaluation, 'graph' | 'look'>;

export interface EvaluateOptions extends Omit<ExecuteOptions, 'known' | 'onNode'> {
  /** An earlier evaluation on the same backend: where nothing has changed since, its numbers are taken. */
  readonly before?: Evaluation;
  /** The mechanism as it is planned for these parameters and inputs, where that is done already. */
  readonly program?: Program;
  /** Other limits than those of the backend on this machine. */
  readonly limits?: Limits;
  /** Called with the plan when it is known to fit, before anything is allocated. */
  readonly onPlan?: (graph: Graph) => void;
  /** Called when a node is computed. @param computed has this node and all before it. */
  readonly onNode?: (done: number, total: number, computed: Unfinished) => void;
}

/**
 * Plans a mechanism, computes it on a backend and waits until it is done.
 * @throws Refusal when sizes do not fit each other or the memory; whatever `signal` is aborted with.
 */
export async function evaluate(
  mechanism: Mechanism,
  { params, inputs, weights }: Given,
  backend: BackendName,
  { before, program: planned, limits, onPlan, onNode, ...options }: EvaluateOptions = {},
): Promise<Evaluation> {
  const { limits: most } = await openBackend(backend);
  const axes = Object.fromEntries(Object.entries(inputs).map(([name, t]) => [name, t.axes]));
  const program = planned ?? plan(mechanism, params, axes);
  requireFit(program.graph, backend, limits ?? limitsHere(most));
  onPlan?.(program.graph);
  const host = { ...inputs, ...weights };
  const computation = { program, host };
  const known = before?.known(computation);
  const given = upload(program, host, known);
  try {
    const tensors = await execute(program, given, {
      ...options,
      known,
      onNode: (_, done, total, of) => onNode?.(done, total, readerOf(computation, of)),
    });
    await finished(tensors.of(program.graph.output));
    const reader = readerOf(computation, tensors.of);
    const graph = await withWords(program.graph, reader.data);
    let disposed = false;
    return {
      ...reader,
      graph,
      reused: graph.nodes.filter((node) => isOperation(node) && known?.(node.id)).length,
      known: (now) => {
        const unchanged = findUnchanged(now, computation);
        return (node) => (unchanged[node] && !disposed ? tensors.of(node) : undefined);
      },
      dispose: () => {
        disposed = true;
        tensors.dispose();
        tf.dispose([...given.values()]);
      },
    };
  } catch (error) {
    tf.dispose([...given.values()]);
    throw error;
  }
}

/** The graph with the words that the run has written as labels of their axes. */
async function withWords(graph: Graph, data: Evaluation['data']): Promise<Graph> {
  const nodes = await Promise.all(
    graph.nodes.map(async (node): Promise<Node> => {
      if (!node.axes.some(({ written }) => written)) return node;
      return { ...node, axes: await Promise.all(node.axes.map((axis) => named(axis, data))) };
    }),
  );
  return { ...graph, nodes };
}

async function named(axis: Axis, data: Evaluation['data']): Promise<Axis> {
  const { written, ...rest } = axis;
  if (!written) return axis;
  const indices = await data(written.node);
  // Several sentences at once have no names in common.
  if (indices.length !== axis.size) return rest;
  return { ...rest, labels: Array.from(indices, (i) => written.words[i] ?? `${i}`) };
}

/** Tensors of the inputs and weights that the plan asks for. */
function upload({ graph }: Program, host: HostTensors, known?: Known): Map<string, tf.Tensor> {
  const tensors = new Map<string, tf.Tensor>();
  for (const node of graph.nodes) {
    const { id, op, source, axes } = node;
    if (!isGiven(node) || source === undefined) continue;
    const found = Object.hasOwn(host, source) ? host[source] : undefined;
    const size = found && describeAxes(found.axes);
    if (!found || shapeOf(found.axes).join() !== shapeOf(axes).join()) {
      tf.dispose([...tensors.values()]);
      throw new Error(
        `the ${op} "${source}" should be [${describeAxes(axes)}], but is [${size ?? 'missing'}]`,
      );
    }
    tensors.set(source, known?.(id)?.clone() ?? tf.tensor(found.data, shapeOf(axes), 'float32'));
  }
  return tensors;
}

/** Waits until the backend has really computed a tensor, by reading one element of it. */
async function finished(tensor: tf.Tensor): Promise<void> {
  const one = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), [0], [1]));
  await one.data();
  one.dispose();
}

/** Reads what is computed. */
function readerOf(
  computation: Computation,
  tensorOf: (node: number) => tf.Tensor,
): Pick<Evaluation, 'graph' | 'data' | 'look' | 'explain'> {
  const { program } = computation;
  const { nodes } = program.graph;
  const read = new Map<number, Promise<Float32Array>>();
  const given = (node: number): Float32Array | undefined => numbersAtHand(nodes[node], computation);
  const data = (node: number): Promise<Float32Array> => {
    const own = given(node);
    if (own) return Promise.resolve(own);
    let reading = read.get(node);
    if (!reading) {
      reading = tensorOf(node).data<'float32'>();
      read.set(node, reading);
    }
    return reading;
  };
  return {
    graph: program.graph,
    data,
    look: (node) =>
      given(node) ?? (tf.getBackend() === 'wasm' ? numbersOf(tensorOf(node)) : undefined),
    async explain(node, index) {
      const needed = nodesNeeded(program, node);
      const numbers = new Map<number, Float32Array>();
      for (const id of needed) numbers.set(id, await data(id));
      return explainCell(program, node, index, (id) => {
        const found = numbers.get(id);
        if (!found) throw new Error(`node ${id} is read by node ${node} but was not asked for`);
        return found;
      });
    },
  };
}
