import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { fromNested, readJson, readTensors } from '../../../src/inputs/files';
import { readNpy, readNpz, writeNpy } from '../../../src/inputs/numpy';
import { readSafetensors, writeSafetensors } from '../../../src/inputs/safetensors';
import { Refusal } from '../../../src/trace/text';

/** Data bytes behind a header and its length; the data belong to `t` unless the header says otherwise. */
function safetensors(header: unknown, data: readonly number[]): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  return Uint8Array.from([json.length, json.length >> 8, 0, 0, 0, 0, 0, 0, ...json, ...data]);
}

const one = (dtype: string, data: readonly number[], shape = [1]) =>
  Array.from(
    readSafetensors(safetensors({ t: { dtype, shape, data_offsets: [0, data.length] } }, data))
      .tensors.t.data,
  );

describe('safetensors', () => {
  test('every type, from bytes written by hand', () => {
    expect(one('F32', [0, 0, 0xc0, 0x3f])).toEqual([1.5]);
    expect(one('F64', [0, 0, 0, 0, 0, 0, 0x04, 0xc0])).toEqual([-2.5]);
    expect(one('F16', [0x00, 0x3e, 0x01, 0x00, 0x00, 0xc0], [3])).toEqual([1.5, 2 ** -24, -2]);
    expect(one('F16', [0x00, 0x7c, 0x00, 0xfc, 0x01, 0x7c], [3])).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ]);
    expect(one('BF16', [0xc0, 0x3f, 0x80, 0xbf], [2])).toEqual([1.5, -1]);
    expect(one('I64', [0xfe, 255, 255, 255, 255, 255, 255, 255])).toEqual([-2]);
    expect(one('I32', [1, 1, 0, 0])).toEqual([257]);
    expect(one('U8', [200])).toEqual([200]);
    expect(one('BOOL', [0, 1], [2])).toEqual([0, 1]);
  });

  test('scalars and empty tensors', () => {
    expect(one('U8', [9], [])).toEqual([9]);
    expect(one('F32', [], [0, 4])).toEqual([]);
  });

  test('what is written is read', () => {
    const tensors = {
      a: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
      scalar: { shape: [], data: Float32Array.of(-7) },
    };
    const bytes = writeSafetensors(tensors, { mechanism: 'se' });
    expect(readSafetensors(bytes)).toEqual({ tensors, metadata: { mechanism: 'se' } });
    // At an odd address too.
    const shifted = new Uint8Array([0, ...bytes]).subarray(1);
    expect(readSafetensors(shifted).tensors).toEqual(tensors);
  });

  const t = (shape: unknown, offsets: unknown, dtype: unknown = 'U8') => ({
    dtype,
    shape,
    data_offsets: offsets,
  });
  test.each([
    ['fewer than eight bytes', new Uint8Array(5), /5 bytes/],
    ['a header longer than the file', Uint8Array.of(99, 0, 0, 0, 0, 0, 0, 0, 1), /truncated/],
    ['an absurd header length', new Uint8Array(16).fill(255), /truncated/],
    ['a header that is not JSON', safetensors('{"a": ', []), /not a JSON object/],
    ['a header that is a list', safetensors([], []), /not a JSON object/],
    ['metadata that is no string', safetensors({ __metadata__: { a: 1 } }, []), /"a"/],
    ['an unknown type', safetensors({ t: t([1], [0, 1], 'F8_E5M2') }, [0]), /F8_E5M2/],
    ['no type', safetensors({ t: { shape: [1] } }, [0]), /"t" lacks/],
    ['a negative size', safetensors({ t: t([-1], [0, 1]) }, [0]), /"t" lacks/],
    ['a fractional offset', safetensors({ t: t([1], [0, 0.5]) }, [0]), /"t" lacks/],
    ['offsets beyond the end', safetensors({ t: t([4], [0, 4]) }, [0]), /bytes 0 to 4 of 1/],
    ['offsets in reverse', safetensors({ t: t([1], [1, 0]) }, [0]), /bytes 1 to 0/],
    [
      'a shape of another size',
      safetensors({ t: t([2], [0, 1]) }, [0]),
      /needs 2 bytes, but has 1/,
    ],
    ['overlap', safetensors({ t: t([2], [0, 2]), u: t([2], [1, 3]) }, [0, 0, 0]), /"u" overlaps/],
    ['a hole', safetensors({ t: t([1], [1, 2]) }, [0, 0]), /belong to no tensor/],
    ['bytes at the end', safetensors({ t: t([1], [0, 1]) }, [0, 0]), /1 bytes after/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(Refusal);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });
});

/** A version 1.0 file as NumPy writes it. */
function npy(descr: string, fortran: boolean, shape: string, data: readonly number[]): Uint8Array {
  const order = fortran ? 'True' : 'False';
  const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(
    117,
  );
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    1,
    0,
    118,
    0,
    ...new TextEncoder().encode(`${header}\n`),
    ...data,
  ]);
}

