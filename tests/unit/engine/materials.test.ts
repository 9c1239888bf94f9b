import { expect, test } from 'vitest';
import { Materials } from '../../../src/engine/materials';
import type { RunRequest } from '../../../src/engine/protocol';
import { Recent } from '../../../src/engine/recent';
import { tiny } from './tiny';

const request = (seed: number, weights = 1): RunRequest => ({
  mechanism: tiny.id,
  params: {},
  input: { kind: 'random', seed, batch: 1, tokens: 3, memory: 3, height: 1, width: 1, channels: 2 },
  weights: { kind: 'pytorch', seed: weights },
});

test('what a request shares with one of the last is not worked out again', async () => {
  const materials = new Materials(document.baseURI);
  const axes = materials.axesOf(request(1), tiny);
  const inputs = await materials.inputsOf(request(1), tiny);
  const weights = await materials.weightsOf(request(1), tiny, {}, axes);
  expect(await materials.inputsOf(request(1, 2), tiny)).toBe(inputs);
  expect(await materials.weightsOf(request(2), tiny, {}, axes)).toBe(weights);
  expect(await materials.inputsOf(request(2), tiny)).not.toBe(inputs);
  expect(await materials.weightsOf(request(1, 2), tiny, {}, axes)).not.toBe(weights);
});

test('imported weights are taken by name and refused when they are missing', async () => {
  const materials = new Materials(document.baseURI);
  const axes = materials.axesOf(request(1), tiny);
  const imported = (
    tensors: Record<string, { shape: number[]; data: Float32Array }>,
  ): RunRequest => ({
    ...request(1),
    weights: { kind: 'imported', name: 'mine.safetensors', tensors },
  });
  const tensor = { shape: [1, 2], data: Float32Array.of(3, 4) };
  const taken = await materials.weightsOf(imported({ 'w.weight': tensor }), tiny, {}, axes);
  expect([...taken['w.weight'].data]).toEqual([3, 4]);
  await expect(materials.weightsOf(imported({}), tiny, {}, axes)).rejects.toThrow('w.weight');
});

test('the person’s image is decoded, shown whole and in part, and told from the one before', async () => {
  const materials = new Materials(document.baseURI);
  await expect(materials.picture('own', 10)).rejects.toThrow('No image');
  const own = (colour: string): Promise<Blob> => {
    const canvas = new OffscreenCanvas(40, 20);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = colour;
    context.fillRect(0, 0, 20, 20);
    return canvas.convertToBlob();
  };
  await materials.keepImage(await own('red'));
  const whole = await materials.picture('own', 10);
  expect([whole.width, whole.height]).toEqual([10, 5]);
  const part = await materials.picture('own', 10, [4, 4]);
  expect([part.width, part.height]).toEqual([10, 10]);
  const map: RunRequest = {
    ...request(1),
    input: { kind: 'image', image: 'own', height: 4, width: 4, channels: 2 },
  };
  const before = await materials.inputsOf(map, tiny);
  expect(await materials.inputsOf(map, tiny)).toBe(before);
  await materials.keepImage(await own('blue'));
  expect(await materials.inputsOf(map, tiny)).not.toBe(before);
});

test('of the last results, the oldest goes first', () => {
  const recent = new Recent<number>(2);
  let made = 0;
  const ask = (key: string) => recent.get(key, () => ++made);
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual([1, 2, 1, 3, 1, 4]);
});
