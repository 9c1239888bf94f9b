/** Counts that the lessons on claims rest on, against values worked out by hand. */
import { describe, expect, test } from 'vitest';
import { sizesOf } from '../../../src/inputs/choice';
import { atSize, square } from '../../../src/lessons/at-size';
import { grouped } from '../../../src/lessons/grouping';
import type { LessonView } from '../../../src/lessons/lesson';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import { resolveParams } from '../../../src/mechanisms/params';
import { plan } from '../../../src/mechanisms/plan';
import { shapeOf } from '../../../src/trace/axes';

function graphOf({ mechanism: id, params = {}, input }: LessonView) {
  const mechanism = mechanismById(id ?? '');
  if (!mechanism || !input || typeof input === 'function') throw new Error(`no view of ${id}`);
  const axes = sizesOf(input, mechanism.inputs);
  const resolved = resolveParams(mechanism, params, axes);
  expect(resolved.notes).toEqual([]);
  return plan(mechanism, resolved.params, axes).graph;
}

function stepOf(view: LessonView, name: string) {
  const node = graphOf(view).nodes.find(({ step }) => step?.name === name);
  if (!node) throw new Error(`no step ${name}`);
  return { macs: node.cost.macs, shape: shapeOf(node.axes) };
}

describe('grouping, at 64 pixels of 16 channels', () => {
  // Groups × pixels × points × channels of a group.
  test.each([
    { groups: 1, stride: 1, macs: 1 * 64 * 64 * 16 },
    { groups: 2, stride: 1, macs: 2 * 64 * 64 * 8 },
    { groups: 4, stride: 1, macs: 4 * 64 * 64 * 4 },
    { groups: 1, stride: 2, macs: 1 * 64 * 16 * 16 },
    { groups: 4, stride: 2, macs: 4 * 64 * 16 * 4 },
    { groups: 4, stride: 4, macs: 4 * 64 * 4 * 4 },
  ])('$groups groups, stride $stride: $macs for the scores', ({ groups, stride, macs }) => {
    const points = (8 / stride) ** 2;
    const view = grouped(groups, stride);
    expect(stepOf(view, 'products')).toEqual({ macs, shape: [1, groups, 64, points] });
    // The weighted sum takes as many.
    expect(stepOf(view, 'context').macs).toBe(macs);
  });

  test('groups never change the cost of the scores, and multiply their cells', () => {
    const [one, four] = [stepOf(grouped(1), 'products'), stepOf(grouped(4), 'products')];
    expect(four.macs).toBe(one.macs);
    expect(four.shape[1]).toBe(4 * one.shape[1]);
  });

  test('what is shared by the groups has fewer parameters', () => {
    const projections = 4 * (16 * 16 + 16);
    const position = 16 * 9 + 16;
    // Depthwise 3 × 3 with biases, scale and shift of the norm, 1 × 1 to two coordinates.
    const offsets = (channels: number) => channels * 9 + channels + 2 * channels + 2 * channels;
    expect(graphOf(grouped(1)).parameters).toBe(projections + position + offsets(16));
    expect(graphOf(grouped(4)).parameters).toBe(projections + position + offsets(4));
  });
});

describe('ECA and SE', () => {
  test.each([
    { side: 7, channels: 512, r: 16, k: 3 },
    { side: 14, channels: 256, r: 8, k: 5 },
    { side: 32, channels: 64, r: 4, k: 7 },
  ])('C = $channels, r = $r, k = $k on $side × $side', ({ side, channels, r, k }) => {
    const sizes = square(side, channels);
    const se = graphOf(atSize('se', sizes, { reduction: r }));
    const eca = graphOf(atSize('eca', sizes, { kernel_size: k }));
    const weights = (2 * channels ** 2) / r;
    expect(se.parameters).toBe(weights);
    expect(eca.parameters).toBe(k + 1);
    // The mean reads the map, the gates scale it.
    const common = 2 * channels * side ** 2;
    expect(se.cost.macs).toBe(common + weights);
    expect(eca.cost.macs).toBe(common + k * channels);
    // Nowhere near 70 %.
    expect(1 - eca.parameters / se.parameters).toBeGreaterThan(0.99);
  });
});

describe('cost by family', () => {
  const macs = (id: string, side: number) => graphOf(atSize(id, square(side, 64))).cost.macs;

  test('full attention: four projections and two products', () => {
    const n = 32 * 32;
    // Scaling and softmax count four times for each weight of the 8 heads.
    expect(macs('self', 32)).toBe(4 * n * 64 * 64 + 2 * n * n * 64 + 4 * 8 * n * n);
  });

  test('external attention is linear, channel attention is not independent of the map', () => {
    expect(macs('external', 64)).toBe(4 * macs('external', 32));
    expect(macs('se', 64) - macs('se', 32)).toBe(2 * 64 * (64 * 64 - 32 * 32));
  });
});
