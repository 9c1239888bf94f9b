import { describe, expect, test } from 'vitest';
import { readCase } from '../../../src/engine/checks/case';
import { beneath, findMechanisms } from '../../../src/engine/imports/find';
import { type Opened, openTensors, type Present } from '../../../src/engine/imports/open';
import { isFit, misfitOf, type Shapes } from '../../../src/engine/imports/shapes';
import { sizesOf } from '../../../src/inputs/choice';
import { readGolden } from '../../../src/inputs/golden';
import type { RawTensors } from '../../../src/inputs/raw';
import { writeSafetensors } from '../../../src/inputs/safetensors';
import { fillWeights } from '../../../src/inputs/weights';
import { catalogue, mechanismById } from '../../../src/mechanisms/catalogue';
import { resolveParams } from '../../../src/mechanisms/params';
import { shapeOf } from '../../../src/trace/axes';
import { Refusal } from '../../../src/trace/text';
import { type Variant, variantsOf } from '../mechanisms/variants';

const files = import.meta.glob<string>('../../golden/*.safetensors', {
  query: '?url',
  import: 'default',
  eager: true,
});
const load = async (name: string) => {
  const response = await fetch(files[`../../golden/${name}.safetensors`]);
  return new Uint8Array(await response.arrayBuffer());
};

const present: Present = {
  mechanism: 'sdpa',
  input: { kind: 'image', image: 'chelsea', height: 32, width: 32, channels: 16 },
};

/** What PyTorch would save of a module: everything that is not derived. */
function stateDict({ mechanism, params, inputs }: Variant): RawTensors {
  const filled = fillWeights(mechanism.weights(params, inputs), 'pytorch', 3);
  return Object.fromEntries(
    Object.entries(filled).map(([name, { axes, data }]) => [name, { shape: shapeOf(axes), data }]),
  );
}

const shapesOf = (tensors: RawTensors): Shapes =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));

const prefixed = (tensors: RawTensors, prefix: string): RawTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [prefix + name, t]));

/** A whole network is looked for by its modules, of which one is shown. */
const isNetwork = ({ params }: Variant): boolean => params.form === 'net';

describe.each(catalogue.map(({ id }) => id))('a state_dict of %s', (id) => {
  const mechanism = mechanismById(id);
  const variants = mechanism ? variantsOf(mechanism).filter((v) => !isNetwork(v)) : [];
  const weighted = variants.filter((variant) => Object.keys(stateDict(variant)).length > 0);

  test.each(weighted.map((variant) => [JSON.stringify(variant.params), variant] as const))(
    'with %s finds it again',
    (_, variant) => {
      const prefix = 'layers.3.attn.';
      const tensors = prefixed(stateDict(variant), prefix);
      const found = findMechanisms(shapesOf(tensors));
      const own = found.find((f) => f.fit.mechanism.id === id);
      expect(own?.prefix).toBe(prefix);
      if (!own) return;
      const specs = own.fit.mechanism.weights(own.fit.params, own.fit.axes);
      expect(isFit(misfitOf(specs, shapesOf(beneath(tensors, prefix))))).toBe(true);
    },
  );
});

/** Asserts that a way to show a file can be run: its weights have the shapes that its input asks for. */
function expectRunnable({ mechanism: id, params: set, input, weights }: Opened): void {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(id);
  const axes = sizesOf(input, mechanism.inputs);
  const { params } = resolveParams(mechanism, set, axes, { exact: true });
  expect(isFit(misfitOf(mechanism.weights(params, axes), shapesOf(weights ?? {})))).toBe(true);
}

describe('openTensors', () => {
  test('opens a recorded call with its arguments, weights and inputs, to be compared', async () => {
    const bytes = await load('mha.dev1');
    const [way, ...others] = openTensors({ name: 'a.safetensors', bytes }, present);
    expect(others).toEqual([]);
    expect(way.mechanism).toBe('mha');
    expect(way.params.num_heads).toBe(readGolden(bytes).constructorArgs.num_heads);
    const read = readCase(bytes);
    expect(way.reference?.references.length).toBe(
      typeof read === 'string' ? 0 : read.references.length,
    );
    expectRunnable(way);
  });

  test('without metadata it takes the mechanism on the page, and reads its arguments off the shapes', async () => {
    const { inputs, params, outputs } = readGolden(await load('se.dev1'));
    const bytes = writeSafetensors({
      ...prefixed(inputs, 'input.'),
      ...prefixed(params, 'param.'),
      ...outputs,
    });
    const [way] = openTensors({ name: 'a.safetensors', bytes }, { ...present, mechanism: 'se' });
    expect(way.mechanism).toBe('se');
    expect(way.reference?.references.map(({ label }) => label)).toEqual(['output']);
    expectRunnable(way);
  });

  test('shows a bare state_dict on the present input where it fits, or else at another size', async () => {
    const { params } = readGolden(await load('cbam.dev2'));
    const bytes = writeSafetensors(prefixed(params, 'backbone.cbam.'));
    const [way] = openTensors({ name: 'a.safetensors', bytes }, present);
    expect(way).toMatchObject({ mechanism: 'cbam', prefix: 'backbone.cbam.', reference: null });
    expect(way.input).toMatchObject({ kind: 'image', image: 'chelsea' });
    expectRunnable(way);
  });

  test('takes a module that is called output for a part of a state_dict', async () => {
    const response = await fetch('/weights/seq2seq-fixed.safetensors');
    const bytes = new Uint8Array(await response.arrayBuffer());
    const [way] = openTensors({ name: 'a.safetensors', bytes }, present);
    expect(way).toMatchObject({ mechanism: 'seq2seq', reference: null, input: { kind: 'text' } });
    expect(way.params.attention).toBe('fixed');
    expectRunnable(way);
  });

  test('finds a module inside a larger network', async () => {
    const { params } = readGolden(await load('se.dev1'));
    const head = { shape: [10, 8], data: new Float32Array(80) };
    const bytes = writeSafetensors({ ...prefixed(params, 'body.0.se.'), 'head.weight': head });
    const ways = openTensors({ name: 'a.safetensors', bytes }, present);
    expect(ways.map(({ mechanism, prefix }) => [mechanism, prefix])).toContainEqual([
      'se',
      'body.0.se.',
    ]);
  });

  test('takes inputs alone, also as one nameless array', () => {
    const json = new TextEncoder().encode('[[[1, 2], [3, 4]]]');
    const [way] = openTensors({ name: 'x.json', bytes: json }, { ...present, mechanism: 'mha' });
    expect(way).toMatchObject({ mechanism: 'mha', weights: null, input: { kind: 'tensors' } });
  });

  test('names what is missing, unknown and misshapen in one sentence', () => {
    const refusalOf = (tensors: RawTensors): string => {
      try {
        openTensors({ name: 'a.safetensors', bytes: writeSafetensors(tensors) }, present);
      } catch (error) {
        if (error instanceof Refusal) return error.text.en;
        throw error;
      }
      throw new Error('it was not refused');
    };
    const zeros = (...shape: number[]) => ({
      shape,
      data: new Float32Array(shape.reduce((n, s) => n * s, 1)),
    });
    // A squeeze to 3 of 24 channels, but an excitation from 4.
    expect(refusalOf({ 'fc.0.weight': zeros(3, 24), 'fc.2.weight': zeros(24, 4) })).toMatch(
      /Squeeze-and-Excitation.*fc\.\d\.weight of \[/,
    );
    expect(refusalOf({ 'fc.0.weight': zeros(3, 24), extra: zeros(2) })).toMatch(
      /lacks .*unknown extra/,
    );
    expect(refusalOf({})).toContain('no tensors');
  });
});
