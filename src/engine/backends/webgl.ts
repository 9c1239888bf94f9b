import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { Refusal } from '../../trace/text';
import { inspectWebGL } from '../adapters';
import { MOST, type Open, POOL } from './backend';

/** WebGL 2 with 32-bit textures. */
export const open: Open = async ({ onLost }) => {
  const adapter = inspectWebGL();
  if (!adapter) {
    throw new Refusal(
      'This browser has no WebGL 2; choose another backend.',
      '此浏览器不支持 WebGL 2；请选择其他后端。',
    );
  }
  // Small tensors would be computed by the CPU's kernels, which is not what was asked for.
  tf.env().set('WEBGL_CPU_FORWARD', false);
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  tf.env().set('WEBGL_DELETE_TEXTURE_THRESHOLD', POOL);
  await tf.setBackend('webgl');
  const { gl } = (tf.backend() as MathBackendWebGL).gpgpu;
  gl.canvas.addEventListener('webglcontextlost', () =>
    onLost?.('lost', 'the WebGL context was lost'),
  );
  const side: number = gl.getParameter(gl.MAX_TEXTURE_SIZE);
  return {
    adapter: adapter.name,
    software: adapter.software,
    limits: { tensor: Math.min(MOST, side * side * 4), total: MOST },
  };
};
