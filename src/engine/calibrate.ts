import * as tf from '@tensorflow/tfjs-core';
import type { Calibration } from './messages';

/** Repetitions; the median of them counts. */
const TIMES = 3;
const CHANNELS = 64;

/** Times attention on the current backend, at a size where speed matters and at one where overhead does. */
export async function calibrate(): Promise<Calibration> {
  return { large: await timeAttention(1024), small: await timeAttention(64) };
}

/** Median milliseconds of softmax(QKᵀ)V with a result read back, the first time left out. */
async function timeAttention(tokens: number): Promise<number> {
  const query = tf.fill<tf.Rank.R2>([tokens, CHANNELS], 0.1);
  const key = tf.fill<tf.Rank.R2>([CHANNELS, tokens], 0.1);
  const value = tf.fill<tf.Rank.R2>([tokens, CHANNELS], 0.1);
  const times: number[] = [];
  for (let i = 0; i <= TIMES; i++) {
    const begin = performance.now();
    const output = tf.tidy(() => tf.matMul(tf.softmax(tf.matMul(query, key)), value));
    await output.data();
    output.dispose();
    if (i > 0) times.push(performance.now() - begin);
  }
  tf.dispose([query, key, value]);
  return times.sort((a, b) => a - b)[Math.floor(TIMES / 2)];
}
