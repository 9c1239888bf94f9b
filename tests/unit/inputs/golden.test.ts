import { describe, expect, test } from 'vitest';
import { readGolden } from '../../../src/inputs/golden';
import { readSafetensors, writeSafetensors } from '../../../src/inputs/safetensors';
import { Refusal } from '../../../src/trace/text';

const files = import.meta.glob<string>('../../golden/*.safetensors', {
  query: '?url',
  import: 'default',
  eager: true,
});

const load = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
const file = (name: string) => load(files[`../../golden/${name}.safetensors`]);

describe('readGolden', () => {
  test('reads every golden file of the repository', async () => {
    expect(Object.keys(files).length).toBeGreaterThan(40);
    for (const [path, url] of Object.entries(files)) {
      const golden = readGolden(await load(url));
      expect(path).toContain(`/${golden.mechanism}.${golden.case}.`);
      expect(golden.acts.length, path).toBeGreaterThan(0);
      expect(golden.acts.map((act) => act.order)).toEqual(golden.acts.map((_, i) => i));
    }
  });

  test('sorts a file into inputs, weights, results and intermediates', async () => {
    const golden = readGolden(await file('cross.dev2'));
    expect(golden.class).toBe('CrossAttention');
    expect(golden.constructorArgs.num_heads).toBeTypeOf('number');
    expect(golden.callKwargs).toEqual({});
    expect(golden.inputs.key_padding_mask.shape).toEqual([2, 10]);
    expect(golden.params['out_proj.weight'].shape.length).toBe(2);
    expect(Object.keys(golden.outputs)).toEqual(['output.0', 'output.1']);
    expect(golden.acts[0]).toMatchObject({
      order: 0,
      kind: 'softmax',
      where: 'root@torch.softmax',
    });
  });

  test('keeps the arguments of the call', async () => {
    expect(readGolden(await file('gfnet.dev2')).callKwargs).toEqual({ spatial_size: [6, 8] });
  });
});

describe('what is no golden file gets one line', () => {
  /** A good file with some of it changed. */
  async function spoilt(
    change: (file: {
      tensors: Record<string, { shape: readonly number[]; data: Float32Array }>;
      metadata: Record<string, string>;
    }) => void,
  ) {
    const { tensors, metadata } = readSafetensors(await file('se.dev2'));
    const copy = { tensors: { ...tensors }, metadata: { ...metadata } };
    change(copy);
    return writeSafetensors(copy.tensors, copy.metadata);
  }

  test.each<[string, Parameters<typeof spoilt>[0], RegExp]>([
    ['no mechanism', ({ metadata }) => delete metadata.mechanism, /"mechanism"/],
    ['no arguments', ({ metadata }) => delete metadata.constructor_args, /"constructor_args"/],
    ['broken arguments', ({ metadata }) => (metadata.constructor_args = '{'), /not valid JSON/],
    [
      'listed arguments',
      ({ metadata }) => (metadata.constructor_args = '[1]'),
      /not a JSON object/,
    ],
    ['a missing input', ({ tensors }) => delete tensors['input.x'], /"input.x" is listed/],
    ['a missing output', ({ tensors }) => delete tensors.output, /"output" is listed/],
    [
      'another shape than listed',
      ({ tensors }) => (tensors.output = { shape: [1], data: new Float32Array(1) }),
      /"output" has shape \[1\]/,
    ],
    [
      'NaN',
      ({ tensors }) => {
        const { shape, data } = tensors.output;
        tensors.output = { shape, data: data.map((x, i) => (i === 1 ? Number.NaN : x)) };
      },
      /"output" holds NaN at \[0, 0, 0, 1\]/,
    ],
    [
      'an intermediate without a kind',
      ({ tensors }) => (tensors['act.gate'] = { shape: [], data: new Float32Array(1) }),
      /act.NUMBER.KIND.WHERE/,
    ],
    [
      'no input at all',
      ({ tensors, metadata }) => {
        delete tensors['input.x'];
        delete metadata.inputs;
      },
      /no input/,
    ],
  ])('%s', async (_, change, message) => {
    const bytes = await spoilt(change);
    expect(() => readGolden(bytes)).toThrow(Refusal);
    expect(() => readGolden(bytes)).toThrow(message);
  });

  test('a file without changes passes, and a truncated one does not', async () => {
    expect(readGolden(await spoilt(() => {})).mechanism).toBe('se');
    const bytes = await file('se.dev2');
    expect(() => readGolden(bytes.subarray(0, bytes.length - 4))).toThrow(/truncated/);
  });
});
