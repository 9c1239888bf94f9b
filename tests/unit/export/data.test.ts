import { describe, expect, test } from 'vitest';
import { version } from '../../../package.json';
import { csvOf, jsonOf, mostAsText, npyOf } from '../../../src/export/data';
import { decimalOf } from '../../../src/export/numbers';
import { fileName } from '../../../src/export/provenance';
import { take } from '../../../src/export/take';
import { axis } from '../../../src/trace/axes';
import { provenance, tensor } from './figures';
import { bytesOf, parseCsv, readNpyFile } from './readers';

const values = [...tensor.data];

test('NPY holds the very numbers, in C order, in the shape of the axes', async () => {
  const npy = await readNpyFile(npyOf(tensor));
  expect(npy.magic).toBe('\x93NUMPY');
  expect(npy.version).toEqual([1, 0]);
  expect(npy.header).toContain("'descr': '<f4'");
  expect(npy.header).toContain("'fortran_order': False");
  expect(npy.header.endsWith('\n')).toBe(true);
  expect(npy.aligned).toBe(true);
  expect(npy.shape).toEqual([2, 2, 3]);
  expect(npy.values).toEqual(values);
});

describe('CSV', () => {
  test('has a header with the axes and a row for every number', async () => {
    const [header, ...rows] = parseCsv(await csvOf(tensor).text());
    expect(header).toEqual(['head', 'query', 'query label', 'key', 'value']);
    expect(rows).toHaveLength(12);
    expect(rows[4].slice(0, 4)).toEqual(['0', '1', '猫, "x"', '1']);
    expect(rows.map((row) => Math.fround(Number(row[4])))).toEqual(values);
  });

  test('is marked as UTF-8 for spreadsheets where labels are not plain Latin, and only there', async () => {
    const mark = [0xef, 0xbb, 0xbf];
    expect([...(await bytesOf(csvOf(tensor))).subarray(0, 3)]).toEqual(mark);
    const plain = take(tensor, { query: 0 });
    expect([...(await bytesOf(csvOf(plain))).subarray(0, 3)]).not.toEqual(mark);
  });

  test('of more than one block is whole', async () => {
    const long = {
      axes: [axis('token', 120_001)],
      data: new Float32Array(120_001).map((_, i) => i),
    };
    const rows = parseCsv(await csvOf(long).text());
    expect(rows).toHaveLength(120_002);
    expect(rows.every((row, i) => i === 0 || row.join() === `${i - 1},${i - 1}`)).toBe(true);
  });

  test('of too many numbers is refused', () => {
    const data = new Float32Array(mostAsText + 1);
    const large = { axes: [axis('token', data.length)], data };
    expect(() => csvOf(large)).toThrow(/4,000,001 numbers .* save it as NPY/);
    expect(() => jsonOf(large, provenance)).toThrow(/NPY/);
  });
});

test('JSON says what the numbers are and where they come from', async () => {
  const json = JSON.parse(await jsonOf(tensor, provenance, { batch: 0 }).text());
  expect(json).toMatchObject({
    app: { name: 'Attention Atlas', version },
    mechanism: { id: 'mha' },
    params: { d_model: 64, n_heads: 2 },
    weights: { kind: 'pytorch', seed: 7 },
    input: { kind: 'text', text: 'The cat' },
    backend: 'wasm',
    step: { name: 'weights', role: 'weights' },
    fixed: { batch: 0 },
    shape: [2, 2, 3],
  });
  expect(json.axes.map((a: { role: string }) => a.role)).toEqual(['head', 'query', 'key']);
  expect(json.axes[1].labels).toEqual(['The', '猫, "x"']);
  // JSON has no negative zero.
  expect(json.values.flat(2).map(Math.fround)).toEqual(values.map((v) => v + 0));
});

test('numbers are written as short as they read back the same', () => {
  const some = [0.1, 1 / 3, Math.PI, 1e-45, 3.4028235e38, 16777216, 0.30000001192092896];
  for (const value of some.map(Math.fround))
    expect(Math.fround(Number(decimalOf(value)))).toBe(value);
  expect(decimalOf(Math.fround(0.1))).toBe('0.1');
  expect([Number.NaN, Infinity, -Infinity, -0].map(decimalOf)).toEqual([
    'nan',
    'inf',
    '-inf',
    '-0',
  ]);
  const odd = { axes: [axis('key', 2)], data: Float32Array.of(Number.NaN, -Infinity) };
  return expect(jsonOf(odd, provenance).text()).resolves.toContain('["NaN","-Infinity"]');
});

describe('the part that a picture shows', () => {
  const cube = { axes: tensor.axes, data: Float32Array.from({ length: 12 }, (_, i) => i) };

  test('is taken at an index', () => {
    expect([...take(cube, { head: 1, key: 2 }).data]).toEqual([8, 11]);
    expect(take(cube, { query: 1 }).axes.map((a) => a.role)).toEqual(['head', 'key']);
  });

  test('is pooled', () => {
    expect([...take(cube, { key: 'mean' }).data]).toEqual([1, 4, 7, 10]);
    expect([...take(cube, { head: 'max' }).data]).toEqual([6, 7, 8, 9, 10, 11]);
    expect([...take(cube, { head: 'min' }).data]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(take(cube, { head: 'norm' }).data[2]).toBeCloseTo(Math.hypot(2, 8), 6);
  });

  test('ignores axes that are not there', () => {
    expect(take(cube, { window: 3 })).toBe(cube);
  });
});

test('file names say what is inside', () => {
  const square = [axis('batch', 1), axis('head', 8), axis('query', 24), axis('key', 24)];
  expect(fileName(provenance, square, { batch: 0, head: 0 })).toBe('mha-weights-head0-n24-seed7');
  expect(fileName(provenance, square)).toBe('mha-weights-n8x24x24-seed7');
  const drawn = { ...provenance, weights: { kind: 'none' } };
  expect(fileName(drawn, square, { batch: 0, head: 0 })).toBe('mha-weights-head0-n24');
  const random = { ...drawn, input: { kind: 'random', seed: 3 } };
  expect(fileName(random, square, { head: 1 })).toBe('mha-weights-head1-n24-seed3');
  const map = [axis('height', 32), axis('width', 32), axis('channel', 8)];
  const other = {
    ...provenance,
    weights: { kind: 'identity' },
    step: { ...provenance.step, name: 'Feature map', part: 'k = 3' },
  };
  expect(fileName(other, map, { channel: 'mean' })).toBe(
    'mha-feature-map-k-3-channel-mean-32x32-identity',
  );
  const words = { ...other, step: { ...other.step, part: { en: 'rows', zh: '行' } } };
  expect(fileName(words, map)).toBe('mha-feature-map-rows-32x32x8-identity');
});
