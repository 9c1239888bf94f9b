import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

export const backends = ['cpu', 'wasm', 'webgl', 'webgpu'] as const;
export type Backend = (typeof backends)[number];

// One thread: the results are the same, and no worker outlives a test.
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
// Small tensors would be computed on the CPU, and the shaders would go untested.
tf.env().set('WEBGL_CPU_FORWARD', false);
tf.env().set('WEBGPU_CPU_FORWARD', false);
setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
});

/** Makes a backend the current one; throws where the browser does not have it. */
export async function useBackend(name: Backend): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`the browser has no ${name} backend`);
  await tf.ready();
}

/** Largest difference from a float64 reference that rounding explains: n · (1 + max|reference|). */
export const tolerance: Readonly<Record<Backend, number>> = {
  cpu: 2e-5,
  wasm: 2e-5,
  webgl: 1e-4,
  webgpu: 1e-4,
};
