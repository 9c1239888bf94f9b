import { expect, it } from 'vitest';
import { catalogue } from '../../../src/mechanisms/catalogue';
import {
  mostLines,
  presets,
  type ScalingView,
  scalingSection,
} from '../../../src/state/choose-scaling';
import {
  between,
  pointsIn,
  sizesAt,
  sizesBeyond,
  usualRange,
} from '../../../src/state/scaling-sizes';
import { usualSizes } from '../../../src/state/sizes';

const roundTrip = (view: ScalingView) =>
  scalingSection.decode(new URLSearchParams(scalingSection.encode(view).map(([k, v]) => [k, v])));

it('keeps the address empty for the usual plot and finds every other again', () => {
  expect(scalingSection.encode(scalingSection.usual)).toEqual([]);
  const views: ScalingView[] = [
    scalingSection.usual,
    { lines: ['mha', 'se'], quantity: 'time', axis: 'channels', range: [32, 512] },
    { lines: [], quantity: 'cells', axis: 'side', range: usualRange.side },
    { ...scalingSection.usual, axis: 'positions', range: [16, 4096] },
  ];
  for (const view of views) expect(roundTrip(view)).toEqual({ value: view, problem: false });
});

it.each([
  'lines=nobody',
  `lines=${catalogue
    .slice(0, mostLines + 1)
    .map(({ id }) => id)
    .join()}`,
  'cost=beauty',
  'against=moon',
  'range=64,100',
  'range=256,64',
  'range=64,256,1024',
])('leaves "%s" at the usual and says so', (query) => {
  const { value, problem } = scalingSection.decode(new URLSearchParams(query));
  expect(value).toEqual(scalingSection.usual);
  expect(problem).toBe(true);
});

it('names mechanisms that exist in its presets', () => {
  const ids = new Set(catalogue.map(({ id }) => id));
  for (const lines of Object.values(presets)) {
    expect(lines.filter((id) => !ids.has(id))).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(mostLines);
  }
});

it('has points between powers of two but for channels, and grows one thing only', () => {
  expect(pointsIn('positions', [64, 1024])).toEqual([64, 144, 256, 576, 1024]);
  expect(pointsIn('side', [8, 16])).toEqual([8, 12, 16]);
  expect(pointsIn('channels', [16, 64])).toEqual([16, 32, 64]);
  expect(sizesBeyond('positions', [64, 65_536]).at(-1)).toBe(2 ** 24);
  expect(sizesAt('positions', 144, usualSizes)).toMatchObject({
    tokens: 144,
    height: 12,
    width: 12,
  });
  expect(sizesAt('side', 12, usualSizes)).toMatchObject({ tokens: 144, channels: 64 });
  expect(sizesAt('channels', 16, usualSizes)).toEqual({ ...usualSizes, channels: 16 });
});

it('halves the gap in which memory runs out down to one side', () => {
  expect(between('positions', 64, 256)).toBe(144);
  expect(between('positions', 144, 169)).toBeNull();
  expect(between('channels', 512, 528)).toBe(520);
  expect(between('channels', 520, 528)).toBeNull();
});
