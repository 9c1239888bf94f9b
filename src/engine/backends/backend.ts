import type { BackendName } from '../protocol';

/** How much a backend can hold, in bytes. */
export interface Limits {
  readonly tensor: number;
  readonly total: number;
}

/** A backend of tfjs that is open in this thread and has passed its self-test. */
export interface Backend {
  readonly name: BackendName;
  readonly adapter: string;
  readonly software: boolean;
  readonly threads?: number;
  readonly limits: Limits;
}

export interface OpenOptions {
  /** Threads of WebAssembly. */
  readonly threads?: number;
  /** Called when the device or its memory is gone: results are wrong from here on, or never come. */
  readonly onLost?: (kind: 'lost' | 'memory', reason: string) => void;
}

export type Open = (options: OpenOptions) => Promise<Omit<Backend, 'name'>>;

export const GIB = 2 ** 30;

/** Tensors beyond this many bytes come from no allocator of a browser in practice. */
export const MOST = 4 * GIB;

/** Bytes of released textures or buffers that a backend may keep for reuse. */
export const POOL = 512 * 2 ** 20;
