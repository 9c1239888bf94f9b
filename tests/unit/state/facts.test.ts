import { describe, expect, test } from 'vitest';
import { catalogue, mechanismById } from '../../../src/mechanisms/catalogue';
import { type Facts, factsOf, requestAt, yearOf } from '../../../src/state/facts';
import { bothShapes, type Sizes, usualSizes } from '../../../src/state/sizes';
import { Refusal } from '../../../src/trace/text';
import { FakeEngine } from './fixtures';

const engine = new FakeEngine();

async function factsAt(id: string, sizes: Partial<Sizes> = {}): Promise<Facts> {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`no mechanism ${id}`);
  const planned = await engine.plan(requestAt(mechanism, { ...usualSizes, ...sizes }));
  return factsOf(planned, mechanism.reach);
}

const [N, C] = [1024, 64];

describe('facts worked out by hand', () => {
  test('squeeze and excitation has 2C²/r parameters, ECA its kernel and a bias', async () => {
    const [se, eca] = [await factsAt('se'), await factsAt('eca')];
    expect(se.parameters).toBe((2 * C ** 2) / 16);
    expect(eca.parameters).toBe(3 + 1);
    // Gates are one number for each channel.
    expect(se.attention.cells).toBe(C);
    expect(se.params.reduction).toBe(16);
  });

  test('dot-product attention multiplies 2N²d times, scales N² scores and exponentiates them', async () => {
    const { macs, attention, memory, positions } = await factsAt('sdpa');
    expect(macs).toBe(2 * N ** 2 * C + N ** 2 + 3 * N ** 2);
    expect(attention.cells).toBe(N ** 2);
    // Products, scaled scores and weights, and the output.
    expect(memory).toBe(4 * (3 * N ** 2 + N * C));
    expect(positions).toBe(N);
  });

  test('external attention costs 2NSC beside its two normalisations, and 2SC parameters', async () => {
    const { macs, parameters, attention } = await factsAt('external');
    const S = 64;
    expect(parameters).toBe(2 * S * C);
    // Softmax over the tokens 3NS, sum NS, quotient NS.
    expect(macs).toBe(2 * N * S * C + 5 * N * S);
    expect(attention.cells).toBe(N * S);
  });

  test('heads split the attention matrix and not its cost', async () => {
    const [four, eight] = [await factsAt('mha', { heads: 4 }), await factsAt('mha', { heads: 8 })];
    expect(eight.attention.cells).toBe(8 * N ** 2);
    expect(four.attention.cells).toBe(4 * N ** 2);
    expect(four.parameters).toBe(4 * C ** 2 + 4 * C);
    expect(eight.parameters).toBe(four.parameters);
  });

  test('a sequence is a map nearest to a square, and the other way round', async () => {
    expect(bothShapes({ ...usualSizes, shape: 'sequence', tokens: 192 })).toEqual({
      tokens: 192,
      height: 12,
      width: 16,
    });
    const sequence = await factsAt('danet', { shape: 'sequence', tokens: 192 });
    expect(sequence.positions).toBe(192);
    expect(sequence.params).toMatchObject({ H: 12, W: 16 });
    expect((await factsAt('mha', { height: 5, width: 7 })).positions).toBe(35);
  });
});

describe('what a position sees', () => {
  test.each([
    ['mha', { kind: 'all' }, 1024],
    ['causal', { kind: 'earlier' }, 512.5],
    ['local', { kind: 'near', size: 5 }, 5],
    ['se', { kind: 'pooled' }, 1024],
    ['external', { kind: 'pooled' }, 1024],
    ['gfnet', { kind: 'all' }, 1024],
    // Pooled in its convolutional stages, before it attends.
    ['coatnet', { kind: 'all' }, 1024],
    ['swin-window', { kind: 'window', size: [7, 7] }, 49],
    ['swin-shifted', { kind: 'window', size: [7, 7], shifted: true }, 49],
    ['halo', { kind: 'window', size: [8, 8], halo: 3 }, 14 ** 2],
    ['crossformer', { kind: 'window', size: [8, 8], every: 4 }, 64],
    ['outlook', { kind: 'neighbours', size: [3, 3] }, 9],
    ['acmix', { kind: 'neighbours', size: [7, 7] }, 49],
    ['criss-cross', { kind: 'cross', height: 32, width: 32 }, 63],
    ['axial', { kind: 'cross', height: 32, width: 32 }, 63],
    ['coord', { kind: 'cross', height: 32, width: 32 }, 63],
    ['dat-transformer', { kind: 'sampled', points: 256 }, 256],
    ['conv-gate', { kind: 'own' }, 1],
  ])('%s', async (id, reach, seen) => {
    const facts = await factsAt(id);
    expect(facts.reach).toEqual(reach);
    expect(facts.seen).toBe(seen);
  });

  test('a wider kernel reaches further than one position', async () => {
    const mechanism = mechanismById('conv-gate');
    if (!mechanism) throw new Error('no conv-gate');
    const request = requestAt(mechanism, usualSizes);
    const planned = await engine.plan({ ...request, params: { kernel_size: 5 } });
    expect(factsOf(planned).reach).toEqual({ kind: 'neighbours', size: [5, 5] });
  });
});

describe.each<[string, Partial<Sizes>]>([
  ['the usual size', {}],
  ['a small map', { height: 14, width: 14, channels: 96, heads: 3 }],
  ['a prime number of tokens', { shape: 'sequence', tokens: 127 }],
  ['more than any device holds', { shape: 'sequence', tokens: 65_536, channels: 1024, heads: 16 }],
])('at %s', (_, sizes) => {
  test.each(catalogue.map(({ id }) => id))('%s has facts or a reason', async (id) => {
    try {
      const facts = await factsAt(id, sizes);
      expect(facts.macs).toBeGreaterThan(0);
      expect(facts.memory).toBeGreaterThan(0);
      expect(facts.parameters).toBeGreaterThanOrEqual(0);
      expect(facts.seen).toBeGreaterThanOrEqual(1);
      expect(facts.seen).toBeLessThanOrEqual(facts.positions);
      expect(facts.attention.all).toBeGreaterThanOrEqual(facts.attention.cells);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      expect((error as Refusal).text.en.length).toBeGreaterThan(20);
    }
  });
});

test('arguments that count heads are found by their label, whatever their name', () => {
  for (const mechanism of catalogue) {
    const { params } = requestAt(mechanism, { ...usualSizes, heads: 4 });
    for (const [name, param] of Object.entries(mechanism.params)) {
      if (param.kind === 'integer' && param.label.en === 'Heads' && !param.follows)
        expect(params[name], `${mechanism.id} ${name}`).toBe(4);
    }
  }
});

test('the year is that of the earliest paper', () => {
  const local = mechanismById('local');
  expect(local && yearOf(local)).toBe(2015);
});
