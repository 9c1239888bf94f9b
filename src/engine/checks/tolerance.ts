import type { BackendName } from '../protocol';

/** Largest difference from PyTorch that rounding explains, relative to 1 + max|reference|. */
export const relativeTolerance: Readonly<Record<BackendName, number>> = {
  wasm: 2e-5,
  cpu: 2e-5,
  webgl: 1e-4,
  webgpu: 1e-4,
};
