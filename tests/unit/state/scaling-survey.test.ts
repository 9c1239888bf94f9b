import { expect, it, vi } from 'vitest';
import { GIB } from '../../../src/engine/backends/backend';
import { fitOf } from '../../../src/engine/guard';
import { sizesOf } from '../../../src/inputs/choice';
import { mechanismById } from '../../../src/mechanisms/catalogue';
import type { Mechanism } from '../../../src/mechanisms/define';
import { resolveParams } from '../../../src/mechanisms/params';
import { plan } from '../../../src/mechanisms/plan';
import { factsOf, requestAt } from '../../../src/state/facts';
import type { Planner } from '../../../src/state/planner';
import type { ScalingAxis } from '../../../src/state/scaling-sizes';
import { usualRange } from '../../../src/state/scaling-sizes';
import { countOf, lawsOf, limitOf, survey } from '../../../src/state/scaling-survey';
import { usualSizes } from '../../../src/state/sizes';

const limits = { tensor: GIB, total: 4 * GIB };
/** Plans here, as the worker does. */
const planner: Pick<Planner, 'facts'> = {
  async facts(mechanism, sizes) {
    const { params, input } = requestAt(mechanism, sizes);
    const axes = sizesOf(input, mechanism.inputs);
    const resolved = resolveParams(mechanism, params, axes);
    const { graph } = plan(mechanism, resolved.params, axes);
    return factsOf({ graph, fit: fitOf(graph, limits), inputs: axes, ...resolved });
  },
};
const named = (id: string): Mechanism => mechanismById(id) as Mechanism;
const surveyed = (id: string, axis: ScalingAxis, base = usualSizes) =>
  survey(planner, named(id), { axis, range: usualRange[axis], base }, { rank: () => 0 });

it.each([
  ['sdpa', 'positions', 2],
  ['external', 'positions', 1],
  ['criss-cross', 'positions', 1.5],
  ['swin-window', 'positions', 1],
  ['sdpa', 'side', 4],
  ['external', 'side', 2],
  ['se', 'channels', 2],
  ['eca', 'channels', 1],
  ['cbam', 'channels', 2],
] as const)('the cost of %s against %s tends to the power %f', async (id, axis, expected) => {
  const limit = limitOf(await surveyed(id, axis), 'macs');
  expect(limit?.exponent).toBeGreaterThan(expected - 0.011);
  expect(limit?.exponent).toBeLessThan(expected + 0.011);
});

it('counts scaled dot products by hand: two products, a scale and a softmax of N² cells', async () => {
  const { points } = await surveyed('sdpa', 'positions');
  const at = points.find(({ size }) => size === 1024);
  expect(at && countOf(at.facts, 'macs')).toBe(1024 ** 2 * (2 * 64 + 1 + 3));
  expect(at && countOf(at.facts, 'cells')).toBe(1024 ** 2);
  const law = lawsOf(points.map(({ size, facts }) => ({ x: size, y: facts.macs }))).all;
  expect(law?.exponent).toBeCloseTo(2, 9);
  expect(limitOf({ ladder: points }, 'parameters')).toBeNull();
});

it('finds the smallest map that has no room', async () => {
  const { out, points } = await surveyed('sdpa', 'positions');
  const side = Math.sqrt(out?.size ?? 0);
  expect(out?.facts.fit.fits).toBe(false);
  const before = await planner.facts(
    named('sdpa'),
    { ...usualSizes, height: side - 1, width: side - 1 },
    { rank: () => 0 },
  );
  expect(before.fit.fits).toBe(true);
  expect(points.filter(({ facts }) => !facts.fit.fits).every((p) => p.size >= side ** 2)).toBe(
    true,
  );
});

it('leaves out sizes that a mechanism does not take, and says why', async () => {
  const { points, missing, ladder } = await survey(
    planner,
    named('mobilevit'),
    { axis: 'channels', range: [16, 2048], base: usualSizes },
    { rank: () => 0 },
  );
  expect(points.at(-1)?.size).toBe(1024);
  expect(missing).toEqual([
    { size: 2048, why: { en: 'dim goes up to 1024.', zh: 'dim 最大为 1024。' } },
  ]);
  expect(ladder.at(-1)?.size).toBe(1024);
});

it.each([
  [[4], 0],
  [[4, 5], 6],
] as const)('plans that take long, %j, leave out %i sizes', async (long, missing) => {
  let clock = 0;
  let plans = 0;
  const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const busy: typeof planner = {
    facts(mechanism, sizes, patience) {
      plans += 1;
      if (long.some((at) => at === plans)) clock += 300;
      return planner.facts(mechanism, sizes, patience);
    },
  };
  const options = { axis: 'positions', range: usualRange.positions, base: usualSizes } as const;
  const made = await survey(busy, named('cbam'), options, { rank: () => 0 });
  now.mockRestore();
  expect(made.missing.length).toBe(missing);
});
