import {
  type Answer,
  type FromWorker,
  fromThrown,
  type Loss,
  type Method,
  OutOfMemory,
  type Sight,
  type ToWorker,
  type WorkerMethods,
} from './messages';

/** The worker is gone; whoever called may call the next one. */
export class LinkClosed extends Error {}

export interface LinkOptions {
  /** Milliseconds without any sign of life from a call, after which the worker counts as hung. */
  readonly patience: number;
  /** Called once, when the worker can no longer be trusted. */
  readonly onLost: (loss: Loss, reason: string) => void;
}

/** What a run tells before its answer. */
interface Hooks {
  readonly onProgress?: (done: number, total: number) => void;
  readonly onAhead?: (sight: Sight) => void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly hooks: Hooks;
  /** Milliseconds of silence that are left. */
  left: number;
}

const TICK = 250;

/** The page's end of one worker: calls with a watchdog on each. */
export class Link {
  private readonly pending = new Map<number, Pending>();
  private next = 1;
  private timer: ReturnType<typeof setInterval> | undefined;
  private closed = false;
  /** Whether what is called waits for a backend that opens. */
  private opening = false;

  constructor(
    private readonly worker: Worker,
    private readonly options: LinkOptions,
  ) {
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.lose('lost', event.message || 'the worker could not be loaded');
    });
  }

  /** @returns the number of the call, for `cancel`, and its answer. */
  start<M extends Method>(
    method: M,
    args: Parameters<WorkerMethods[M]>,
    hooks: Hooks = {},
  ): { readonly id: number; readonly answer: Promise<Answer<M>> } {
    const id = this.next++;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.closed) {
        reject(new LinkClosed());
        return;
      }
      // Opening loads code and compiles shaders.
      this.opening ||= method === 'open';
      const left = this.options.patience * (this.opening ? 2 : 1);
      this.pending.set(id, { resolve, reject, hooks, left });
      this.timer ??= setInterval(() => this.tick(), TICK);
      this.send({ kind: 'call', id, method, args });
    });
    return { id, answer: answer as Promise<Answer<M>> };
  }

  call<M extends Method>(method: M, ...args: Parameters<WorkerMethods[M]>): Promise<Answer<M>> {
    return this.start(method, args).answer;
  }

  /** Asks a run to stop; it then rejects with Superseded. */
  cancel(id: number): void {
    this.send({ kind: 'cancel', id });
  }

  /** Ends the worker; open calls reject with LinkClosed. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    this.worker.terminate();
    for (const { reject } of this.pending.values()) reject(new LinkClosed());
    this.pending.clear();
  }

  private send(message: ToWorker): void {
    if (!this.closed) this.worker.postMessage(message);
  }

  private receive(message: FromWorker): void {
    if (this.closed) return;
    if (message.kind === 'lost') {
      this.lose(message.loss, message.reason);
      return;
    }
    const call = this.pending.get(message.id);
    if (!call) return;
    if (message.kind === 'progress') {
      // The worker does one thing at a time: what else was asked waits for this, too.
      const patience = this.options.patience + message.patience;
      for (const other of this.pending.values()) other.left = Math.max(other.left, patience);
      call.hooks.onProgress?.(message.done, message.total);
      return;
    }
    if (message.kind === 'ahead') {
      call.hooks.onAhead?.(message.sight);
      return;
    }
    if (message.kind === 'error') {
      const error = fromThrown(message.error);
      if (error instanceof OutOfMemory) this.lose('memory', error.message);
      else this.settle(message.id, () => call.reject(error));
    } else {
      this.opening = false;
      this.settle(message.id, () => call.resolve(message.value));
    }
  }

  private settle(id: number, how: () => void): void {
    this.pending.delete(id);
    if (this.pending.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
    how();
  }

  /** Counts ticks rather than the clock, so that a machine that slept does not count as hung. */
  private tick(): void {
    for (const call of this.pending.values()) {
      call.left -= TICK;
      if (call.left <= 0) {
        this.lose('hung', 'no answer');
        return;
      }
    }
  }

  private lose(loss: Loss, reason: string): void {
    if (this.closed) return;
    this.options.onLost(loss, reason);
    this.close();
  }
}
