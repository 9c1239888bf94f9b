import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { refuseLargeArchive, type StepExport, stepsArchive } from '../../../src/export/steps';
import { axis } from '../../../src/trace/axes';
import { matrixDrawing, matrixOf, plainSheet, provenance, screen, spread } from './figures';
import { bytesOf, readNpyFile, readPng } from './readers';
import { parseXml } from './xml';

const step = (name: string, size: number): StepExport => ({
  provenance: { ...provenance, step: { ...provenance.step, name } },
  tensor: {
    axes: [axis('head', 2), axis('query', size), axis('key', size)],
    data: spread(2 * size * size),
  },
  fixed: { head: 0 },
  sheet: plainSheet,
  screen,
  drawing: matrixDrawing(matrixOf(spread(size * size), size)),
});
const sizes = { scores: 4, weights: 5 } as const;
const steps = Object.entries(sizes).map(
  ([name, size]) =>
    () =>
      Promise.resolve(step(name, size)),
);

describe('the archive of all steps', () => {
  test('holds PNG, SVG and NPY of each, and a manifest that lists them', async () => {
    const progress: number[] = [];
    const blob = await stepsArchive(document, steps, {
      scale: 2,
      signal: new AbortController().signal,
      onProgress: (done) => progress.push(done),
    });
    const files = unzipSync(await bytesOf(blob));
    expect(Object.keys(files).sort()).toEqual([
      '1-mha-scores-head0-n4-seed7.png',
      '1-mha-scores-head0-n4-seed7.svg',
      '1-mha-scores-n2x4x4-seed7.npy',
      '2-mha-weights-head0-n5-seed7.png',
      '2-mha-weights-head0-n5-seed7.svg',
      '2-mha-weights-n2x5x5-seed7.npy',
      'manifest.json',
    ]);
    const manifest = JSON.parse(strFromU8(files['manifest.json']));
    expect(manifest.steps).toHaveLength(2);
    for (const [i, size] of Object.values(sizes).entries()) {
      const listed = manifest.steps[i];
      expect(listed).toMatchObject({
        shape: [2, size, size],
        pictured: { head: 0 },
        mechanism: { id: 'mha' },
      });
      const file = (name: string) => new Blob([new Uint8Array(files[name])]);
      const npy = await readNpyFile(file(listed.files.npy));
      expect(npy.shape).toEqual([2, size, size]);
      expect(npy.values).toEqual([...spread(2 * size * size)]);
      expect((await readPng(file(listed.files.png))).width).toBeGreaterThan(200);
      expect(parseXml(strFromU8(files[listed.files.svg])).name).toBe('svg');
    }
    expect(progress).toEqual([0, 1, 2]);
  });

  test('stops when it is cancelled, before it reads the next step', async () => {
    const control = new AbortController();
    let loaded = 0;
    const counted = [...steps, ...steps].map((load) => () => {
      if (++loaded === 2) control.abort();
      return load();
    });
    const archive = stepsArchive(document, counted, {
      scale: 1,
      signal: control.signal,
      onProgress: () => {},
    });
    await expect(archive).rejects.toMatchObject({ name: 'AbortError' });
    expect(loaded).toBe(2);
  });

  test('passes on what went wrong in a step', async () => {
    const failing = [steps[0], () => Promise.reject(new Error('the run is gone'))];
    const options = { scale: 1, signal: new AbortController().signal, onProgress: () => {} };
    await expect(stepsArchive(document, failing, options)).rejects.toThrow('the run is gone');
  });

  test('is refused when it would not fit', () => {
    expect(() => refuseLargeArchive(2 ** 27 + 1)).toThrow(/512 MiB/);
    expect(() => refuseLargeArchive(2 ** 27)).not.toThrow();
  });
});
