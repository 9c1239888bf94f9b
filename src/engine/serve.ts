import {
  type FromWorker,
  type Sight,
  type ToWorker,
  toThrown,
  type WorkerMethods,
} from './messages';
import { Superseded } from './protocol';
import { type Find, Session } from './session';

/** Reports come at most this often, in milliseconds, unless the next part may be slow. */
const REPORT = 50;

/** The end of a channel, as a worker's global scope is one. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** Answers the page's calls in a worker. @param find looks a mechanism up. */
export function serve(port: Port, find: Find): void {
  const send = (message: FromWorker, transfer: Transferable[] = []): void =>
    port.postMessage(message, transfer);
  const session = new Session(find, (loss, reason) => send({ kind: 'lost', loss, reason }));
  const running = new Map<number, AbortController>();

  async function answer({ id, method, args }: Extract<ToWorker, { kind: 'call' }>) {
    if (method !== 'run') {
      const call = session.methods[method] as (...args: readonly unknown[]) => Promise<unknown>;
      return call(...args);
    }
    const abort = new AbortController();
    running.set(id, abort);
    let last = performance.now();
    try {
      const [run, request, wishes] = args as Parameters<WorkerMethods['run']>;
      return await session.run(run, request, wishes, {
        signal: abort.signal,
        show: (sight) => send({ kind: 'ahead', id, sight }, buffersOf(sight)),
        report: (done, total, patience) => {
          const early = performance.now() - last < REPORT && patience < REPORT;
          if (early && done > 0 && done < total) return;
          last = performance.now();
          send({ kind: 'progress', id, done, total, patience });
        },
      });
    } finally {
      running.delete(id);
    }
  }

  port.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    const { id } = data;
    if (data.kind === 'cancel') running.get(id)?.abort(new Superseded());
    else if (data.kind === 'call') {
      answer(data).then(
        (value) => send({ kind: 'result', id, value }, buffersOf(value)),
        (error: unknown) => send({ kind: 'error', id, error: toThrown(error) }),
      );
    }
  });
}

/** Buffers of an answer's own arrays, which are moved to the page instead of copied. */
function buffersOf(value: unknown): Transferable[] {
  if (value instanceof ImageData) return [value.data.buffer];
  if (typeof value !== 'object' || value === null) return [];
  const { views = [] } = value as Partial<Sight>;
  return [value, ...views].flatMap((own) =>
    Object.values(own).flatMap((part) =>
      part instanceof Float32Array ? [part.buffer as ArrayBuffer] : [],
    ),
  );
}
