import { expect, test } from 'vitest';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import type { InputAxes, Params } from '../../../src/mechanisms/define';
import { resolveParams } from '../../../src/mechanisms/params';
import { axis } from '../../../src/trace/axes';
import { Refusal } from '../../../src/trace/text';

const map = (height: number, width: number, channel: number): InputAxes => ({
  x: [axis('batch', 1), axis('height', height), axis('width', width), axis('channel', channel)],
});
const tokens = (count: number, channel: number): InputAxes => ({
  x: [axis('batch', 1), axis('token', count), axis('channel', channel)],
});

function resolve(id: string, given: Params, inputs: InputAxes, exact = false) {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`no mechanism ${id}`);
  return resolveParams(mechanism, given, inputs, { exact });
}

test('sizes follow from the input, whatever was set', () => {
  expect(resolve('se', { channel: 99 }, map(4, 4, 12)).params.channel).toBe(12);
  expect(resolve('deformable', {}, map(6, 8, 16)).params.q_size).toEqual([6, 8]);
});

test('the nearest valid value is taken, and said when it was asked for', () => {
  const asked = resolve('mha', { num_heads: 8 }, tokens(5, 18));
  expect(asked.params.num_heads).toBe(9);
  expect(asked.notes.map(({ en }) => en)).toEqual(['num_heads cannot be 8 here; 9 is used.']);
  expect(resolve('mha', {}, tokens(5, 18)).notes).toEqual([]);
  expect(resolve('eca', { kernel_size: 4 }, map(4, 4, 8)).params.kernel_size).toBe(3);
  expect(resolve('eca', { nonsense: 1, kernel_size: 'x' }, map(4, 4, 8)).notes).toHaveLength(2);
});

test('arguments of PyTorch are taken as they are; those without effect are ignored', () => {
  const given = { embed_dim: 18, num_heads: 3, dropout: 0.1, kdim: null };
  expect(resolve('mha', given, tokens(5, 18), true).params).toMatchObject({
    num_heads: 3,
    kdim: null,
  });
});

test.each<[string, Params, InputAxes, string]>([
  ['eca', { kernel_size: 4 }, map(4, 4, 8), 'odd number'],
  ['mha', { num_heads: 4 }, tokens(5, 18), 'does not divide'],
  ['mha', { embed_dim: 16, num_heads: 4 }, tokens(5, 18), 'make them equal'],
  ['mha', { num_heads: 3, surplus: 1 }, tokens(5, 18), 'no parameter surplus'],
  ['mha', { num_heads: 1.5 }, tokens(5, 18), 'a whole number'],
  ['se', { reduction: 0 }, map(4, 4, 8), 'at least 1'],
  ['cbam', { reduction: 16 }, map(4, 4, 8), 'leaves none'],
  ['sk', { kernels: [1, 2] }, map(4, 4, 8), 'odd sizes'],
  ['criss-cross', {}, map(4, 4, 7), 'at least 8'],
  ['deformable', { n_heads: 4, no_off: true }, map(4, 4, 8), 'dwc_pe'],
  ['deformable', { n_heads: 4, stride: 4 }, map(4, 4, 8), 'at least 2 × 2'],
  ['gfnet', { form: 'filter', h: 3, w: 3 }, map(4, 4, 8), 'frequencies'],
  ['swin-window', { form: 'block', window_size: 3, num_heads: 1 }, map(4, 4, 8), 'whole windows'],
  ['crossformer', { group_size: 3 }, map(4, 4, 16), 'whole windows'],
  ['crossformer', { group_size: 2, lsda_flag: 2 }, map(4, 4, 16), 'lsda_flag'],
  ['crossformer', { group_size: 2 }, map(4, 4, 8), 'at least 16'],
  ['crossformer', { form: 'net', patch_size: [2, 5] }, map(16, 16, 3), 'even numbers'],
  ['crossformer', { form: 'net', depths: [1, 1, 1] }, map(16, 16, 3), 'one for each'],
  ['crossformer', { form: 'net' }, map(16, 12, 3), 'square image'],
  ['moa', { window_size: 4 }, map(8, 12, 32), 'square map'],
  ['moa', { window_size: 4 }, map(8, 8, 16), 'leave none'],
  ['moa', { window_size: 4 }, map(10, 10, 32), 'whole windows'],
  ['moa', { form: 'layer', window_size: 3 }, map(9, 9, 32), 'even sides'],
  ['dat-transformer', { stage_spec: ['L', 'X'] }, map(8, 8, 16), 'a list of L, S, D'],
  ['dat-transformer', { stage_spec: ['L'], depths: 2 }, map(8, 8, 16), 'name one for each'],
  ['dat-transformer', { stage_spec: ['S'], depths: 1, window_size: 1 }, map(8, 8, 16), 'Half'],
  ['dat-transformer', { no_off: true }, map(8, 8, 16), 'no_off'],
  ['dat-transformer', { fixed_pe: true }, map(8, 8, 16), 'fixed_pe'],
  ['dat-transformer', { n_groups: 3 }, map(8, 8, 16), 'groups is 3'],
  ['dat-transformer', { form: 'net', dims: [16, 32, 64, 96] }, map(32, 32, 3), 'give 128'],
])('%s refuses %o in one sentence of each language', (id, given, inputs, part) => {
  try {
    resolve(id, given, inputs, true);
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.text.en).toContain(part);
    expect(error.text.en).toMatch(/\.$/);
    expect(error.text.zh).toMatch(/\p{Script=Han}.*。$/u);
  }
});
