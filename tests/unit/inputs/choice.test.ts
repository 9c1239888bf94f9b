import { describe, expect, test } from 'vitest';
import {
  defaultInputFor,
  fits,
  type InputChoice,
  type InputSpecs,
  prepareInputs,
  sizesOf,
  suits,
} from '../../../src/inputs/choice';
import type { Pixels } from '../../../src/inputs/pixels';
import { describeAxes } from '../../../src/trace/axes';
import type { InputSpec } from '../../../src/trace/tensor';
import { Refusal } from '../../../src/trace/text';

const sequence: InputSpec = { order: ['batch', 'token', 'channel'], from: 'sequence' };
const memory: InputSpec = { order: ['batch', 'token', 'channel'], from: 'memory' };
const map: InputSpec = {
  order: ['batch', 'channel', 'height', 'width'],
  axes: ['batch', 'height', 'width', 'channel'],
  from: 'image',
};
const mask: InputSpec = {
  order: ['batch', 'query', 'key'],
  alternatives: [['query', 'key']],
  from: 'mask',
  optional: true,
};
const attention = {
  query: { ...sequence, order: ['batch', 'query', 'channel'] },
  key: { ...memory, order: ['batch', 'key', 'channel'] },
  value: { ...memory, order: ['batch', 'key', 'channel'] },
  attn_mask: mask,
} satisfies InputSpecs;

const text: InputChoice = { kind: 'text', text: 'A cat sat.', dim: 6, position: 'none' };
const numbers: InputChoice = {
  kind: 'numbers',
  query: [[1, 2]],
  key: [
    [3, 4],
    [5, 6],
  ],
  value: [
    [7, 8, 9],
    [10, 11, 12],
  ],
  labels: { query: ['q'], key: ['a', 'b'] },
};
const seeded: InputChoice = {
  kind: 'random',
  seed: 3,
  batch: 2,
  tokens: 5,
  memory: 7,
  height: 3,
  width: 4,
  channels: 6,
};
const photograph: InputChoice = {
  kind: 'image',
  image: 'own',
  height: 2,
  width: 3,
  channels: 4,
};
/** Left half black, right half white. */
const pixels: Pixels = {
  width: 6,
  height: 4,
  data: Uint8ClampedArray.from({ length: 96 }, (_, i) =>
    i % 4 === 3 || Math.floor(i / 4) % 6 >= 3 ? 255 : 0,
  ),
};

const sizes = (choice: InputChoice, specs: InputSpecs) =>
  Object.fromEntries(
    Object.entries(sizesOf(choice, specs)).map(([name, axes]) => [name, describeAxes(axes)]),
  );

