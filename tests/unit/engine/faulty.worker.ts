/**
 * The app's worker with a small mechanism of its own and a switch for what can go wrong. The faults
 * are real ones: a lost context, a destroyed device, a thread that never returns, a full heap.
 */

import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { type Port, serve } from '../../../src/engine/serve';
import { slow, tiny } from './tiny';

export type Fault =
  | 'lose-context'
  | 'destroy-device'
  | 'hang-reads'
  | 'block'
  | 'crash'
  | 'fill-memory';

const faults: Record<Fault, () => void> = {
  'lose-context': () =>
    (tf.backend() as MathBackendWebGL).gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext(),
  'destroy-device': () => (tf.backend() as WebGPUBackend).device.destroy(),
  'hang-reads': () => {
    tf.backend().read = () => new Promise(() => undefined);
  },
  block: () => {
    for (;;);
  },
  crash: () => {
    throw new Error('crashed for a test');
  },
  'fill-memory': () => {
    const { wasm } = tf.backend() as BackendWasm;
    const { _malloc } = wasm as typeof wasm & { _malloc(bytes: number): number };
    for (let bytes = 2 ** 28; bytes >= 2; bytes /= 2) {
      try {
        for (;;) _malloc(bytes);
      } catch {
        // No block of this size is left.
      }
    }
  },
};

// Vitest rewrites dynamic imports for its page, and a worker has none of what they then need.
Object.assign(globalThis, {
  __vitest_browser_runner__: { wrapDynamicImport: (load: () => Promise<unknown>) => load() },
});

self.addEventListener('message', ({ data }: MessageEvent<{ kind: string; fault: Fault }>) => {
  if (data.kind === 'fault') faults[data.fault]();
});

serve(self as unknown as Port, async (id) => [tiny, slow].find((one) => one.id === id));
