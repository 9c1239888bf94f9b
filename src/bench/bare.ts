/**
 * What a person would write who only wants the picture: attention with plain TensorFlow.js on WebAssembly, in the
 * page itself, as fast as that goes; no interface, no worker, no checks, no other backend.
 * `bare.html` shows what the app opens with, `bare.html?tokens=64` attention over random vectors.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { type InputChoice, prepareInputs } from '../inputs/choice';
import { openingInput } from '../inputs/opening';
import { decodeImage } from '../inputs/pixels';
import { samples } from '../inputs/samples';
import { sequence } from '../mechanisms/sequences';

const CHANNELS = 64;

/** [tokens, channels] */
async function readInput(choice: InputChoice): Promise<tf.Tensor2D> {
  const file = choice.kind === 'image' && choice.image !== 'own' && samples[choice.image].file;
  const image = file ? await decodeImage(await (await fetch(file)).blob()) : undefined;
  const { data, axes } = prepareInputs(choice, { x: sequence }, image).x;
  return tf.tensor2d(data, [axes[1].size, axes[2].size]);
}

/** @returns weights [query, key] and output [query, channel]. */
function attend(query: tf.Tensor2D, key: tf.Tensor2D, value: tf.Tensor2D) {
  const scaled = tf.mul(query, 1 / Math.sqrt(query.shape[1]));
  // Faster than matMul's own transposition.
  const weights = tf.softmax(tf.matMul<tf.Tensor2D>(scaled, tf.transpose(key)));
  return { weights, output: tf.matMul<tf.Tensor2D>(weights, value) };
}

async function paint(weights: tf.Tensor2D): Promise<void> {
  const [height, width] = weights.shape;
  const values = await weights.data<'float32'>();
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) {
    const grey = 255 - Math.round((255 * values[i]) / most);
    pixels[i] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  // Found by the same name as the app's figure.
  canvas.dataset.figure = 'main';
  document.querySelector('main')?.append(canvas);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

async function show(): Promise<void> {
  // All three have to be named, though only the one is ever loaded.
  setWasmPaths({
    'tfjs-backend-wasm.wasm': simd,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simd,
  });
  // Threads would have to be started first, and are not worth it at these sizes.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  const tokens = Number(new URLSearchParams(location.search).get('tokens'));
  if (tokens === 0) {
    const x = await readInput(openingInput);
    await paint(attend(x, x, x).weights);
    return;
  }
  const part = (seed: number): Promise<tf.Tensor2D> =>
    readInput({
      kind: 'random',
      seed,
      batch: 1,
      tokens,
      memory: tokens,
      height: 1,
      width: 1,
      channels: CHANNELS,
    });
  await paint(attend(await part(1), await part(2), await part(3)).weights);
}

void show();
