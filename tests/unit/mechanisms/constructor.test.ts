import { expect, test } from 'vitest';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import { fromConstructor } from '../../../src/mechanisms/constructor';
import type { Params } from '../../../src/mechanisms/define';

function named(id: string, className: string, given: Params): Params {
  const mechanism = mechanismById(id);
  if (!mechanism) throw new Error(`no mechanism ${id}`);
  return fromConstructor(mechanism, mechanism.classes[className], given);
}

test('arguments of two classes that share a name go to the parameter of their own', () => {
  const block = named('crossformer', 'CrossFormerBlock', { num_heads: 4, group_size: 7 });
  expect(block).toMatchObject({ form: 'block', num_heads: 4, group_size: 7 });
  const net = named('crossformer', 'CrossFormer', { num_heads: [2, 4], group_size: [7, 7] });
  expect(net).toMatchObject({ form: 'net', stage_heads: [2, 4], stage_groups: [7, 7] });
  expect(net.num_heads).toBeUndefined();
});

test('what is left out is what the constructor takes, not what the app starts with', () => {
  expect(named('crossformer', 'CrossFormerBlock', {}).lsda_flag).toBe(0);
  expect(named('crossformer', 'CrossFormerBlock', { lsda_flag: 1 }).lsda_flag).toBe(1);
  expect(named('crossformer', 'CrossFormer', {})).toMatchObject({
    depths: [2, 2, 6, 2],
    merge_size: [[2], [2], [2]],
  });
});

test('squares are given by one side or by two, and None chooses nothing', () => {
  expect(named('moa', 'GlobalAttention', { window_size: [14, 14] }).window_size).toBe(14);
  expect(named('moa', 'GlobalAttention', { window_size: [14, 7] }).window_size).toEqual([14, 7]);
  expect(named('dat-transformer', 'TransformerStage', { fmap_size: 8 }).fmap_size).toEqual([8, 8]);
  expect(named('moa', 'BasicLayer', { downsample: null }).downsample).toBe('None');
});

test('a flag is anything that Python takes for true, and a number may be a flag', () => {
  const reconstruct = (given: Params['reconstruct']) =>
    named('a2', 'DoubleAttention', { reconstruct: given }).reconstruct;
  expect([true, 1, 'yes', [7]].map(reconstruct)).toEqual([true, true, true, true]);
  expect([false, 0, null, '', []].map(reconstruct)).toEqual([false, false, false, false, false]);
  expect(named('residual', 'ResidualAttention', { la: true }).la).toBe(1);
});

test('arguments that no parameter knows keep their names', () => {
  expect(named('moa', 'BasicLayer', { drop: 0.1, nonsense: 1 })).toMatchObject({
    drop: 0.1,
    nonsense: 1,
  });
});
