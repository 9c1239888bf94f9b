import * as tf from '@tensorflow/tfjs-core';
import type { Mechanism } from '../mechanisms/define';
import { resolveParams } from '../mechanisms/params';
import { plan } from '../mechanisms/plan';
import type { Graph } from '../trace/graph';
import { Refusal } from '../trace/text';
import { inspectWebGL, inspectWebGPU } from './adapters';
import type { Backend } from './backends/backend';
import { openBackend } from './backends/open';
import { calibrate } from './calibrate';
import { type Evaluation, evaluate } from './evaluate';
import { bytesNeeded, fitOf, limitsHere, requireFit } from './guard';
import { Materials } from './materials';
import type { Loss, RunResult, Setup, Sight, Wishes, WorkerMethods } from './messages';
import { type RunRequest, Superseded } from './protocol';
import { FirstSight, viewIn } from './sight';
import { Spare } from './spare';

/** The mechanism of an id, which may have to be loaded; undefined where there is none. */
export type Find = (id: string) => Promise<Mechanism | undefined>;

/** Bytes of a run that may not fit everywhere. */
const HUGE = 2 ** 28;

/** Multiply–accumulates per millisecond that even the slowest backend manages. */
const SLOWEST = 1e5;

export interface Progress {
  readonly signal: AbortSignal;
  /** Takes first views, while the run goes on. */
  readonly show: (sight: Sight) => void;
  readonly report: (done: number, total: number, patience: number) => void;
}

/**
 * What a worker does, apart from how it is called. It keeps the tensors of the last finished run
 * until the next one is finished, so that there is always something to look at.
 */
export class Session {
  private opening: Promise<Backend> | undefined;
  private readonly spare = new Spare();
  private materials = new Materials('');
  private kept: { readonly run: number; readonly evaluation: Evaluation } | undefined;

  constructor(
    private readonly find: Find,
    private readonly onLost: (loss: Loss, reason: string) => void,
  ) {}

  readonly methods: Omit<WorkerMethods, 'run'> = {
    open: async ({ backend, threads, page }: Setup) => {
      this.materials = new Materials(page);
      this.opening = openBackend(backend, { threads, onLost: this.onLost });
      return this.opening;
    },
    inspect: async () => ({ webgpu: await inspectWebGPU(), webgl: inspectWebGL() }),
    calibrate,
    keepImage: (image) => this.materials.keepImage(image),
    picture: (image, side, shape) => this.materials.picture(image, side, shape),
    plan: async (request) => {
      const { mechanism, params, notes, axes } = await this.resolve(request);
      const { graph } = plan(mechanism, params, axes);
      const fit = fitOf(graph, limitsHere((await this.opened()).limits));
      return { graph, params, notes, inputs: axes, fit };
    },
    view: async (run, request) => viewIn(this.evaluationOf(run), request, this.spare),
    explain: (run, node, index) => this.evaluationOf(run).explain(node, index),
    data: async (run, node) => {
      const evaluation = this.evaluationOf(run);
      // A copy, because what is sent to the page is gone here.
      const data = (await evaluation.data(node)).slice();
      return { axes: evaluation.graph.nodes[node].axes, data };
    },
  };

  async run(
    run: number,
    request: RunRequest,
    { ahead = [], reuse = false }: Wishes,
    progress: Progress,
  ): Promise<RunResult> {
    const { mechanism, params, notes, axes } = await this.resolve(request);
    const start = performance.now();
    const program = plan(mechanism, params, axes);
    const planning = performance.now() - start;
    await this.refuseHuge(program.graph);
    const inputs = await this.materials.inputsOf(request, mechanism);
    const weights = await this.materials.weightsOf(request, mechanism, params, axes);
    // What a run is made of is prepared while the backend still opens.
    const backend = await this.opened();
    progress.signal.throwIfAborted();

    const limits = limitsHere(backend.limits);
    let nodes: Graph['nodes'] = [];
    const report = (done: number): void =>
      progress.report(done, nodes.length, (nodes[done]?.cost.macs ?? 0) / SLOWEST);
    const begin = performance.now();
    const summaryOf = (graph: Graph) => ({
      ...{ run, params, notes, graph, inputs: axes, backend: backend.name },
      bytes: bytesNeeded(graph),
    });
    const sight = new FirstSight(ahead, this.spare);
    const evaluation = await evaluate(mechanism, { params, inputs, weights }, backend.name, {
      program,
      signal: progress.signal,
      before: reuse ? this.kept?.evaluation : undefined,
      limits,
      onPlan: (graph) => {
        nodes = graph.nodes;
        const before = this.kept ? bytesNeeded(this.kept.evaluation.graph) : 0;
        if (before + bytesNeeded(graph) > limits.total) this.release();
        report(0);
      },
      // The last report also covers the wait for a GPU, which has only queued the work so far.
      onNode: (done, total, computed) => {
        if (done === total) progress.report(done, total, totalMacs(nodes) / SLOWEST);
        else report(done);
        const views = sight.look(done, computed);
        if (views) progress.show({ summary: summaryOf(computed.graph), views });
      },
    });
    if (progress.signal.aborted) {
      evaluation.dispose();
      throw new Superseded();
    }
    this.release();
    this.kept = { run, evaluation };
    const milliseconds = planning + performance.now() - begin - sight.milliseconds;
    const { numTensors: tensors, numBytes: bytes } = tf.memory();
    return {
      summary: { ...summaryOf(evaluation.graph), milliseconds, reused: evaluation.reused },
      views: await sight.rest(evaluation),
      tensors,
      bytes,
    };
  }

  /** Refuses what cannot fit before its inputs and weights are made, which may take as much as the run itself. */
  private async refuseHuge(graph: Graph): Promise<void> {
    // Whatever is small can be prepared while the backend still opens.
    if (bytesNeeded(graph) < HUGE) return;
    const { name, limits } = await this.opened();
    requireFit(graph, name, limitsHere(limits));
  }

  /** The backend, when it is open and tested. */
  private opened(): Promise<Backend> {
    return this.opening ?? Promise.reject(new Error('no backend is open'));
  }

  private release(): void {
    this.kept?.evaluation.dispose();
    this.kept = undefined;
  }

  private async resolve(request: RunRequest) {
    const mechanism = await this.find(request.mechanism);
    if (!mechanism) {
      throw new Refusal(
        `There is no mechanism "${request.mechanism}"; choose one from the catalogue.`,
        `没有名为“${request.mechanism}”的机制；请从目录中选择。`,
      );
    }
    const axes = this.materials.axesOf(request, mechanism);
    // Imported weights were made by a constructor, whose arguments bind as they are.
    const exact = request.weights.kind === 'imported';
    return { mechanism, axes, ...resolveParams(mechanism, request.params, axes, { exact }) };
  }

  private evaluationOf(run: number): Evaluation {
    if (this.kept?.run === run) return this.kept.evaluation;
    throw new Superseded();
  }
}

const totalMacs = (nodes: Graph['nodes']): number =>
  nodes.reduce((sum, { cost }) => sum + cost.macs, 0);