describe('numbers', () => {
  test('fill query, key and value by name, with their labels', () => {
    const inputs = prepareInputs(numbers, attention);
    expect(Object.keys(inputs)).toEqual(['query', 'key', 'value']);
    expect(Array.from(inputs.value.data)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(sizes(numbers, attention).value).toBe('batch 1 × key 2 × channel 3');
    expect(inputs.query.axes[1].labels).toEqual(['q']);
    expect(inputs.value.axes[1].labels).toEqual(['a', 'b']);
    expect(sizes(numbers, { queries: sequence }).queries).toBe('batch 1 × token 1 × channel 2');
  });

  test.each<[Partial<typeof numbers>, RegExp]>([
    [{ query: [[1, Number.NaN]] }, /Row 1, column 2 of "query" is NaN/],
    [{ value: [[1], [Number.NEGATIVE_INFINITY]] }, /Row 2, column 1 of "value" is -Infinity/],
    [{ query: [[1]] }, /1 numbers and keys 2/],
    [{ value: [[1]] }, /2 keys and 1 values/],
    [{ key: [[1, 2], [3]] }, /"key" is empty or its rows differ/],
    [{ query: [] }, /"query" is empty/],
  ])('%o is refused', (change, message) => {
    const run = () => prepareInputs({ ...numbers, ...change }, attention);
    expect(run).toThrow(Refusal);
    expect(run).toThrow(message);
  });

  test('labels that do not match the rows are left out', () => {
    const choice = { ...numbers, labels: { query: ['a', 'b'] } };
    expect(sizesOf(choice, attention).query[1].labels).toBeUndefined();
  });
});

describe('text', () => {
  test('one text serves all inputs, two serve as query and memory', () => {
    const alone = prepareInputs(text, attention);
    expect(alone.query.data).toEqual(alone.value.data);
    expect(alone.key.axes[1].places).toEqual({ kind: 'sequence', input: 'sequence' });
    const pair = sizesOf({ ...text, second: '猫坐着' }, attention);
    expect(pair.query[1].labels).toEqual(['A', 'cat', 'sat', '.']);
    expect(pair.key[1].places).toEqual({ kind: 'sequence', input: 'memory' });
    expect(pair.key[1].labels?.join('')).toBe('猫坐着');
    expect(sizes({ ...text, second: ' ' }, attention).key).toBe('batch 1 × key 4 × channel 6');
  });

  test('is refused where a map of pixels is wanted, and with a senseless width', () => {
    expect(() => prepareInputs(text, { x: map })).toThrow(/map of pixels/);
    expect(() => sizesOf({ ...text, dim: 0 }, attention)).toThrow(/"dim" is 0/);
    expect(() => sizesOf({ ...text, dim: 2.5 }, attention)).toThrow(Refusal);
  });
});

describe('image', () => {
  test('gives a map in the order of the mechanism', () => {
    const { x } = prepareInputs(photograph, { x: map }, pixels);
    expect(describeAxes(x.axes)).toBe('batch 1 × height 2 × width 3 × channel 4');
    expect(x.axes[3].labels?.[0]).toBe('luminance');
    // Luminance rises from left to right in both rows.
    expect(x.data[0]).toBeLessThan(x.data[8]);
    expect(x.data[12]).toBeLessThan(x.data[20]);
  });

  test('gives a sequence its pixels row by row', () => {
    const { x } = prepareInputs(photograph, { x: map }, pixels);
    const { query } = prepareInputs(photograph, attention, pixels);
    expect(query.data).toEqual(x.data);
    expect(query.axes[1]).toEqual({
      role: 'query',
      size: 6,
      places: { kind: 'grid', height: 2, width: 3 },
    });
  });

  test('keeps its height and width where a mechanism also takes a map', () => {
    const spec = { ...sequence, alternatives: [map.order] };
    expect(sizes(photograph, { x: spec }).x).toBe('batch 1 × channel 4 × height 2 × width 3');
    expect(sizes(text, { x: spec }).x).toBe('batch 1 × token 4 × channel 6');
  });

  test('channels first means one picture after the other', () => {
    const last = prepareInputs(photograph, { x: map }, pixels).x.data;
    const first = prepareInputs(photograph, { x: { ...map, axes: undefined } }, pixels).x;
    expect(describeAxes(first.axes)).toBe('batch 1 × channel 4 × height 2 × width 3');
    for (let c = 0; c < 4; c++) {
      for (let i = 0; i < 6; i++) expect(first.data[c * 6 + i]).toBe(last[i * 4 + c]);
    }
  });

  test('without a picture is refused, though its sizes are known', () => {
    expect(sizes(photograph, { x: map }).x).toBe('batch 1 × height 2 × width 3 × channel 4');
    expect(() => prepareInputs(photograph, { x: map })).toThrow(Refusal);
  });
});

describe('seeded random numbers', () => {
  test('fill any shape, differ by name and repeat by seed', () => {
    expect(sizes(seeded, { ...attention, x: map })).toEqual({
      query: 'batch 2 × query 5 × channel 6',
      key: 'batch 2 × key 7 × channel 6',
      value: 'batch 2 × key 7 × channel 6',
      x: 'batch 2 × height 3 × width 4 × channel 6',
    });
    const inputs = prepareInputs(seeded, attention);
    expect(inputs.key.data).not.toEqual(inputs.value.data);
    expect(prepareInputs(seeded, attention)).toEqual(inputs);
    expect(prepareInputs({ ...seeded, seed: 4 }, attention).key.data).not.toEqual(inputs.key.data);
  });

  test('sizes must be whole and positive', () => {
    expect(() => sizesOf({ ...seeded, batch: 0 }, { x: map })).toThrow(/"batch" is 0/);
    expect(() => sizesOf({ ...seeded, tokens: Number.NaN }, attention)).toThrow(/"tokens" is NaN/);
    // What is not used does not matter.
    expect(() => sizesOf({ ...seeded, tokens: 0 }, { x: map })).not.toThrow();
  });
});

describe('tensors from a file', () => {
  const ramp = (...shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((n, s) => n * s, 1) }, (_, i) => i),
  });

  test('come in PyTorch order and are arranged for the mechanism', () => {
    const { x } = prepareInputs({ kind: 'tensors', tensors: { x: ramp(1, 2, 2, 2) } }, { x: map });
    expect(describeAxes(x.axes)).toBe('batch 1 × height 2 × width 2 × channel 2');
    expect(Array.from(x.data)).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
  });

  test('optional ones are taken when present, in any of their layouts', () => {
    const tensors = { query: ramp(1, 2, 3), key: ramp(1, 4, 3), value: ramp(1, 4, 3) };
    const choice = (attn_mask: ReturnType<typeof ramp>): InputChoice => ({
      kind: 'tensors',
      tensors: { ...tensors, attn_mask },
    });
    expect(Object.keys(sizes({ kind: 'tensors', tensors }, attention))).toHaveLength(3);
    const mask = (...shape: number[]) => {
      const { data } = ramp(...shape);
      return choice({ shape, data: data.map((value) => value % 2) });
    };
    expect(sizes(mask(1, 2, 4), attention).attn_mask).toBe('batch 1 × query 2 × key 4');
    expect(sizes(mask(2, 4), attention).attn_mask).toBe('query 2 × key 4');
    expect(() => sizes(mask(8), attention)).toThrow(/batch, query, key or query, key/);
  });

  test('a mask that PyTorch would add to the scores is refused', () => {
    const tensors = { query: ramp(1, 2, 3), key: ramp(1, 4, 3), value: ramp(1, 4, 3) };
    const attn_mask = { shape: [2, 4], data: Float32Array.of(0, 1, 0, 0, 0, -2.5, 0, 0) };
    const choice: InputChoice = { kind: 'tensors', tensors: { ...tensors, attn_mask } };
    expect(() => sizes(choice, attention)).toThrow(/"attn_mask" holds -2.5 at \[1, 1\]/);
  });

  test('a single one needs no name', () => {
    const choice: InputChoice = { kind: 'tensors', tensors: { tensor: ramp(1, 2, 3) } };
    expect(sizes(choice, { x: sequence }).x).toBe('batch 1 × token 2 × channel 3');
    expect(() => sizes(choice, attention)).toThrow(/"query" is missing/);
  });

  test('NaN is refused by name and position', () => {
    const bad = { shape: [1, 1, 2], data: Float32Array.of(0, Number.NaN) };
    expect(() => prepareInputs({ kind: 'tensors', tensors: { x: bad } }, { x: sequence })).toThrow(
      /"x" holds NaN at \[0, 0, 1\]/,
    );
  });
});

describe('what fits', () => {
  test('by what each input is taken from', () => {
    const kinds = ['numbers', 'text', 'image', 'random', 'tensors'] as const;
    const fitting = (specs: InputSpecs) => kinds.filter((kind) => fits(kind, specs));
    expect(fitting(attention)).toEqual([...kinds]);
    expect(fitting({ x: sequence })).toEqual(['text', 'image', 'random', 'tensors']);
    expect(fitting({ x: map })).toEqual(['image', 'random', 'tensors']);
    expect(fitting({ x: sequence, m: { ...mask, optional: false } })).toEqual(['tensors']);
    expect(suits(text, { inputs: { x: map } })).toBe(false);
  });

  test('the default always fits', () => {
    for (const inputs of [attention, { x: sequence }, { x: map }] satisfies InputSpecs[]) {
      expect(suits(defaultInputFor({ inputs }), { inputs })).toBe(true);
    }
  });
});
