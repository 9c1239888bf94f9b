import { createEngine } from '../engine/client';
import type { BackendName, Engine, EngineStatus, RunRequest } from '../engine/protocol';
import type { Text } from '../trace/text';
import { textOf } from './runner';

/** Milliseconds of planning, upload, computing and synchronising. */
export interface Timing {
  readonly median: number;
  /** First and third quartile: half of the samples lie between them. */
  readonly q1: number;
  readonly q3: number;
  readonly samples: readonly number[];
}

/** What has been measured of a request: nothing yet, its time, or why it could not run. */
export interface Outcome {
  readonly timing?: Timing;
  readonly failure?: Text;
}

export interface Progress {
  /** Runs that are over, of all that are due. */
  readonly done: number;
  readonly total: number;
  /** By request, as far as they are known. */
  readonly outcomes: readonly Outcome[];
}

export interface MeasureOptions {
  /** Runs of each request that count. */
  readonly rounds: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs every request once, which does not count: code is compiled and memory is claimed. Then all in turn,
 * round after round, so that a slow moment of the device spoils one sample of each and not one of them. One
 * that fails is left out from then on.
 * @param engine one that nobody else uses meanwhile.
 * @returns what is known by the end, or by the moment that the signal is aborted.
 */
export async function measure(
  engine: Pick<Engine, 'run' | 'cancel'>,
  requests: readonly RunRequest[],
  { rounds, onProgress, signal }: MeasureOptions,
): Promise<readonly Outcome[]> {
  const samples = requests.map((): number[] => []);
  const failures = new Map<number, Text>();
  const outcomes = (): Outcome[] =>
    samples.map((times, i) => {
      const failure = failures.get(i);
      return failure ? { failure } : times.length > 0 ? { timing: summarise(times) } : {};
    });
  const total = requests.length * (rounds + 1);
  let done = 0;
  const cancel = () => engine.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const [i, request] of requests.entries()) {
        if (signal?.aborted) return outcomes();
        if (!failures.has(i)) {
          try {
            const { milliseconds } = await engine.run(request);
            if (round > 0) samples[i].push(milliseconds);
          } catch (error) {
            if (signal?.aborted) return outcomes();
            failures.set(i, textOf(error));
          }
        }
        onProgress?.({ done: ++done, total, outcomes: outcomes() });
      }
    }
    return outcomes();
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** @param times one at least, in any order. */
export const summarise = (times: readonly number[]): Timing => ({
  median: quantile(times, 0.5),
  q1: quantile(times, 0.25),
  q3: quantile(times, 0.75),
  samples: [...times],
});

/** The value below which a share of all lies, between the two nearest in proportion. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/** On what was measured. */
export interface Device {
  readonly backend: BackendName;
  /** Of WebAssembly. */
  readonly threads?: number;
  readonly adapter?: string;
}

/** The backend that an engine computes with; WebAssembly before it has begun. */
export function deviceOf({ active, backends }: EngineStatus): Device {
  const backend = active ?? 'wasm';
  const { threads, adapter } = backends.find(({ name }) => name === backend) ?? {};
  return { backend, threads: backend === 'wasm' ? (threads ?? 1) : undefined, adapter };
}

/** An engine for nothing but measuring, on a backend of the reader's; to be disposed of afterwards. */
export const createTimer = ({ backend, threads }: Device): Engine =>
  createEngine({ preference: backend, threads });
