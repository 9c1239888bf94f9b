import { expose } from 'comlink';
import type { BackendName } from '../engine/protocol';
import { type Case, type Comparison, readCase, verify } from './verify';

export type Answer =
  | ({ readonly status: 'compared' } & Comparison)
  /** Why it could not be compared: on this backend, on any, or because the mechanism is unknown. */
  | { readonly status: 'failed' | 'bad' | 'skipped'; readonly reason: string };

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const worker = {
  /** Reads a golden file and compares it with what a backend computes. */
  async verify(bytes: Uint8Array, backend: BackendName): Promise<Answer> {
    let read: Case | string;
    try {
      read = readCase(bytes);
    } catch (error) {
      return { status: 'bad', reason: reasonOf(error) };
    }
    if (typeof read === 'string') {
      return { status: 'skipped', reason: `"${read}" is not in the catalogue` };
    }
    try {
      return { status: 'compared', ...(await verify(read, backend)) };
    } catch (error) {
      return { status: 'failed', reason: reasonOf(error) };
    }
  },
};

export type VerifyWorker = typeof worker;

expose(worker);