describe('npy', () => {
  test('types and byte orders, from bytes written by hand', () => {
    const read = (descr: string, data: number[]) =>
      Array.from(readNpy(npy(descr, false, '(1,)', data)).data);
    expect(read('<f4', [0, 0, 0xc0, 0x3f])).toEqual([1.5]);
    expect(read('>f4', [0x3f, 0xc0, 0, 0])).toEqual([1.5]);
    expect(read('<f2', [0, 0x3e])).toEqual([1.5]);
    expect(read('<f8', [0, 0, 0, 0, 0, 0, 0x04, 0xc0])).toEqual([-2.5]);
    expect(read('<i8', [254, 255, 255, 255, 255, 255, 255, 255])).toEqual([-2]);
    expect(read('<u2', [1, 1])).toEqual([257]);
    expect(read('|i1', [255])).toEqual([-1]);
    expect(read('|b1', [1])).toEqual([1]);
  });

  test('Fortran order is turned into C order', () => {
    // [[0, 1, 2], [3, 4, 5]], first index fastest.
    const { shape, data } = readNpy(npy('|u1', true, '(2, 3)', [0, 3, 1, 4, 2, 5]));
    expect(shape).toEqual([2, 3]);
    expect(Array.from(data)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('version 2, and a scalar', () => {
    const first = npy('|u1', false, '()', [9]);
    const second = Uint8Array.from([
      ...first.subarray(0, 6),
      2,
      0,
      118,
      0,
      0,
      0,
      ...first.subarray(10),
    ]);
    expect(readNpy(first)).toEqual({ shape: [], data: Float32Array.of(9) });
    expect(readNpy(second)).toEqual(readNpy(first));
  });

  test('what is written is read, aligned as NumPy does', () => {
    for (const shape of [[], [6], [2, 3]]) {
      const tensor = { shape, data: new Float32Array(shape.reduce((n, s) => n * s, 1)).fill(2.5) };
      const bytes = writeNpy(tensor);
      expect(readNpy(bytes)).toEqual(tensor);
      expect((bytes.length - tensor.data.byteLength) % 64).toBe(0);
    }
  });

  test.each([
    ['another file', new Uint8Array(64), /begin as a .npy/],
    ['complex numbers', npy('<c8', false, '(1,)', [0, 0, 0, 0, 0, 0, 0, 0]), /<c8/],
    ['text', npy('<U3', false, '(1,)', [0]), /<U3/],
    ['a truncated file', npy('<f4', false, '(2,)', [0, 0, 0, 0]), /needs 8 bytes, but 4/],
    ['too many bytes', npy('|u1', false, '(1,)', [0, 0]), /needs 1 bytes, but 2/],
    ['a truncated header', npy('<f4', false, '(2,)', []).subarray(0, 40), /type/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes)).toThrow(Refusal);
    expect(() => readNpy(bytes)).toThrow(message);
  });
});

describe('npz, JSON and the choice by name', () => {
  const array = npy('|u1', false, '(2,)', [4, 5]);

  test('an archive gives its arrays by name and nothing else', () => {
    const read = readNpz(zipSync({ 'query.npy': array, 'notes.txt': Uint8Array.of(1) }));
    expect(Object.keys(read)).toEqual(['query']);
    expect(Array.from(read.query.data)).toEqual([4, 5]);
    expect(() => readNpz(Uint8Array.of(1, 2, 3))).toThrow(/archive/);
    expect(() => readNpz(zipSync({ 'notes.txt': Uint8Array.of(1) }))).toThrow(/no .npy/);
  });

  test('JSON holds one tensor or several by name', () => {
    expect(readJson('[[1, 2], [3, 4]]')).toEqual({
      tensor: fromNested('', [
        [1, 2],
        [3, 4],
      ]),
    });
    expect(readJson('{"x": [[[5]]]}').x).toEqual({ shape: [1, 1, 1], data: Float32Array.of(5) });
  });

  test.each(['{', '[[1, 2], [3]]', '[[1], 2]', '["a"]', '[null]', '{}', '3', 'null', '[1, [2]]'])(
    'refuses the JSON %s',
    (text) => {
      expect(() => readJson(text)).toThrow(Refusal);
    },
  );

  test('the ending of the name decides', () => {
    const json = new TextEncoder().encode('[1]');
    expect(readTensors('x.JSON', json).tensor.shape).toEqual([1]);
    expect(readTensors('x.npy', array).tensor.shape).toEqual([2]);
    const file = writeSafetensors({ w: { shape: [1], data: Float32Array.of(1) } });
    expect(readTensors('model.v2.safetensors', file).w.shape).toEqual([1]);
    expect(() => readTensors('model.pt', json)).toThrow(/"model.pt".*safetensors/);
  });
});
