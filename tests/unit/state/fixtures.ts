import { fitOf } from '../../../src/engine/guard';
import {
  type BackendName,
  type Engine,
  type EngineStatus,
  type FinishedRun,
  type RunOptions,
  type RunRequest,
  Superseded,
} from '../../../src/engine/protocol';
import { sizesOf } from '../../../src/inputs/choice';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import { resolveParams } from '../../../src/mechanisms/params';
import { plan } from '../../../src/mechanisms/plan';
import { constant } from '../../../src/trace/expression';

/** A summary as the engine would give it, planned but not computed. */
export function summaryOf(request: RunRequest, run = 1): FinishedRun {
  const mechanism = mechanismById(request.mechanism);
  if (!mechanism) throw new Error(`no mechanism ${request.mechanism}`);
  const inputs = sizesOf(request.input, mechanism.inputs);
  const { params, notes } = resolveParams(mechanism, request.params, inputs);
  const { graph } = plan(mechanism, params, inputs);
  return {
    run,
    request,
    params,
    notes,
    graph,
    inputs,
    backend: 'cpu',
    milliseconds: 1,
    reused: 0,
    bytes: 0,
  };
}

const status: EngineStatus = {
  active: 'cpu',
  preference: 'auto',
  backends: [],
  tensors: 0,
  bytes: 0,
};

/** An engine that plans, and answers a run when the test says so. */
export class FakeEngine implements Engine {
  readonly requests: RunRequest[] = [];
  private readonly waiting: {
    resolve: (s: FinishedRun) => void;
    reject: (e: unknown) => void;
    options: RunOptions;
  }[] = [];

  run(request: RunRequest, options: RunOptions = {}): Promise<FinishedRun> {
    this.requests.push(request);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject, options });
    });
  }
  /** Finishes a run, the last one unless told. */
  async finish(at = this.requests.length - 1): Promise<void> {
    this.waiting[at].resolve(summaryOf(this.requests[at], at + 1));
    await settled();
  }
  /** Has the first views of the last run, before its end. */
  async show(backend: BackendName = 'cpu'): Promise<void> {
    const at = this.requests.length - 1;
    this.waiting[at].options.onAhead?.({ ...summaryOf(this.requests[at], at + 1), backend });
    await settled();
  }
  async fail(error: unknown, at = this.requests.length - 1): Promise<void> {
    this.waiting[at].reject(error);
    await settled();
  }
  cancel(): void {
    this.waiting.at(-1)?.reject(new Superseded());
  }
  plan = (request: RunRequest) => {
    const summary = summaryOf(request);
    const limits = { tensor: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };
    return Promise.resolve({ ...summary, fit: fitOf(summary.graph, limits) });
  };
  view = () => Promise.reject(new Error('no views here'));
  explain = () => Promise.resolve(constant(1));
  data = () => Promise.reject(new Error('no data here'));
  loadImage = () => Promise.resolve(new ImageData(1, 1));
  picture = () => Promise.resolve(new ImageData(1, 1));
  chooseBackend = () => Promise.resolve(status);
  status = () => status;
  onStatus = () => () => {};
  onNotice = () => () => {};
  onRecomputed = () => () => {};
  dispose = () => {};
}

/** Lets what was promised happen. */
export const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
