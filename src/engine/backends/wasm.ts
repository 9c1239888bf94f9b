import { type BackendWasm, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { GIB, type Open } from './backend';

/** Of the 4 GiB that the module can address, what its stack, code and fragmentation may take. */
const MARGIN = GIB / 4;

/** WebAssembly with SIMD; more than one thread needs a cross-origin isolated page. */
export const open: Open = async ({ threads = 1 }) => {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  // The threaded module starts its threads while it loads, used or not.
  if (threads > 1) setThreadsCount(threads);
  else tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  refuseNull(tf.backend() as BackendWasm);
  const hasSimd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    adapter: hasSimd ? 'SIMD' : 'no SIMD',
    software: false,
    threads,
    limits: { tensor: 4 * GIB - MARGIN, total: 4 * GIB - MARGIN },
  };
};

/**
 * The numbers of a tensor where they lie in the module's memory, good until the backend computes again. Reading them in
 * the usual way copies them into new memory, which takes longer than a look at each.
 */
export function numbersOf(tensor: tf.Tensor): Float32Array | undefined {
  const { dataIdMap, wasm } = tf.backend() as BackendWasm;
  const { HEAPU8 } = wasm as typeof wasm & { readonly HEAPU8: Uint8Array };
  const { memoryOffset, dtype } = dataIdMap.get(tensor.dataId) as DataOfTensor;
  if (memoryOffset === null || dtype !== 'float32') return undefined;
  return new Float32Array(HEAPU8.buffer, memoryOffset, tensor.size);
}

interface DataOfTensor {
  readonly memoryOffset: number | null;
  readonly dtype: tf.DataType;
}

/** tfjs takes a failed allocation for the address 0 and would write its tensors there. */
function refuseNull(backend: BackendWasm): void {
  const module = backend.wasm as typeof backend.wasm & {
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  // Emscripten's stub puts the real function in its place when it is first called.
  module._free(module._malloc(1));
  const allocate = module._malloc;
  module._malloc = (bytes) => {
    // The size is cut to 32 bits on the way in.
    const address = bytes < 4 * GIB ? allocate(bytes) : 0;
    if (address === 0 && bytes > 0) throw new RangeError(`out of memory: ${bytes} bytes`);
    return address;
  };
}
