import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { Refusal } from '../../trace/text';
import { inspectWebGPU } from '../adapters';
import { MOST, type Open, POOL } from './backend';

/** WebGPU. Beyond a limit of the device tfjs would give wrong numbers without an error. */
export const open: Open = async ({ onLost }) => {
  const adapter = await inspectWebGPU();
  if (!adapter) {
    throw new Refusal(
      'This browser gives no WebGPU adapter; choose another backend.',
      '此浏览器没有可用的 WebGPU 适配器；请选择其他后端。',
    );
  }
  // Small tensors would be computed by the CPU's kernels, which is not what was asked for.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  await tf.setBackend('webgpu');
  const backend = tf.backend() as WebGPUBackend;
  const { device } = backend;
  void device.lost.then(({ message }) => onLost?.('lost', message || 'the GPU device was lost'));
  device.addEventListener('uncapturederror', ({ error }) =>
    onLost?.(error instanceof GPUOutOfMemoryError ? 'memory' : 'lost', error.message),
  );
  limitPool(backend);
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  return {
    adapter: adapter.name,
    software: adapter.software,
    limits: { tensor: Math.min(maxBufferSize, maxStorageBufferBindingSize), total: MOST },
  };
};

/** tfjs keeps every released buffer for one of the same size, which a slider over sizes never asks for. */
function limitPool({ bufferManager }: WebGPUBackend): void {
  const release = bufferManager.releaseBuffer.bind(bufferManager);
  bufferManager.releaseBuffer = (buffer, reuse = true) =>
    release(buffer, reuse && bufferManager.numBytesAllocated < POOL);
}
