import * as tf from '@tensorflow/tfjs-core';
import { Refusal } from '../../trace/text';
import type { BackendName } from '../protocol';
import { selfTest } from '../self-test';
import type { Backend, Open, OpenOptions } from './backend';
import * as wasm from './wasm';

/** WebAssembly, which the first picture comes from, is at hand; each other is loaded when it is wanted. */
const loaders: Readonly<Record<BackendName, () => Promise<{ readonly open: Open }>>> = {
  webgpu: () => import('./webgpu'),
  wasm: async () => wasm,
  webgl: () => import('./webgl'),
  cpu: () => import('./cpu'),
};

/** tfjs is one per thread, and so are its backends. */
const opened = new Map<BackendName, Promise<Backend>>();

/**
 * Opens a backend, tests it and makes it the current one of this thread. The options count the first
 * time; a backend that failed may be tried again.
 * @throws Refusal that says why it cannot be used.
 */
export async function openBackend(name: BackendName, options: OpenOptions = {}): Promise<Backend> {
  let opening = opened.get(name);
  if (!opening) {
    opening = openAndTest(name, options);
    opened.set(name, opening);
    opening.catch(() => opened.delete(name));
  }
  const backend = await opening;
  if (tf.getBackend() !== name) await tf.setBackend(name);
  return backend;
}

async function openAndTest(name: BackendName, options: OpenOptions): Promise<Backend> {
  const { open } = await loaders[name]();
  const backend = { name, ...(await open(options)) };
  if (!(await tf.setBackend(name))) {
    throw new Refusal(
      `The backend ${name} did not start; choose another one.`,
      `后端 ${name} 未能启动；请选择其他后端。`,
    );
  }
  await selfTest(name);
  return backend;
}
