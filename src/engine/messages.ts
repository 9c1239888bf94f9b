/**
 * What the page and a worker say to each other. A worker has one backend for all its life: a backend
 * that is lost, hangs or is left for a faster one ends together with its worker, so that no state of
 * tfjs ever has to be repaired.
 */

import type { ImageChoice } from '../inputs/choice';
import type { Expression } from '../trace/expression';
import type { HostTensor } from '../trace/tensor';
import { Refusal, type Text } from '../trace/text';
import type { View, ViewRequest } from '../trace/view';
import type { Adapter } from './adapters';
import type { Backend } from './backends/backend';
import {
  type BackendName,
  type FinishedRun,
  type Planned,
  type RunOptions,
  type RunRequest,
  type RunSummary,
  Superseded,
} from './protocol';

/** What a worker needs to begin. */
export interface Setup {
  readonly backend: BackendName;
  /** Threads of WebAssembly. */
  readonly threads: number;
  /** Address of the page, beneath which the sample photographs lie. */
  readonly page: string;
}

/** Milliseconds of attention at a large and at a small size. */
export interface Calibration {
  readonly large: number;
  readonly small: number;
}

/** What can be seen of a run. The page still has the request, so that it need not travel back. */
export interface Sight {
  readonly summary: Omit<RunSummary, 'request'>;
  /** Of the views that were asked for together with the run, those that its tensors have. */
  readonly views: readonly View[];
}

export interface RunResult extends Sight {
  readonly summary: Omit<FinishedRun, 'request'>;
  /** Everything that the worker holds. */
  readonly tensors: number;
  readonly bytes: number;
}

/** What is wanted of a run beside its numbers. */
export type Wishes = Pick<RunOptions, 'ahead' | 'reuse'>;

/** What a worker does when called. Each answers once; `run` tells of its progress and of first views before. */
export interface WorkerMethods {
  open(setup: Setup): Promise<Backend>;
  inspect(): Promise<{ readonly webgpu: Adapter | null; readonly webgl: Adapter | null }>;
  calibrate(): Promise<Calibration>;
  keepImage(image: Blob): Promise<void>;
  picture(image: Picture, side: number, shape?: readonly [number, number]): Promise<ImageData>;
  plan(request: RunRequest): Promise<Planned>;
  run(run: number, request: RunRequest, wishes: Wishes): Promise<RunResult>;
  view(run: number, request: ViewRequest): Promise<View>;
  explain(run: number, node: number, index: readonly number[]): Promise<Expression>;
  data(run: number, node: number): Promise<HostTensor>;
}

/** A sample photograph, or the person's own image. */
export type Picture = ImageChoice['image'];

export type Method = keyof WorkerMethods;
export type Answer<M extends Method> = Awaited<ReturnType<WorkerMethods[M]>>;

export type ToWorker =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly method: Method;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: Thrown }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly done: number;
      readonly total: number;
      /** Milliseconds that the next part may take before something must be wrong. */
      readonly patience: number;
    }
  | { readonly kind: 'ahead'; readonly id: number; readonly sight: Sight }
  | { readonly kind: 'lost'; readonly loss: Loss; readonly reason: string };

export type Loss = 'lost' | 'memory' | 'hung';

/** An error on its way through `postMessage`, which keeps no classes. */
export type Thrown =
  | { readonly name: 'Refusal'; readonly text: Text }
  | { readonly name: 'Superseded' }
  | { readonly name: 'OutOfMemory' | 'Error'; readonly message: string };

/** The backend could not allocate what the guard had let pass. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

export function toThrown(error: unknown): Thrown {
  if (error instanceof Refusal) return { name: 'Refusal', text: error.text };
  if (error instanceof Superseded) return { name: 'Superseded' };
  const message = error instanceof Error ? error.message : String(error);
  return { name: isOutOfMemory(error, message) ? 'OutOfMemory' : 'Error', message };
}

export function fromThrown(thrown: Thrown): Error {
  switch (thrown.name) {
    case 'Refusal':
      return new Refusal(thrown.text.en, thrown.text.zh);
    case 'Superseded':
      return new Superseded();
    case 'OutOfMemory':
      return new OutOfMemory(thrown.message);
    case 'Error':
      return new Error(thrown.message);
  }
}

/** Typed arrays throw a RangeError, an exhausted WebAssembly module aborts, WebGL names the reason. */
const isOutOfMemory = (error: unknown, message: string): boolean =>
  (error instanceof RangeError && /memory|allocation|array length|buffer/i.test(message)) ||
  error instanceof WebAssembly.RuntimeError ||
  /out.of.memory|\bOOM\b/i.test(message);
